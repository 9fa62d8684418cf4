# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria, _criteria_file
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _converge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

TEXT = {"ja": "あ", "en": "a"}
SPECS = {name: {"probe": "file", "path": f"/{name}"} for name in ("pod", "log", "still", "way")}


def criterion(name: str, **more: t.Any) -> dict[str, t.Any]:
    expect = [{"select": f"{more['uses'][0]}", "equals": "done"}]
    return {
        "id": f"ex9.{name}",
        "points": 1,
        "section": "9.1",
        "title": TEXT,
        "why": TEXT,
        "hint": TEXT,
        "expect": expect,
        **more,
    }


def exercise(*criteria: dict[str, t.Any], **gates: t.Any) -> _criteria.Exercise:
    used = {name for item in (*criteria, *gates.values()) for name in item["uses"]}
    return _criteria_file.parse(
        {
            "schema": 1,
            "lab": "lab02",
            "exercise": "ex9",
            "title": TEXT,
            "probes": {name: spec for name, spec in SPECS.items() if name in used},
            "gates": gates,
            "criteria": list(criteria),
        },
        "x",
    )


SETTLE = {"seconds": 3, "while": "pod == 'young'"}
EXERCISE = exercise(
    criterion("pod", uses=["pod"], settle=SETTLE),
    criterion("log", uses=["log"], needs=["ex9.pod"]),
    criterion("still", uses=["still"]),
)


class Vm:
    """Answers of a VM by the second, and the time that passes in between."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = answers
        self.time = 0.0
        self.asked: list[list[str]] = []

    def look(self, specs: _converge.Specs) -> list[dict[str, t.Any]]:
        names = [spec["path"][1:] for spec in specs]
        self.asked.append(names)
        self.time += 0.5
        return [self._answer(name) for name in names]

    def _answer(self, name: str) -> dict[str, t.Any]:
        series = self.answers[name]
        value = series[min(int(self.time), len(series) - 1)]
        return {"key": _probe_specs.key(SPECS[name]), "status": "ok", "value": value}

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def converge(self, exercise: _criteria.Exercise = EXERCISE) -> tuple[Observation, dict[str, str]]:
        first = Observation(["ex9"], "t", 0, {}, self.look(_converge.specs_of([exercise])), {})
        clock = _converge.Clock(lambda: self.time, self.sleep)
        observation, judged = _converge.converge([exercise], first, self.look, Messages("en"), clock)
        return observation, {item.criterion.id: item.outcome for _exercise, items in judged for item in items}


def test_settled_at_once_is_not_asked_again() -> None:
    vm = Vm(pod=["done"], log=["done"], still=["wrong"])
    observation, outcomes = vm.converge()
    assert (outcomes, len(vm.asked), observation.waited) == (
        {"ex9.pod": "pass", "ex9.log": "pass", "ex9.still": "fail"},
        1,
        {},
    )


def test_looks_again_at_what_moves_and_at_what_waits_for_it() -> None:
    vm = Vm(pod=["young", "young", "done"], log=["none", "none", "done"], still=["wrong"])
    observation, outcomes = vm.converge()
    assert outcomes == {"ex9.pod": "pass", "ex9.log": "pass", "ex9.still": "fail"}
    assert vm.asked[1:] == [["pod", "log"]] * 2
    assert observation.waited == {"ex9.pod": 2.0}
    assert {probe["value"] for probe in observation.probes} == {"done", "wrong"}


def test_gives_up_when_the_time_is_over() -> None:
    vm = Vm(pod=["young"], log=["none"], still=["done"])
    observation, outcomes = vm.converge()
    assert outcomes == {"ex9.pod": "fail", "ex9.log": "skipped", "ex9.still": "pass"}
    assert observation.waited == {"ex9.pod": 3.0}


def test_a_wrong_end_ends_the_waiting() -> None:
    vm = Vm(pod=["young", "dead"], log=["none"], still=["done"])
    _observation, outcomes = vm.converge()
    assert (outcomes["ex9.pod"], len(vm.asked)) == ("fail", 2)


def test_a_gate_may_open_while_things_move() -> None:
    gated = exercise(
        criterion("pod", uses=["pod"], gates=["open"], settle=SETTLE),
        open={"uses": ["way"], "expect": [{"select": "way", "equals": "open"}], "reason": TEXT},
    )
    vm = Vm(pod=["young", "young", "done"], way=["shut", "open"])
    observation, outcomes = vm.converge(gated)
    assert (outcomes, observation.waited) == ({"ex9.pod": "pass"}, {"ex9.pod": 2.0})
    assert vm.asked[1:] == [["pod", "way"]] * 2
    vm = Vm(pod=["done"], way=["shut", "open"])
    assert vm.converge(gated)[1] == {"ex9.pod": "error"}
    assert len(vm.asked) == 1
