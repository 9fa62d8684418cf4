# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a verdict, on small data. The lab's own criteria are tried on recorded snapshots."""

from __future__ import annotations

import copy
import json
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria_file
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SAY = Messages("en")
TEXT = {"ja": "あ", "en": "a"}
PROBES = {name: {"probe": "file", "path": f"/{name}"} for name in ("pods", "other", "limits")}
ERROR = {"what": "Docker (/sock)", "tried": "GET /x", "reason": "nothing is listening"}


def criterion(name: str, **more: t.Any) -> dict[str, t.Any]:
    basic = {
        "id": f"ex9.{name}",
        "points": 2,
        "section": "9.1",
        "title": TEXT,
        "why": {"ja": "訳", "en": "lesson"},
        "hint": TEXT,
        "uses": ["pods"],
    }
    if "predicate" not in more:
        basic["expect"] = [{"select": "pods.value", "equals": 1}]
    return {**basic, **more}


def verdicts(
    seen: dict[str, t.Any],
    *criteria: dict[str, t.Any],
    ever_passed: t.Sequence[str] = (),
    off: t.Sequence[str] = (),
    **more: t.Any,
) -> dict[str, _judge.Verdict]:
    exercise = _criteria_file.parse(
        {
            "schema": 1,
            "lab": "lab02",
            "exercise": "ex9",
            "title": TEXT,
            "probes": PROBES,
            "criteria": json.loads(json.dumps(criteria)),
            **more,
        },
        "x",
    )
    probes = [
        {
            "key": _probe_specs.key(PROBES[name]),
            **(
                {"status": "error", "error": value, "value": None}
                if value is ERROR
                else {"status": "ok", "value": value}
            ),
        }
        for name, value in seen.items()
    ]
    host = {"kernel": "6.1", "ever_passed": list(ever_passed), **({"switched_off": list(off)} if off else {})}
    observation = Observation(["ex9"], "t", 0, host, probes, {})
    before = copy.deepcopy(observation)
    found = _judge.judge(exercise, observation, SAY)
    assert observation == before, "judging must not change what was seen"
    judged = [item["id"] for item in criteria if not ("switch" in item and item["id"] in off)]
    assert [item.criterion.id for item in found] == judged
    return {item.criterion.id.removeprefix("ex9."): item for item in found}


def outcomes(seen: dict[str, t.Any], *criteria: dict[str, t.Any], **more: t.Any) -> dict[str, str]:
    return {name: item.outcome for name, item in verdicts(seen, *criteria, **more).items()}


GOOD = {"pods": {"value": 1}}
BAD = {"pods": {"value": 2}}


def test_pass_says_what_was_expected_and_seen() -> None:
    found = verdicts(GOOD, criterion("a"))["a"]
    assert (found.outcome, found.earned, found.expected, found.actual) == (
        "pass",
        2,
        "pods.value = 1",
        "pods.value = 1",
    )
    assert found.why == "lesson"


def test_fail_names_only_what_is_wrong() -> None:
    expect = [{"select": "pods.value", "equals": 2}, {"select": "pods.none", "equals": 3, "label": TEXT}]
    found = verdicts(BAD, criterion("a", expect=expect))["a"]
    assert (found.outcome, found.earned, found.expected, found.actual) == ("fail", 0, "a = 3", "a = nothing")


def test_error_says_what_was_tried() -> None:
    found = verdicts({"pods": ERROR}, criterion("a"))["a"]
    assert (found.outcome, found.earned) == ("error", 0)
    assert found.why == "The VM could not be read. Docker (/sock): GET /x: nothing is listening"


def test_error_only_for_criteria_that_use_the_probe() -> None:
    assert outcomes({**GOOD, "other": ERROR}, criterion("a"), criterion("b", uses=["pods", "other"])) == {
        "a": "pass",
        "b": "error",
    }


def test_a_probe_that_is_not_in_the_snapshot_is_an_error() -> None:
    found = verdicts({}, criterion("a"))["a"]
    assert found.outcome == "error"
    assert "/pods" in found.why


def test_skipped_names_what_it_needs() -> None:
    found = verdicts(BAD, criterion("a"), criterion("b", needs=["ex9.a"]), criterion("c", needs=["ex9.b", "ex9.a"]))
    assert [item.outcome for item in found.values()] == ["fail", "skipped", "skipped"]
    assert found["b"].why == "ex9.a must pass first."
    assert found["c"].why == "ex9.b, ex9.a must pass first."
    assert sum(item.criterion.points for item in found.values()) == 6


def test_needs_may_come_later_in_the_file() -> None:
    assert outcomes(BAD, criterion("b", needs=["ex9.a"]), criterion("a")) == {"b": "skipped", "a": "fail"}


def test_an_error_in_what_is_needed_is_skipped_unless_one_s_own() -> None:
    seen = {"pods": ERROR, "other": {"value": 1}}
    other = {"uses": ["other"], "expect": [{"select": "other.value", "equals": 1}]}
    assert outcomes(
        seen, criterion("a"), criterion("b", needs=["ex9.a"], **other), criterion("c", needs=["ex9.a"])
    ) == {"a": "error", "b": "skipped", "c": "error"}


SUBJECT = {"select": "pods.thing", "name": "Pod x"}
THING = [{"select": "subject.value", "equals": 1}]


def test_absent_subject_fails() -> None:
    found = verdicts(GOOD, criterion("a", subject=SUBJECT, expect=THING))["a"]
    assert (found.outcome, found.expected, found.actual) == ("fail", "Pod x", "Pod x not found")


@pytest.mark.parametrize("nothing", [None, [], {}, "", False])
def test_what_counts_as_absent(nothing: t.Any) -> None:
    seen = {"pods": {"thing": nothing}}
    expect = [{"select": "pods", "present": True}]
    assert outcomes(seen, criterion("a", subject=SUBJECT, expect=expect)) == {"a": "fail"}


def test_absent_subject_is_the_other_s_fault() -> None:
    second = criterion("b", subject={**SUBJECT, "absent": "ex9.a"}, expect=THING)
    assert outcomes(BAD, criterion("a"), second) == {"a": "fail", "b": "skipped"}
    # nobody else says so: then it must be said here, or the points would be lost in silence
    assert outcomes(GOOD, criterion("a"), second) == {"a": "pass", "b": "fail"}


def test_absent_subject_names_those_that_did_not_pass() -> None:
    second = criterion("c", subject={**SUBJECT, "absent": ["ex9.a", "ex9.b"]}, expect=THING)
    found = verdicts(BAD, criterion("a"), criterion("b", expect=[{"select": "pods.value", "equals": 2}]), second)
    assert found["c"].why == "ex9.a must pass first."


def test_seeded_earns_nothing() -> None:
    thing = {"value": 1, "metadata": {"labels": {"kcna.labs/seeded": "ex4"}}}
    found = verdicts({"pods": {"thing": thing}}, criterion("a", subject=SUBJECT, expect=THING))["a"]
    assert found.outcome == "fail"
    assert found.why == "It was put there by start of ex4, not by you, so it earns nothing."


def test_any_of() -> None:
    either = {"any_of": [[{"select": "pods.value", "equals": 1}], [{"select": "pods.value", "equals": 2}]]}
    assert outcomes(BAD, criterion("a", expect=[either])) == {"a": "pass"}
    found = verdicts({"pods": {"value": 3}}, criterion("a", expect=[either]))["a"]
    assert (found.expected, found.actual) == ("pods.value = 1 or pods.value = 2", "pods.value = 3")


def test_an_argument_from_the_snapshot() -> None:
    expect = [{"select": "pods.value", "equals": {"from": "pods.same"}}]
    assert outcomes({"pods": {"value": 5, "same": 5}}, criterion("a", expect=expect)) == {"a": "pass"}
    assert outcomes({"pods": {"value": 5}}, criterion("a", expect=expect)) == {"a": "fail"}


def test_predicate_beside_checks() -> None:
    more = {
        "predicate": "kernel_column",
        "with": {"rows": {"from": "pods.rows"}, "repositories": ["nginx"], "kernel": {"from": "host.kernel"}},
    }
    both = criterion("a", expect=[{"select": "pods.value", "equals": 1}], **more)
    row = {"image": "nginx", "kernel": "6.1"}
    assert outcomes({"pods": {"value": 1, "rows": [row]}}, both) == {"a": "pass"}
    assert outcomes({"pods": {"value": 2, "rows": [row]}}, both) == {"a": "fail"}
    assert outcomes({"pods": {"value": 1, "rows": [{**row, "kernel": "5"}]}}, both) == {"a": "fail"}


GATES = {
    "free": {"uses": ["limits"], "expect": [{"select": "limits", "count": 0}], "reason": {"ja": "訳", "en": "blocked"}}
}


def test_a_shut_gate_is_an_error() -> None:
    gated = criterion("a", gates=["free"])
    assert outcomes({**GOOD, "limits": []}, gated, gates=GATES) == {"a": "pass"}
    found = verdicts({**GOOD, "limits": [1]}, gated, gates=GATES)["a"]
    assert (found.outcome, found.why) == ("error", "blocked")
    assert outcomes({**GOOD, "limits": ERROR}, gated, gates=GATES) == {"a": "error"}


def test_what_is_gone_earns_points_only_where_it_has_been() -> None:
    after = criterion("a", history=["ex6", "ex7"])
    assert outcomes(GOOD, after) == {"a": "skipped"}
    assert outcomes(GOOD, after, ever_passed=["ex1.a", "ex66.b"]) == {"a": "skipped"}
    assert outcomes(GOOD, after, ever_passed=["ex1.a", "ex7.b"]) == {"a": "pass"}
    assert outcomes({"pods": ERROR}, after) == {"a": "error"}
    assert "ex6, ex7" in verdicts(GOOD, after)["a"].why


def test_a_selector_that_the_data_does_not_allow_is_an_error() -> None:
    found = verdicts(GOOD, criterion("a", expect=[{"select": "length(pods.none)", "equals": 1}]))["a"]
    assert found.outcome == "error"
    assert "length" in found.why


def test_what_a_student_wrote_is_harmless() -> None:
    seen = {"pods": {"value": "\x1b[2J{{ lookup('pipe', 'id') }}{x}\n" + "a" * 500}}
    found = verdicts(seen, criterion("a"))["a"]
    assert found.actual.startswith("pods.value = {{ lookup('pipe', 'id') }}{x} aaa")
    assert len(found.actual) < 450
    assert "\x1b" not in found.actual


def test_moving_until_it_passes() -> None:
    settle = {"settle": {"seconds": 5, "while": "pods.young"}}
    assert verdicts({"pods": {"value": 2, "young": True}}, criterion("a", **settle))["a"].moving is True
    assert verdicts({"pods": {"value": 1, "young": True}}, criterion("a", **settle))["a"].moving is False
    assert verdicts(BAD, criterion("a", **settle))["a"].moving is False


def test_affected_follows_the_skipped() -> None:
    found = verdicts(
        BAD, criterion("a"), criterion("b", needs=["ex9.a"]), criterion("c", needs=["ex9.b"]), criterion("d")
    )
    assert [item.id for item in _judge.affected(list(found.values()), ["ex9.a"])] == ["ex9.a", "ex9.b", "ex9.c"]


def test_the_same_twice() -> None:
    criteria = (criterion("a"), criterion("b", needs=["ex9.a"]))
    assert verdicts(BAD, *criteria) == verdicts(BAD, *criteria)


PLACE = {"uses": ["other"], "select": "other.here", "reason": {"ja": "別の場所", "en": "it was moved"}}


@pytest.mark.parametrize(
    ("pods", "other", "outcome"),
    [
        ({}, {"other": {"here": True}}, "skipped"),
        ({}, {"other": {"here": False}}, "fail"),
        ({}, {"other": ERROR}, "error"),
        # an older snapshot: nobody looked there
        ({}, {}, "fail"),
        ({"value": {"labels": {"kcna.labs/seeded": "ex4"}}}, {"other": {"here": True}}, "fail"),
        ({"value": 1}, {"other": ERROR}, "pass"),
    ],
)
def test_a_subject_that_the_lab_itself_has_moved(pods: t.Any, other: dict[str, t.Any], outcome: str) -> None:
    subject = {"select": "pods.value", "name": "a", "elsewhere": PLACE}
    found = verdicts({"pods": pods, **other}, criterion("a", subject=subject), criterion("b", needs=["ex9.a"]))
    assert (found["a"].outcome, found["a"].earned) == (outcome, 2 if outcome == "pass" else 0)
    assert outcome == "pass" or found["b"].outcome == "skipped"
    assert (found["a"].why == "it was moved") == (outcome == "skipped")


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        # an older snapshot says nothing of switches
        ([], {"a": "pass", "b": "pass"}),
        (["ex9.b"], {"a": "pass"}),
        # only what has a switch can be switched off
        (["ex9.a"], {"a": "pass", "b": "pass"}),
    ],
)
def test_what_is_switched_off_has_no_verdict(off: list[str], expected: dict[str, str]) -> None:
    assert outcomes(GOOD, criterion("a"), criterion("b", switch="ex9_extension"), off=off) == expected
