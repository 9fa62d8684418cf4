# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a check or predicate found, and what a predicate is. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


class Finding(t.NamedTuple):
    """Texts are for people, in their language, and harmless."""

    holds: bool
    expected: str
    actual: str


class Predicate(t.NamedTuple):
    """`arguments` are the names that `with` must have, all of them."""

    judge: t.Callable[[dict[str, t.Any], Messages], list[Finding]]
    arguments: frozenset[str]
