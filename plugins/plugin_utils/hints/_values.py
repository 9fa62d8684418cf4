# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules for values that are not what was asked for: which, and in what way. Private to the collection."""

from __future__ import annotations

import functools
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._quantity import Number, quantity
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._absent import alike
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Advice, Failed, Scene
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

DECIMAL = re.compile(r"\d+(\.\d+)?[kMGT]")
WORD = 64
MATCHERS_OF_ORDER: t.Final = frozenset({"before", "after"})


def values(scene: Scene, say: Messages) -> Advice | None:
    """Every check that fails in a few words, those that fail in the same way together."""
    if not scene.failed:
        return None
    groups: dict[tuple[str, str], list[str]] = {}
    for item in scene.failed:
        kind, detail = _kind(item)
        groups.setdefault((kind, detail), []).append(_judge.label_of(item.check, say))
    said = [
        say(kind, labels=say("comma").join(dict.fromkeys(labels)), detail=detail)
        for (kind, detail), labels in groups.items()
    ]
    if len(scene.failed) < len(scene.criterion.expect) and scene.criterion.predicate is None:
        said.append(say("what_rest"))
    return Advice(functools.reduce(lambda one, other: say("sentences", one=one, other=other), said))


def _kind(failed: Failed) -> tuple[str, str]:
    """The message that fits, and what it says beside the label."""
    matcher, value, argument = failed.check.matcher, failed.value, failed.argument
    if matcher == "count" and argument == 0:
        return "what_left", str(len(value)) if isinstance(value, list) else ""
    if matcher == "present" and argument is False:
        return "what_still", ""
    if value in (None, "", [], {}):
        return "what_unset", ""
    if matcher in MATCHERS_OF_ORDER:
        return "what_order", ""
    return _compared(matcher, value, argument)


def _compared(matcher: str, value: t.Any, argument: t.Any) -> tuple[str, str]:
    if matcher == "quantity" and _other_unit(value, argument):
        return "what_units", str(value)
    if matcher in ("contains", "contains_all") and not isinstance(value, str):
        wanted = argument if isinstance(argument, list) else [argument]
        return "what_lacks", ", ".join(str(item) for item in wanted if item not in value)
    if matcher == "equals" and _short(value) and _short(argument) and alike(value, argument):
        return "what_alike", value
    low, high = _bounds(matcher, argument)
    number = None if isinstance(value, bool) else quantity(value)
    if number is not None and low is not None and number < low:
        return "what_less", ""
    if number is not None and high is not None and number > high:
        return "what_more", ""
    return "what_wrong", ""


def _short(value: t.Any) -> bool:
    """A name or a word, and neither a path nor the content of a file."""
    return isinstance(value, str) and len(value) <= WORD and "/" not in value


def _bounds(matcher: str, argument: t.Any) -> tuple[Number | None, Number | None]:
    if matcher == "between":
        return quantity(argument[0]), quantity(argument[1])
    if matcher == "quantity":
        return quantity(argument), quantity(argument)
    return (
        quantity(argument) if matcher == "at_least" else None,
        quantity(argument) if matcher == "at_most" else None,
    )


def _other_unit(value: t.Any, argument: t.Any) -> bool:
    """The same figure, counted in thousands: 64M for 64Mi."""
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None and f"{value}i" == argument
