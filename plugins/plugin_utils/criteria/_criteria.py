# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a criteria file says, once it is understood. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector

Text = t.Mapping[str, str]
# A literal, a Selector that looks the value up, or a list or mapping of these.
Argument = t.Any

HOST = "host"
SUBJECT = "subject"
# in what is kept of the host: the criteria that were switched off when it was observed
SWITCHED_OFF = "switched_off"
# exercises whose criteria do not begin with the exercise's own name
SHORT: t.Final[t.Mapping[str, str]] = {"capstone": "cap"}


def prefix(exercise: str) -> str:
    """How the ids of an exercise's criteria begin."""
    return f"{SHORT.get(exercise, exercise)}."


class CriteriaError(Exception):
    """A criteria file is wrong: which, where in it, and why."""

    def __init__(self, file: str, criterion: str | None, field: str, reason: str) -> None:
        place = f"criterion {criterion}, " if criterion else ""
        super().__init__(f"{file}: {place}{field}: {reason}")
        self.file = file
        self.criterion = criterion
        self.field = field
        self.reason = reason


@dataclasses.dataclass(frozen=True)
class Check:
    """A selected value and what a matcher demands of it."""

    select: Selector
    matcher: str
    argument: Argument
    label: Text | None


@dataclasses.dataclass(frozen=True)
class AnyOf:
    """Alternatives, one of which must hold whole."""

    alternatives: tuple[tuple[Check, ...], ...]


Expectation = Check | AnyOf


@dataclasses.dataclass(frozen=True)
class Elsewhere:
    """A place to which the lab's own text takes the subject: nobody has failed, but it cannot be judged there."""

    uses: tuple[str, ...]
    select: Selector
    reason: Text


@dataclasses.dataclass(frozen=True)
class Subject:
    """The thing judged. Where it is missing or seeded, the criteria in `absent` say so, if they did not pass."""

    select: Selector
    name: str
    absent: tuple[str, ...]
    elsewhere: Elsewhere | None = None


@dataclasses.dataclass(frozen=True)
class Settle:
    """Keep looking as long as `until` has not come and the selector says that things still move."""

    seconds: int
    moving: Selector


@dataclasses.dataclass(frozen=True)
class Gate:
    """A condition of the environment: where it does not hold, nobody can tell what the student did."""

    uses: tuple[str, ...]
    expect: tuple[Expectation, ...]
    reason: Text


@dataclasses.dataclass(frozen=True)
class Advice:
    """What a hint says in place of the general knowledge, where `when` holds (without it: always).

    `where` to look, `what` is wrong, `how` to go on: at least one of them.
    """

    when: Selector | None
    where: Text | None
    what: Text | None
    how: Text | None


@dataclasses.dataclass(frozen=True)
class Criterion:
    """One statement about the VM that earns points.

    `section` is where the lab's text treats it: the number of a heading, or the exercise itself where its headings
    have none. `hint` says how to go on where no advice fits better; of these the first that fits is taken.

    `history` names exercises of which something must have passed on this VM before: what is gone earns
    points only where it has been. `switch` is the role's variable by which an instructor leaves the criterion
    and its points out.
    """

    id: str
    points: int
    section: str
    title: Text
    why: Text
    hint: Text
    uses: tuple[str, ...]
    gates: tuple[str, ...]
    needs: tuple[str, ...]
    history: tuple[str, ...]
    subject: Subject | None
    settle: Settle | None
    expect: tuple[Expectation, ...]
    predicate: str | None
    arguments: t.Mapping[str, Argument]
    switch: str | None = None
    advice: tuple[Advice, ...] = ()


@dataclasses.dataclass(frozen=True)
class Row:
    """One fact of the VM, and where the student's form has it, if it asks for it."""

    label: Text
    uses: tuple[str, ...]
    live: Selector
    written: Selector | None


@dataclasses.dataclass(frozen=True)
class Comparison:
    """A table for the end of an exercise: what is, beside what the student wrote down. It earns nothing."""

    title: Text
    rows: tuple[Row, ...]


@dataclasses.dataclass(frozen=True)
class Exercise:
    """All criteria of one exercise and the probes they look through."""

    id: str
    lab: str
    title: Text
    probes: t.Mapping[str, t.Mapping[str, t.Any]]
    gates: t.Mapping[str, Gate]
    criteria: tuple[Criterion, ...]
    comparison: Comparison | None = None
