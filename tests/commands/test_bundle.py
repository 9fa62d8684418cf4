# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The action bundle, run by ansible itself: what it refuses, and that check mode makes nothing."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest


@pytest.fixture
def run(tmp_path: Path) -> t.Callable[..., dict[str, t.Any]]:
    def run(*options: str, **arguments: str) -> dict[str, t.Any]:
        values = {"path": str(tmp_path / "bundle"), "cache": str(tmp_path / "cache"), **arguments}
        # the configuration of whoever runs the tests decides nothing here
        config = tmp_path.with_suffix(".cfg")
        config.touch()
        env = {**os.environ, "ANSIBLE_CONFIG": str(config), "ANSIBLE_LOCALHOST_WARNING": "false"}
        env |= {"ANSIBLE_LOAD_CALLBACK_PLUGINS": "true", "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json"}
        ansible = str(Path(sys.executable).with_name("ansible"))
        language = [] if "-e" in options else ["-e", "lab_language=en"]
        argv = [ansible, "localhost", "-m", "kcna.labs.bundle", "-a", json.dumps(values), *language, *options]
        done = subprocess.run(argv, capture_output=True, text=True, check=False, env=env)
        output = done.stdout[done.stdout.index("{") :]
        found: dict[str, t.Any] = json.loads(output)["plays"][0]["tasks"][0]["hosts"]["localhost"]
        return found

    return run


def test_check_mode_names_what_is_missing_and_makes_nothing(
    run: t.Callable[..., dict[str, t.Any]], tmp_path: Path
) -> None:
    result = run("--check")
    assert result["changed"] is True
    assert {(part["state"], part["reason"]) for part in result["parts"]} == {("missing", "not made yet")}
    assert {"kubernetes", "nginx", "student-vm"} <= {part["name"] for part in result["parts"]}
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_that_lacks_something_is_not_verified(run: t.Callable[..., dict[str, t.Any]], tmp_path: Path) -> None:
    result = run(state="verified")
    assert result["failed"] is True
    assert "is incomplete: student-vm (not made yet)" in result["msg"]
    assert "make bundle" in result["msg"]
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_the_language_of_the_class(run: t.Callable[..., dict[str, t.Any]]) -> None:
    assert "student-vm (未作成)" in (said := run("-e", "lab_language=ja", state="verified")["msg"])
    assert said.endswith("make bundle を実行してください。")
    assert "fr" in run("-e", "lab_language=fr", state="verified")["msg"]


def test_two_runs_do_not_make_the_same_bundle(run: t.Callable[..., dict[str, t.Any]], tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    with (tmp_path / "cache/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = run()
    assert result["failed"] is True
    assert "another run makes a bundle" in result["msg"]


def test_a_folder_with_other_things_is_refused(run: t.Callable[..., dict[str, t.Any]], tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle/letter.txt").write_text("dear", encoding="utf-8")
    result = run()
    assert result["failed"] is True
    assert "is no bundle" in result["msg"]
    assert [file.name for file in (tmp_path / "bundle").iterdir()] == ["letter.txt"]
