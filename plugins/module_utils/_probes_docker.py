# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of the Docker Engine. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._docker_api import SOCKET, DockerApi, DockerError
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared, in_parallel
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

Object = dict[str, t.Any]

MAX_OBJECTS = 200
MAX_RUNNING = 32
# Values of the environment that a snapshot keeps. All others may be secrets.
SHOWN = ("CUSTOM_MESSAGE",)
# A container that stopped or went between the list and the question (404, 409): it no longer runs.
GONE = (404, 409)


def containers(_spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    api = _api(limits)
    listed = bounded(_listed(api, shared), MAX_OBJECTS, "containers")
    found = in_parallel(lambda item: _unless_gone(api, f"/containers/{item['Id']}/json"), listed)
    return [container(item) for item in found if item is not None]


def images(_spec: Spec, limits: Limits, _shared: Shared) -> list[Object]:
    api = _api(limits)
    listed = bounded(api.get("/images/json"), MAX_OBJECTS, "images")
    found = in_parallel(lambda item: _unless_gone(api, f"/images/{item['Id']}/json"), listed)
    return [image(item) for item in found if item is not None]


def top(_spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    api = _api(limits)

    def ask(item: Object) -> Object | None:
        answer = _unless_gone(api, f"/containers/{item['Id']}/top", {"ps_args": "-eo pid,args"})
        if answer is None:
            return None
        processes = [{"pid": int(pid), "args": args[:500]} for pid, args in answer.get("Processes") or []]
        return {**named(item), "processes": processes}

    return [item for item in in_parallel(ask, running(limits, shared)) if item is not None]


def stats(_spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    api = _api(limits)

    def ask(item: Object) -> Object | None:
        # one-shot: without it the daemon waits for a second CPU sample that nobody reads; 20.10 still takes a second
        answer = _unless_gone(api, f"/containers/{item['Id']}/stats", {"stream": False, "one-shot": True})
        usage = memory(answer or {})
        return None if usage is None else {**named(item), "memory_bytes": usage}

    return [item for item in in_parallel(ask, running(limits, shared), workers=MAX_RUNNING) if item is not None]


def _api(limits: Limits) -> DockerApi:
    return DockerApi(SOCKET, timeout=limits.probe_seconds, max_bytes=limits.max_bytes)


def _listed(api: DockerApi, shared: Shared) -> list[Object]:
    return t.cast("list[Object]", shared.once("docker containers", lambda: api.get("/containers/json", {"all": True})))


def running(limits: Limits, shared: Shared) -> list[Object]:
    """Entries of the list of containers."""
    listed = _listed(_api(limits), shared)
    return bounded([item for item in listed if item["State"] == "running"], MAX_RUNNING, "running containers")


def bounded(items: list[Object], most: int, what: str, whose: str = "Docker") -> list[Object]:
    """All of them, or an error: a part would be a wrong answer."""
    if len(items) > most:
        raise ServiceError(whose, f"listing {what}", f"{len(items)} {what}, more than the {most} a lab can read")
    return items


def _unless_gone(api: DockerApi, path: str, query: dict[str, t.Any] | None = None) -> Object | None:
    try:
        return t.cast(Object, api.get(path, query))
    except DockerError as error:
        if error.status in GONE:
            return None
        raise


def named(item: Object) -> Object:
    """What tells an entry of that list from the others."""
    return {"id": item["Id"], "name": item["Names"][0].lstrip("/"), "image_id": item["ImageID"]}


def memory(answer: Object) -> int | None:
    """Memory as `docker stats` shows it: without the page cache that can be dropped at once."""
    memory = answer.get("memory_stats") or {}
    usage = memory.get("usage")
    if usage is None:
        return None
    detail = memory.get("stats") or {}
    cache = detail.get("total_inactive_file", detail.get("inactive_file", 0))
    return int(usage - cache) if cache < usage else int(usage)


def container(item: Object) -> Object:
    """What a snapshot keeps of a container."""
    config, host = item["Config"], item["HostConfig"]
    environment = [entry.partition("=")[::2] for entry in config.get("Env") or []]
    return {
        "Id": item["Id"],
        "Name": item["Name"].lstrip("/"),
        "Created": item["Created"],
        "Image": item["Image"],
        "RestartCount": item["RestartCount"],
        "State": _only(item["State"], "Status", "Running", "OOMKilled", "ExitCode", "StartedAt", "FinishedAt"),
        "Config": {
            **_only(config, "Image", "Cmd", "Entrypoint", "Hostname", "User", "ExposedPorts", "Labels"),
            "EnvNames": [name for name, _value in environment],
            "Env": {name: value[:1000] for name, value in environment if name in SHOWN},
        },
        "HostConfig": _only(host, "PortBindings", "Memory", "NanoCpus", "NetworkMode"),
        "Ports": item["NetworkSettings"].get("Ports"),
    }


def image(item: Object) -> Object:
    """What a snapshot keeps of an image."""
    config = item.get("Config") or {}
    return {
        **_only(item, "Id", "RepoTags", "RepoDigests", "Size", "Created"),
        "RootFS": {"Layers": item["RootFS"].get("Layers") or []},
        "Config": _only(config, "Cmd", "Entrypoint", "ExposedPorts", "Labels", "User"),
    }


def _only(item: Object, *names: str) -> Object:
    return {name: item.get(name) for name in names}
