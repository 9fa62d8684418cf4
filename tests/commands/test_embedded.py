# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin as ansible-inventory runs it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing as t

import pytest

SOURCE = "plugin: kcna.labs.embedded\n"
COMMAND = pathlib.Path(sys.executable).parent / "ansible-inventory"


class Answer(t.NamedTuple):
    hosts: dict[str, dict[str, t.Any]]
    group: list[str] | None
    said: str


@pytest.fixture
def state(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "state" / "kcna-labs"


def inventory(tmp_path: pathlib.Path, class_name: str = "") -> Answer:
    source = tmp_path / "embedded.kcna.yml"
    source.write_text(SOURCE)
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "KCNA_LABS_CLASS": class_name,
    }
    if not class_name:
        del environment["KCNA_LABS_CLASS"]
    environment.pop("ANSIBLE_CONFIG", None)
    done = subprocess.run(
        [COMMAND, "-i", source, "--list"], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    answer = json.loads(done.stdout)
    group = answer.get("students", {}).get("hosts", []) if "students" in answer["all"]["children"] else None
    hosts = {
        name: {key: plain(value) for key, value in found.items()} for name, found in answer["_meta"]["hostvars"].items()
    }
    return Answer(hosts, group, " ".join(done.stderr.split()))


def plain(value: t.Any) -> t.Any:
    """What comes from a file is marked as such, so that nobody takes it for a template."""
    return value.get("__ansible_unsafe", value) if isinstance(value, dict) else value


def put(directory: pathlib.Path, text: str) -> None:
    directory.mkdir(parents=True)
    (directory / "students.json").write_text(text)


def students(*names: str) -> str:
    entries = [
        {"name": name, "host": f"172.30.0.{at}", "port": 22, "user": "root"} for at, name in enumerate(names, 11)
    ]
    return json.dumps({"schema": 1, "students": entries})


def test_the_group_is_there_before_any_vm(tmp_path: pathlib.Path) -> None:
    assert inventory(tmp_path).group == []


def test_hosts_and_how_they_are_reached(tmp_path: pathlib.Path, state: pathlib.Path) -> None:
    put(state / "kcna", students("student01", "student02"))
    found = inventory(tmp_path)
    assert found.group == ["student01", "student02"]
    host = found.hosts["student02"]
    assert (host["ansible_host"], host["ansible_port"], host["ansible_user"]) == ("172.30.0.12", 22, "root")
    assert host["ansible_ssh_private_key_file"] == str(state / "kcna" / "ssh" / "id_ed25519")
    arguments = host["ansible_ssh_common_args"]
    assert f"UserKnownHostsFile='{state / 'kcna' / 'known_hosts'}'" in arguments
    assert "HostKeyAlias=student02" in arguments
    assert "StrictHostKeyChecking=yes" in arguments
    assert "-C" not in host["ansible_ssh_args"].split()


def test_the_class_comes_from_the_environment(tmp_path: pathlib.Path, state: pathlib.Path) -> None:
    put(state / "kcna", students("student01"))
    put(state / "other", students("student01", "student02", "student03"))
    assert inventory(tmp_path, "other").group == ["student01", "student02", "student03"]


def test_a_damaged_file_is_refused_by_name(tmp_path: pathlib.Path, state: pathlib.Path) -> None:
    put(state / "kcna", '{"schema": 1, "students": [')
    found = inventory(tmp_path)
    assert not found.hosts
    assert "students.json" in found.said
    assert "is no JSON" in found.said
