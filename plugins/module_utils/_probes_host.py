# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of the student VM itself: files and the node. Private to the collection."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import pathlib
import platform
import pwd
import stat
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _cgroup
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

HOME = "~student/"
DEFAULT_BYTES = 64 << 10
TYPES: t.Final = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def node(_spec: Spec, _limits: Limits, _shared: Shared) -> dict[str, t.Any]:
    return {
        "kernel": platform.release(),
        "hostname": platform.node(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "cpus": os.cpu_count(),
        "cgroup_version": _cgroup.version(),
    }


def file(spec: Spec, limits: Limits, _shared: Shared) -> dict[str, t.Any]:
    """One path's facts, and its content where it is an ordinary file.

    A student owns the folders on the way: no symbolic link is followed anywhere below the start (a
    link is reported as what it is), and nothing but an ordinary file is ever opened for reading.
    """
    root, parts = start(spec["path"], limits.account)
    most = min(spec.get("max_bytes", DEFAULT_BYTES), limits.max_bytes)
    with contextlib.ExitStack() as stack:
        current = _open(root, None, stack)
        rest = iter(parts)
        for part in rest:
            current = _open(part, current, stack)
            facts = os.fstat(current)
            if not stat.S_ISDIR(facts.st_mode):
                break
        if next(rest, None) is not None and not stat.S_ISLNK(facts.st_mode):
            raise Absent
        return {**_facts(facts), **_content(current if stat.S_ISREG(facts.st_mode) else None, most)}


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


def _open(name: str, parent: int | None, stack: contextlib.ExitStack) -> int:
    """A handle that can be asked what it is, without opening the thing (a fifo would block)."""
    try:
        descriptor = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise Absent from error
        raise
    stack.callback(os.close, descriptor)
    return descriptor


def _facts(facts: os.stat_result) -> dict[str, t.Any]:
    try:
        owner = pwd.getpwuid(facts.st_uid).pw_name
    except KeyError:
        owner = None
    changed = datetime.datetime.fromtimestamp(facts.st_mtime_ns / 1e9, datetime.UTC)
    return {
        "type": TYPES.get(stat.S_IFMT(facts.st_mode), "other"),
        "owner": owner,
        "uid": facts.st_uid,
        "mode": f"{stat.S_IMODE(facts.st_mode):04o}",
        "size": facts.st_size,
        "mtime": changed.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }


def _content(descriptor: int | None, most: int) -> dict[str, t.Any]:
    if descriptor is None:
        return {"content": None, "truncated": False}
    with pathlib.Path(f"/proc/self/fd/{descriptor}").open("rb") as stream:
        data = stream.read(most + 1)
    return {"content": data[:most].decode("utf-8", errors="replace"), "truncated": len(data) > most}
