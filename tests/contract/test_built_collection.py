# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The built collection holds what an installed one needs, and nothing of the checkout's own tooling."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, exercises, files, relative

TOP_FILES = {"CHANGELOG.md", "CONTRIBUTING.md", "FILES.json", "LICENSE", "MANIFEST.json", "README.ja.md", "README.md"}
TOP = TOP_FILES | {"TESTING.md", "LICENSES", "changelogs", "docs", "files", "meta", "playbooks", "plugins", "roles"}


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("built")
    command = ["ansible-galaxy", "collection", "build", "--output-path", str(target), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = target.glob("kcna-labs-*.tar.gz")
    return built


@pytest.fixture(scope="module")
def members(tarball: Path) -> set[str]:
    with tarfile.open(tarball) as archive:
        return {member.name for member in archive.getmembers() if not member.isdir()}


def test_it_contains_nothing_else(members: set[str]) -> None:
    assert {name.split("/")[0] for name in members} == TOP
    assert not [name for name in members if "__pycache__" in name or name.endswith(("ansible.cfg", ".pyc"))]
    known = {relative(path) for path in files()}
    assert members - known == {"MANIFEST.json", "FILES.json"}, "something that git does not know was packed"


def test_it_contains_what_it_needs(members: set[str]) -> None:
    wanted = {name for path in files() if (name := relative(path)).startswith(("plugins/", "roles/", "files/"))}
    wanted |= {relative(path) for path in (ROOT / "playbooks").glob("*.yml")} | {"meta/runtime.yml", "LICENSE"}
    assert not wanted - members
    for role in exercises().values():
        assert f"{relative(role)}/criteria.yml" in members


def test_it_installs_and_answers_by_its_full_name(tarball: Path, tmp_path: Path) -> None:
    """Installed elsewhere, without the checkout's configuration, the playbook is found as kcna.labs.lab02."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANSIBLE_")}
    environment |= {
        "ANSIBLE_COLLECTIONS_PATH": str(tmp_path),
        "ANSIBLE_COLLECTIONS_SCAN_SYS_PATH": "false",
        "NO_COLOR": "1",
    }
    install = ["ansible-galaxy", "collection", "install", "--offline", "--no-deps", "-p", str(tmp_path), str(tarball)]
    subprocess.run(install, check=True, capture_output=True, env=environment, cwd=tmp_path)
    command = ["ansible-playbook", "-i", "student01,", "--list-tags", "kcna.labs.lab02"]
    listed = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr
    for exercise in exercises():
        assert exercise in listed.stdout
