# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tables that students write by hand: CSV with any usual delimiter, header in Japanese or English.

Private to the collection.
"""

from __future__ import annotations

import csv
import typing as t
import unicodedata

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image

Row = dict[str, str]

MAX_ROWS = 200
DELIMITERS = ",;\t|"
# A column is found by a word in its heading: `memory_limit_bytes` and `メモリ使用量` are both `memory`.
COLUMNS: t.Final[t.Mapping[str, tuple[str, ...]]] = {
    "image": ("image", "イメージ"),
    "pod": ("pod", "ポッド"),
    "processes": ("process", "プロセス"),
    "memory": ("memory", "メモリ"),
    "kernel": ("kernel", "カーネル"),
    "qos": ("qos",),
}


def parse(text: str) -> list[Row] | None:
    """Rows with the columns that COLUMNS knows; None where there is no heading with one of them."""
    # full-width letters, digits and delimiters alike: an input method for Japanese writes them
    plain = unicodedata.normalize("NFKC", text.removeprefix("\ufeff"))
    lines = [line for line in plain.splitlines() if line.strip()]
    if not lines:
        return None
    delimiter = max(DELIMITERS, key=lines[0].count)
    try:
        rows = csv.reader(lines[: MAX_ROWS + 1], delimiter=delimiter, skipinitialspace=True)
        cells = [_cells(row) for row in rows]
    except csv.Error:
        return None
    heading = _heading(cells[0])
    if not heading or _undivided(cells[0]):
        return None
    return [{name: row[at] if at < len(row) else "" for name, at in heading.items()} for row in cells[1:]]


def rows_of(rows: t.Iterable[Row], column: str, name: str) -> list[Row]:
    """Rows whose cell names this: an image with or without its tag, or a Pod as kubectl names it. None has capitals."""
    wanted, kind = _image.repository(name), "pod/" if column == "pod" else ""
    cells = [(row, (row.get(column) or "").lower().removeprefix(kind)) for row in rows]
    return [row for row, cell in cells if cell and _image.repository(cell) == wanted]


def _cells(row: list[str]) -> list[str]:
    cells = [cell.strip() for cell in row]
    # `| a | b |`: a table as Markdown draws it has an empty cell at both ends
    if len(cells) > 2 and not cells[0] and not cells[-1]:
        return cells[1:-1]
    return cells


def _undivided(cells: list[str]) -> bool:
    """Whether the words of several columns stand in a single cell: nothing that is known divides them."""
    named = [words for words in COLUMNS.values() if any(word in cells[0].lower() for word in words)]
    return len(cells) == 1 and len(named) > 1


def _heading(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, words in COLUMNS.items():
            if name not in found and any(word in cell.lower() for word in words):
                found[name] = at
                break
    return found
