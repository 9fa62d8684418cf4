# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises

NAMES = ["ex1", "ex6", "capstone"]


def test_known_are_those_with_criteria() -> None:
    known = _exercises.known()
    assert set(known) >= {"ex1", "ex6"}
    assert list(known)[:2] == ["prep", "ex1"]
    assert all(path.parent.name.startswith(name) for name, path in known.items())


def test_order_of_the_lab() -> None:
    assert sorted(["capstone", "ex10", "prep", "ex2"], key=_exercises.order) == ["prep", "ex2", "ex10", "capstone"]


@pytest.mark.parametrize(
    ("run", "skip", "expected"),
    [
        (["all"], [], NAMES),
        ([], [], NAMES),
        (["tagged"], ["ex6"], ["ex1", "capstone"]),
        (["ex6"], [], ["ex6"]),
        (["ex6", "ex1"], [], ["ex1", "ex6"]),
        (["ex6"], ["ex6"], []),
        (["always"], [], []),
        (["all"], ["tagged"], []),
    ],
)
def test_selected(run: list[str], skip: list[str], expected: list[str]) -> None:
    assert _exercises.selected(NAMES, run, skip) == expected


def test_strangers() -> None:
    assert _exercises.strangers(NAMES, ["ex66", "ex6", "all", "always", "EX1"]) == ["EX1", "ex66"]


def test_cleaning_up_after_all_is_on_request_alone() -> None:
    names = ["ex1", "ex6", "clean"]
    assert _exercises.selected(names, [], []) == ["ex1", "ex6"]
    assert _exercises.selected(names, ["all"], []) == ["ex1", "ex6"]
    assert _exercises.selected(names, ["clean"], []) == ["clean"]
    assert _exercises.selected(names, ["all", "clean"], ["ex6"]) == ["ex1", "clean"]
