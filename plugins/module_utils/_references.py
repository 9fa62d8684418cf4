# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Image references in their full form. Private to the collection."""

from __future__ import annotations


def repository(reference: str) -> str:
    """`nginx:1.21` and `docker.io/library/nginx@sha256:…` both are `docker.io/library/nginx`."""
    name = reference.partition("@")[0]
    head, slash, last = name.rpartition("/")
    name = head + slash + last.partition(":")[0]
    first, slash, _rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name.replace("index.docker.io/", "docker.io/", 1)
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


def full(reference: str) -> str:
    """`nginx` is `docker.io/library/nginx:latest`."""
    name, at, digest = reference.partition("@")
    if at:
        return f"{repository(name)}@{digest}"
    return f"{repository(name)}:{name.rpartition('/')[2].partition(':')[2] or 'latest'}"
