# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Turn anything a student VM said into short, harmless text. Private to the collection."""

from __future__ import annotations

import json
import re
import typing as t
import unicodedata

LIMIT = 200
MAX_ITEMS = 6

# CSI and OSC sequences go as a whole: without the escape character their rest would be left as letters.
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-_]")
DIGEST = re.compile(r"sha256:([0-9a-f]{12})[0-9a-f]{52}")


def plain(text: str, limit: int = LIMIT) -> str:
    """One line without control, formatting (bidi overrides among them) and surrogate characters."""
    without = ESCAPES.sub("", text[: limit * 8])
    spaced = re.sub(r"\s+", " ", without)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def render(value: t.Any, nothing: str, limit: int = LIMIT) -> str:
    """A value as a person wants to read it."""
    if value is None or value in ("", [], {}):
        return nothing
    if isinstance(value, str):
        return plain(_shortened(value), limit)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return plain(_items(value, nothing), limit)
    if isinstance(value, dict):
        return plain(_shortened(json.dumps(value, ensure_ascii=False, sort_keys=True)), limit)
    return plain(str(value), limit)


def _items(values: list[t.Any], nothing: str) -> str:
    shown = [render(value, nothing, 60) for value in values[:MAX_ITEMS]]
    more = ", …" if len(values) > MAX_ITEMS else ""
    count = f"({len(values)}) " if len(values) > 1 else ""
    return count + ", ".join(shown) + more


def _shortened(text: str) -> str:
    return DIGEST.sub(r"sha256:\1", text)
