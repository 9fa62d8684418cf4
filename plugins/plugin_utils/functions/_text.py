# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions of selectors that read texts. Private to the collection."""

from __future__ import annotations

import re
import typing as t

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
TEXT: t.Final[t.Any] = {"types": ["string", "null"]}


def lines(file: Object | None) -> list[str]:
    """The whole lines of a file that is still written, or of the end of one."""
    content = (file or {}).get("content") or ""
    # a last line without its end is being written; the first one of a file's end began earlier
    found = content.split("\n")[:-1]
    return [line for line in found[1 if (file or {}).get("truncated") else 0 :] if line.strip()]


def occurring(items: list[str] | None, text: str | None) -> list[str]:
    """Those that the text contains."""
    return [item for item in items or [] if item in (text or "")]


def common(one: list[t.Any] | None, other: list[t.Any] | None) -> list[t.Any]:
    """What stands in both lists."""
    return [item for item in one or [] if item in (other or [])]


def digest(reference: str | None) -> str | None:
    """The digest in an image reference or id."""
    match = DIGEST.search(reference or "")
    return match[0] if match else None


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "common": (common, (LIST, LIST)),
    "digest": (digest, (TEXT,)),
    "lines": (lines, (OBJECT,)),
    "occurring": (occurring, (LIST, TEXT)),
}
