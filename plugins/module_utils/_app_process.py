# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the processes of an application's container tell about it. Private to the collection."""

from __future__ import annotations

import contextlib
import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _files, _proc

Object = dict[str, t.Any]

MAX_MAPS = 4 << 20
LISTEN = "0A"
PACKAGES = re.compile(r"\s(/\S*?/(?:site|dist)-packages)/")
# Where Python looks, by the version in its program's name
USUAL = ("usr/local/lib/{python}/site-packages", "usr/lib/{python}/site-packages", "usr/lib/python3/dist-packages")
ROOTS = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")


def listens(groups: t.Mapping[int, str], container_id: str, port: int) -> bool:
    """Whether a process of the container holds a socket that waits for connections to this port."""
    for pid in _proc.members(groups, container_id):
        inodes = {line[9] for name in ("tcp", "tcp6") for line in _rows(pid, name) if _waits(line, port)}
        if inodes & _sockets(pid):
            return True
    return False


def flask(groups: t.Mapping[int, str], container_id: str) -> Object | None:
    """The main process's words, where the package flask lies, and whether what Flask is built on is loaded."""
    pids = _proc.members(groups, container_id)
    main = _proc.main_process(groups, container_id)
    who = None if main is None else _proc.identity(main)
    if main is None or who is None:
        return None
    maps = [_maps(pid) for pid in pids]
    folders = dict.fromkeys([*(folder for text in maps for folder in PACKAGES.findall(text)), *_usual(main)])
    package = next((folder for folder in folders if _is_package(main, f"{folder}/flask")), None)
    words = [word for pid in pids for word in (_proc.identity(pid) or {}).get("args", [])[:3]]
    # the package is pure Python; the templates that it needs bring a library of machine code
    return {
        "args": who["args"],
        "words": words,
        "package": package,
        "loaded": any("/markupsafe/" in text for text in maps),
    }


def _rows(pid: int, name: str) -> list[list[str]]:
    try:
        lines = (_proc.PROC / str(pid) / "net" / name).read_text().splitlines()[1:]
    except OSError:
        return []
    return [words for line in lines if len(words := line.split()) > 9]


def _waits(words: list[str], port: int) -> bool:
    return words[3] == LISTEN and int(words[1].rpartition(":")[2], 16) == port


def _sockets(pid: int) -> set[str]:
    found = set()
    with contextlib.suppress(OSError):
        for entry in (_proc.PROC / str(pid) / "fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(str(entry.readlink()).removeprefix("socket:[").removesuffix("]"))
    return found


def _maps(pid: int) -> str:
    try:
        with (_proc.PROC / str(pid) / "maps").open(errors="replace") as stream:
            return stream.read(MAX_MAPS)
    except OSError:
        return ""


def _usual(pid: int) -> list[str]:
    """Folders of packages by the program's name and by the variables that Python itself reads."""
    folder = _proc.PROC / str(pid)
    python = "python3"
    given: list[str] = []
    with contextlib.suppress(OSError):
        python = (folder / "exe").readlink().name
        for entry in (folder / "environ").read_bytes().decode(errors="replace").split("\0"):
            name, _sign, value = entry.partition("=")
            if name in ROOTS:
                given += value.split(":")[:5]
    roots = [item for place in given for item in (place, f"{place}/lib/{python}/site-packages")]
    return [*roots, *(f"/{place.format(python=python)}" for place in USUAL)]


def _is_package(pid: int, path: str) -> bool:
    try:
        parts = [part for part in f"{path}/__init__.py".split("/") if part not in ("", ".")]
        return bool(_files.facts(f"{_proc.PROC}/{pid}/root", parts, 0, follow=True)["type"] == "file")
    except (_files.Missing, OSError):
        return False
