# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look through a folder that somebody else controls, bounded in every direction. Private to the collection.

No symbolic link below the folder is followed, and nothing but an ordinary file is opened.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _files

MAX_DEPTH = 4
MAX_FILES = 100
MAX_ENTRIES = 1000
PART = 64 << 10
HANDLE = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Part(t.NamedTuple):
    """The beginning and the end of a file, each at most PART bytes."""

    path: str
    head: str
    tail: str


def parts(root: str, folder: t.Sequence[str]) -> list[Part]:
    """The files below a folder of a container's root; none where there is no such folder."""
    with contextlib.ExitStack() as stack:
        try:
            top = _files.directory(root, folder, stack)
        except _files.Missing:
            return []
        return list(_Walk(os.fstat(top).st_dev).below(top, "", MAX_DEPTH))


class _Walk:
    """One file system; how many files and entries may still be looked at."""

    def __init__(self, device: int) -> None:
        self._device = device
        self._files = MAX_FILES
        self._entries = MAX_ENTRIES

    def below(self, folder: int, path: str, depth: int) -> t.Iterator[Part]:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in itertools.islice(entries, self._entries))
        self._entries -= len(names)
        for name in names:
            # gone meanwhile, or not to be read even by root
            with contextlib.suppress(OSError), _opened(name, folder, HANDLE) as entry:
                yield from self._entry(folder, name, os.fstat(entry), path, depth)

    def _entry(self, folder: int, name: str, facts: os.stat_result, path: str, depth: int) -> t.Iterator[Part]:
        if facts.st_dev != self._device or self._files <= 0:
            return
        # what the kernel makes up has no size, and reading it may take something away
        if stat.S_ISREG(facts.st_mode) and facts.st_size > 0:
            self._files -= 1
            yield _read(name, folder, path + name)
        elif stat.S_ISDIR(facts.st_mode) and depth > 1:
            with _opened(name, folder, READ | os.O_DIRECTORY) as inner:
                yield from self.below(inner, f"{path}{name}/", depth - 1)


@contextlib.contextmanager
def _opened(name: str, folder: int, flags: int) -> t.Iterator[int]:
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(name: str, folder: int, path: str) -> Part:
    with _opened(name, folder, READ) as descriptor:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise OSError
        head = os.pread(descriptor, PART, 0)
        tail = head if facts.st_size <= PART else os.pread(descriptor, PART, facts.st_size - PART)
    return Part(path, head.decode(errors="replace"), tail.decode(errors="replace"))
