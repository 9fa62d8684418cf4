# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t
import unicodedata

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain, render
from hypothesis import given
from hypothesis import strategies as st

DIGEST = "sha256:" + "0123456789ab" + "c" * 52


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("日本語 abc", "日本語 abc"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("a\nb\tc\r\nd", "a b c d"),
        ("a\x00b\x08c", "abc"),
        ("\u202eevil\u2066", "evil"),
        ("{{ 1 + 1 }}", "{{ 1 + 1 }}"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(max_size=500))
def test_nothing_but_visible_text_of_one_line(text: str) -> None:
    shown = plain(text)
    assert len(shown) <= 200
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "nothing"),
        ("", "nothing"),
        ([], "nothing"),
        (False, "false"),
        (0, "0"),
        (["a"], "a"),
        ([1, None], "(2) 1, nothing"),
        (list(range(9)), "(9) 0, 1, 2, 3, 4, 5, …"),
        ({"b": 1, "a": "日"}, '{"a": "日", "b": 1}'),
        (DIGEST, "sha256:0123456789ab"),
        (f"image {DIGEST}!", "image sha256:0123456789ab!"),
    ],
)
def test_render(value: t.Any, expected: str) -> None:
    assert render(value, "nothing") == expected
