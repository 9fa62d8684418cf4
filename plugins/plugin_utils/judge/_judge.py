# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what was seen to verdicts: a pure function. Private to the collection.

No clock, no socket, no fact: the same criteria and the same observation give the same verdicts.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector, SelectorError
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._predicates import PREDICATES

Outcome = t.Literal["pass", "fail", "skipped", "error"]
Data = dict[str, t.Any]
# What a probe of an older collection saw may have another form than the criteria of today expect.
UNJUDGEABLE: t.Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclasses.dataclass(frozen=True)
class Verdict:
    """`why` is the lesson of the criterion, or the reason for a verdict that is not the student's doing."""

    criterion: _criteria.Criterion
    outcome: Outcome
    expected: str = ""
    actual: str = ""
    why: str = ""
    # the criterion allows time, and things still move
    moving: bool = False

    @property
    def earned(self) -> int:
        """Points."""
        return self.criterion.points if self.outcome == "pass" else 0


class _Undecidable(Exception):
    """We cannot tell; the text says why."""


def judge(exercise: _criteria.Exercise, observation: Observation, say: Messages) -> list[Verdict]:
    """One verdict for each criterion that was not switched off, in the file's order."""
    return _Court(exercise, observation, say).verdicts()


def affected(verdicts: t.Sequence[Verdict], ids: t.Iterable[str]) -> list[_criteria.Criterion]:
    """The criteria of these ids and those that were skipped because of them."""
    found = set(ids)
    size = -1
    while size != len(found):
        size = len(found)
        skipped = (item.criterion for item in verdicts if item.outcome == "skipped")
        found |= {criterion.id for criterion in skipped if found & _waits_for(criterion)}
    return [verdict.criterion for verdict in verdicts if verdict.criterion.id in found]


def _waits_for(criterion: _criteria.Criterion) -> set[str]:
    return {*criterion.needs, *(criterion.subject.absent if criterion.subject else ())}


class _Court:
    def __init__(self, exercise: _criteria.Exercise, observation: Observation, say: Messages) -> None:
        self._exercise = exercise
        self._host = observation.host
        self._seen = observation.by_key()
        self._say = say
        self._verdicts: dict[str, Verdict] = {}

    def verdicts(self) -> list[Verdict]:
        off = self._host.get(_criteria.SWITCHED_OFF) or ()
        return [
            self._verdict(criterion)
            for criterion in self._exercise.criteria
            if criterion.switch is None or criterion.id not in off
        ]

    def _verdict(self, criterion: _criteria.Criterion) -> Verdict:
        """Once each; what it needs first. The loader has refused circles."""
        if criterion.id not in self._verdicts:
            try:
                self._verdicts[criterion.id] = self._judge(criterion)
            except _Undecidable as error:
                self._verdicts[criterion.id] = Verdict(criterion, "error", why=str(error))
            except SelectorError as error:
                reason = self._say("selector_error", reason=str(error))
                self._verdicts[criterion.id] = Verdict(criterion, "error", why=reason)
        return self._verdicts[criterion.id]

    def _judge(self, criterion: _criteria.Criterion) -> Verdict:
        data = self._data(criterion.uses)
        if criterion.subject is not None:
            data[_criteria.SUBJECT] = criterion.subject.select.search(data)
        moving = criterion.settle is not None and bool(criterion.settle.moving.search(data))
        try:
            verdict = self._of_data(criterion, data)
        except _Undecidable as error:
            # a gate may open yet
            verdict = Verdict(criterion, "error", why=str(error))
        return dataclasses.replace(verdict, moving=moving and verdict.outcome in {"fail", "error"})

    def _of_data(self, criterion: _criteria.Criterion, data: Data) -> Verdict:
        for name in criterion.gates:
            self._pass_gate(self._exercise.gates[name])
        missing = self._not_passed(criterion.needs)
        if missing:
            return self._skipped(criterion, missing)
        if criterion.history and not self._has_been(criterion.history):
            return Verdict(criterion, "skipped", why=self._say("no_history", exercises=", ".join(criterion.history)))
        return self._of_subject(criterion, data) or self._of_findings(criterion, self._findings(criterion, data))

    def _data(self, uses: t.Iterable[str]) -> Data:
        """The values of the probes by name, the root of every selector."""
        data: Data = {_criteria.HOST: self._host}
        for name in uses:
            spec = self._exercise.probes[name]
            probe = self._seen.get(_probe_specs.key(spec))
            if probe is None:
                raise _Undecidable(self._say("not_observed", probe=dict(spec)))
            if probe["status"] == "error":
                raise _Undecidable(self._say("probe_error", **_parts(probe.get("error"))))
            data[name] = probe.get("value")
        return data

    def _pass_gate(self, gate: _criteria.Gate) -> None:
        data = self._data(gate.uses)
        for item in gate.expect:
            findings = self._expectation(item, data)
            if not _all_hold(findings):
                # only a label makes of what was found something to read
                named = item.label if isinstance(item, _criteria.Check) else item.alternatives[0][0].label
                found = f" ({findings[0].actual})" if named else ""
                raise _Undecidable(self._say.pick(gate.reason) + found)

    def _not_passed(self, names: t.Iterable[str]) -> list[str]:
        by_id = {criterion.id: criterion for criterion in self._exercise.criteria}
        return [name for name in names if self._verdict(by_id[name]).outcome != "pass"]

    def _has_been(self, exercises: t.Collection[str]) -> bool:
        beginnings = tuple(_criteria.prefix(name) for name in exercises)
        return any(name.startswith(beginnings) for name in self._host.get("ever_passed") or ())

    def _skipped(self, criterion: _criteria.Criterion, missing: list[str]) -> Verdict:
        return Verdict(criterion, "skipped", why=self._say("skipped", needs=", ".join(missing)))

    def _of_subject(self, criterion: _criteria.Criterion, data: Data) -> Verdict | None:
        """The verdict where there is no subject, or not one of the student's; else None."""
        if criterion.subject is None:
            return None
        thing, name = data[_criteria.SUBJECT], criterion.subject.name
        seed = _functions.seeded_by(thing)
        if seed is None and not absent(thing):
            return None
        missing = self._not_passed(criterion.subject.absent)
        if missing:
            return self._skipped(criterion, missing)
        if seed is None:
            reason = self._elsewhere(criterion.subject.elsewhere)
            if reason:
                return Verdict(criterion, "skipped", why=reason)
            return self._failed(criterion, name, self._say("not_found", name=name))
        verdict = self._failed(criterion, name, self._say("seeded_actual", exercise=seed))
        return dataclasses.replace(verdict, why=self._say("seeded", exercise=seed))

    def _elsewhere(self, place: _criteria.Elsewhere | None) -> str:
        """Why nobody can judge the subject, where the lab itself has taken it to another place."""
        # a snapshot that was taken before anybody looked there keeps its verdict
        if place is None or any(_probe_specs.key(self._exercise.probes[name]) not in self._seen for name in place.uses):
            return ""
        return self._say.pick(place.reason) if place.select.search(self._data(place.uses)) else ""

    def _failed(self, criterion: _criteria.Criterion, expected: str, actual: str) -> Verdict:
        return Verdict(criterion, "fail", expected, actual, self._say.pick(criterion.why))

    def _findings(self, criterion: _criteria.Criterion, data: Data) -> list[Finding]:
        found = [finding for item in criterion.expect for finding in self._expectation(item, data)]
        if criterion.predicate is not None:
            arguments = resolved(criterion.arguments, data)
            found += PREDICATES[criterion.predicate].judge(arguments, self._say)
        return found

    def _of_findings(self, criterion: _criteria.Criterion, findings: list[Finding]) -> Verdict:
        """Name what is wrong; where nothing is, all of it."""
        holds = _all_hold(findings)
        shown = findings if holds else [finding for finding in findings if not finding.holds]
        expected = _joined(finding.expected for finding in shown)
        actual = _joined(finding.actual for finding in shown)
        return Verdict(criterion, "pass" if holds else "fail", expected, actual, self._say.pick(criterion.why))

    def _expectation(self, item: _criteria.Expectation, data: Data) -> list[Finding]:
        if isinstance(item, _criteria.Check):
            return [self._check(item, data)]
        tried = [[self._check(check, data) for check in alternative] for alternative in item.alternatives]
        good = next((findings for findings in tried if _all_hold(findings)), None)
        if good is not None:
            return good
        expected = self._say("or").join(_joined(finding.expected for finding in findings) for findings in tried)
        actual = _joined(finding.actual for findings in tried for finding in findings)
        return [Finding(False, expected, actual)]

    def _check(self, check: _criteria.Check, data: Data) -> Finding:
        value, argument = check.select.search(data), resolved(check.argument, data)
        label = label_of(check, self._say)
        return Finding(
            _matchers.MATCHERS[check.matcher].holds(value, argument),
            _matchers.expected(check.matcher, label, argument, self._say),
            self._say("is", label=label, value=_matchers.in_units_of(value, argument)),
        )


def absent(thing: t.Any) -> bool:
    """Whether what a subject selects is nothing."""
    return thing is None or thing in ([], {}, "", False)


def label_of(check: _criteria.Check, say: Messages) -> str:
    """What people call the value of a check."""
    return say.pick(check.label) if check.label else check.select.text.removeprefix("subject.")


def resolved(argument: t.Any, data: Data) -> t.Any:
    """An argument with every value looked up that it refers to."""
    if isinstance(argument, Selector):
        return argument.search(data)
    if isinstance(argument, dict):
        return {name: resolved(item, data) for name, item in argument.items()}
    if isinstance(argument, list):
        return [resolved(item, data) for item in argument]
    return argument


def _all_hold(findings: t.Iterable[Finding]) -> bool:
    return all(finding.holds for finding in findings)


def _joined(texts: t.Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def _parts(error: t.Any) -> dict[str, str]:
    known = error if isinstance(error, dict) else {}
    return {name: str(known.get(name, "?")) for name in ("what", "tried", "reason")}
