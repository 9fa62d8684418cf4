# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of the student VM itself: files and the node. Private to the collection."""

from __future__ import annotations

import os
import platform
import pwd
import shutil
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _cgroup, _files
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

HOME = "~student/"
DEFAULT_BYTES = 64 << 10


def node(_spec: Spec, _limits: Limits, _shared: Shared) -> dict[str, t.Any]:
    return {
        "kernel": platform.release(),
        "hostname": platform.node(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "cpus": os.cpu_count(),
        "cgroup_version": _cgroup.version(),
        # where Docker and containerd keep images and logs
        "disk_free_bytes": shutil.disk_usage("/var/lib").free,
        "now": _files.timestamp(time.time()),
    }


def file(spec: Spec, limits: Limits, _shared: Shared) -> dict[str, t.Any]:
    """One path's facts, and its content where it is an ordinary file.

    A student owns the folders on the way: no symbolic link is followed anywhere below the start (a
    link is reported as what it is), and nothing but an ordinary file is ever opened for reading.
    """
    root, parts = start(spec["path"], limits.account)
    try:
        return _files.facts(root, parts, min(spec.get("max_bytes", DEFAULT_BYTES), limits.max_bytes))
    except _files.Missing as error:
        raise Absent from error


def start(path: str, account: str) -> tuple[str, list[str]]:
    """The folder to begin at, and the way from there."""
    if path.startswith(HOME):
        try:
            home = os.path.realpath(pwd.getpwnam(account).pw_dir)
        except KeyError:
            raise ServiceError("account", f"looking for {account}", "the VM has no such account") from None
        root, rest = home, path[len(HOME) :]
    else:
        root, rest = "/", path
    parts = [part for part in rest.split("/") if part]
    if not parts or ".." in parts or "." in parts or not (path.startswith(("/", HOME))):
        raise ServiceError("probe file", f"reading {path}", "no plain path below / or ~student/")
    return root, parts
