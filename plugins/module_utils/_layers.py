# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Names of files in the layers of an image: below one folder, and where no base image keeps anything.

Private to the collection.

A layer may hold what a later one hides, so each is looked at by itself: on overlay2 as a folder of the
daemon's, which takes milliseconds, else in the image as the daemon exports it, which takes seconds.
Layers are written by students: no symbolic link is followed, and nothing is opened but folders.
"""

from __future__ import annotations

import os
import pathlib
import stat
import tarfile
import typing as t

# Packages that pip or npm has put there are no files of a build context, and there are thousands of them.
INSTALLED: t.Final = frozenset({"site-packages", "dist-packages", "node_modules"})
# What base images and installations fill; a build context is copied to /app, /src, /tmp, /opt, /home or the like.
OF_THE_SYSTEM: t.Final = frozenset(
    {"bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "run", "sbin", "sys", "usr", "var"}
)
MAX_ENTRIES: t.Final = 100_000
MAX_DEPTH: t.Final = 32
WHITEOUT: t.Final = ".wh."
READ_BYTES: t.Final = 1 << 20


class TooMany(Exception):
    """More entries than a lab's image has."""


class Names:
    """Paths of files, relative to the folder or else from the root, with a bound on how much is looked at."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self._seen = 0

    def count(self) -> None:
        self._seen += 1
        if self._seen > MAX_ENTRIES:
            raise TooMany(f"there are more than {MAX_ENTRIES} entries")

    def shallow_first(self, most: int) -> list[str]:
        """Where there are too many, those that lie deepest are left out."""
        return sorted(self.paths, key=lambda path: (path.count("/"), path))[:most]


def in_folder(layer: str, parts: t.Sequence[str], names: Names) -> None:
    """A layer that is a folder: what it holds below `parts`."""
    descriptor = _folder(layer, None)
    for part in parts:
        if descriptor is None:
            return
        deeper = _folder(part, descriptor)
        os.close(descriptor)
        descriptor = deeper
    if descriptor is not None:
        _walk(descriptor, "", names, 0)


def beside_folder(layer: str, parts: t.Sequence[str], names: Names) -> None:
    """A layer that is a folder: what it holds elsewhere than below `parts`, and is not the system's."""
    top = _folder(layer, None)
    if top is not None and parts:
        _walk(top, "/", names, 0, except_for={"/" + "/".join(parts), *(f"/{name}" for name in OF_THE_SYSTEM)})


def in_export(stream: t.IO[bytes], parts: t.Sequence[str], names: Names) -> None:
    """What `docker save` writes, below `parts` and beside: every layer in it is an archive, packed or not."""
    root = "".join(f"{part}/" for part in parts)
    with tarfile.open(fileobj=stream, mode="r|") as outer:
        for member in outer:
            names.count()
            content = outer.extractfile(member) if member.isreg() and member.size else None
            if content is not None and not member.name.endswith(".json"):
                _layer(content, root, names)


def _layer(content: t.IO[bytes], root: str, names: Names) -> None:
    try:
        with tarfile.open(fileobj=content, mode="r|*", bufsize=READ_BYTES) as layer:
            for member in layer:
                names.count()
                path = member.name.removeprefix("./").lstrip("/")
                if member.isdir():
                    continue
                if path.startswith(root):
                    _add(path[len(root) :], names)
                elif path.partition("/")[0] not in OF_THE_SYSTEM:
                    _add(f"/{path}", names)
    except tarfile.ReadError:
        return  # a manifest, which an OCI layout keeps among the layers


def _add(path: str, names: Names) -> None:
    *folders, name = path.split("/")
    if not INSTALLED & set(folders) and not name.startswith(WHITEOUT) and len(folders) <= MAX_DEPTH:
        names.paths.add(path)


def _walk(descriptor: int, prefix: str, names: Names, depth: int, except_for: t.Collection[str] = frozenset()) -> None:
    """Take over the handle, and close it."""
    try:
        with os.scandir(descriptor) as entries:
            found = []
            for entry in entries:
                names.count()
                found.append((entry.name, entry.stat(follow_symlinks=False)))
        for name, facts in found:
            if prefix + name in except_for:
                continue
            if not stat.S_ISDIR(facts.st_mode):
                if not hides(facts):
                    names.paths.add(prefix + name)
            elif name not in INSTALLED and depth < MAX_DEPTH:
                deeper = _folder(name, descriptor)
                if deeper is not None:
                    _walk(deeper, f"{prefix}{name}/", names, depth + 1, except_for)
    finally:
        os.close(descriptor)


def hides(facts: os.stat_result) -> bool:
    """A device 0/0 says that a file of an earlier layer is gone."""
    return stat.S_ISCHR(facts.st_mode) and facts.st_rdev == 0


def _folder(name: str, parent: int | None) -> int | None:
    try:
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    except OSError:
        return None


def folders(graph: t.Mapping[str, t.Any]) -> list[str] | None:
    """The layers' folders by an image's GraphDriver, the last one first; None where it keeps no such folders."""
    data = graph.get("Data") or {}
    found = [path for key in ("UpperDir", "LowerDir") for path in str(data.get(key) or "").split(":") if path]
    if graph.get("Name") != "overlay2" or not found or not all(pathlib.Path(path).is_dir() for path in found):
        return None
    return found
