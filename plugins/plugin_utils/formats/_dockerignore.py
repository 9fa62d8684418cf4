# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Docker's rules for .dockerignore. Private to the collection.

As in moby/patternmatcher: the last pattern that matches a path or a folder above it decides; `!` takes
back; `*` and `?` stop at a slash, `**` does not; a leading slash means nothing. As in the builders of
Docker 20.10, which the tests were recorded with: a folder that is left out is looked into only for the
sake of a pattern that begins with its name. No regular expression is made of the patterns, for a student
could write one that never ends.
"""

from __future__ import annotations

import posixpath
import re
import typing as t

MAX_TEXT: t.Final = 16 << 10


class PatternError(ValueError):
    """What Docker refuses to build with; the message names the pattern."""


class Char(t.NamedTuple):
    """One character other than a slash; of a class, one of the ranges or, negated, none of them."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def fits(self, char: str) -> bool:
        return any(low <= char <= high for low, high in self.ranges) is not self.negated


ANY: t.Final = Char((("/", "/"),), negated=True)
STAR: t.Final = "*"  # any number of characters other than a slash
FOLDERS: t.Final = "**/"  # any number of folders, none among them
REST: t.Final = "**"  # all that follows

Token = Char | str


class Pattern(t.NamedTuple):
    """One line."""

    text: str
    tokens: tuple[Token, ...]
    negated: bool


def parse(text: str) -> list[Pattern]:
    """The patterns of a file, or PatternError."""
    if len(text) > MAX_TEXT:
        raise PatternError(f"more than {MAX_TEXT} characters")
    found = []
    for line in text.removeprefix("\ufeff").split("\n"):
        # a comment begins in the first column
        if line.startswith("#") or not line.strip():
            continue
        pattern = line.strip()
        negated = pattern.startswith("!")
        if negated:
            pattern = pattern[1:].strip()
            if not pattern:
                raise PatternError("!")
        # Go's Clean: unlike Python's normpath, it knows no leading double slash
        pattern = posixpath.normpath(re.sub("/+", "/", pattern)).lstrip("/") or "/"
        found.append(Pattern(pattern, tuple(_tokens(pattern)), negated))
    return found


def excluded(path: str, patterns: t.Sequence[Pattern]) -> bool:
    """Whether a file stays out of the build context."""
    parts = path.split("/")
    above = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
    closed = any(
        _left_out(above[: count + 1], patterns)
        and not any(pattern.negated and f"{pattern.text}/".startswith(f"{folder}/") for pattern in patterns)
        for count, folder in enumerate(above[:-1])
    )
    return closed or _left_out(above, patterns)


def _left_out(names: t.Sequence[str], patterns: t.Sequence[Pattern]) -> bool:
    """By the patterns alone; the last of the names is meant, the others lead to it."""
    out = False
    for pattern in patterns:
        # only a pattern that would change the answer needs to be tried
        if pattern.negated is out and any(_matches(pattern.tokens, name) for name in names):
            out = not pattern.negated
    return out


def _tokens(pattern: str) -> t.Iterator[Token]:
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*" and pattern[at : at + 1] == "*":
            at += 1
            if pattern[at : at + 1] == "/":
                at += 1
            yield FOLDERS if at < len(pattern) else REST
        elif char == "*":
            yield STAR
        elif char == "?":
            yield ANY
        elif char == "[":
            token, at = _char_class(pattern, at)
            yield token
        elif char == "\\":
            if at == len(pattern):
                raise PatternError(pattern)
            yield Char(((pattern[at], pattern[at]),))
            at += 1
        else:
            yield Char(((char, char),))


def _char_class(pattern: str, at: int) -> tuple[Char, int]:
    """The class that began before `at`, and where it ends."""
    negated = pattern[at : at + 1] == "^"
    at += negated
    ranges: list[tuple[str, str]] = []
    while True:
        if pattern[at : at + 1] == "]" and ranges:
            return Char(tuple(ranges), negated), at + 1
        low, at = _bound(pattern, at)
        high = low
        if pattern[at : at + 1] == "-":
            high, at = _bound(pattern, at + 1)
        ranges.append((low, high))


def _bound(pattern: str, at: int) -> tuple[str, int]:
    if pattern[at : at + 1] == "\\":
        at += 1
    elif pattern[at : at + 1] in ("-", "]"):
        raise PatternError(pattern)
    if at >= len(pattern):
        raise PatternError(pattern)
    return pattern[at], at + 1


def _matches(tokens: t.Sequence[Token], path: str) -> bool:
    """All places in the pattern that the path can have led to, character by character."""
    states = _free(tokens, {0})
    # within the folders of a `**/`, the pattern goes on after a slash only
    inside: set[int] = {at for at in states if at < len(tokens) and tokens[at] == FOLDERS}
    for char in path:
        following: set[int] = set()
        for at in states:
            token = tokens[at] if at < len(tokens) else None
            if token == REST or (token == STAR and char != "/"):
                following.add(at)
            elif isinstance(token, Char) and token.fits(char):
                following.add(at + 1)
        if char == "/":
            following |= {at + 1 for at in inside}
        states = _free(tokens, following)
        inside |= {at for at in states if at < len(tokens) and tokens[at] == FOLDERS}
        if not states and not inside:
            return False
    return len(tokens) in states


def _free(tokens: t.Sequence[Token], states: set[int]) -> set[int]:
    """With the places that are reached without a character: behind a star, or behind no folder at all."""
    found = set(states)
    todo = list(states)
    while todo:
        at = todo.pop()
        if at < len(tokens) and tokens[at] in (STAR, FOLDERS, REST) and at + 1 not in found:
            found.add(at + 1)
            todo.append(at + 1)
    return found
