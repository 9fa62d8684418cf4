# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a criterion is about, read from its selectors: objects by their names. Private to the collection."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import SUBJECT, AnyOf, Check, Criterion
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Node, Selector

# functions of selectors that pick an object by its name, and those that pick a container in one
BY_NAME: t.Final = frozenset({"named", "docker_named", "image_tag"})
BY_LABEL: t.Final = frozenset({"app_pods"})
INSIDE: t.Final = frozenset({"config_maps_at", "container", "prepared_at", "security", "volume_at", "volumes_of"})
# in a filter of what a probe saw: processes[?pod == 'x']
FIELDS: t.Final = frozenset({"pod", "container"})


@dataclasses.dataclass(frozen=True)
class Thing:
    """`probe` is its name in the criteria file, the rest is what the selector insists on."""

    probe: str
    name: str | None = None
    container: str | None = None
    label: str | None = None


def of_subject(criterion: Criterion) -> tuple[Thing, ...]:
    """Things that the subject is made of; without a subject, those that the criterion is judged by."""
    if criterion.subject is not None:
        return of_selector(criterion.subject.select)
    found = (thing for selector in selectors(criterion) for thing in of_selector(selector))
    return tuple(sorted(dict.fromkeys(found), key=lambda thing: not (thing.name or thing.label)))


def of_check(criterion: Criterion, check: Check) -> tuple[Thing, ...]:
    """Things that a check looks at; the subject where it looks at that."""
    mine = of_selector(check.select)
    return of_subject(criterion) if SUBJECT in check.select.roots else mine


def names(criteria: t.Iterable[Criterion]) -> frozenset[str]:
    """All names that these criteria insist on."""
    selected = (
        selector
        for criterion in criteria
        for selector in (*([criterion.subject.select] if criterion.subject else []), *selectors(criterion))
    )
    return frozenset(thing.name for selector in selected for thing in of_selector(selector) if thing.name)


def selectors(criterion: Criterion) -> t.Iterator[Selector]:
    """Those of the checks and of the predicate's arguments."""
    for item in criterion.expect:
        alternatives = item.alternatives if isinstance(item, AnyOf) else ((item,),)
        yield from (check.select for checks in alternatives for check in checks)
    yield from _in(criterion.arguments)


def of_selector(selector: Selector) -> tuple[Thing, ...]:
    """Each once, those with a name before the others."""
    return _things(selector)


def _in(argument: t.Any) -> t.Iterator[Selector]:
    if isinstance(argument, Selector):
        yield argument
    elif isinstance(argument, t.Mapping):
        for item in argument.values():
            yield from _in(item)
    elif isinstance(argument, list):
        for item in argument:
            yield from _in(item)


@functools.cache
def _things(selector: Selector) -> tuple[Thing, ...]:
    found = list(dict.fromkeys(_walk(selector.tree)))
    # a bare probe says nothing beside an object of it
    told = {thing.probe for thing in found if thing != Thing(thing.probe)}
    mine = [thing for thing in found if thing.probe in selector.roots]
    mine = [thing for thing in mine if thing != Thing(thing.probe) or thing.probe not in told]
    return tuple(sorted(mine, key=lambda thing: not (thing.name or thing.label)))


def _walk(node: Node, container: str | None = None) -> t.Iterator[Thing]:
    called, literals = node["value"] if node["type"] == "function_expression" else "", _literals(node)
    if called in BY_NAME | BY_LABEL and literals:
        for probe in _fields(node["children"][0]):
            named = called in BY_NAME
            yield Thing(probe, literals[0] if named else None, container, None if named else literals[0])
        return
    if node["type"] == "filter_projection":
        filtered = dict(_equal(node["children"][2]))
        if filtered.keys() & FIELDS:
            for probe in _fields(node["children"][0]):
                yield Thing(probe, filtered.get("pod"), filtered.get("container"))
            return
    if node["type"] == "field":
        yield Thing(node["value"], container=container)
    for child in node["children"]:
        if isinstance(child, dict):
            yield from _walk(child, literals[0] if called in INSIDE and literals else container)


def _literals(node: Node) -> list[str]:
    children = [child for child in node.get("children") or [] if isinstance(child, dict)]
    return [child["value"] for child in children if child["type"] == "literal" and isinstance(child["value"], str)]


def _fields(node: Node) -> t.Iterator[str]:
    """The probe that an argument is; `slices[?…]` is one as well."""
    if node["type"] == "field":
        yield node["value"]
    elif node["children"] and isinstance(node["children"][0], dict):
        yield from _fields(node["children"][0])


def _equal(node: Node) -> t.Iterator[tuple[str, str]]:
    """Pairs of `field == 'literal'`."""
    if node["type"] == "comparator" and node["value"] == "eq":
        one, other = node["children"]
        if one["type"] == "field" and other["type"] == "literal" and isinstance(other["value"], str):
            yield one["value"], other["value"]
    elif node["type"] == "and_expression":
        for child in node["children"]:
            yield from _equal(child)
