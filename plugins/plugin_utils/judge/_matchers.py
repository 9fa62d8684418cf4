# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The closed set of matchers: what a check may demand of a selected value. Private to the collection.

One matcher = one pure function + one entry in MATCHERS. A null value satisfies none of them but
`present: false`, `equals: null` and `not_equals`.
"""

from __future__ import annotations

import datetime
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._quantity import Number, binary_size, cores, quantity
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

MAX_MATCHED = 4096
OCTAL = re.compile("[0-7]{3,5}")
Moment = tuple[datetime.datetime, int]
TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)")


def equals(actual: t.Any, arg: t.Any) -> bool:
    """Same type and value: 1 is not true."""
    return type(actual) is type(arg) and bool(actual == arg)


def not_equals(actual: t.Any, arg: t.Any) -> bool:
    """Anything else, null among it."""
    return not equals(actual, arg)


def present(actual: t.Any, arg: bool) -> bool:
    """Present is what is neither null nor empty."""
    return (actual not in (None, "", [], {})) is arg


def same_quantity(actual: t.Any, arg: t.Any) -> bool:
    """`0.1` = `100m`."""
    return _compare(actual, arg, lambda a, b: a == b)


def between(actual: t.Any, arg: t.Sequence[t.Any]) -> bool:
    """From the first to the second, both allowed."""
    return at_least(actual, arg[0]) and at_most(actual, arg[1])


def at_least(actual: t.Any, arg: t.Any) -> bool:
    """Numbers or quantities."""
    return _compare(actual, arg, lambda a, b: a >= b)


def at_most(actual: t.Any, arg: t.Any) -> bool:
    """Numbers or quantities."""
    return _compare(actual, arg, lambda a, b: a <= b)


def within_percent(actual: t.Any, arg: t.Mapping[str, t.Any]) -> bool:
    """Not further from `of` than `percent` of it."""
    share = Number(str(arg["percent"])) / 100
    return _compare(actual, arg["of"], lambda a, b: abs(a - b) <= abs(b) * share)


def one_of(actual: t.Any, arg: t.Sequence[t.Any]) -> bool:
    """Equal to some entry."""
    return isinstance(arg, list) and _among(actual, arg)


def contains(actual: t.Any, arg: t.Any) -> bool:
    """An entry of a list, or a part of a text."""
    if isinstance(actual, str):
        return isinstance(arg, str) and arg in actual
    return isinstance(actual, list) and _among(arg, actual)


def contains_all(actual: t.Any, arg: t.Sequence[t.Any]) -> bool:
    """Every entry of the argument."""
    return isinstance(arg, list) and all(contains(actual, item) for item in arg)


def same_set(actual: t.Any, arg: t.Any) -> bool:
    """The same entries in any order, however often."""
    if not isinstance(actual, list) or not isinstance(arg, list):
        return False
    return all(_among(item, actual) for item in arg) and all(_among(item, arg) for item in actual)


def matches(actual: t.Any, arg: t.Any) -> bool:
    """The whole text fits the regular expression; a long text does not."""
    return (
        isinstance(actual, str)
        and isinstance(arg, str)
        and len(actual) <= MAX_MATCHED
        and re.fullmatch(arg, actual) is not None
    )


def same_image(actual: t.Any, arg: t.Any) -> bool:
    """`nginx` = `docker.io/library/nginx:latest`."""
    return isinstance(actual, str) and isinstance(arg, str) and _image.same(actual, arg)


def mode(actual: t.Any, arg: t.Any) -> bool:
    """Octal: `755` = `0755`."""
    return all(isinstance(item, str) and OCTAL.fullmatch(item) for item in (actual, arg)) and (
        int(actual, 8) == int(arg, 8)
    )


def count(actual: t.Any, arg: int) -> bool:
    """Number of entries."""
    return isinstance(actual, (list, dict)) and len(actual) == arg


def before(actual: t.Any, arg: t.Any) -> bool:
    """Timestamps as Docker and Kubernetes write them."""
    return _earlier(timestamp(actual), timestamp(arg))


def after(actual: t.Any, arg: t.Any) -> bool:
    """The contrary of before, but for equal times."""
    return _earlier(timestamp(arg), timestamp(actual))


def _earlier(one: Moment | None, other: Moment | None) -> bool:
    return one is not None and other is not None and one < other


def _among(item: t.Any, items: list[t.Any]) -> bool:
    return any(equals(item, other) for other in items)


def timestamp(value: t.Any) -> Moment | None:
    """Time and nanoseconds, which datetime cannot hold."""
    match = TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    seconds, fraction, zone = match.groups()
    offset = "+00:00" if zone == "Z" else zone
    try:
        return datetime.datetime.fromisoformat(seconds + offset), int((fraction or "0").ljust(9, "0"))
    except ValueError:
        return None


def _compare(actual: t.Any, arg: t.Any, holds: t.Callable[[Number, Number], bool]) -> bool:
    one, other = quantity(actual), quantity(arg)
    return one is not None and other is not None and holds(one, other)


# What an argument may be; None where it is right, otherwise what it must be.


def _any(_arg: t.Any) -> str | None:
    return None


def _is(kind: type, what: str) -> t.Callable[[t.Any], str | None]:
    return lambda arg: None if isinstance(arg, kind) and not (kind is int and isinstance(arg, bool)) else what


def _quantity_arg(arg: t.Any) -> str | None:
    return None if quantity(arg) is not None else "must be a number or a quantity such as 250m or 64Mi"


def _range_arg(arg: t.Any) -> str | None:
    right = (
        isinstance(arg, list) and len(arg) == 2 and all(is_reference(item) or not _quantity_arg(item) for item in arg)
    )
    return None if right else "must be a list of two numbers or quantities"


def _percent_arg(arg: t.Any) -> str | None:
    right = isinstance(arg, dict) and set(arg) == {"of", "percent"} and isinstance(arg["percent"], int)
    return None if right else "must have `of` and `percent`"


def _regex_arg(arg: t.Any) -> str | None:
    try:
        re.compile(arg)
    except (re.error, TypeError) as error:
        return f"must be a regular expression ({error})"
    return None


def _mode_arg(arg: t.Any) -> str | None:
    right = isinstance(arg, str) and OCTAL.fullmatch(arg) is not None
    return None if right else "must be an octal mode in quotes"


def is_reference(arg: t.Any) -> bool:
    """`{from: …}`: the argument is looked up in the snapshot."""
    return isinstance(arg, dict) and set(arg) == {"from"}


class Matcher(t.NamedTuple):
    """`phrase` is the message that says what is expected."""

    holds: t.Callable[[t.Any, t.Any], bool]
    phrase: str
    wrong: t.Callable[[t.Any], str | None]


_LIST = _is(list, "must be a list")

MATCHERS: t.Final[t.Mapping[str, Matcher]] = {
    "after": Matcher(after, "after", _is(str, "must be a timestamp")),
    "at_least": Matcher(at_least, "at_least", _quantity_arg),
    "at_most": Matcher(at_most, "at_most", _quantity_arg),
    "before": Matcher(before, "before", _is(str, "must be a timestamp")),
    "between": Matcher(between, "between", _range_arg),
    "contains": Matcher(contains, "contains", _any),
    "contains_all": Matcher(contains_all, "contains", _LIST),
    "count": Matcher(count, "count", _is(int, "must be a whole number")),
    "equals": Matcher(equals, "equals", _any),
    "image": Matcher(same_image, "equals", _is(str, "must be an image reference")),
    "matches": Matcher(matches, "matches", _regex_arg),
    "mode": Matcher(mode, "equals", _mode_arg),
    "not_equals": Matcher(not_equals, "not_equals", _any),
    "one_of": Matcher(one_of, "one_of", _LIST),
    "present": Matcher(present, "present", _is(bool, "must be true or false")),
    "quantity": Matcher(same_quantity, "equals", _quantity_arg),
    "same_set": Matcher(same_set, "same_set", _LIST),
    "within_percent": Matcher(within_percent, "within_percent", _percent_arg),
}


def expected(name: str, label: str, arg: t.Any, say: Messages) -> str:
    """Say what a check demands."""
    phrase = MATCHERS[name].phrase
    shown = in_units_of(arg, arg)
    if phrase == "between":
        return say(phrase, label=label, low=shown[0], high=shown[1])
    if phrase == "within_percent":
        return say(phrase, label=label, of=arg["of"], percent=arg["percent"])
    if phrase == "present" and not arg:
        phrase = "not_present"
    return say(phrase, label=label, arg=shown)


def in_units_of(value: t.Any, arg: t.Any) -> t.Any:
    """A bare number as the argument writes it: 62914560 beside `50Mi` is `60Mi`, 0.25 beside `250m` is `250m`."""
    if isinstance(value, list):
        return [in_units_of(item, arg) for item in value]
    units = [item for item in (arg if isinstance(arg, list) else [arg]) if isinstance(item, str)]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not units:
        return value
    number = Number(repr(value))
    if units[0].endswith("i"):
        return binary_size(number)
    return cores(number) if units[0].endswith("m") else value
