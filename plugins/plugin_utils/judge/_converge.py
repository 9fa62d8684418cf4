# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge, and look again at what has not settled yet. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Criterion, Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

PAUSE = 0.5

Specs = list[dict[str, t.Any]]
Look = t.Callable[[Specs], list[dict[str, t.Any]]]
Judged = list[tuple[Exercise, list[_judge.Verdict]]]


@dataclasses.dataclass(frozen=True)
class Clock:
    """Monotonic seconds, and a way to let some pass."""

    now: t.Callable[[], float]
    sleep: t.Callable[[float], None]


def specs_of(exercises: t.Iterable[Exercise]) -> Specs:
    """Every probe of these exercises, once."""
    return _unique(spec for exercise in exercises for spec in exercise.probes.values())


def judge_all(exercises: t.Sequence[Exercise], observation: Observation, say: Messages) -> Judged:
    """Verdicts of each exercise."""
    return [(exercise, _judge.judge(exercise, observation, say)) for exercise in exercises]


def converge(
    exercises: t.Sequence[Exercise], first: Observation, look: Look, say: Messages, clock: Clock
) -> tuple[Observation, Judged]:
    """Ask the probes of undecided criteria again until they are decided or their time is over."""
    started = clock.now()
    observation, judged = first, judge_all(exercises, first, say)
    while criteria := _undecided(judged, clock.now() - started):
        clock.sleep(PAUSE)
        again = {probe["key"]: probe for probe in look(_specs(judged, criteria))}
        waited = {criterion.id: round(clock.now() - started, 1) for criterion in criteria}
        observation = dataclasses.replace(
            observation,
            probes=[again.get(probe["key"], probe) for probe in observation.probes],
            waited={**observation.waited, **waited},
        )
        judged = judge_all(exercises, observation, say)
    return observation, judged


def _undecided(judged: Judged, elapsed: float) -> list[Criterion]:
    return [
        verdict.criterion
        for _exercise, verdicts in judged
        for verdict in verdicts
        if verdict.moving and verdict.criterion.settle is not None and elapsed < verdict.criterion.settle.seconds
    ]


def _specs(judged: Judged, criteria: list[Criterion]) -> Specs:
    ids = {criterion.id for criterion in criteria}
    return _unique(
        exercise.probes[name]
        for exercise, verdicts in judged
        for criterion in _judge.affected(verdicts, ids)
        for name in (*criterion.uses, *(used for gate in criterion.gates for used in exercise.gates[gate].uses))
    )


def _unique(specs: t.Iterable[t.Mapping[str, t.Any]]) -> Specs:
    return [dict(spec) for spec in {_probe_specs.key(spec): spec for spec in specs}.values()]
