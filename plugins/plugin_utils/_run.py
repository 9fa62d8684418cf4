# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One run of a playbook: its id, what it selects, where its results go. Private to the collection."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import math
import os
import pathlib
import secrets
import typing as t

from ansible.module_utils.parsing.convert_bool import boolean
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _opening
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import STEPS
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

REGISTERED = "kcna_labs_run"
MARKER = "/etc/kcna-labs/student-vm.json"
# Seconds between two looks of a watch: what is asked for, and what is not refused.
WATCH_S, WATCH_LEAST_S, WATCH_MOST_S = 3.0, 1, 3600


class RunError(Exception):
    """The command cannot be obeyed; the text says what to do instead."""


@dataclasses.dataclass(frozen=True)
class Run:
    """What all tasks of one ansible-playbook call share; `watch` is seconds between two looks, if it is a watch."""

    id: str
    started: str
    exercises: list[str]
    watch: float | None = None


class Settings:
    """Variables of the play, templated on demand."""

    def __init__(self, variables: t.Mapping[str, t.Any], template: t.Callable[[t.Any], t.Any]) -> None:
        self._variables = variables
        self._template = template

    def get(self, name: str, default: t.Any = None) -> t.Any:
        """A variable's value, or the default."""
        return self._template(self._variables[name]) if name in self._variables else default

    def messages(self) -> Messages:
        """Texts in lab_language, Japanese by default."""
        return Messages(str(self.get("lab_language", "ja")))

    def results(self) -> pathlib.Path:
        """lab_results_dir, or results below the folder where the command was started."""
        return pathlib.Path.cwd() / pathlib.Path(str(self.get("lab_results_dir", "results"))).expanduser()

    def snapshots(self) -> pathlib.Path | None:
        """lab_from_snapshots, where it is given."""
        given = self.get("lab_from_snapshots")
        return pathlib.Path.cwd() / pathlib.Path(str(given)).expanduser() if given else None


def begin(settings: Settings, say: Messages, may_watch: bool = False) -> Run:
    """A new run, or RunError where the command asks for something that does not exist."""
    known = list(_exercises.known())
    run_tags = [str(tag) for tag in settings.get("ansible_run_tags") or []]
    skip_tags = [str(tag) for tag in settings.get("ansible_skip_tags") or []]
    strangers = _exercises.strangers(known, [*run_tags, *skip_tags])
    if strangers:
        raise RunError(say("unknown_tags", tags=", ".join(strangers), known=", ".join(known)))
    exercises = _exercises.selected(known, run_tags, skip_tags)
    if not exercises:
        raise RunError(say("nothing_selected", known=", ".join(known)))
    students = (settings.get("groups") or {}).get("students") or []
    if not students and settings.snapshots() is None:
        raise RunError(say("no_students"))
    hint_policy(settings, exercises, say)
    return new(exercises, _watch(settings, students, say, may_watch))


def new(exercises: list[str], watch: float | None = None) -> Run:
    """A run that begins now."""
    now = datetime.datetime.now(datetime.UTC)
    # two runs may begin in the same second
    return Run(f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}", timestamp(now), exercises, watch)


def _watch(settings: Settings, students: t.Collection[str], say: Messages, may_watch: bool) -> float | None:
    """lab_watch and lab_watch_interval, where they make sense."""
    asked = settings.get("lab_watch", False)
    try:
        # -e gives text
        if not boolean(asked, strict=True):
            return None
    except TypeError as error:
        raise RunError(say("watch_switch", value=asked)) from error
    if not may_watch:
        raise RunError(say("watch_elsewhere"))
    if settings.snapshots() is not None:
        raise RunError(say("watch_snapshots"))
    watched = [host for host in settings.get("ansible_play_hosts_all") or [] if host in students]
    forks = int(settings.get("ansible_forks") or len(watched))
    if forks < len(watched):
        # each one keeps a worker for good: the others would never be looked at
        raise RunError(say("watch_forks", students=len(watched), forks=forks))
    return _watch_interval(settings, say)


def _watch_interval(settings: Settings, say: Messages) -> float:
    given = settings.get("lab_watch_interval", WATCH_S)
    try:
        seconds = math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError):
        seconds = math.nan
    if not WATCH_LEAST_S <= seconds <= WATCH_MOST_S:
        raise RunError(say("watch_interval", value=given, least=WATCH_LEAST_S, most=WATCH_MOST_S))
    return seconds


def switched_off(exercises: t.Iterable[Exercise], settings: Settings, say: Messages) -> list[str]:
    """Ids of the criteria whose variable says no; a variable that nobody has set says yes."""
    found = []
    for criterion in (criterion for exercise in exercises for criterion in exercise.criteria if criterion.switch):
        value = settings.get(str(criterion.switch), True)
        try:
            # -e gives text
            on = boolean(value, strict=True)
        except TypeError as error:
            raise RunError(say("no_switch", name=criterion.switch, value=value, criterion=criterion.id)) from error
        if not on:
            found.append(criterion.id)
    return found


def hint_policy(settings: Settings, exercises: t.Collection[str], say: Messages) -> _opening.Policy:
    """lab_hints, lab_hint_cost and lab_hint_for, or RunError where one of them cannot be right."""
    given = settings.get("lab_hints", STEPS)
    # -e gives text
    if isinstance(given, bool) or str(given) not in map(str, range(STEPS + 1)):
        raise RunError(say("wrong_hints", value=given, most=STEPS))
    return _opening.Policy(int(given), _hint_cost(settings, say), _asked(settings, exercises, say))


def _hint_cost(settings: Settings, say: Messages) -> float:
    given = settings.get("lab_hint_cost", 0)
    try:
        cost = decimal.Decimal(str(given))
    except decimal.InvalidOperation:
        cost = decimal.Decimal("NaN")
    if isinstance(given, bool) or not cost.is_finite() or cost < 0:
        raise RunError(say("wrong_hint_cost", value=given))
    return _opening.points(float(cost))


def _asked(settings: Settings, exercises: t.Collection[str], say: Messages) -> frozenset[str] | None:
    """Ids of the criteria in lab_hint_for, where an exercise stands for all of its own; None where it is not given."""
    given = settings.get("lab_hint_for")
    if not given:
        return None
    if settings.snapshots() is not None:
        raise RunError(say("hint_for_snapshots"))
    known = {
        name: {criterion.id for criterion in _exercises.load(path, name).criteria}
        for name, path in _exercises.known().items()
        if name in exercises
    }
    of_criteria = {criterion: {criterion} for ids in known.values() for criterion in ids}
    names = str(given).replace(",", " ").split() if isinstance(given, str) else [str(name) for name in given]
    strangers = [name for name in names if name not in known and name not in of_criteria]
    if strangers:
        raise RunError(say("wrong_hint_for", names=", ".join(strangers), exercises=", ".join(exercises)))
    return frozenset(id_ for name in names for id_ in (known.get(name) or of_criteria[name]))


def current(settings: Settings) -> Run | None:
    """The run that kcna.labs.begin registered in this play, if it did."""
    registered = settings.get(REGISTERED)
    if not isinstance(registered, dict) or "run" not in registered:
        return None
    run = registered["run"]
    watch = run.get("watch")
    return Run(
        str(run["id"]),
        str(run["started"]),
        [str(name) for name in run["exercises"]],
        None if watch is None else float(watch),
    )


def timestamp(moment: datetime.datetime) -> str:
    """UTC to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def file_name(host: str) -> str:
    """A host's name as a file name: an inventory may hold any text."""
    safe = host.replace(os.sep, "_").lstrip(".")
    return safe or "_"
