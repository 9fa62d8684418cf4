# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Selectors: JMESPath with the lab's functions, checked when loaded. Private to the collection."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions._functions import FUNCTIONS

try:
    import jmespath
    from jmespath import exceptions, functions
except ImportError:
    jmespath = None  # type: ignore[assignment]

Node = dict[str, t.Any]

# In these, only the first part sees the data as a whole; the others see what the first selected.
CHAINS = frozenset(
    {"subexpression", "index_expression", "pipe", "projection", "value_projection", "filter_projection", "flatten"}
)


class SelectorError(ValueError):
    """A selector that cannot be understood, or that the data does not allow."""


@dataclasses.dataclass(frozen=True)
class Selector:
    """One compiled expression; `roots` are the names it looks up in the data itself."""

    text: str
    roots: frozenset[str]

    @property
    def tree(self) -> Node:
        """The parsed expression, as JMESPath has it."""
        return t.cast(Node, _compiled(self.text).parsed)

    def search(self, data: t.Mapping[str, t.Any]) -> t.Any:
        """What the expression selects; null where there is nothing."""
        try:
            return _compiled(self.text).search(data, options=_options())
        except exceptions.JMESPathError as error:
            raise SelectorError(f"{self.text}: {error}") from error


def selector(text: str) -> Selector:
    """Compile, and refuse functions that do not exist (JMESPath itself notices only when it runs)."""
    if jmespath is None:
        raise SelectorError("the Python library jmespath is missing on the controller: pip install jmespath")
    try:
        tree = _compiled(text).parsed
    except exceptions.JMESPathError as error:
        raise SelectorError(f"no JMESPath: {error}") from error
    for name in sorted(_called(tree)):
        if name not in FUNCTIONS and name not in functions.Functions.FUNCTION_TABLE:
            raise SelectorError(f"unknown function {name}()")
    return Selector(text, frozenset(_roots(tree)))


@functools.cache
def _options() -> t.Any:
    """JMESPath's own functions and ours, as methods: that is how the library wants them."""
    methods = {f"_func_{name}": _method(item.call, item.signature) for name, item in FUNCTIONS.items()}
    return jmespath.Options(custom_functions=type("LabFunctions", (functions.Functions,), methods)())


def _method(call: t.Callable[..., t.Any], signature: tuple[t.Any, ...]) -> t.Any:
    return functions.signature(*signature)(lambda _self, *args: call(*args))


@functools.cache
def _compiled(text: str) -> t.Any:
    return jmespath.compile(text)


def _called(node: Node) -> t.Iterator[str]:
    if node["type"] == "function_expression":
        yield node["value"]
    for child in _children(node):
        yield from _called(child)


def _roots(node: Node) -> t.Iterator[str]:
    if node["type"] == "field":
        yield node["value"]
    elif node["type"] in CHAINS:
        yield from _roots(node["children"][0])
    elif node["type"] != "expref":
        for child in _children(node):
            yield from _roots(child)


def _children(node: Node) -> list[Node]:
    return [child for child in node.get("children") or [] if isinstance(child, dict)]
