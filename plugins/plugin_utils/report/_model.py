# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A class and its students as the report shows them: one pass over the records. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._opening import points
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _checklist, _history, _texts
from ansible_collections.kcna.labs.plugins.plugin_utils.report._records import Found, Judged, Record

State = t.Literal["pass", "lost", "fail", "skipped", "error", "none"]
# failing once is how everybody begins
STUCK = 2


@dataclasses.dataclass(frozen=True)
class Column:
    """A criterion that somebody of the class was judged by."""

    id: str
    exercise: str
    points: int
    title: _texts.Text


@dataclasses.dataclass(frozen=True)
class Row:
    """A criterion of one student, as it is now."""

    judged: Judged
    texts: _texts.Texts
    state: State
    streak: _history.Streak
    ever: bool
    stuck: bool


@dataclasses.dataclass(frozen=True)
class Exercise:
    """An exercise of one student, as it was judged last."""

    id: str
    title: _texts.Text
    started: str
    rows: tuple[Row, ...]
    earned: int
    possible: int
    comparison: _texts.Table | None = None

    @property
    def hint_cost(self) -> float:
        """Points that the hints take off."""
        return points(sum(row.judged.deducted for row in self.rows))


@dataclasses.dataclass(frozen=True)
class Student:
    """`possible` and `missing` count every exercise that the class was judged by."""

    name: str
    key: str
    lab: str
    exercises: tuple[Exercise, ...]
    missing: tuple[str, ...]
    history: _history.History
    judged: str
    earned: int
    ever_earned: int
    possible: int
    errors: int
    checklist: tuple[_checklist.Answer, ...]
    standins: tuple[str, ...]
    versions: t.Mapping[str, str]

    @property
    def hint_cost(self) -> float:
        """Points that the hints take off."""
        return points(sum(row.judged.deducted for row in self.rows()))

    @property
    def after_hints(self) -> float:
        """What is left of the marks."""
        return points(self.earned - self.hint_cost)

    def rows(self) -> list[Row]:
        """All criteria."""
        return [row for exercise in self.exercises for row in exercise.rows]

    def stuck(self) -> list[Row]:
        """What the student is stuck on, longest first."""
        return sorted((row for row in self.rows() if row.stuck), key=lambda row: row.streak.since)


@dataclasses.dataclass(frozen=True)
class Class:
    """All students, by name, and what some of them were judged by."""

    lab: str
    students: tuple[Student, ...]
    columns: tuple[Column, ...]
    titles: t.Mapping[str, _texts.Text]
    unread: tuple[tuple[str, str], ...]

    def possible(self) -> int:
        """Points of all columns."""
        return sum(column.points for column in self.columns)


def build(found: Found) -> Class:
    """The class; there is at least one record."""
    by_student: dict[str, list[Record]] = {}
    for record in found.records:
        by_student.setdefault(record.key, []).append(record)
    histories = {key: _history.of(records) for key, records in sorted(by_student.items())}
    columns = _columns(histories.values())
    titles = {name: _title(name) for name in dict.fromkeys(column.exercise for column in columns)}
    students = tuple(_student(by_student[key], history, columns, titles) for key, history in histories.items())
    return Class(found.records[-1].lab, students, columns, titles, tuple(found.unread))


def _columns(histories: t.Iterable[_history.History]) -> tuple[Column, ...]:
    """In the order of the lab; what the collection no longer knows comes last in its exercise."""
    judged: dict[str, dict[str, Judged]] = {}
    for history in histories:
        for name, sitting in history.now.items():
            judged.setdefault(name, {}).update({item.id: item for item in sitting.exercises[name]})
    found = []
    for name in sorted(judged, key=_exercises.order):
        criteria = {item.id: item for item in _texts.known()[name].criteria} if name in _texts.known() else {}
        for key in [
            *(key for key in criteria if key in judged[name]),
            *(key for key in judged[name] if key not in criteria),
        ]:
            item = judged[name][key]
            title = criteria[key].title if key in criteria else _texts.same(item.title)
            found.append(Column(key, name, item.points, title))
    return tuple(found)


def _title(exercise: str) -> _texts.Text:
    return _texts.known()[exercise].title if exercise in _texts.known() else _texts.same(exercise)


def _student(
    records: t.Sequence[Record],
    history: _history.History,
    columns: tuple[Column, ...],
    titles: t.Mapping[str, _texts.Text],
) -> Student:
    names = [name for name in titles if name in history.now]
    under_way = _under_way(names, history)
    translator = _texts.Translator()
    exercises = tuple(_exercise(name, history, titles[name], name in under_way, translator) for name in names)
    rows = [row for exercise in exercises for row in exercise.rows]
    last = records[-1]
    return Student(
        name=last.student,
        key=last.key,
        lab=last.lab,
        exercises=exercises,
        missing=tuple(name for name in titles if name not in history.now),
        history=history,
        judged=history.steps[-1].sitting.started,
        earned=sum(row.judged.earned for row in rows),
        ever_earned=sum(column.points for column in columns if column.id in history.ever),
        possible=sum(column.points for column in columns),
        errors=sum(row.state == "error" for row in rows),
        checklist=tuple(_checklist.answers(_checklist.items(last.lab), _as_results(exercises, history))),
        standins=last.standins,
        versions=last.versions,
    )


def _under_way(names: t.Iterable[str], history: _history.History) -> set[str]:
    """Exercises of which something has passed, and the first that is not complete."""
    first, found = None, set()
    for name in names:
        items = history.now[name].exercises[name]
        if any(item.id in history.ever for item in items):
            found.add(name)
        if first is None and name not in _exercises.ON_REQUEST and any(item.verdict != "pass" for item in items):
            first = name
    return found | ({first} if first else set())


def _exercise(
    name: str, history: _history.History, title: _texts.Text, under_way: bool, translator: _texts.Translator
) -> Exercise:
    sitting = history.now[name]
    texts = translator.texts(sitting.records[name], name)
    rows = []
    for item in sitting.exercises[name]:
        streak, ever = history.streaks[item.id], item.id in history.ever
        stuck = under_way and item.verdict == "fail" and streak.times >= STUCK
        rows.append(Row(item, texts[item.id], state(item.verdict, ever), streak, ever, stuck))
    earned, possible = (sum(getattr(row.judged, field) for row in rows) for field in ("earned", "points"))
    comparison = translator.comparison(sitting.records[name], name)
    return Exercise(name, title, sitting.started, tuple(rows), earned, possible, comparison)


def state(verdict: str, ever: bool) -> State:
    """The verdict, and whether it is a step back."""
    if ever and verdict in ("fail", "skipped"):
        return "lost"
    return t.cast("State", verdict)


def _as_results(exercises: t.Iterable[Exercise], history: _history.History) -> dict[str, t.Any]:
    """What the checklist asks of results."""
    criteria = [{"id": row.judged.id, "verdict": row.judged.verdict} for item in exercises for row in item.rows]
    return {"exercises": {"all": {"criteria": criteria}}, "ever_passed": sorted(history.ever)}
