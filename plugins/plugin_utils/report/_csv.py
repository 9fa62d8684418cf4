# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A class as CSV, for a spreadsheet or a learning platform. Private to the collection."""

from __future__ import annotations

import csv
import io
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report._model import Class, Student

# A cell that begins so is a formula for some program; Japanese ones take the full-width characters as well.
FORMULA: t.Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# without it Excel takes UTF-8 for the code page of the system
MARK: t.Final = "\ufeff"
Cell = str | int | float | None


def marks(group: Class) -> str:
    """One line for each student. The heading does not depend on the language: programs go by it."""
    heading = ["student", "lab", "earned", "possible", "percent", "ever_earned", "errors", "judged", "last_change"]
    heading += ["hint_cost", "after_hints"]
    return _table(
        [*heading, *group.titles], ([*_marks(student), *_exercises(student, group)] for student in group.students)
    )


def criteria(group: Class, say: Messages) -> str:
    """One line for each criterion of each student."""
    heading = ["student", "exercise", "criterion", "title", "verdict", "ever_passed", "points", "earned"]
    evidence = ["expected", "actual", "why"]
    hints = ["hint_where", "hint_what", "hint_how"]
    return _table(
        [*heading, "since", "times", *evidence, *hints, "hints_shown", "hint_cost"],
        (
            [
                student.name,
                exercise.id,
                row.judged.id,
                say.pick(row.texts.title),
                row.judged.verdict,
                int(row.ever),
                row.judged.points,
                row.judged.earned,
                row.streak.since,
                row.streak.times,
                *(say.pick(getattr(row.texts, name)) for name in evidence),
                *(say.pick(row.texts.hints[at]) if at < len(row.texts.hints) else "" for at in range(len(hints))),
                row.judged.hints_shown,
                row.judged.hint_cost,
            ]
            for student in group.students
            for exercise in student.exercises
            for row in exercise.rows
        ),
    )


def safe(text: str) -> str:
    """The text, with a mark before it that keeps it from being a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def _marks(student: Student) -> list[Cell]:
    percent = round(100 * student.earned / student.possible, 1) if student.possible else 0
    points: list[Cell] = [student.earned, student.possible, percent, student.ever_earned, student.errors]
    after = [student.hint_cost, student.after_hints]
    return [student.name, student.lab, *points, student.judged, student.history.changed, *after]


def _exercises(student: Student, group: Class) -> list[Cell]:
    earned = {exercise.id: exercise.earned for exercise in student.exercises}
    return [earned.get(name) for name in group.titles]


def _table(heading: t.Sequence[str], rows: t.Iterable[t.Sequence[Cell]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in [heading, *rows]:
        writer.writerow([safe(cell) if isinstance(cell, str) else cell for cell in row])
    return MARK + stream.getvalue()
