# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions for selectors about volumes and configuration of Pods. Private to the collection.

Each takes null for a missing argument and then answers null: an absent object is a normal answer.
"""

from __future__ import annotations

import base64
import posixpath
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}
TEXT: t.Final[t.Any] = {"types": ["string", "null"]}
NAME: t.Final[t.Any] = {"types": ["string"]}
NAMES: t.Final[t.Any] = {"types": ["array"]}


def ready(pod: Object | None) -> bool | None:
    """Whether the Pod has the condition Ready."""
    if pod is None:
        return None
    conditions = (pod.get("status") or {}).get("conditions") or []
    return any(item["type"] == "Ready" and item["status"] == "True" for item in conditions)


def volume_at(pod: Object | None, container: str, path: str) -> Object | None:
    """The volume that a container (or init container) mounts at this path, with its `subPath` and the Pod's labels."""
    for item in all_containers(pod):
        for mount in (item.get("volumeMounts") or []) if item["name"] == container else []:
            if posixpath.normpath(mount["mountPath"]) == posixpath.normpath(path):
                return _volume(pod or {}, mount)
    return None


def all_containers(pod: Object | None) -> list[Object]:
    """Containers and init containers, as they are specified."""
    spec = (pod or {}).get("spec") or {}
    return [*(spec.get("containers") or []), *(spec.get("initContainers") or [])]


def _volume(pod: Object, mount: Object) -> Object | None:
    found = next((item for item in pod["spec"].get("volumes") or [] if item["name"] == mount["name"]), None)
    if found is None:
        return None
    # of a volume, too, it must be seen whether a start has put it there
    labels = (pod.get("metadata") or {}).get("labels") or {}
    return {**found, "subPath": mount.get("subPath") or mount.get("subPathExpr") or "", "labels": labels}


def config_maps_at(pod: Object | None, container: str, path: str) -> list[str] | None:
    """Names of the ConfigMaps that a container mounts at this path or at files below it, also in a projected volume."""
    own = next((item for item in all_containers(pod) if item["name"] == container), None)
    if own is None or pod is None:
        return None
    folder = posixpath.normpath(path)
    mounts = [
        mount
        for mount in own.get("volumeMounts") or []
        if folder in (posixpath.normpath(mount["mountPath"]), posixpath.dirname(posixpath.normpath(mount["mountPath"])))
    ]
    volumes = [volume for mount in mounts if (volume := _volume(pod, mount))]
    sources = [source for item in volumes for source in (item, *((item.get("projected") or {}).get("sources") or []))]
    return [source["configMap"]["name"] for source in sources if source.get("configMap")]


def volumes_of(pod: Object | None, container: str) -> list[str] | None:
    """Names of the volumes that a container (or init container) mounts."""
    mine = [item for item in all_containers(pod) if item["name"] == container]
    return [mount["name"] for item in mine for mount in item.get("volumeMounts") or []] if mine else None


def host_directory(volume: Object | None, claims: list[Object] | None, volumes: list[Object] | None) -> str | None:
    """The path on the node that a volume shows, by itself or through a claim."""
    if volume is None:
        return None
    source = volume.get("hostPath") or _of_claim(volume.get("persistentVolumeClaim"), claims, volumes)
    if not source:
        return None
    return posixpath.normpath(posixpath.join(source["path"], volume.get("subPath") or ""))


def _of_claim(wanted: Object | None, claims: list[Object] | None, volumes: list[Object] | None) -> Object | None:
    """`hostPath` or `local` of the persistent volume that is bound to a claim."""
    names = [
        (item.get("spec") or {}).get("volumeName")
        for item in claims or []
        if wanted and item["metadata"]["name"] == wanted["claimName"]
    ]
    specs = [item.get("spec") or {} for item in volumes or [] if item["metadata"]["name"] in names]
    return next((found for spec in specs if (found := spec.get("hostPath") or spec.get("local"))), None)


def config_data(config_map: Object | None) -> dict[str, str] | None:
    """Texts of a ConfigMap by key, wherever they are kept in it."""
    if config_map is None:
        return None
    binary = {
        key: base64.b64decode(text).decode(errors="replace")
        for key, text in (config_map.get("binaryData") or {}).items()
    }
    return {**(config_map.get("data") or {}), **binary}


def assignments(text: str | None) -> list[str] | None:
    """`key=value` of every line that is no comment, without spaces; of a key that stands twice, the last one."""
    if text is None:
        return None
    found = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.lstrip().startswith(("#", ";")):
            found["".join(key.split())] = "".join(value.split())
    return [f"{key}={value}" for key, value in found.items()]


def seconds_between(start: str | None, end: str | None) -> float | None:
    """Seconds from one timestamp to another, negative if the second is the earlier one."""
    one, other = _matchers.timestamp(start), _matchers.timestamp(end)
    if one is None or other is None:
        return None
    return (other[0] - one[0]).total_seconds() + (other[1] - one[1]) / 1e9


def prepared_at(pod: Object | None, container: str) -> str | None:
    """When the last init container ended; where the runtime has forgotten that, when this container started.

    A container may begin anew long after the preparation.
    """
    status = (pod or {}).get("status") or {}
    ended = [(item.get("state") or {}).get("terminated") or {} for item in status.get("initContainerStatuses") or []]
    known = [end["finishedAt"] for end in ended if end.get("finishedAt")]
    states = {item["name"]: item.get("state") or {} for item in status.get("containerStatuses") or []}
    # all of one form, so the latest is the greatest
    return max(known, default=(states.get(container, {}).get("running") or {}).get("startedAt"))


def phrases(text: str | None, wanted: list[str]) -> list[str] | None:
    """Those of the phrases that stand in the text, in the order of where they stand first."""
    if text is None:
        return None
    return sorted((phrase for phrase in wanted if phrase in text), key=text.index)


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "assignments": (assignments, (TEXT,)),
    "config_data": (config_data, (OBJECT,)),
    "config_maps_at": (config_maps_at, (OBJECT, NAME, NAME)),
    "host_directory": (host_directory, (OBJECT, LIST, LIST)),
    "phrases": (phrases, (TEXT, NAMES)),
    "prepared_at": (prepared_at, (OBJECT, NAME)),
    "ready": (ready, (OBJECT,)),
    "seconds_between": (seconds_between, (TEXT, TEXT)),
    "volume_at": (volume_at, (OBJECT, NAME, NAME)),
    "volumes_of": (volumes_of, (OBJECT, NAME)),
}
