# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each source file says whose it is and under what licence, and none carries a trace of one machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, files, relative

COPYRIGHT = "SPDX-FileCopyrightText: 2026 kcna.labs contributors"
LICENSE = "SPDX-License-Identifier: GPL-3.0-or-later"
SUFFIXES = {".py", ".yml", ".yaml", ".sh", ".toml", ".cfg", ".in", ".j2"}
NAMES = {"Makefile", "Dockerfile", "Containerfile", ".gitignore", ".yamllint", ".ansible-lint", "run"}
# What a student types from the lab text is printed as the text prints it; records and locks are made by tools.
VERBATIM = ("files/lab02/", "tests/unit/snapshots/")
# accounts inside a VM or an image are no one's machine
MACHINE = re.compile(r"/work/|/tmp/brief|\.pyenv|/Users/\w+|/home/(?!(?:student|appuser|curl_user)\b)\w+")


def is_source(path: Path) -> bool:
    named = path.suffix in SUFFIXES or path.name in NAMES or path.name.startswith(("Dockerfile.", "Containerfile."))
    return named and not relative(path).startswith(VERBATIM)


@pytest.mark.parametrize("path", [path for path in files() if is_source(path)], ids=relative)
def test_source_file_has_its_header(path: Path) -> None:
    head = path.read_text(encoding="utf-8").splitlines()[:8]
    assert any(COPYRIGHT in line for line in head), "no SPDX-FileCopyrightText in the first lines"
    assert any(LICENSE in line for line in head), "no SPDX-License-Identifier in the first lines"


def test_sources_were_found() -> None:
    assert len([path for path in files() if is_source(path)]) > 50


@pytest.mark.parametrize("path", files(), ids=relative)
def test_no_path_of_one_machine(path: Path) -> None:
    if path == Path(__file__).resolve():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [f"{number}: {line.strip()[:100]}" for number, line in enumerate(lines, 1) if MACHINE.search(line)]
    assert not found


def test_license_text_is_the_one_named() -> None:
    assert (ROOT / "LICENSE").read_bytes() == (ROOT / "LICENSES" / "GPL-3.0-or-later.txt").read_bytes()
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text()


def test_nothing_ignored_is_tracked() -> None:
    command = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert not subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
