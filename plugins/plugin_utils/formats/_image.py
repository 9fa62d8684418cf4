# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Image references, written out in full. Private to the collection."""

from __future__ import annotations

import typing as t


class Reference(t.NamedTuple):
    """`nginx` is docker.io/library/nginx, tag latest."""

    repository: str
    tag: str
    digest: str


def parse(text: str) -> Reference:
    """Understand a reference as Docker does."""
    rest, _at, digest = text.strip().partition("@")
    tag = ""
    if ":" in rest.rpartition("/")[2]:
        rest, _colon, tag = rest.rpartition(":")
    first, slash, remainder = rest.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        first, remainder = "docker.io", rest
    if first == "index.docker.io":
        first = "docker.io"
    if first == "docker.io" and "/" not in remainder:
        remainder = f"library/{remainder}"
    return Reference(f"{first}/{remainder}", tag or ("" if digest else "latest"), digest)


def same(one: str, other: str) -> bool:
    """Whether both name the same image; digests decide where both have one."""
    a, b = parse(one), parse(other)
    if a.digest and b.digest:
        return a.repository == b.repository and a.digest == b.digest
    return a == b


def repository(text: str) -> str:
    """The repository in full, without tag and digest."""
    return parse(text).repository


def has_tag(text: str) -> bool:
    """Whether the reference says more than a repository."""
    return "@" in text or ":" in text.strip().rpartition("/")[2]
