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
import pathlib
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import Adviser
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _comparison, _judge, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report._records import Judged, Record

Text = t.Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Texts:
    """`recorded` says that these are the results' own words, in whatever language that was."""

    title: Text
    expected: Text
    actual: Text
    why: Text
    # the steps of a hint that were shown; an empty text for one that was not
    hints: tuple[Text, ...]
    recorded: bool


class Table(t.NamedTuple):
    """What a VM shows beside what the student wrote down: a title, and rows of label, fact and answer."""

    title: Text
    rows: tuple[tuple[Text, str, str | None], ...]


def same(text: str) -> Text:
    """A text that is the same in both languages."""
    return dict.fromkeys(LANGUAGES, text)


@functools.cache
def known() -> t.Mapping[str, Exercise]:
    """The exercises of this collection."""
    return {name: _exercises.load(path, name) for name, path in _exercises.known().items()}


class Translator:
    """Judges the snapshots of one student again; each is read once, however many exercises it serves."""

    def __init__(self) -> None:
        self._snapshots: dict[pathlib.Path, _snapshot.Snapshot | None] = {}

    def texts(self, record: Record, exercise: str) -> dict[str, Texts]:
        """Texts by criterion of one exercise of a record."""
        seen = self._seen(record, exercise)
        again = _again(seen, exercise) if seen else {}
        adviser = Adviser(known()[exercise], seen) if seen and again else None
        return {item.id: _texts(item, again.get(item.id), exercise, adviser) for item in record.exercises[exercise]}

    def comparison(self, record: Record, exercise: str) -> Table | None:
        """The exercise's table, as the criteria of today make it."""
        seen = self._seen(record, exercise)
        if seen is None:
            return None
        found = [_comparison.compare(known()[exercise], seen, Messages(language)) for language in LANGUAGES]
        tables = dict(zip(LANGUAGES, found, strict=True))
        if any(table is None for table in found):
            return None
        rows = zip(*(table["rows"] for table in found if table), strict=True)
        return Table(
            {language: table["title"] for language, table in tables.items() if table},
            tuple(
                (dict(zip(LANGUAGES, (one["label"] for one in row), strict=True)), row[0]["live"], row[0]["written"])
                for row in rows
            ),
        )

    def _seen(self, record: Record, exercise: str) -> _snapshot.Observation | None:
        """What the exercise was judged by, where it is kept and the exercise still exists."""
        snapshot = self._snapshot(record.snapshot)
        if snapshot is None or exercise not in known():
            return None
        return next((item for item in snapshot.observations if exercise in item.exercises), None)

    def _snapshot(self, path: pathlib.Path) -> _snapshot.Snapshot | None:
        if path not in self._snapshots:
            try:
                self._snapshots[path] = _snapshot.load(path)
            except _snapshot.SnapshotError:
                self._snapshots[path] = None
        return self._snapshots[path]


def _again(seen: _snapshot.Observation, exercise: str) -> dict[str, list[_judge.Verdict]]:
    """The verdicts in each language, or nothing where the observation cannot be judged any more."""
    try:
        judged = [_judge.judge(known()[exercise], seen, Messages(language)) for language in LANGUAGES]
    except _judge.UNJUDGEABLE:
        return {}
    return {verdicts[0].criterion.id: list(verdicts) for verdicts in zip(*judged, strict=True)}


def _texts(item: Judged, again: list[_judge.Verdict] | None, exercise: str, adviser: Adviser | None) -> Texts:
    if again and (again[0].outcome, again[0].criterion.points) == (item.verdict, item.points):
        criterion = again[0].criterion
        pairs = {
            name: dict(zip(LANGUAGES, (getattr(verdict, name) for verdict in again), strict=True))
            for name in ("expected", "actual", "why")
        }
        hints = _hints(item, again, adviser) if adviser and item.hints else ()
        return Texts(title=criterion.title, hints=hints, recorded=False, **pairs)
    title = next((found.title for found in _criteria(exercise) if found.id == item.id), same(item.title))
    recorded = {name: same(getattr(item, name)) for name in ("expected", "actual", "why")}
    return Texts(title=title, hints=tuple(map(same, item.hints)), recorded=True, **recorded)


def _hints(item: Judged, again: list[_judge.Verdict], adviser: Adviser) -> tuple[Text, ...]:
    """The steps that the results show, in each language."""
    pairs = zip(LANGUAGES, again, strict=True)
    said = {language: adviser.steps(verdict, Messages(language)) for language, verdict in pairs}
    return tuple(
        {language: said[language][at] for language in LANGUAGES} if shown else same("")
        for at, shown in enumerate(item.hints)
    )


def _criteria(exercise: str) -> t.Sequence[t.Any]:
    return known()[exercise].criteria if exercise in known() else ()
