# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A criteria file that cannot be right is refused: file, criterion, field, reason."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria_file, _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import AnyOf, Check, CriteriaError
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria_node import Node
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector, selector

TEXT = {"ja": "あ", "en": "a"}


def valid() -> dict[str, t.Any]:
    first = {
        "id": "ex9.one",
        "points": 2,
        "section": "9.1",
        "title": TEXT,
        "why": TEXT,
        "hint": TEXT,
        "uses": ["pods"],
        "gates": ["open"],
        "subject": {"select": "named(pods, 'a')", "name": "Pod a"},
        "settle": {"seconds": 5, "while": "subject.status"},
        "expect": [
            {"select": "subject.spec.x", "quantity": "1Mi", "label": TEXT},
            {"select": "subject.spec.x", "between": ["1", {"from": "subject.spec.y"}]},
            {"any_of": [[{"select": "host.kernel", "equals": "k"}], [{"select": "pods", "count": 0}]]},
        ],
    }
    second = {
        "id": "ex9.two",
        "points": 1,
        "section": "9.2",
        "title": TEXT,
        "why": TEXT,
        "hint": TEXT,
        "uses": ["node"],
        "needs": ["ex9.one"],
        "predicate": "kernel_column",
        "with": {"rows": [], "repositories": ["nginx"], "kernel": {"from": "node.kernel"}},
    }
    return {
        "schema": 1,
        "lab": "lab02",
        "exercise": "ex9",
        "title": TEXT,
        "probes": {"pods": {"probe": "kubernetes", "api_version": "v1", "kind": "Pod"}, "node": {"probe": "node"}},
        "gates": {"open": {"uses": ["node"], "expect": [{"select": "node", "present": True}], "reason": TEXT}},
        "criteria": [first, second],
        "comparison": {
            "title": TEXT,
            "rows": [
                {"label": TEXT, "uses": ["node", "pods"], "live": "node.kernel", "written": "pods[0]"},
                {"label": TEXT, "uses": ["pods"], "live": "length(pods)"},
            ],
        },
    }


def test_valid() -> None:
    exercise = _criteria_file.parse(valid(), "x.yml")
    one, two = exercise.criteria
    assert (one.points, one.gates, one.needs) == (2, ("open",), ())
    assert isinstance(one.expect[0], Check)
    assert isinstance(one.expect[1], Check)
    assert isinstance(one.expect[1].argument[1], Selector)
    assert isinstance(one.expect[2], AnyOf)
    assert two.needs == ("ex9.one",)
    assert isinstance(two.arguments["kernel"], Selector)
    assert (one.switch, two.switch) == (None, None)
    assert (one.section, one.advice) == ("9.1", ())


def test_comparison() -> None:
    table = _criteria_file.parse(valid(), "x.yml").comparison
    assert table is not None
    assert [(row.live.text, row.written and row.written.text) for row in table.rows] == [
        ("node.kernel", "pods[0]"),
        ("length(pods)", None),
    ]


def test_switch() -> None:
    data = valid()
    data["criteria"][1]["switch"] = "ex9_extension"
    assert _criteria_file.parse(data, "x.yml").criteria[1].switch == "ex9_extension"


def test_hints() -> None:
    data = valid()
    data["criteria"][0]["hints"] = [{"when": "subject && node", "what": TEXT, "how": TEXT}, {"where": TEXT}]
    case, always = _criteria_file.parse(data, "x.yml").criteria[0].advice
    # a hint may look at what the verdict does not depend on
    assert case.when == selector("subject && node")
    assert (case.where, case.what, always.when, always.where) == (None, TEXT, None, TEXT)


def test_the_section_of_an_exercise_without_numbers() -> None:
    data = valid() | {"exercise": "capstone"}
    for criterion in data["criteria"]:
        criterion.update(id=criterion["id"].replace("ex9", "cap"), section="capstone")
        criterion.pop("needs", None)
    assert {criterion.section for criterion in _criteria_file.parse(data, "x.yml").criteria} == {"capstone"}


Path_ = tuple[str | int, ...]
DELETE = object()
MOVED = {"uses": ["node"], "select": "node.kernel", "reason": TEXT}
ONE: Path_ = ("criteria", 0)
TWO: Path_ = ("criteria", 1)
REFUSED: list[tuple[Path_, t.Any, str | None, str, str]] = [
    ((), [], None, "file", "must be a mapping"),
    (("schema",), 2, None, "schema", "only schema 1"),
    (("lab",), DELETE, None, "lab", "is missing"),
    (("title",), {"ja": "あ"}, None, "title.en", "is missing"),
    (("title",), {**TEXT, "fr": "a"}, None, "title.fr", "unknown key"),
    (("extra",), 1, None, "extra", "unknown key"),
    (("probes", "pods", "probe"), "elephant", None, "probes.pods.probe", "unknown probe"),
    (("probes", "pods", "kind"), DELETE, None, "probes.pods.kind", "needs it"),
    (("probes", "subject"), {"probe": "node"}, None, "probes.subject", "taken"),
    (("probes",), ["pods"], None, "probes", "must be a mapping"),
    (("gates", "open", "reason", "ja"), "", None, "gates.open.reason.ja", "must be text"),
    (("gates", "open", "uses"), ["none"], None, "gates.open.uses", "no probe none"),
    (("gates", "open", "expect", 0, "select"), "pods", None, "gates.open.expect[0].select", "looks at pods"),
    (("comparison", "extra"), 1, None, "comparison.extra", "unknown key"),
    (("comparison", "title"), DELETE, None, "comparison.title", "is missing"),
    (("comparison", "rows", 0, "uses"), ["none"], None, "comparison.rows[0].uses", "no probe none"),
    (("comparison", "rows", 1, "live"), "node", None, "comparison.rows[1].live", "looks at node"),
    (("comparison", "rows", 0, "written"), DELETE, None, "comparison.rows", "no row has anything that is written down"),
    (("criteria",), [], None, "criteria", "is empty"),
    (("criteria",), {}, None, "criteria", "must be a list"),
    ((*ONE, "id"), DELETE, None, "criteria[0].id", "is missing"),
    ((*ONE, "id"), "ex8.one", "ex8.one", "id", "must begin with ex9."),
    ((*TWO, "id"), "ex9.one", "ex9.one", "id", "stands twice"),
    ((*ONE, "points"), 0, "ex9.one", "points", "above 0"),
    ((*ONE, "points"), "2", "ex9.one", "points", "above 0"),
    ((*ONE, "points"), True, "ex9.one", "points", "above 0"),
    ((*ONE, "why", "en"), None, "ex9.one", "why.en", "must be text"),
    ((*ONE, "wait"), 1, "ex9.one", "wait", "unknown key"),
    ((*ONE, "section"), DELETE, "ex9.one", "section", "is missing"),
    ((*ONE, "section"), "8.1", "ex9.one", "section", "a section of the exercise, 9.N"),
    ((*ONE, "section"), "9", "ex9.one", "section", "a section of the exercise, 9.N"),
    ((*ONE, "section"), 9.1, "ex9.one", "section", "must be text"),
    ((*ONE, "hints"), {}, "ex9.one", "hints", "must be a list"),
    ((*ONE, "hints"), [], "ex9.one", "hints", "is empty"),
    ((*ONE, "hints"), [{"when": "subject"}], "ex9.one", "hints[0]", "neither where nor what nor how"),
    ((*ONE, "hints"), [{"what": {"ja": "あ"}}], "ex9.one", "hints[0].what.en", "is missing"),
    ((*ONE, "hints"), [{"what": "a"}], "ex9.one", "hints[0].what", "must be a mapping"),
    ((*ONE, "hints"), [{"why": TEXT}], "ex9.one", "hints[0].why", "unknown key"),
    ((*ONE, "hints"), [{"what": TEXT}, {"how": TEXT}], "ex9.one", "hints[0]", "nothing may follow it"),
    ((*ONE, "hints"), [{"when": "pod", "how": TEXT}], "ex9.one", "hints[0].when", "looks at pod"),
    ((*ONE, "hints"), [{"when": "f(@)", "how": TEXT}], "ex9.one", "hints[0].when", "unknown function"),
    ((*TWO, "hints"), [{"when": "subject", "how": TEXT}], "ex9.two", "hints[0].when", "looks at subject"),
    ((*ONE, "uses"), ["nodes"], "ex9.one", "uses", "no probe nodes"),
    ((*ONE, "gates"), ["shut"], "ex9.one", "gates", "no gate shut"),
    ((*ONE, "subject", "select"), "named(pods", "ex9.one", "subject.select", "no JMESPath"),
    ((*ONE, "subject", "select"), "find(pods)", "ex9.one", "subject.select", "unknown function find()"),
    ((*ONE, "subject", "select"), "node", "ex9.one", "subject.select", "looks at node, which is not among host, pods"),
    ((*ONE, "subject", "absent"), "ex9.none", "ex9.one", "subject.absent", "no criterion ex9.none"),
    ((*ONE, "subject", "name"), DELETE, "ex9.one", "subject.name", "is missing"),
    ((*ONE, "subject", "elsewhere"), {"uses": []}, "ex9.one", "subject.elsewhere.select", "is missing"),
    ((*ONE, "subject", "elsewhere"), {**MOVED, "uses": "none"}, "ex9.one", "subject.elsewhere.uses", "no probe none"),
    ((*ONE, "subject", "elsewhere"), {**MOVED, "select": "pods"}, "ex9.one", "subject.elsewhere.select", "at pods"),
    ((*ONE, "subject", "elsewhere"), {**MOVED, "reason": "x"}, "ex9.one", "subject.elsewhere.reason", "a mapping"),
    ((*TWO, "switch"), ["ex9_x"], "ex9.two", "switch", "must be text"),
    ((*TWO, "switch"), "ex8_extension", "ex9.two", "switch", "a variable of the role, ex9_"),
    ((*TWO, "switch"), "ex9_{{ x }}", "ex9.two", "switch", "a variable of the role, ex9_"),
    ((*ONE, "switch"), "ex9_extension", "ex9.two", "needs", "ex9.one may be switched off"),
    ((*ONE, "settle", "seconds"), -1, "ex9.one", "settle.seconds", "above 0"),
    ((*ONE, "settle", "while"), "node", "ex9.one", "settle.while", "looks at node"),
    ((*ONE, "expect"), [], "ex9.one", "expect", "is empty"),
    ((*ONE, "expect"), DELETE, "ex9.one", "criterion", "neither expect nor predicate"),
    ((*ONE, "expect", 0, "quantity"), "fast", "ex9.one", "expect[0].quantity", "must be a number or a quantity"),
    ((*ONE, "expect", 0, "equal"), 1, "ex9.one", "expect[0]", "just one matcher"),
    ((*ONE, "expect", 0, "quantity"), DELETE, "ex9.one", "expect[0]", "just one matcher"),
    ((*ONE, "expect", 0, "label"), "x", "ex9.one", "expect[0].label", "must be a mapping"),
    ((*ONE, "expect", 0, "select"), "pod.spec", "ex9.one", "expect[0].select", "looks at pod"),
    ((*ONE, "expect", 1, "between", 1, "from"), "pod", "ex9.one", "expect[1].between[1].from", "looks at pod"),
    ((*ONE, "expect", 2, "any_of"), [[]], "ex9.one", "expect[2].any_of", "two alternatives"),
    ((*ONE, "expect", 2, "select"), "pods", "ex9.one", "expect[2].select", "unknown key"),
    ((*TWO, "needs"), ["ex9.none"], "ex9.two", "needs", "no criterion ex9.none"),
    ((*ONE, "needs"), ["ex9.two"], "ex9.one", "needs", "circle: ex9.one → ex9.two → ex9.one"),
    ((*TWO, "predicate"), "guess", "ex9.two", "predicate", "unknown predicate guess"),
    ((*TWO, "predicate"), DELETE, "ex9.two", "criterion", "neither"),
    ((*TWO, "with", "rows"), DELETE, "ex9.two", "with.rows", "is missing"),
    ((*TWO, "with", "colour"), 1, "ex9.two", "with.colour", "unknown key"),
    ((*TWO, "with", "kernel", "from"), "subject", "ex9.two", "with.kernel.from", "looks at subject"),
    ((*ONE, "with"), {}, "ex9.one", "with", "without a predicate"),
]


def changed(path: Path_, value: t.Any) -> t.Any:
    if not path:
        return value
    data = json.loads(json.dumps(valid()))  # without shared parts
    place: t.Any = data
    for step in path[:-1]:
        place = place[step]
    if value is DELETE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


@pytest.mark.parametrize(("path", "value", "criterion", "field", "reason"), REFUSED)
def test_refused(path: Path_, value: t.Any, criterion: str | None, field: str, reason: str) -> None:
    with pytest.raises(CriteriaError) as info:
        _criteria_file.parse(changed(path, value), "x.yml")
    assert (info.value.file, info.value.criterion, info.value.field) == ("x.yml", criterion, field)
    assert reason in info.value.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "while parsing"),
        ("a: 1\na: 2\n", "the key a stands twice"),
        ("? [a]\n: 1\n", "unhashable"),
        ("a: !!python/object:os.system x", "tag"),
    ],
)
def test_no_yaml(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "criteria.yml"
    path.write_text(text)
    with pytest.raises(CriteriaError, match=reason) as info:
        _criteria_file.load(path)
    assert info.value.file == str(path)


def test_a_folded_text_is_one_line_of_its_language() -> None:
    text = yaml.safe_load("ja: >-\n  一行目です。\n  二行目、\n  三行目です。\nen: >-\n  One.\n  Two.\n")
    assert Node("x.yml", None, "reason", text).text() == {"ja": "一行目です。二行目、三行目です。", "en": "One. Two."}


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(CriteriaError, match="No such file"):
        _criteria_file.load(tmp_path / "criteria.yml")


@pytest.mark.parametrize("exercise", _exercises.known())
def test_the_lab_s_own_files(exercise: str) -> None:
    assert _exercises.load(_exercises.known()[exercise], exercise).criteria


@pytest.mark.parametrize(("exercise", "count", "points"), [("ex1", 8, 13), ("ex6", 11, 19)])
def test_points_of_the_specification(exercise: str, count: int, points: int) -> None:
    criteria = _exercises.load(_exercises.known()[exercise], exercise).criteria
    assert (len(criteria), sum(criterion.points for criterion in criteria)) == (count, points)


def test_arguments_of_any_depth() -> None:
    node = Node("x.yml", "ex9.one", "with", {"a": [{"from": "pods"}, {"b": {"from": "pods[0]"}}], "c": 1})
    found = node.argument({"pods"})
    assert found == {"a": [selector("pods"), {"b": selector("pods[0]")}], "c": 1}


def test_a_role_holds_its_own_exercise(tmp_path: Path) -> None:
    path = tmp_path / "criteria.yml"
    path.write_text(_exercises.known()["ex1"].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CriteriaError, match="must be ex2"):
        _exercises.load(path, "ex2")
