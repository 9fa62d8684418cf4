# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The texts of a judgement in both languages. Private to the collection.

Results hold the texts of one language. The judge is pure, so the snapshot beside them is judged again in each.
Where that does not give the verdict that stands in the results, the criteria have changed since: then what was
written at the time is shown, since it is what the marks were given for.
"""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils import _exercises, _judge, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils._criteria import CriteriaError, Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report_pages._records import Judged, Record

Text = t.Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Texts:
    """`recorded` says that these are the results' own words, in whatever language that was."""

    title: Text
    expected: Text
    actual: Text
    why: Text
    hint: Text
    recorded: bool


def same(text: str) -> Text:
    """A text that is the same in both languages."""
    return dict.fromkeys(LANGUAGES, text)


@functools.cache
def known() -> t.Mapping[str, Exercise]:
    """The exercises of this collection."""
    return {name: _exercises.load(path, name) for name, path in _exercises.known().items()}


def of(record: Record, exercise: str) -> dict[str, Texts]:
    """Texts by criterion of one exercise of a record."""
    again = _again(record, exercise)
    return {item.id: _texts(item, again.get(item.id), exercise) for item in record.exercises[exercise]}


def _again(record: Record, exercise: str) -> dict[str, list[_judge.Verdict]]:
    """The verdicts in each language, or nothing where the snapshot cannot be judged."""
    try:
        snapshot = _snapshot.load(record.snapshot)
        observation = next(item for item in snapshot.observations if exercise in item.exercises)
        judged = [_judge.judge(known()[exercise], observation, Messages(language)) for language in LANGUAGES]
    except (_snapshot.SnapshotError, CriteriaError, StopIteration, KeyError):
        return {}
    return {verdicts[0].criterion.id: list(verdicts) for verdicts in zip(*judged, strict=True)}


def _texts(item: Judged, again: list[_judge.Verdict] | None, exercise: str) -> Texts:
    if again and (again[0].outcome, again[0].criterion.points) == (item.verdict, item.points):
        criterion = again[0].criterion
        pairs = {
            name: dict(zip(LANGUAGES, (getattr(verdict, name) for verdict in again), strict=True))
            for name in ("expected", "actual", "why")
        }
        return Texts(title=criterion.title, hint=criterion.hint, recorded=False, **pairs)
    title = next((found.title for found in _criteria(exercise) if found.id == item.id), same(item.title))
    recorded = {name: same(getattr(item, name)) for name in ("expected", "actual", "why", "hint")}
    return Texts(title=title, recorded=True, **recorded)


def _criteria(exercise: str) -> t.Sequence[t.Any]:
    return known()[exercise].criteria if exercise in known() else ()
