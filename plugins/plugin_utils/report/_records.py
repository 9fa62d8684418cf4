# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read every results file of a class. Private to the collection.

What stands in these files is only shown, so each text is made harmless here, once.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import pathlib
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import STEPS
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._opening import points
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _results

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
EXERCISE, CRITERION = re.compile(r"[a-z]+[0-9]{0,3}"), re.compile(r"[a-z]+[0-9]{0,3}\.[a-z0-9-]{1,80}")
VERDICTS: t.Final = ("pass", "fail", "skipped", "error")
SNAPSHOT = ".snapshot.json"
# the first had one hint in place of steps
SCHEMAS: t.Final = (1, _results.SCHEMA)
# several findings are joined in one text, each up to 400 characters
LONG = 4000


class RecordError(Exception):
    """A file that is no whole results file."""


@dataclasses.dataclass(frozen=True)
class Judged:
    """One criterion as it was judged, in the language of that run."""

    id: str
    verdict: str
    points: int
    earned: int
    title: str
    expected: str
    actual: str
    why: str
    # of the steps of a hint, those that were shown; empty for one that was not
    hints: tuple[str, ...]
    hints_shown: int
    hint_cost: float
    waited_s: float

    @property
    def deducted(self) -> float:
        """Points that the hints take off these marks: never more than were earned."""
        return min(self.earned, self.hint_cost)


@dataclasses.dataclass(frozen=True)
class Record:
    """One results file. `key` is the student's file name, the same in every run."""

    run: str
    key: str
    snapshot: pathlib.Path
    student: str
    lab: str
    started: str
    provisioned: str | None
    ever_passed: frozenset[str]
    standins: tuple[str, ...]
    versions: t.Mapping[str, str]
    exercises: t.Mapping[str, tuple[Judged, ...]]


class Found(t.NamedTuple):
    """Records by time, and the files that are none with the reason."""

    records: list[Record]
    unread: list[tuple[str, str]]


def read(root: pathlib.Path) -> Found:
    """All of runs/, and of latest/ what no run holds any more."""
    records: list[Record] = []
    unread: list[tuple[str, str]] = []
    paths = [*sorted(root.glob("runs/*/*.json")), *sorted((root / _results.LATEST).glob("*.json"))]
    kept: set[tuple[str, str]] = set()
    for path in paths:
        if path.name.endswith(SNAPSHOT) or path.name.startswith("."):
            continue
        try:
            record = load(path)
        except RecordError as error:
            unread.append((str(path.relative_to(root)), str(error)))
            continue
        if path.parent.name != _results.LATEST or (record.key, record.started) not in kept:
            records.append(record)
        kept.add((record.key, record.started))
    return Found(sorted(records, key=lambda item: (item.started, item.run)), unread)


def load(path: pathlib.Path) -> Record:
    """One results file, or RecordError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise RecordError(plain(str(error))) from error
    try:
        return _record(data, path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(plain(f"{type(error).__name__}: {error}")) from error


def _record(data: dict[str, t.Any], path: pathlib.Path) -> Record:
    if data["schema"] not in SCHEMAS:
        raise RecordError(f"schema {plain(str(data['schema']))} is not {' or '.join(map(str, SCHEMAS))}")
    if not MOMENT.fullmatch(data["started"]):
        raise RecordError("started is no time in UTC")
    return Record(
        run=plain(path.parent.name),
        key=path.name.removesuffix(".json"),
        snapshot=path.with_name(path.name.removesuffix(".json") + SNAPSHOT),
        student=_text(data["student"], 100) or "?",
        lab=_text(data["lab"], 100),
        started=data["started"],
        provisioned=data.get("provisioned"),
        ever_passed=frozenset(_name(item, CRITERION) for item in data.get("ever_passed") or ()),
        standins=tuple(_text(item) for item in data.get("standins") or ()),
        versions={_text(name): _text(item) for name, item in (data.get("versions") or {}).items()},
        exercises={
            _name(name, EXERCISE): tuple(_judged(item) for item in exercise["criteria"])
            for name, exercise in data["exercises"].items()
        },
    )


def _judged(data: dict[str, t.Any]) -> Judged:
    if data["verdict"] not in VERDICTS:
        raise RecordError(f"there is no verdict {plain(str(data['verdict']))}")
    texts = {name: _text(data[name], LONG) for name in ("title", "expected", "actual", "why")}
    return Judged(
        id=_name(data["id"], CRITERION),
        verdict=data["verdict"],
        points=int(data["points"]),
        earned=int(data["earned"]),
        hints=_hints(data),
        hints_shown=int(data.get("hints_shown") or 0),
        hint_cost=points(float(data.get("hint_cost") or 0)),
        waited_s=float(data.get("waited_s") or 0),
        **texts,
    )


def _hints(data: dict[str, t.Any]) -> tuple[str, ...]:
    """The steps; of a file of the first schema the one hint there was, which said how to go on."""
    if "hint" in data:
        return ("", "", _text(data["hint"], LONG)) if data["verdict"] == "fail" else ()
    return tuple(_text(step, LONG) for step in data["hints"][:STEPS])


def _text(value: t.Any, limit: int = 400) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is missing where {plain(str(value))} stands")
    return _plain(value, limit)


@functools.lru_cache(maxsize=2**16)
def _plain(value: str, limit: int) -> str:
    """Most texts are the same for every student and run: each is cleaned once and kept once."""
    return plain(value, limit)


def _name(value: t.Any, form: re.Pattern[str]) -> str:
    """A name that we gave: it becomes an anchor of a page."""
    if not isinstance(value, str) or not form.fullmatch(value):
        raise RecordError(f"{plain(str(value))} is no name of an exercise or criterion")
    return value
