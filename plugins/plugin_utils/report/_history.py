# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What has become of each criterion of one student from run to run: pure functions. Private to the collection."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.report._records import Judged, Record


@dataclasses.dataclass(frozen=True)
class Sitting:
    """One look at a student's VM. Judging its snapshot again replaces it, and is no new one."""

    started: str
    run: str
    provisioned: str | None
    exercises: t.Mapping[str, tuple[Judged, ...]]
    records: t.Mapping[str, Record]

    def criteria(self) -> list[Judged]:
        """All criteria judged."""
        return [item for judged in self.exercises.values() for item in judged]


@dataclasses.dataclass(frozen=True)
class Step:
    """What a sitting changed. `same_vm` is false for a VM that has been made anew since."""

    sitting: Sitting
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    changed: bool
    same_vm: bool


@dataclasses.dataclass(frozen=True)
class Streak:
    """How long a criterion has had its present verdict."""

    since: str
    times: int


@dataclasses.dataclass(frozen=True)
class History:
    """`now` is the newest judgement of each exercise; all but `steps` is about the present VM."""

    steps: tuple[Step, ...]
    now: t.Mapping[str, Sitting]
    streaks: t.Mapping[str, Streak]
    ever: frozenset[str]
    changed: str | None


def of(records: t.Sequence[Record]) -> History:
    """The history of one student's records, which are sorted by time."""
    sittings = _sittings(records)
    newest = sittings[-1]
    steps = tuple(_steps(sittings))
    mine = [step.sitting for step in steps if step.same_vm]
    now = {name: sitting for sitting in mine for name in sitting.exercises}
    ever = {item.id for sitting in mine for item in sitting.criteria() if item.verdict == "pass"}
    recorded = (record.ever_passed for record in records if record.provisioned == newest.provisioned)
    changes = [step.sitting.started for step in steps if step.same_vm and step.changed]
    return History(steps, now, _streaks(mine), frozenset(ever.union(*recorded)), changes[-1] if changes else None)


def _sittings(records: t.Sequence[Record]) -> list[Sitting]:
    found: dict[tuple[str, str | None], Sitting] = {}
    for record in records:
        key = (record.started, record.provisioned)
        old = found.get(key)
        found[key] = Sitting(
            started=record.started,
            run=record.run,
            provisioned=record.provisioned,
            exercises={**(old.exercises if old else {}), **record.exercises},
            records={**(old.records if old else {}), **dict.fromkeys(record.exercises, record)},
        )
    return list(found.values())


def _steps(sittings: t.Sequence[Sitting]) -> t.Iterator[Step]:
    newest = sittings[-1].provisioned
    for provisioned, group in itertools.groupby(sittings, key=lambda item: item.provisioned):
        before: dict[str, str] = {}
        for sitting in group:
            verdicts = {item.id: item.verdict for item in sitting.criteria()}
            gained = tuple(name for name, verdict in verdicts.items() if verdict == "pass" != before.get(name))
            lost = tuple(name for name, verdict in verdicts.items() if before.get(name) == "pass" != verdict)
            changed = bool(gained or lost) or any(before.get(name, found) != found for name, found in verdicts.items())
            before |= verdicts
            yield Step(sitting, gained, lost, changed, provisioned == newest)


def _streaks(sittings: t.Sequence[Sitting]) -> dict[str, Streak]:
    found: dict[str, tuple[str, Streak]] = {}
    for sitting in sittings:
        for item in sitting.criteria():
            verdict, streak = found.get(item.id, ("", Streak("", 0)))
            since = streak.since if verdict == item.verdict else sitting.started
            times = streak.times if verdict == item.verdict else 0
            found[item.id] = (item.verdict, Streak(since, times + 1))
    return {name: streak for name, (_verdict, streak) in found.items()}
