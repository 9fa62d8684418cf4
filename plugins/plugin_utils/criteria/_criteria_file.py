# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read a criteria file and refuse whatever in it cannot be right. Private to the collection."""

from __future__ import annotations

import pathlib
import re
import typing as t

import yaml
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria_node import Node
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._predicates import PREDICATES

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

TOP = ("schema", "lab", "exercise", "title", "probes", "criteria")
CRITERION = ("id", "points", "section", "title", "why", "hint", "uses")
OPTIONAL = ("gates", "needs", "history", "subject", "settle", "expect", "predicate", "with", "switch", "hints")
STEPS = ("where", "what", "how")


class _Loader(SafeLoader):
    """YAML takes the last of two equal keys in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[t.Any, t.Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key.value} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load(path: pathlib.Path) -> _criteria.Exercise:
    """The exercise that a file describes, or CriteriaError."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  it is a SafeLoader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _criteria.CriteriaError(str(path), None, "file", " ".join(str(error).split())) from error
    return parse(data, str(path))


def parse(data: t.Any, file: str) -> _criteria.Exercise:
    """The exercise that parsed YAML describes; `file` is for messages."""
    top = Node(file, None, "file", data)
    top.keys(TOP, ("gates", "comparison"))
    if top["schema"].value != 1:
        top["schema"].wrong("only schema 1 is known")
    probes = _probes(top["probes"])
    gates = {name: _gate(node, probes) for name, node in top.items("gates")}
    exercise = top["exercise"].string()
    criteria = tuple(_criterion(node, exercise, probes, gates) for node in top["criteria"].children())
    if not criteria:
        top["criteria"].wrong("is empty")
    _references(file, criteria)
    comparison = _comparison(top["comparison"], probes) if "comparison" in top else None
    return _criteria.Exercise(exercise, top["lab"].string(), top["title"].text(), probes, gates, criteria, comparison)


def _probes(node: Node) -> dict[str, dict[str, t.Any]]:
    probes = node.mapping()
    for name, spec in probes.items():
        if name in (_criteria.HOST, _criteria.SUBJECT):
            node[name].wrong("this name is taken")
        try:
            _probe_specs.validate(node[name].mapping())
        except _probe_specs.SpecError as error:
            node[name].at(error.field).wrong(error.reason)
        probes[name] = dict(spec)
    return probes


def _comparison(node: Node, probes: t.Container[str]) -> _criteria.Comparison:
    node.keys(("title", "rows"))
    rows = tuple(_row(child, probes) for child in node["rows"].children())
    if not any(row.written for row in rows):
        node["rows"].wrong("no row has anything that is written down")
    return _criteria.Comparison(node["title"].text(), rows)


def _row(node: Node, probes: t.Container[str]) -> _criteria.Row:
    node.keys(("label", "uses", "live"), ("written",))
    uses = node["uses"].names(probes, "probe")
    written = node["written"].selector(uses) if "written" in node else None
    return _criteria.Row(node["label"].text(), uses, node["live"].selector(uses), written)


def _gate(node: Node, probes: t.Container[str]) -> _criteria.Gate:
    node.keys(("uses", "expect", "reason"))
    uses = node["uses"].names(probes, "probe")
    expect = _expectations(node["expect"], {*uses, _criteria.HOST})
    return _criteria.Gate(uses, expect, node["reason"].text())


def _criterion(item: Node, exercise: str, probes: t.Collection[str], gates: t.Container[str]) -> _criteria.Criterion:
    node = item.of_criterion(item["id"].string())
    node.keys(CRITERION, OPTIONAL)
    prefix = _criteria.prefix(exercise)
    if not node.criterion.startswith(prefix):
        node["id"].wrong(f"must begin with {prefix}")
    uses = node["uses"].names(probes, "probe")
    outer = {*uses, _criteria.HOST}
    inner = {*outer, _criteria.SUBJECT} if "subject" in node else outer
    if "expect" not in node and "predicate" not in node:
        node.wrong("has neither expect nor predicate")
    predicate, arguments = _predicate(node, inner)
    return _criteria.Criterion(
        id=node.criterion,
        points=node["points"].positive(),
        section=_section(node["section"], exercise),
        title=node["title"].text(),
        why=node["why"].text(),
        hint=node["hint"].text(),
        uses=uses,
        gates=node["gates"].names(gates, "gate") if "gates" in node else (),
        needs=node["needs"].strings() if "needs" in node else (),
        history=node["history"].strings() if "history" in node else (),
        subject=_subject(node["subject"], outer, probes) if "subject" in node else None,
        settle=_settle(node["settle"], inner) if "settle" in node else None,
        expect=_expectations(node["expect"], inner) if "expect" in node else (),
        predicate=predicate,
        arguments=arguments,
        switch=_switch(node["switch"], exercise) if "switch" in node else None,
        # a hint may look at anything that was seen, also at what the verdict does not depend on
        advice=_advice(node["hints"], {*probes, *inner}) if "hints" in node else (),
    )


def _section(node: Node, exercise: str) -> str:
    """6.1 for exercise ex6; the exercise itself where its headings have no numbers."""
    number = exercise.removeprefix("ex")
    form = rf"{number}\.[1-9]" if number.isdecimal() else re.escape(exercise)
    if not re.fullmatch(form, node.string()):
        node.wrong(f"must be a section of the exercise, {number}.N" if number.isdecimal() else f"must be {exercise}")
    return node.string()


def _advice(node: Node, known: t.Collection[str]) -> tuple[_criteria.Advice, ...]:
    children = node.children()
    if not children:
        node.wrong("is empty")
    for child in children:
        child.keys((), ("when", *STEPS))
        if not any(step in child for step in STEPS):
            child.wrong("has neither where nor what nor how")
        if "when" not in child and child is not children[-1]:
            child.wrong("always fits, so nothing may follow it")
    return tuple(
        _criteria.Advice(
            child["when"].selector(known) if "when" in child else None,
            *(child[step].text() if step in child else None for step in STEPS),
        )
        for child in children
    )


def _switch(node: Node, exercise: str) -> str:
    """A variable of the exercise's role, which is called as the exercise and more."""
    if not re.fullmatch(rf"{re.escape(exercise)}_[a-z0-9_]+", node.string()):
        node.wrong(f"must be a variable of the role, {exercise}_…")
    return node.string()


def _subject(node: Node, known: t.Collection[str], probes: t.Container[str]) -> _criteria.Subject:
    node.keys(("select", "name"), ("absent", "elsewhere"))
    absent = node["absent"].strings() if "absent" in node else ()
    elsewhere = _elsewhere(node["elsewhere"], probes) if "elsewhere" in node else None
    return _criteria.Subject(node["select"].selector(known), node["name"].string(), absent, elsewhere)


def _elsewhere(node: Node, probes: t.Container[str]) -> _criteria.Elsewhere:
    node.keys(("uses", "select", "reason"))
    uses = node["uses"].names(probes, "probe")
    return _criteria.Elsewhere(uses, node["select"].selector({*uses, _criteria.HOST}), node["reason"].text())


def _settle(node: Node, known: t.Collection[str]) -> _criteria.Settle:
    node.keys(("seconds", "while"))
    return _criteria.Settle(node["seconds"].positive(), node["while"].selector(known))


def _predicate(node: Node, known: t.Collection[str]) -> tuple[str | None, dict[str, t.Any]]:
    if "predicate" not in node:
        if "with" in node:
            node["with"].wrong("stands without a predicate")
        return None, {}
    name = node["predicate"].string()
    if name not in PREDICATES:
        node["predicate"].wrong(f"unknown predicate {name}: known are {', '.join(sorted(PREDICATES))}")
    node["with"].keys(tuple(sorted(PREDICATES[name].arguments)))
    return name, node["with"].argument(known)


def _expectations(node: Node, known: t.Collection[str]) -> tuple[_criteria.Expectation, ...]:
    found = tuple(_expectation(child, known) for child in node.children())
    if not found:
        node.wrong("is empty")
    return found


def _expectation(node: Node, known: t.Collection[str]) -> _criteria.Expectation:
    if "any_of" not in node:
        return _check(node, known)
    node.keys(("any_of",))
    alternatives = tuple(
        tuple(_check(check, known) for check in alternative.children()) for alternative in node["any_of"].children()
    )
    if len(alternatives) < 2 or not all(alternatives):
        node["any_of"].wrong("needs two alternatives or more, none of them empty")
    return _criteria.AnyOf(alternatives)


def _check(node: Node, known: t.Collection[str]) -> _criteria.Check:
    names = [name for name in node.mapping() if name not in ("select", "label")]
    if len(names) != 1 or names[0] not in _matchers.MATCHERS:
        known_matchers = ", ".join(sorted(_matchers.MATCHERS))
        node.wrong(f"needs select and just one matcher, not {names}: known are {known_matchers}")
    argument = node[names[0]]
    if not _matchers.is_reference(argument.value):
        reason = _matchers.MATCHERS[names[0]].wrong(argument.value)
        if reason:
            argument.wrong(reason)
    label = node["label"].text() if "label" in node else None
    return _criteria.Check(node["select"].selector(known), names[0], argument.argument(known), label)


def _references(file: str, criteria: tuple[_criteria.Criterion, ...]) -> None:
    """Every criterion named exists, none twice, none waits for itself or for one that may be switched off."""
    by_id: dict[str, _criteria.Criterion] = {}
    for criterion in criteria:
        if criterion.id in by_id:
            raise _criteria.CriteriaError(file, criterion.id, "id", "stands twice")
        by_id[criterion.id] = criterion
    for criterion in criteria:
        for field, names in (("needs", criterion.needs), ("subject.absent", _absent(criterion))):
            for name in names:
                if name not in by_id:
                    raise _criteria.CriteriaError(file, criterion.id, field, f"there is no criterion {name}")
                if by_id[name].switch:
                    reason = f"{name} may be switched off, so nothing can wait for it"
                    raise _criteria.CriteriaError(file, criterion.id, field, reason)
        _walk(file, criterion, by_id, ())


def _walk(
    file: str,
    criterion: _criteria.Criterion,
    by_id: t.Mapping[str, _criteria.Criterion],
    path: tuple[str, ...],
) -> None:
    if criterion.id in path:
        chain = " → ".join((*path, criterion.id))
        raise _criteria.CriteriaError(file, criterion.id, "needs", f"goes in a circle: {chain}")
    for name in (*criterion.needs, *_absent(criterion)):
        if name in by_id:
            _walk(file, by_id[name], by_id, (*path, criterion.id))


def _absent(criterion: _criteria.Criterion) -> tuple[str, ...]:
    return criterion.subject.absent if criterion.subject else ()
