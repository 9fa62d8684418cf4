# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about what a container may do. Private to the collection."""

from __future__ import annotations

import posixpath
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _storage
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

SETGID = 0o2000
DAC_OVERRIDE = 1 << 1


def fsgroup_volume(args: Object, say: Messages) -> list[Finding]:
    """An emptyDir of the container belongs to the group, and hands it on to what is made in it."""
    own = [item for item in _storage.all_containers(args["pod"]) if item["name"] == args["container"]]
    paths = [mount["mountPath"] for item in own for mount in item.get("volumeMounts") or []]
    volumes = {path: _storage.volume_at(args["pod"], args["container"], path) for path in paths}
    seen = {
        path: file
        for path, volume in volumes.items()
        if volume is not None
        and "emptyDir" in volume
        # a mountPath may end with a slash
        and (file := args["files"].get(posixpath.normpath(path)))
    }
    holds = any(file["gid"] == args["gid"] and int(file["mode"], 8) & SETGID for file in seen.values())
    shown = ", ".join(f"{path}: {file['gid']} {file['mode']}" for path, file in seen.items())
    return [Finding(holds, say("volume_group", gid=args["gid"]), say("volumes", volumes=shown))]


def write_access(args: Object, say: Messages) -> list[Finding]:
    """The container's main process can write to one set of directories, and not to another."""
    process, files = args["process"], args["files"]
    wanted = {**dict.fromkeys(args["denied"], False), **dict.fromkeys(args["allowed"], True)}
    found = []
    for path, expected in wanted.items():
        actual = writable(files.get(path), process)
        texts = [say("writable" if value else "not_writable", path=path) for value in (expected, actual)]
        found.append(Finding(actual is expected, *texts))
    return found


def writable(file: Object | None, process: Object) -> bool:
    """What access(2) would say: the mount first, then the capability, then the first class that fits."""
    if file is None or file["read_only"]:
        return False
    if process["cap_eff"] & DAC_OVERRIDE:
        return True
    mode = int(file["mode"], 8)
    # real, effective, saved and that of the file system, which is the one that counts
    if file["uid"] == process["uids"][-1]:
        return bool(mode & 0o200)
    if file["gid"] in (process["gids"][-1], *process["groups"]):
        return bool(mode & 0o020)
    return bool(mode & 0o002)


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "fsgroup_volume": Predicate(fsgroup_volume, frozenset({"pod", "container", "files", "gid"})),
    "write_access": Predicate(write_access, frozenset({"process", "files", "denied", "allowed"})),
}
