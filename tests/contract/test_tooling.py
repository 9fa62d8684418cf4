# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makefile, configuration files and lock files say one thing."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, files, load

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def phony() -> set[str]:
    found = re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)
    assert found
    return set(found[1].split())


def test_help_lists_every_target() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
    assert targets == phony(), "a target is not in .PHONY, or the other way round"
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[0] for line in printed.splitlines()}
    assert targets - listed == {"python"}, "only the helper target is left out of make help"
    assert all(len(line.split(None, 1)) == 2 for line in printed.splitlines())


@pytest.mark.parametrize("document", ["TESTING.md"])
def test_every_test_target_is_documented(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    chain = re.search(r"^test:([^#]*)", MAKEFILE, re.MULTILINE)
    assert chain
    for target in [*chain[1].split(), "test", "test-quick", "bench"]:
        assert f"make {target}" in text, f"{document} does not explain make {target}"


def test_make_targets_named_in_documents_exist() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        named = set(re.findall(r"`(?:\$ )?make ([a-z][a-z-]*)", document.read_text(encoding="utf-8")))
        assert named <= phony(), f"{document.name} names {sorted(named - phony())}"


def settings(path: str, inventory: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser()
    parser.read(ROOT / path, encoding="utf-8")
    found = {section: dict(parser[section]) for section in parser.sections()}
    assert (ROOT / path).parent / found["defaults"]["inventory"] == ROOT / inventory
    del found["defaults"]["inventory"]
    return found


def test_both_ansible_cfg_say_the_same() -> None:
    inventory = "playbooks/inventory/embedded.kcna.yml"
    assert (ROOT / inventory).is_file()
    assert settings("ansible.cfg", inventory) == settings("playbooks/ansible.cfg", inventory)


def test_ansible_cfg_names_a_callback_of_ours() -> None:
    callback = settings("ansible.cfg", "playbooks/inventory/embedded.kcna.yml")["defaults"]["stdout_callback"]
    assert (ROOT / "plugins" / "callback" / f"{callback.removeprefix('kcna.labs.')}.py").is_file()


def pins(name: str) -> dict[str, str]:
    """Return what a lock file pins; each pin carries a digest and none an address."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in text, f"{name}.lock names an index"
    found = {}
    for block in re.split(r"\n(?=[a-z])", re.sub(r"(?m)^#.*\n", "", text)):
        pin = re.match(r"([a-z0-9-]+)==(\S+)", block)
        assert pin, f"{name}.lock: not a pin: {block[:60]}"
        assert "--hash=sha256:" in block, f"{name}.lock: no digest for {pin[1]}"
        found[pin[1]] = pin[2]
    return found


def test_dev_is_a_superset_of_runtime() -> None:
    runtime, dev = pins("runtime"), pins("dev")
    assert len(runtime) > 5
    assert runtime.items() <= dev.items()
    assert pins("uv").items() <= runtime.items()


@pytest.mark.parametrize("name", ["uv", "runtime", "dev"])
def test_lock_holds_what_its_source_asks_for(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = {re.split(r"[=<>~! ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}
    assert wanted <= set(pins(name)), "run make lock"


def test_make_lock_refreshes_every_lock_file_that_has_a_source(tmp_path: Path) -> None:
    """The target itself runs, with a compiler that only makes the file it is told to."""
    sources = [path.relative_to(ROOT) for path in files() if path.suffix == ".in"]
    expected = {source.with_suffix(".lock") for source in sources if (ROOT / source.with_suffix(".lock")).exists()}
    assert len(expected) > 3
    for source in sources:
        (tmp_path / source.parent).mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / source, tmp_path / source)
    compiler = tmp_path / ".venv" / "bin" / "uv"
    compiler.parent.mkdir(parents=True)
    compiler.write_text('#!/bin/sh\nfor last; do :; done\n: >"$last"\n', encoding="utf-8")
    compiler.chmod(0o755)
    command = ["make", "--file", str(ROOT / "Makefile"), "lock", "PYTHON=true"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*.lock")}
    assert made == expected, "make lock does not refresh the lock files that have a source beside them"


def test_dependencies_are_those_that_ansible_ships() -> None:
    for name, wanted in load(ROOT / "galaxy.yml")["dependencies"].items():
        listed = subprocess.run(
            ["ansible-galaxy", "collection", "list", name], capture_output=True, text=True, check=True
        )
        shipped = re.search(rf"^{re.escape(name)}\s+([0-9.]+)", listed.stdout, re.MULTILINE)
        assert shipped, f"{name} is not in the virtual environment"
        version = tuple(map(int, shipped[1].split(".")))
        for operator, bound in re.findall(r"(>=|<)([0-9.]+)", wanted):
            limit = tuple(map(int, bound.split(".")))
            assert version >= limit if operator == ">=" else version < limit
