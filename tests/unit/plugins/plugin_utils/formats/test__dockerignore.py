# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compared with what `docker build` did with the same files."""

from __future__ import annotations

import json
import pathlib
import time
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _dockerignore

RECORDED = json.loads((pathlib.Path(__file__).parent / "recorded" / "dockerignore.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: repr(case["text"]))
def test_as_docker_builds(case: dict[str, t.Any]) -> None:
    if case["left_out"] is None:
        with pytest.raises(_dockerignore.PatternError):
            _dockerignore.parse(case["text"])
        return
    patterns = _dockerignore.parse(case["text"])
    assert [path for path in RECORDED["files"] if _dockerignore.excluded(path, patterns)] == case["left_out"]


@pytest.mark.parametrize("text", ["*?" * 500 + "x", "**/" * 2000 + "x", "*" * 16000, "[" * 3, "[a-", "\\"])
def test_no_pattern_takes_long(text: str) -> None:
    started = time.process_time()
    try:
        patterns = _dockerignore.parse(text)
    except _dockerignore.PatternError:
        return
    _dockerignore.excluded("__pycache__/app.cpython-39.pyc", patterns)
    assert time.process_time() - started < 2


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(_dockerignore.PatternError, match="more than"):
        _dockerignore.parse("x\n" * 10000)
