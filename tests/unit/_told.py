# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a student is told on a recorded VM with changes of the form that mutants/ have."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _hints
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.tests.unit import test_mutants
from ansible_collections.kcna.labs.tests.unit.test_mutants import Change, exercise, recorded

Steps = tuple[str, ...]
# the Pod of exercise 6, one of its containers, and the criterion that they run
POD, MINE = "named(pods, 'resource-demo')", "ex6.resource-demo-running"
ONE = f"{POD}.status.containerStatuses[?name == 'cpu-limited'] | [0]"


def observation(name: str, *changes: Change) -> Observation:
    """The solved VM with these changes."""
    found = test_mutants.world(name)
    for change in changes:
        test_mutants.apply(change, found)
    keys = {_probe_specs.key(spec): probe for probe, spec in exercise(name).probes.items()}
    before = recorded(name, "solved")
    probes = [
        {**item, "value": found[keys[item["key"]]], "status": "absent" if found[keys[item["key"]]] is None else "ok"}
        for item in before.probes
        if item["key"] in keys
    ]
    return dataclasses.replace(before, probes=probes)


def told(name: str, seen: Observation, language: str = "en") -> dict[str, tuple[_judge.Verdict, Steps]]:
    """The hints of what fails, by criterion."""
    say = Messages(language)
    adviser = _hints.Adviser(exercise(name), seen)
    failed = [verdict for verdict in _judge.judge(exercise(name), seen, say) if verdict.outcome == "fail"]
    return {verdict.criterion.id: (verdict, adviser.steps(verdict, say)) for verdict in failed}


def waiting(reason: str, message: str = "", **more: t.Any) -> list[Change]:
    """The container cpu-limited waits, as the kubelet reports it."""
    state = {"waiting": {"reason": reason, "message": message}}
    return [{"at": ONE, "set": {"ready": False, "state": state, **more}}]
