# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import re

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria, _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _hints
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.tests.unit._told import MINE, ONE, POD, observation, told, waiting
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise, recorded

CODE = re.compile(r"`([^`]+)`")
CRASH = waiting("CrashLoopBackOff")


def test_what_a_student_wrote_is_shown_harmless_and_never_a_command() -> None:
    """A container of Docker may be called anything that Docker takes; a snapshot may hold anything at all."""
    evil = "\x1b[31mweb-server`$(reboot)`{{ 7*7 }}\u202e"
    change = {"at": "docker_named(containers, 'web-server')", "set": {"Name": evil}}
    found = told("ex1", observation("ex1", change, {"remove": "top", "of": "top"}))
    _verdict, steps = found["ex1.web-server-running"]
    assert "\x1b" not in "".join(steps)
    assert "\u202e" not in "".join(steps)
    pod = observation("ex6", {"at": f"{POD}.metadata", "set": {"namespace": "a; reboot"}}, *waiting("CrashLoopBackOff"))
    _verdict, steps = told("ex6", pod)[MINE]
    assert "reboot" not in steps[0] + steps[2]


def variant(criterion: _criteria.Criterion, *advice: _criteria.Advice) -> _criteria.Exercise:
    """Exercise 6 with other advice for one criterion."""
    changed = dataclasses.replace(criterion, advice=advice)
    found = tuple(changed if item.id == criterion.id else item for item in exercise("ex6").criteria)
    return dataclasses.replace(exercise("ex6"), criteria=found)


@pytest.mark.parametrize("when", ["length(host.kernel.x)", "contains(`1`, 'a')", "sum(subject.metadata)", "`false`"])
def test_advice_that_cannot_be_chosen_changes_nothing(when: str) -> None:
    criterion = next(item for item in exercise("ex6").criteria if item.id == MINE)
    text = {"ja": "あ", "en": "never said"}
    other = variant(criterion, _criteria.Advice(Selector(when, frozenset()), text, text, text))
    seen = observation("ex6", *CRASH)
    (verdict,) = [item for item in _judge.judge(other, seen, Messages("en")) if item.outcome == "fail"]
    steps = _hints.Adviser(other, seen).steps(verdict, Messages("en"))
    assert steps == told("ex6", seen)[MINE][1]


def test_a_rule_that_trips_leaves_the_hint_of_the_criterion() -> None:
    """What an older collection saw may have another form."""
    seen = observation("ex6", {"at": ONE, "set": {"ready": False, "state": ["odd"]}})
    verdict, _steps = told("ex6", observation("ex6", *CRASH))[MINE]
    steps = _hints.Adviser(exercise("ex6"), seen).steps(verdict, Messages("en"))
    assert steps[2] == verdict.criterion.hint["en"]
    assert "section 6.1" in steps[0]


def test_nothing_that_was_seen_still_leaves_three_steps() -> None:
    """A hint does without whatever could not be read."""
    for name in _exercises.known():
        blind = dataclasses.replace(recorded(name, "solved"), probes=[])
        for criterion in exercise(name).criteria:
            verdict = _judge.Verdict(criterion, "fail", "expected", "actual")
            for language in LANGUAGES:
                steps = _hints.Adviser(exercise(name), blind).steps(verdict, Messages(language))
                assert len(steps) == 3, criterion.id
                assert all(steps), criterion.id
                assert CODE.search(steps[0]), criterion.id
