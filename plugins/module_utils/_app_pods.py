# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an application's Pods are made of: pure functions for the probes and for the judge. Private to the collection.

The capstone leaves all names to the student but the label `app: capstone` and the port 5000.
"""

from __future__ import annotations

import base64
import datetime
import re
import typing as t

Object = dict[str, t.Any]

SEEDED = "kcna.labs/seeded"
WORD = re.compile(r"[a-z0-9_.-]+")
HOST_VARIABLE = re.compile(r"HOST|URL|ADDR|SERVER|DSN|ENDPOINT", re.IGNORECASE)
OUTSIDE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
# every cluster has these, and no application's database is among them
SYSTEM = frozenset({"kubernetes", "kube-dns"})
# what a copy of an init container is watched for; the original shows as much if it began so long before the database
WATCH = 12


class Named(t.NamedTuple):
    """The database that an init container names; Pods behind it, none where it is outside the cluster."""

    container: str
    service: str
    pods: tuple[str, ...]


def ready(pods: t.Sequence[Object], label: str) -> list[Object]:
    """Pods of the application that are Ready and have two running containers or more, the newest first."""
    found = [pod for pod in labelled(pods, label) if is_ready(pod) and len(running(pod)) > 1]
    return sorted(found, key=lambda pod: str(pod["metadata"].get("creationTimestamp")), reverse=True)


def labelled(pods: t.Sequence[Object], label: str) -> list[Object]:
    """Pods with this value of the label app that stay, and that no start has made."""
    found = []
    for pod in pods:
        labels = pod["metadata"].get("labels") or {}
        if labels.get("app") == label and SEEDED not in labels and not pod["metadata"].get("deletionTimestamp"):
            found.append(pod)
    return found


def is_ready(pod: Object) -> bool:
    """As its condition says."""
    return condition(pod, "Ready") is not None


def condition(pod: Object, kind: str) -> str | None:
    """Since when a condition holds."""
    conditions = (pod.get("status") or {}).get("conditions") or []
    return next(
        (str(item["lastTransitionTime"]) for item in conditions if item["type"] == kind and item["status"] == "True"),
        None,
    )


def containers(pod: Object) -> list[Object]:
    """The specifications of the containers that stay: the ordinary ones and the sidecars among the init containers."""
    spec = pod["spec"]
    return [*(spec.get("containers") or []), *(item for item in spec.get("initContainers") or [] if stays(item))]


def stays(init: Object) -> bool:
    """Whether an init container is a sidecar."""
    return init.get("restartPolicy") == "Always"


def init_containers(pod: Object) -> list[Object]:
    """The specifications of those that must end."""
    return [item for item in pod["spec"].get("initContainers") or [] if not stays(item)]


def statuses(pod: Object) -> dict[str, Object]:
    """Status by name, of all kinds of containers."""
    status = pod.get("status") or {}
    return {
        item["name"]: item
        for item in (*(status.get("containerStatuses") or []), *(status.get("initContainerStatuses") or []))
    }


def running(pod: Object) -> dict[str, str]:
    """Name -> id of what runs."""
    ids = {}
    for name, status in statuses(pod).items():
        if (status.get("state") or {}).get("running") is not None and status.get("containerID"):
            ids[name] = status["containerID"].partition("://")[2]
    return ids


def app_container(pod: Object, port: int, listening: t.Collection[str]) -> str | None:
    """The container that listens on the port, or else the one that declares it: anyone may declare a port."""
    up = running(pod)
    declaring = [
        item["name"]
        for item in containers(pod)
        if item["name"] in up and any(entry.get("containerPort") == port for entry in item.get("ports") or [])
    ]
    candidates = [*(name for name in declaring if name in listening), *(name for name in up if name in listening)]
    return next(iter([*candidates, *declaring]), None)


def volumes_of(container: Object) -> set[str]:
    """Names of the volumes that it mounts."""
    return {mount["name"] for mount in container.get("volumeMounts") or []}


def database(
    pod: Object, services: t.Sequence[Object], slices: t.Sequence[Object], maps: t.Sequence[Object]
) -> Named | None:
    """The first init container that ended well and names a Service with ready endpoints, or a host outside."""
    for init in init_containers(pod):
        ended = (statuses(pod).get(init["name"], {}).get("state") or {}).get("terminated") or {}
        if ended.get("exitCode") != 0:
            continue
        for service in named_services(pod, init, services, slices, maps):
            behind = endpoints(service["metadata"], slices)
            if pod["metadata"]["name"] not in (behind or ()) and _serves(service, behind):
                return Named(init["name"], service["metadata"]["name"], behind or ())
        outside = _outside(init)
        if outside:
            return Named(init["name"], outside, ())
    return None


def named_services(
    pod: Object,
    container: Object,
    services: t.Sequence[Object],
    slices: t.Sequence[Object],
    maps: t.Sequence[Object],
) -> list[Object]:
    """The Services whose names are in what tells a container what to do."""
    words = {word for text in texts_of(pod, container, maps) for word in WORD.findall(text.lower())}
    found = []
    for service in services:
        names = _names(service["metadata"], pod["metadata"]["namespace"])
        # a Pod of a StatefulSet has a name of its own
        behind = endpoints(service["metadata"], slices) or ()
        names |= {f"{pod_name}.{name}" for pod_name in behind for name in names}
        if names & words:
            found.append(service)
    return found


def _names(metadata: Object, namespace: str) -> set[str]:
    name, home = metadata["name"], metadata["namespace"]
    if name in SYSTEM:
        return set()
    found = {f"{name}.{home}{end}" for end in ("", ".svc", ".svc.cluster.local", ".svc.cluster.local.")}
    if home == namespace:
        found |= {name, f"{name}_service_host".replace("-", "_")}
    return found


def _serves(service: Object, behind: tuple[str, ...] | None) -> bool:
    return behind is not None or service["spec"].get("type") == "ExternalName"


def endpoints(metadata: Object, slices: t.Sequence[Object]) -> tuple[str, ...] | None:
    """The ready Pods behind a Service; None where no endpoint is ready."""
    ready_ones = [
        endpoint
        for item in slices
        if item["metadata"]["namespace"] == metadata["namespace"]
        and (item["metadata"].get("labels") or {}).get("kubernetes.io/service-name") == metadata["name"]
        for endpoint in item.get("endpoints") or []
        if (endpoint.get("conditions") or {}).get("ready") is not False
    ]
    if not ready_ones:
        return None
    return tuple(item["targetRef"]["name"] for item in ready_ones if (item.get("targetRef") or {}).get("kind") == "Pod")


def texts_of(pod: Object, container: Object, maps: t.Sequence[Object]) -> t.Iterator[str]:
    """Everything that tells a container what to do, ConfigMaps and what is known of Secrets included."""
    home = pod["metadata"]["namespace"]
    data: dict[str, dict[str, Object]] = {"configMap": {}, "secret": {}}
    for item in maps:
        if item["metadata"]["namespace"] == home:
            kind = "secret" if item.get("kind") == "Secret" else "configMap"
            data[kind][item["metadata"]["name"]] = item.get("data") or {}
    yield from container.get("command") or []
    yield from container.get("args") or []
    for kind, known in data.items():
        for entry in container.get("env") or []:
            key = (entry.get("valueFrom") or {}).get(f"{kind}KeyRef") or {}
            yield known.get(key.get("name", ""), {}).get(key.get("key", ""), "")
        names = [(item.get(f"{kind}Ref") or {}).get("name", "") for item in container.get("envFrom") or []]
        for volume in pod["spec"].get("volumes") or []:
            if volume["name"] in volumes_of(container):
                names += sources_of(volume, kind)
        for name in names:
            yield from known.get(name, {}).values()
    for entry in container.get("env") or []:
        yield entry.get("value") or ""


def sources_of(volume: Object, kind: str) -> list[str]:
    """Names of the objects of a kind (configMap, secret) in a volume."""
    sources = [volume, *((volume.get("projected") or {}).get("sources") or [])]
    named = [item.get(kind) or {} for item in sources]
    return [name for item in named if (name := item.get("name") or item.get("secretName"))]


def service_names(secret: Object, services: t.Sequence[Object]) -> Object:
    """A Secret as a ConfigMap of which nothing is left but names of Services, by key."""
    metadata = {key: secret["metadata"][key] for key in ("name", "namespace")}
    known = {name for service in services for name in _names(service["metadata"], metadata["namespace"])}
    data = {}
    for key, value in (secret.get("data") or {}).items():
        try:
            text = base64.b64decode(value or "").decode()
        except ValueError:
            continue  # no text
        found = sorted(known & set(WORD.findall(text.lower())))
        if found:
            data[key] = " ".join(found)
    return {"kind": "Secret", "metadata": metadata, "data": data}


def _outside(container: Object) -> str | None:
    for entry in container.get("env") or []:
        host = OUTSIDE.search(str(entry.get("value") or "").lower())
        if host and HOST_VARIABLE.search(entry["name"]) and not host.group().endswith((".local", ".svc")):
            return host.group()
    return None


def waited(pod: Object, named: Named, pods: t.Sequence[Object]) -> bool:
    """Whether the init container was seen to wait: it began long before the database was ready, and ended after it."""
    ended = (statuses(pod).get(named.container, {}).get("state") or {}).get("terminated") or {}
    began, over = moment(ended.get("startedAt")), moment(ended.get("finishedAt"))
    since = [moment(condition(item, "Ready")) for item in pods if item["metadata"]["name"] in named.pods]
    if began is None or over is None or not since:
        return False
    early = datetime.timedelta(seconds=WATCH)
    return all(time is not None and began + early <= time <= over for time in since)


def moment(text: t.Any) -> datetime.datetime | None:
    """A timestamp of Kubernetes."""
    try:
        return datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
