# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One fault fails one criterion, and only that; another right way to do it fails none.

The snapshots were recorded on real student VMs. A change in mutants/exN.yml is one of
    {at: selector, set: {key: value}}     keys of the selected object; a value may be {from: selector}
    {at: selector, unset: [keys]}
    {remove: selector, of: probe}         the selected objects, out of the probe's list
    {copy: selector, of: probe, …}        the selected object once more, before it, with other metadata
    {edit: probe, pattern: …, with: …}    the content of a file
    {absent: probe}                       there is no such thing
    {append: thing, to: probe}            one thing more in the probe's list
    {now: thing, of: probe}               what was not there is
    {as_in: exN, of: probe}               what this probe saw on the solved VM of another exercise
and must change something.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import re
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

HERE = Path(__file__).parent
World = dict[str, t.Any]
Change = dict[str, t.Any]


@functools.cache
def exercise(name: str) -> Exercise:
    return _exercises.load(_exercises.known()[name], name)


@functools.cache
def recorded(name: str, state: str) -> _snapshot.Observation:
    return _snapshot.load(HERE / "snapshots" / f"{name}.{state}.snapshot.json").observations[0]


@functools.cache
def mutants(name: str) -> dict[str, t.Any]:
    text = (HERE / "mutants" / f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, t.Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def cases(kind: str) -> list[t.Any]:
    found = []
    for name in _exercises.known():
        data = mutants(name)
        found += [pytest.param(name, case, id=f"{name}: {case['name']}") for case in data.get(kind, ())]
    return found


def world(name: str) -> World:
    """What the probes saw, by their name in the criteria file."""
    seen = recorded(name, "solved").by_key()
    late = looked_at_late(name)
    return {
        probe: copy.deepcopy(seen[_probe_specs.key(spec)]["value"])
        for probe, spec in exercise(name).probes.items()
        if probe not in late or _probe_specs.key(spec) in seen
    }


def looked_at_late(name: str) -> set[str]:
    """Probes that no verdict depends on, or only where a subject is missing: older recordings do without them."""
    places = [item.subject.elsewhere for item in exercise(name).criteria if item.subject and item.subject.elsewhere]
    uses = [*(item.uses for item in exercise(name).criteria), *(gate.uses for gate in exercise(name).gates.values())]
    return {probe for place in places for probe in place.uses} | set(exercise(name).probes).difference(*uses)


def judged(name: str, found: World, language: str = "en") -> list[_judge.Verdict]:
    keys = {_probe_specs.key(spec): probe for probe, spec in exercise(name).probes.items()}
    before = recorded(name, "solved")
    seen = before.by_key()
    probes = [
        {
            **seen.get(key, {"key": key, "spec": exercise(name).probes[probe], "error": None}),
            "value": found[probe],
            "status": "absent" if found[probe] is None else "ok",
        }
        for key, probe in keys.items()
        if probe in found
    ]
    return _judge.judge(exercise(name), dataclasses.replace(before, probes=probes), Messages(language))


def apply(change: Change, found: World) -> None:
    before = copy.deepcopy(found)
    if "at" in change:
        target = selector(change["at"]).search(found)
        assert isinstance(target, dict), f"{change['at']} selects {target!r}"
        target.update({key: value_of(value, before) for key, value in change.get("set", {}).items()})
        for key in change.get("unset", []):
            del target[key]
    elif "edit" in change:
        content = found[change["edit"]]["content"]
        found[change["edit"]]["content"] = re.sub(change["pattern"], change["with"], content)
    elif "remove" in change:
        gone = [id(item) for item in selector(change["remove"]).search(found)]
        found[change["of"]] = [item for item in found[change["of"]] if id(item) not in gone]
    elif "copy" in change:
        double = copy.deepcopy(selector(change["copy"]).search(found))
        double["metadata"].update(change["metadata"])
        found[change["of"]].insert(0, double)
    elif "append" in change:
        found[change["to"]] = [*found[change["to"]], change["append"]]
    elif "now" in change:
        found[change["of"]] = change["now"]
    elif "as_in" in change:
        found[change["of"]] = world(change["as_in"])[change["of"]]
    else:
        found[change["absent"]] = None
    assert found != before, f"{change} changes nothing"


def value_of(value: t.Any, found: World) -> t.Any:
    return selector(value["from"]).search(found) if isinstance(value, dict) and set(value) == {"from"} else value


def mutated(name: str, case: dict[str, t.Any], language: str = "en") -> list[_judge.Verdict]:
    found = world(name)
    for change in case["changes"]:
        apply(change, found)
    return judged(name, found, language)


@pytest.mark.parametrize(("name", "case"), cases("mutants"))
def test_one_fault_fails_one_criterion(name: str, case: dict[str, t.Any]) -> None:
    verdicts = mutated(name, case)
    outcomes = {verdict.criterion.id: verdict.outcome for verdict in verdicts}
    assert [key for key, outcome in outcomes.items() if outcome == "fail"] == [case["fails"]]
    assert "error" not in outcomes.values()
    dependants = {item.id for item in _judge.affected(verdicts, [case["fails"]])} - {case["fails"]}
    assert {key for key, outcome in outcomes.items() if outcome == "skipped"} == dependants
    for verdict in verdicts:
        needs_failed = {need for need in verdict.criterion.needs if outcomes[need] != "pass"}
        assert bool(needs_failed) <= (verdict.outcome == "skipped")
        if verdict.outcome == "fail":
            assert verdict.expected
            assert verdict.actual
            assert verdict.expected != verdict.actual


@pytest.mark.parametrize(("name", "case"), cases("alternatives"))
def test_another_right_way_passes(name: str, case: dict[str, t.Any]) -> None:
    verdicts = mutated(name, case)
    assert [(item.criterion.id, item.expected, item.actual) for item in verdicts if item.outcome != "pass"] == []


@pytest.mark.parametrize(("name", "case"), cases("moved"))
def test_what_the_lab_itself_has_moved_is_not_judged(name: str, case: dict[str, t.Any]) -> None:
    verdicts = mutated(name, case)
    outcomes = {verdict.criterion.id: verdict.outcome for verdict in verdicts}
    dependants = {item.id for item in _judge.affected(verdicts, [case["skips"]])}
    assert {key for key, outcome in outcomes.items() if outcome != "pass"} == dependants
    assert {outcomes[key] for key in dependants} == {"skipped"}
    reason = next(verdict.why for verdict in verdicts if verdict.criterion.id == case["skips"])
    assert case["says"] in reason
    found = world(name)
    for change in case["changes"]:
        apply(change, found)
    unread = dict.fromkeys(looked_at_late(name))
    assert {item.outcome for item in judged(name, {**found, **unread}) if item.criterion.id == case["skips"]} == {
        "fail"
    }


@pytest.mark.parametrize("name", _exercises.known())
def test_solved_is_complete(name: str) -> None:
    outcomes = {
        item.criterion.id: item.outcome
        for item in _judge.judge(exercise(name), recorded(name, "solved"), Messages("ja"))
    }
    assert set(outcomes.values()) == {"pass"}


@pytest.mark.parametrize("state", ["untouched", "started"])
@pytest.mark.parametrize("name", _exercises.known())
def test_nothing_done_earns_nothing(name: str, state: str) -> None:
    verdicts = _judge.judge(exercise(name), recorded(name, state), Messages("ja"))
    assert {item.outcome for item in verdicts} <= {"fail", "skipped"}
    assert sum(item.earned for item in verdicts) == 0


@pytest.mark.parametrize("name", _exercises.known())
def test_a_probe_that_cannot_be_read_is_an_error_and_never_a_fail(name: str) -> None:
    """Whichever probe is lost on a solved VM: its criteria are errors, what needs them is skipped, no more."""
    before = recorded(name, "solved")
    for probe, spec in exercise(name).probes.items():
        probes = [
            {**item, "status": "error", "value": None, "error": {"what": "w", "tried": "t", "reason": "r"}}
            if item["key"] == _probe_specs.key(spec)
            else item
            for item in before.probes
        ]
        verdicts = _judge.judge(exercise(name), dataclasses.replace(before, probes=probes), Messages("en"))
        gated = {gate for gate, item in exercise(name).gates.items() if probe in item.uses}
        expected = {item.id for item in exercise(name).criteria if probe in item.uses or gated & set(item.gates)}
        assert {item.criterion.id for item in verdicts if item.outcome == "error"} == expected, probe
        assert "fail" not in {item.outcome for item in verdicts}, probe


@pytest.mark.parametrize("criterion", ["ex6.guaranteed-qos", "ex6.burstable-qos", "ex6.besteffort-qos"])
def test_a_limit_range_makes_qos_undecidable(criterion: str) -> None:
    found = world("ex6")
    found["limit_ranges"] = [{"kind": "LimitRange", "metadata": {"name": "defaults"}}]
    outcomes = {item.criterion.id: item for item in judged("ex6", found)}
    assert outcomes[criterion].outcome == "error"
    assert "LimitRange" in outcomes[criterion].why


NOT_ENFORCED = {"ex8.default-deny", "ex8.client-allowed", "ex8.attacker-denied", "ex8.client-egress-narrow"}


def errors(verdicts: list[_judge.Verdict]) -> set[str]:
    assert "fail" not in {item.outcome for item in verdicts}
    return {item.criterion.id for item in verdicts if item.outcome == "error"}


def test_where_policies_are_not_enforced_nobody_can_tell() -> None:
    before = recorded("ex8", "solved")
    host = {**before.host, "marker": {**before.host["marker"], "networkpolicy_enforced": False}}
    verdicts = _judge.judge(exercise("ex8"), dataclasses.replace(before, host=host), Messages("en"))
    assert errors(verdicts) == NOT_ENFORCED


@pytest.mark.parametrize(
    ("probe", "criterion"), [("attacker_connect", "ex8.attacker-denied"), ("client_connect", "ex8.client-allowed")]
)
def test_a_packet_that_passes_in_spite_of_the_policies_is_nobodys_fault(probe: str, criterion: str) -> None:
    found = world("ex8")
    found["policies"] = [item for item in found["policies"] if item["metadata"]["name"] == "deny-all"]
    found[probe][0]["outcome"] = "connected"
    outcomes = {item.criterion.id: item for item in judged("ex8", found)}
    assert outcomes[criterion].outcome == "error"
    assert "does not enforce" in outcomes[criterion].why


@pytest.mark.parametrize("code", [1, 124, 126, 127])
def test_a_client_without_curl_is_an_error(code: int) -> None:
    found = world("ex8")
    found["client_curl"] = {"code": code, "stdout": "", "stderr": "not found", "nonce": ""}
    assert errors(judged("ex8", found)) == {"ex8.client-allowed"}


@pytest.mark.parametrize("code", [1, 124, 126, 127])
def test_a_main_app_without_curl_is_an_error(code: int) -> None:
    found = world("ex5")
    found["upstream"] |= {"code": code, "stdout": "", "stderr": "not found", "logged": []}
    assert errors(judged("ex5", found)) == {"ex5.ambassador-proxies"}
