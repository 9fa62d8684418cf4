# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A class as verify would have left it: real recordings, put together to students who are at different places.

A plan says for each run what state an exercise was in: untouched, started, solved, or the name of a mutant.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _converge, _results, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.tests.unit import test_mutants

Plan = dict[str, str]
STATES = ("untouched", "started", "solved")
LAB = tuple(name for name in _exercises.known() if name not in _exercises.ON_REQUEST)


class Run(t.NamedTuple):
    """One ansible-playbook verify.yml."""

    started: str
    plans: dict[str, Plan]
    provisioned: str = "2026-04-07T00:10:00Z"

    @property
    def id(self) -> str:
        return self.started[:19].replace("-", "").replace(":", "") + "Z-0000"


@functools.cache
def observation(exercise: str, state: str) -> _snapshot.Observation:
    """What was recorded of an exercise, with the faults of a mutant where that is the state."""
    if state in STATES:
        return test_mutants.recorded(exercise, state)
    cases = test_mutants.mutants(exercise)["mutants"]
    found = test_mutants.world(exercise)
    for change in next(case for case in cases if case["name"] == state)["changes"]:
        test_mutants.apply(change, found)
    keys = {_probe_specs.key(spec): name for name, spec in test_mutants.exercise(exercise).probes.items()}
    before = test_mutants.recorded(exercise, "solved")
    probes = [
        {**item, "value": found[keys[item["key"]]], "status": "absent" if found[keys[item["key"]]] is None else "ok"}
        for item in before.probes
        if item["key"] in keys
    ]
    return dataclasses.replace(before, probes=probes)


def snapshot(student: str, run: Run, ever: t.Collection[str]) -> _snapshot.Snapshot:
    """All that a run saw of a student's VM."""
    observations = []
    for name, state in run.plans[student].items():
        seen = observation(name, state)
        host = {
            **seen.host,
            "ever_passed": sorted({*ever, *(seen.host.get("ever_passed") or ())}),
            "marker": {**seen.host["marker"], "provisioned": run.provisioned},
        }
        observations.append(dataclasses.replace(seen, started=run.started, host=host))
    return _snapshot.Snapshot("lab02", student, run.id, observations)


def results(snapshot_: _snapshot.Snapshot, language: str = "ja") -> _results.Results:
    """What verify writes of a snapshot."""
    say = Messages(language)
    graded = [
        _results.Graded(exercise, seen, verdicts)
        for seen in snapshot_.observations
        for exercise, verdicts in _converge.judge_all([test_mutants.exercise(seen.exercises[0])], seen, say)
    ]
    return _results.build(snapshot_, graded, say)


def write(root: Path, runs: t.Iterable[Run], language: str = "ja") -> None:
    """The results folder after these runs."""
    ever: dict[tuple[str, str], list[str]] = {}
    for run in runs:
        for student in run.plans:
            vm = (student, run.provisioned)
            seen = snapshot(student, run, ever.get(vm, ()))
            found = results(seen, language)
            ever[vm] = found["ever_passed"]
            for folder in _results.folders(root, run.id):
                _results.write(folder / _results.snapshot_name(student), seen.as_dict())
                _results.write(folder / _results.results_name(student), found)


def upto(last: str, state: str = "solved") -> Plan:
    """Everything before an exercise solved, that exercise in a state, and what follows untouched."""
    at = LAB.index(last)
    return {name: "solved" if i < at else state if i == at else "untouched" for i, name in enumerate(LAB)}
