# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""As whom the containers of an image run: the number behind its USER, by the image's own list of users.

Private to the collection.

Docker takes digits for a number and looks any other name up in the image's F(/etc/passwd) when it makes a container,
U(https://github.com/moby/sys/blob/main/user/user.go). No container is made here: the file is read from the layers, on
overlay2 in the daemon's folders, else in the image as the daemon exports it. Layers are written by students: no
symbolic link is followed, and nothing but an ordinary file is read.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import tarfile
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _layers

PASSWD: t.Final = ("etc", "passwd")
MAX_BYTES: t.Final = 1 << 18
NUMBER: t.Final = re.compile(r"[+-]?[0-9]+")
_OPEN: t.Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


class NotPlain(Exception):
    """The list of users is a symbolic link, lies behind one, or is no ordinary file of a usual size."""

    def __init__(self) -> None:
        super().__init__("/etc/passwd of the image is no ordinary file")


def uid(user: str, read: t.Callable[[], bytes | None]) -> int | None:
    """The number of a USER, which may have a group; without a name root's, None for a name that the list lacks.

    The list is read for a name alone: where the daemon has to export the image, that takes seconds.
    """
    name = user.partition(":")[0]
    if not name or NUMBER.fullmatch(name):
        return int(name or 0)
    for line in (read() or b"").decode(errors="replace").splitlines():
        fields = line.split(":")
        if len(fields) > 2 and fields[0] == name and NUMBER.fullmatch(fields[2]):
            return int(fields[2])
    return None


def in_folders(layers: t.Iterable[str]) -> bytes | None:
    """The list of users of an image whose layers are these folders, the last one first; None where it has none."""
    for layer in layers:
        with contextlib.ExitStack() as closing:
            try:
                folder = _opened(layer, os.O_DIRECTORY, None, closing)
                for part in PASSWD[:-1]:
                    folder = _opened(part, os.O_DIRECTORY, folder, closing)
                facts = os.stat(PASSWD[-1], dir_fd=folder, follow_symlinks=False)
                if _layers.hides(facts):
                    return None
                if not stat.S_ISREG(facts.st_mode) or facts.st_size > MAX_BYTES:
                    raise NotPlain
                return os.read(_opened(PASSWD[-1], 0, folder, closing), MAX_BYTES)
            except FileNotFoundError:
                continue
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise NotPlain from error
                raise
    return None


def in_export(stream: t.IO[bytes]) -> bytes | None:
    """The same in what `docker save` writes, whose manifest says in which order the layers lie."""
    found: dict[str, bytes | None] = {}
    order: list[str] = []
    with tarfile.open(fileobj=stream, mode="r|") as outer:
        for member in outer:
            content = outer.extractfile(member) if member.isreg() and member.size else None
            if content is None:
                continue
            if member.name == "manifest.json":
                order = json.loads(content.read())[0]["Layers"]
            else:
                # an OCI layout keeps configurations among the layers, which are no archives
                with contextlib.suppress(tarfile.ReadError):
                    for text in _in_layer(content):
                        found[member.name] = text
    return next((found[layer] for layer in reversed(order) if layer in found), None)


def _in_layer(content: t.IO[bytes]) -> t.Iterator[bytes | None]:
    path, hidden = "/".join(PASSWD), "/".join([*PASSWD[:-1], f"{_layers.WHITEOUT}{PASSWD[-1]}"])
    with tarfile.open(fileobj=content, mode="r|*", bufsize=_layers.READ_BYTES) as layer:
        for entry in layer:
            name = entry.name.removeprefix("./").lstrip("/")
            if name == hidden:
                yield None
            elif name == path:
                file = layer.extractfile(entry) if entry.isreg() and entry.size <= MAX_BYTES else None
                if file is None:
                    raise NotPlain
                yield file.read()


def _opened(name: str, flags: int, parent: int | None, closing: contextlib.ExitStack) -> int:
    descriptor = os.open(name, _OPEN | flags, dir_fd=parent)
    closing.callback(os.close, descriptor)
    return descriptor
