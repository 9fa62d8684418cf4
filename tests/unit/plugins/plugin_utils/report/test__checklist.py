# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _checklist

ITEMS = (
    _checklist.Item({"ja": "一", "en": "one"}, ("ex1.a", "ex6.b")),
    _checklist.Item({"ja": "二", "en": "two"}, ("ex9.c",)),
)


def results(ever: t.Sequence[str] = (), **verdicts: str) -> dict[str, t.Any]:
    criteria = [{"id": name.replace("_", "."), "verdict": verdict} for name, verdict in verdicts.items()]
    return {"lab": "lab02", "exercises": {"x": {"criteria": criteria}}, "ever_passed": list(ever)}


@pytest.mark.parametrize(
    ("found", "state", "missing"),
    [
        (results(ex1_a="pass", ex6_b="pass"), "now", ()),
        (results(ex1_a="pass"), "open", ("ex6.b",)),
        (results(["ex6.b"], ex1_a="pass"), "now", ()),
        (results(["ex1.a", "ex6.b"], ex1_a="fail"), "before", ()),
        (results(["ex1.a", "ex6.b"], ex1_a="error", ex6_b="pass"), "before", ()),
        (results(ex1_a="error", ex6_b="skipped"), "open", ("ex1.a", "ex6.b")),
    ],
)
def test_answers(found: dict[str, t.Any], state: str, missing: tuple[str, ...]) -> None:
    (answer,) = _checklist.answers(ITEMS, found)
    assert (answer.state, answer.open) == (state, missing)


def test_nothing_judged_is_no_answer() -> None:
    assert _checklist.answers(ITEMS, results(ex5_x="pass")) == []


def test_the_lab_s_own_items() -> None:
    data = yaml.safe_load((_exercises.COLLECTION / "files" / "lab02" / "checklist.yml").read_text(encoding="utf-8"))
    assert data
    assert [(item.title, list(item.criteria)) for item in _checklist.items("lab02")] == [
        (item["title"], item["criteria"]) for item in data
    ]


@pytest.mark.parametrize("lab", ["lab99", "../lab02", "", "lab02/.."])
def test_a_lab_without_a_checklist(lab: str) -> None:
    assert _checklist.items(lab) == ()
