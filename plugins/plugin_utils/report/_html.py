# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A class as pages that need no network and no server. Private to the collection.

The templates are ours; what a student wrote is only ever a value in them, and escaped. Should something get through
all the same, the page's policy lets no script or style run but the two whose digests it names.
"""

from __future__ import annotations

import base64
import collections
import datetime
import functools
import hashlib
import typing as t
import urllib.parse

import jinja2
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._exercises import COLLECTION
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, MESSAGES, Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report._history import Streak
from ansible_collections.kcna.labs.plugins.plugin_utils.report._model import Class, Column, State, Student
from ansible_collections.kcna.labs.plugins.plugin_utils.report._report import STEPS
from ansible_collections.kcna.labs.plugins.plugin_utils.report._texts import Text
from markupsafe import Markup, escape

FOLDER = COLLECTION / "files" / "report"
# the same signs as in the terminal
SIGNS: t.Final[t.Mapping[State, str]] = {
    "pass": "✔",
    "lost": "↺",
    "fail": "✘",
    "skipped": "–",
    "error": "!",
    "none": "·",
}
# one letter keeps a map of 20 000 cells small
LETTERS: t.Final[t.Mapping[State, str]] = {
    "pass": "p",
    "lost": "l",
    "fail": "f",
    "skipped": "s",
    "error": "e",
    "none": "n",
}
# what is shown of a student who is stuck on many things, of names that changed, and of runs
FEW, NAMES, LONG = 5, 6, 100
STUDENTS = "students"


class Pages:
    """Renders pages that begin in one language and hold both. Without a zone, times are the controller's."""

    def __init__(self, language: str, zone: datetime.tzinfo | None = None) -> None:
        self._language = language
        self._zone = zone
        self._says = [Messages(name) for name in LANGUAGES]
        self._script = _file("script.js")
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            language=language,
            script=Markup(self._script),  # noqa: S704  a file of ours
            sign=SIGNS,
            letter=LETTERS,
            few=FEW,
            long=LONG,
            t=self._message,
            both=both,
            prose=prose,
            when=self._when,
            since=self._since,
            gist=gist,
            steps_of_hints=STEPS,
            short=lambda name: name.partition(".")[2],
            link=lambda student: urllib.parse.quote(student_file(student)),
        )

    def index(self, group: Class) -> str:
        """The page of the class."""
        by_exercise: dict[str, list[Column]] = {}
        for column in group.columns:
            by_exercise.setdefault(column.exercise, []).append(column)
        stuck = [(student, student.stuck()) for student in group.students]
        return self._page(
            "class.html.j2",
            self._title("class_title", group.lab),
            wide=True,
            newest=max(student.judged for student in group.students),
            standins=_standins(group.students),
            group=group,
            exercises=by_exercise,
            mean=f"{sum(student.earned for student in group.students) / len(group.students):.1f}",
            complete=sum(student.earned == student.possible for student in group.students),
            stuck=sorted(((who, rows) for who, rows in stuck if rows), key=lambda item: item[1][0].streak.since),
            cells=[(student, _states(student, group.columns)) for student in group.students],
            counts=_counts(group),
            runs=_runs(group.students),
        )

    def student(self, student: Student) -> str:
        """The page of one student: nothing in it is about another."""
        return self._page(
            "student.html.j2",
            self._title("student_title", f"{student.name} ({student.lab})"),
            wide=False,
            newest=student.judged,
            standins=_standins([student]),
            student=student,
            steps=student.history.steps[::-1],
        )

    def _page(self, template: str, title: Text, *, wide: bool, newest: str, **values: t.Any) -> str:
        style = stylesheet(wide)
        policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(self._script)}; base-uri 'none'"
        return self._environment.get_template(template).render(
            title=title,
            wide=wide,
            style=Markup(style),  # noqa: S704  a file of ours and our messages
            policy=f"{policy}; form-action 'none'",
            newest=newest,
            zone=f"UTC{self._local(newest):%z}",
            **values,
        )

    def _title(self, name: str, what: str) -> Text:
        return {say.language: f"{say(name)}: {what}" for say in self._says}

    def _message(self, name: str, **values: t.Any) -> Markup:
        return both({say.language: say(name, **values) for say in self._says})

    def _local(self, moment: str) -> datetime.datetime:
        return datetime.datetime.fromisoformat(moment).astimezone(self._zone)

    def _when(self, moment: str | None) -> Markup:
        if moment is None:
            return Markup("–")
        return Markup('<time datetime="{}">{}</time>').format(moment, f"{self._local(moment):%Y-%m-%d %H:%M}")

    def _since(self, streak: Streak) -> Markup:
        return self._message("class_since", since=f"{self._local(streak.since):%m-%d %H:%M}", times=streak.times)


def student_file(student: Student) -> str:
    """Where a student's page is, from the class's."""
    return f"{STUDENTS}/{student.key}.html"


def both(text: Text) -> Markup:
    """Both languages, of which the page shows one. What was seen on a VM may be written from right to left."""
    return _both(text, escape)


def prose(text: Text) -> Markup:
    """The same, with `code` set as such."""
    return _both(text, _code)


def gist(names: t.Sequence[str]) -> Markup:
    """A few names, or of many how many of each exercise."""
    if not names:
        return Markup("–")
    if len(names) > NAMES:
        counted = collections.Counter(name.partition(".")[0] for name in names)
        names = [f"{exercise} ×{count}" for exercise, count in counted.items()]
    return Markup(", ").join(names)


def stylesheet(wide: bool) -> str:
    """The style, with the sign of each verdict and what a screen reader says in its place."""
    rules = [_file("style.css")]
    for state, letter in LETTERS.items():
        cell, sign = f".map td.{letter}::before", SIGNS[state]
        rules.append(f'{cell} {{ content: "{sign}"; }}')
        for language, text in MESSAGES[f"verdict_{state}"].items():
            rules.append(f'html[lang="{language}"] {cell} {{ content: "{sign}" / "{text}"; }}')
    rules.append(f"@page {{ size: A4 {'landscape' if wide else 'portrait'}; margin: 10mm; }}")
    return "\n".join(rules)


@functools.cache
def _file(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _both(text: Text, shown: t.Callable[[str], Markup]) -> Markup:
    if len(set(text.values())) == 1:
        return Markup("<bdi>{}</bdi>").format(shown(text[LANGUAGES[0]]))
    parts = [Markup('<bdi class="{0}" lang="{0}">{1}</bdi>').format(name, shown(text[name])) for name in LANGUAGES]
    return Markup("").join(parts)


def _code(text: str) -> Markup:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    marked = [Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)]
    return Markup("").join(marked)


def _standins(students: t.Iterable[Student]) -> list[str]:
    return sorted({name.removeprefix("docker.io/library/") for student in students for name in student.standins})


def _states(student: Student, columns: t.Iterable[Column]) -> list[State]:
    states = {row.judged.id: row.state for row in student.rows()}
    return [states.get(column.id, "none") for column in columns]


def _counts(group: Class) -> dict[str, dict[str, int]]:
    """How many pass each criterion, have ever passed it, and fail it."""
    found = {column.id: {"now": 0, "ever": 0, "failing": 0} for column in group.columns}
    for student in group.students:
        for row in student.rows():
            found[row.judged.id]["now"] += row.state == "pass"
            found[row.judged.id]["ever"] += row.ever
            found[row.judged.id]["failing"] += row.judged.verdict == "fail"
    return found


class _Run(t.NamedTuple):
    started: str
    exercises: list[str]
    students: int
    gained: int
    lost: int


def _runs(students: t.Iterable[Student]) -> list[_Run]:
    """Newest first: what each run of the playbook changed in the class."""
    steps: dict[str, list[t.Any]] = {}
    for student in students:
        for step in student.history.steps:
            steps.setdefault(step.sitting.run, []).append(step)
    found = [
        _Run(
            started=min(step.sitting.started for step in group),
            exercises=list(dict.fromkeys(name for step in group for name in step.sitting.exercises)),
            students=len(group),
            gained=sum(len(step.gained) for step in group),
            lost=sum(len(step.lost) for step in group),
        )
        for group in steps.values()
    ]
    return sorted(found, reverse=True)
