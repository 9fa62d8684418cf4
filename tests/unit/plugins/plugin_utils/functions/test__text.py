# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.kcna.labs.plugins.plugin_utils.functions._text import common, digest, lines, occurring


def test_lines_of_a_file() -> None:
    assert lines({"content": "one\ntwo\n", "truncated": False}) == ["one", "two"]
    assert lines({"content": "one\n\n  \ntwo\n", "truncated": False}) == ["one", "two"]


def test_a_line_that_is_being_written_is_none() -> None:
    assert lines({"content": "one\ntw", "truncated": False}) == ["one"]
    assert lines({"content": "tw", "truncated": False}) == []


def test_the_end_of_a_file_begins_within_a_line() -> None:
    assert lines({"content": "ne\ntwo\nthree\n", "truncated": True}) == ["two", "three"]


def test_no_file_has_no_lines() -> None:
    assert lines(None) == []
    assert lines({"content": None, "truncated": False}) == []


def test_occurring() -> None:
    assert occurring(["a", "b"], "xax") == ["a"]
    assert occurring(None, "a") == []
    assert occurring(["a"], None) == []


def test_common() -> None:
    assert common(["a", "b"], ["b", "c"]) == ["b"]
    assert common(None, ["a"]) == []
    assert common(["a"], None) == []


def test_digest() -> None:
    wanted = "sha256:" + "0" * 64
    assert digest(f"localhost:5000/kcna-webapp@{wanted}") == wanted
    assert digest(wanted) == wanted
    assert digest("localhost:5000/kcna-webapp:v1.0") is None
    assert digest("") is None
    assert digest(None) is None
