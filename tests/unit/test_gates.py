# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What keeps everybody from telling what a student did is an error that names it."""

from __future__ import annotations

import dataclasses
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._judge import Verdict
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise, judged, recorded, world

DENY = {"kind": "NetworkPolicy", "metadata": {"name": "deny-all"}, "spec": {"podSelector": {}}}


def verdict(exercise: str, criterion: str, **probes: t.Any) -> Verdict:
    found = world(exercise)
    for name, change in probes.items():
        found[name] = change(found[name]) if callable(change) else change
    return next(item for item in judged(exercise, found) if item.criterion.id == criterion)


def test_a_policy_that_cuts_off_the_upstream() -> None:
    found = verdict("ex5", "ex5.ambassador-proxies", policies=[DENY], upstream=lambda seen: {**seen, "logged": []})
    assert found.outcome == "error"
    assert "deny-all" in found.why


def test_a_policy_that_lets_the_request_through() -> None:
    assert verdict("ex5", "ex5.ambassador-proxies", policies=[DENY]).outcome == "pass"


def test_a_private_registry_that_lets_everybody_in() -> None:
    for criterion in ("ex4.registry-secret", "ex4.private-app-authenticated"):
        found = verdict("ex4", criterion, private=lambda seen: {**seen, "status": 200})
        assert found.outcome == "error"
        assert "200" in found.why


def test_a_private_registry_that_is_stopped() -> None:
    for criterion in ("ex4.registry-secret", "ex4.private-app-authenticated"):
        found = verdict("ex4", criterion, private=lambda seen: {**seen, "status": None})
        assert found.outcome == "error"
        assert "`docker start private-registry`" in found.why


def test_a_registry_that_cannot_be_asked() -> None:
    found = verdict("ex4", "ex4.image-from-registry", registry=lambda seen: {**seen, "status": None, "manifest": None})
    assert found.outcome == "error"
    assert "localhost:5000" in found.why


@pytest.mark.parametrize(("container", "expected"), [(None, "pass"), ("wait-for-db", "error")])
def test_a_copy_that_is_not_shut_off_proves_nothing(container: str | None, expected: str) -> None:
    before = recorded("capstone", "solved")
    host = {**before.host, "marker": {**before.host["marker"], "networkpolicy_enforced": False}}
    key = _probe_specs.key(exercise("capstone").probes["clone"])
    seen = {"pod": "a", "container": container, "exit_code": None, "reason": "Running"}
    probes = [{**item, "value": seen} if item["key"] == key else item for item in before.probes]
    verdicts = _judge.judge(exercise("capstone"), dataclasses.replace(before, host=host, probes=probes), Messages("en"))
    outcomes = {item.criterion.id: item.outcome for item in verdicts}
    assert outcomes.pop("cap.init-really-waits") == expected
    assert set(outcomes.values()) == {"pass"}
