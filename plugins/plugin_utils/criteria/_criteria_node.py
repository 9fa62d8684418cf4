# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A place in a criteria file that knows where it is, so that every refusal can say so. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import CriteriaError
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import Selector, SelectorError, selector
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES


class Node:
    """One value of the parsed YAML."""

    def __init__(self, file: str, criterion: str | None, field: str, value: t.Any) -> None:
        self.file = file
        self.criterion = criterion or ""
        self.field = field
        self.value = value

    def wrong(self, reason: str) -> t.NoReturn:
        """Refuse the file because of this place."""
        raise CriteriaError(self.file, self.criterion or None, self.field, reason)

    def of_criterion(self, name: str) -> Node:
        """The same place, named from the criterion on."""
        return Node(self.file, name, "criterion", self.value)

    def at(self, name: str | int) -> Node:
        """A place below, whether it is there or not."""
        inner = self.value.get(name) if isinstance(self.value, dict) else None
        prefix = "" if self.field in ("file", "criterion") else f"{self.field}."
        return Node(self.file, self.criterion, f"{prefix}{name}", inner)

    def __getitem__(self, name: str) -> Node:
        if name not in self.mapping():
            self.at(name).wrong("is missing")
        return self.at(name)

    def __contains__(self, name: str) -> bool:
        return isinstance(self.value, dict) and name in self.value

    def mapping(self) -> dict[str, t.Any]:
        """The value as a mapping with names as keys."""
        if not isinstance(self.value, dict) or not all(isinstance(name, str) for name in self.value):
            self.wrong("must be a mapping")
        return self.value

    def items(self, name: str) -> list[tuple[str, Node]]:
        """Named places below an optional key."""
        return [(key, self[name][key]) for key in self[name].mapping()] if name in self else []

    def keys(self, required: t.Sequence[str], optional: t.Sequence[str] = ()) -> None:
        """All of these and none but these."""
        for name in self.mapping():
            if name not in required and name not in optional:
                self.at(name).wrong("unknown key")
        for name in required:
            if name not in self:
                self.at(name).wrong("is missing")

    def children(self) -> list[Node]:
        """Entries of a list."""
        if not isinstance(self.value, list):
            self.wrong("must be a list")
        return [Node(self.file, self.criterion, f"{self.field}[{at}]", item) for at, item in enumerate(self.value)]

    def string(self) -> str:
        """Text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.wrong("must be text")
        return self.value

    def strings(self) -> tuple[str, ...]:
        """One text, or a list of them."""
        if isinstance(self.value, str):
            return (self.string(),)
        return tuple(child.string() for child in self.children())

    def names(self, known: t.Container[str], what: str) -> tuple[str, ...]:
        """Names of things defined in the same file."""
        for name in self.strings():
            if name not in known:
                self.wrong(f"there is no {what} {name}")
        return self.strings()

    def positive(self) -> int:
        """A whole number above zero."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < 1:
            self.wrong("must be a whole number above 0")
        return self.value

    def text(self) -> dict[str, str]:
        """The same text in every language."""
        self.keys(LANGUAGES)
        # YAML joins the lines of a folded text by spaces, and Japanese has none after a full stop or comma
        return {language: re.sub(r"(?<=[、。]) ", "", self[language].string()) for language in LANGUAGES}

    def selector(self, known: t.Collection[str]) -> Selector:
        """A JMESPath expression that looks only at what its criterion uses."""
        try:
            found = selector(self.string())
        except SelectorError as error:
            self.wrong(str(error))
        strangers = sorted(found.roots - set(known))
        if strangers:
            self.wrong(f"looks at {strangers[0]}, which is not among {', '.join(sorted(known))}")
        return found

    def argument(self, known: t.Collection[str]) -> t.Any:
        """A literal, `{from: selector}`, or a list or mapping of these."""
        if _matchers.is_reference(self.value):
            return self["from"].selector(known)
        if isinstance(self.value, dict):
            return {name: self[name].argument(known) for name in self.mapping()}
        if isinstance(self.value, list):
            return [child.argument(known) for child in self.children()]
        return self.value
