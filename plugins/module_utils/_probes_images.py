# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of one Docker image: how it was made, what is in its layers, as whom it runs. Private to the collection."""

from __future__ import annotations

import tarfile
import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _image_user, _layers
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import SOCKET, DockerApi, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

MAX_STEPS = 300
MAX_TEXT = 4000
MAX_FILES = 5000

Read = t.TypeVar("Read")


def history(spec: Spec, limits: Limits, shared: Shared) -> list[str]:
    """The steps that made an image, the last one first, as `docker history --no-trunc` shows them."""
    steps = _image(spec, "history", limits, shared)
    return [str(step.get("CreatedBy") or "")[:MAX_TEXT] for step in steps[:MAX_STEPS]]


def files(spec: Spec, limits: Limits, shared: Shared) -> dict[str, t.Any]:
    """Files that any layer holds, also those that a later one hides: below the working directory, and beside it."""
    inspected = _image(spec, "json", limits, shared)
    directory = (inspected.get("Config") or {}).get("WorkingDir") or "/"
    parts = [part for part in directory.split("/") if part not in ("", ".")]
    names = _layers.Names()
    folders = _layers.folders(inspected.get("GraphDriver") or {})
    try:
        if ".." not in parts:
            for folder in folders or ():
                _layers.in_folder(folder, parts, names)
                _layers.beside_folder(folder, parts, names)
            if folders is None:
                _exported(inspected["Id"], lambda stream: _layers.in_export(stream, parts, names), limits)
    except _layers.TooMany as error:
        raise ServiceError("Docker", f"looking into the layers of {spec['image']}", str(error)) from error
    found = names.shallow_first(MAX_FILES)
    return {"working_dir": directory, "files": found, "truncated": len(found) < len(names.paths)}


def user(spec: Spec, limits: Limits, shared: Shared) -> dict[str, t.Any]:
    """The USER of an image, and its number; without one for a name that the image does not know."""
    inspected = _image(spec, "json", limits, shared)
    name = str((inspected.get("Config") or {}).get("User") or "")
    folders = _layers.folders(inspected.get("GraphDriver") or {})

    def passwd() -> bytes | None:
        if folders is None:
            return _exported(inspected["Id"], _image_user.in_export, limits)
        return _image_user.in_folders(folders)

    try:
        return {"name": name, "uid": _image_user.uid(name, passwd)}
    except (_image_user.NotPlain, OSError) as error:
        raise ServiceError("Docker", f"looking for the user of {spec['image']}", str(error)) from error


def _exported(image: str, read: t.Callable[[t.IO[bytes]], Read], limits: Limits) -> Read:
    api = DockerApi(SOCKET, timeout=limits.total_seconds)
    try:
        with api.stream(f"/images/{image}/get") as stream:
            return read(stream)
    except tarfile.TarError as error:
        raise ServiceError("Docker", f"GET /images/{image}/get", str(error)) from error


def _image(spec: Spec, what: str, limits: Limits, shared: Shared) -> t.Any:
    path = f"/images/{urllib.parse.quote(spec['image'], safe=':/@')}/{what}"
    api = DockerApi(SOCKET, timeout=limits.probe_seconds, max_bytes=limits.max_bytes)
    try:
        return shared.once(f"docker {path}", lambda: api.get(path))
    except DockerNotFound as error:
        raise Absent from error
