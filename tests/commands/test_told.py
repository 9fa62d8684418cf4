# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a module says reaches whoever runs it in the language of the class; run by ansible (plugin_utils/_told)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def said(folder: Path, module: str, language: str, **arguments: object) -> str:
    # the configuration of whoever runs the tests decides nothing here
    config = folder / "ansible.cfg"
    config.touch()
    ansible = str(Path(sys.executable).with_name("ansible"))
    argv = [ansible, "localhost", "-m", f"kcna.labs.{module}", "-a", json.dumps(arguments)]
    env = {**os.environ, "ANSIBLE_CONFIG": str(config), "ANSIBLE_LOCALHOST_WARNING": "false", "NO_COLOR": "1"}
    done = subprocess.run(
        [*argv, "-e", f"lab_language={language}"], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 2
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ja", "このマシンでは実行できません。メモリ: この処理には 99999999 MB 必要です。空きは "),
        ("en", "This machine will not do. memory: 99999999 MB needed for this, "),
        ("fr", "ja, en"),
    ],
)
def test_preflight(language: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, "preflight", language, memory_mb=99999999)
    assert expected in found
    # nor is it said in English beside it
    assert ("will not do" in found) == (language == "en")


@pytest.mark.parametrize(("language", "expected"), [("ja", "何も削除していません"), ("en", "nothing was removed")])
def test_cleanup(language: str, expected: str, tmp_path: Path) -> None:
    assert expected in said(tmp_path, "cleanup", language, exercise="ex7", photograph=str(tmp_path / "ex7.json"))
