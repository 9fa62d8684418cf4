# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look at files that somebody else controls. Private to the collection.

Every step is taken from the folder above it, by a handle that can be asked what it is without opening the thing
(a fifo would block, a device might do something); nothing but an ordinary file is opened for reading.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import pathlib
import pwd
import stat
import typing as t

HANDLE = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
# what a start leaves on a folder that it had to make: xattr(7)
SEEDED = "user.kcna-labs.seeded"
# as many as the kernel follows: path_resolution(7)
MAX_LINKS = 40
TYPES: t.Final = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


class Missing(Exception):
    """There is nothing under this path."""


def facts(
    root: str, parts: t.Sequence[str], most: int, *, tail: bool = False, follow: bool = False
) -> dict[str, t.Any]:
    """What stands at the end of this way from `root`, with at most so many bytes of content; Missing if nothing does.

    `tail` reads the end instead of the beginning. A symbolic link is reported as what it is; with `follow` it is
    followed, as in a root of its own: no link leads out of `root`.
    """
    with contextlib.ExitStack() as stack:
        top = _open(root, None, stack, nofollow=not follow)
        walk = _follow if follow else _walk
        handle = walk(top, parts, stack)
        found = os.fstat(handle)
        # what the kernel makes up may never end (/proc/kmsg), or tell what is not the container's
        readable = stat.S_ISREG(found.st_mode) and found.st_dev not in _kernels_own(top)
        # of the mount it is seen through
        read_only = bool(os.fstatvfs(handle).f_flag & os.ST_RDONLY)
        content = _content(handle if readable else None, most, tail=tail)
        return {**_facts(found), **_seeded(handle), "read_only": read_only, **content}


def _kernels_own(top: int) -> set[int]:
    own = set()
    for name in ("proc", "sys"):
        with contextlib.suppress(OSError):
            own.add(os.stat(name, dir_fd=top, follow_symlinks=False).st_dev)
    # an image may have these folders without the mounts
    return own - {os.fstat(top).st_dev}


def _walk(top: int, parts: t.Sequence[str], stack: contextlib.ExitStack) -> int:
    current = top
    rest = iter(parts)
    for part in rest:
        current = _open(part, current, stack)
        mode = os.fstat(current).st_mode
        if not stat.S_ISDIR(mode):
            if next(rest, None) is not None and not stat.S_ISLNK(mode):
                raise Missing
            break
    return current


def _follow(top: int, parts: t.Sequence[str], stack: contextlib.ExitStack) -> int:
    way = [top]
    todo = list(reversed(parts))
    links = 0
    while todo:
        part = todo.pop()
        if part == "..":
            # the root's parent is the root
            way = way[:-1] or [top]
            continue
        handle = _open(part, way[-1], stack)
        if not stat.S_ISLNK(os.fstat(handle).st_mode):
            way.append(handle)
            continue
        links += 1
        if links > MAX_LINKS:
            raise Missing
        target = os.readlink("", dir_fd=handle)
        if target.startswith("/"):
            way = [top]
        todo += [name for name in reversed(target.split("/")) if name not in ("", ".")]
    return way[-1]


def _open(name: str, parent: int | None, stack: contextlib.ExitStack, *, nofollow: bool = True) -> int:
    try:
        descriptor = os.open(name, HANDLE if nofollow else HANDLE & ~os.O_NOFOLLOW, dir_fd=parent)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
            raise Missing from error
        raise
    stack.callback(os.close, descriptor)
    return descriptor


def _facts(found: os.stat_result) -> dict[str, t.Any]:
    try:
        owner = pwd.getpwuid(found.st_uid).pw_name
    except KeyError:
        owner = None
    return {
        "type": TYPES.get(stat.S_IFMT(found.st_mode), "other"),
        "owner": owner,
        "uid": found.st_uid,
        "gid": found.st_gid,
        "mode": f"{stat.S_IMODE(found.st_mode):04o}",
        "size": found.st_size,
        "inode": found.st_ino,
        "mtime": timestamp(found.st_mtime_ns / 1e9),
        "ctime": timestamp(found.st_ctime_ns / 1e9),
    }


def _seeded(handle: int) -> dict[str, t.Any]:
    try:
        value = os.getxattr(f"/proc/self/fd/{handle}", SEEDED)
    except OSError:
        # none, or a file system that has no such thing
        return {}
    return {"labels": {"kcna.labs/seeded": value.decode(errors="replace")}}


def timestamp(seconds: float) -> str:
    """RFC 3339 in UTC, to the microsecond."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _content(descriptor: int | None, most: int, *, tail: bool) -> dict[str, t.Any]:
    if descriptor is None:
        return {"content": None, "truncated": False}
    with pathlib.Path(f"/proc/self/fd/{descriptor}").open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        if tail and size > most:
            stream.seek(size - most)
        data = stream.read(most + 1)
    truncated = len(data) > most or (tail and size > most)
    return {"content": data[:most].decode("utf-8", errors="replace"), "truncated": truncated}


def directory(root: str, parts: t.Sequence[str], stack: contextlib.ExitStack) -> int:
    """A handle of the directory at the end of this way, to list it by; links are followed inside `root` alone."""
    found = _follow(_open(root, None, stack, nofollow=False), parts, stack)
    if not stat.S_ISDIR(os.fstat(found).st_mode):
        raise Missing
    handle = os.open(f"/proc/self/fd/{found}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    stack.callback(os.close, handle)
    return handle
