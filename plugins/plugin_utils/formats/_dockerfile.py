# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""As much of a Dockerfile as tells its stages. Private to the collection."""

from __future__ import annotations

import re
import typing as t

FROM = re.compile(r"FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*", re.IGNORECASE)
COPY = re.compile(r"COPY\s+(?:--\S+\s+)*?--from=(\S+)\s", re.IGNORECASE)


class Stages(t.NamedTuple):
    """`copies`: how many COPY take their files from an earlier stage."""

    number: int
    copies: int


def stages(text: str) -> Stages:
    """Count what a build in several stages needs."""
    names: list[str] = []
    copies = 0
    for line in instructions(text):
        stage = FROM.fullmatch(line)
        if stage:
            names.append((stage[2] or "").lower())
            continue
        copied = COPY.match(line)
        earlier = {name for name in names[:-1] if name} | {str(number) for number in range(len(names) - 1)}
        copies += bool(copied and copied[1].lower().strip("\"'") in earlier)
    return Stages(len(names), copies)


def instructions(text: str) -> list[str]:
    """Each in one line, without comments."""
    joined: list[str] = []
    pending = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        joined.append((pending + line).strip())
        pending = ""
    return [*joined, pending.strip()] if pending.strip() else joined
