# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Removes Kubernetes objects with all that hangs on them. Private to the collection."""

from __future__ import annotations

import contextlib
import time
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, Object
from ansible_collections.kcna.labs.plugins.module_utils._selection import Dependant, ObjectName, Removal

PARALLEL: t.Final = 8
POLL_SECONDS: t.Final = 0.2
# A shell as PID 1 ignores SIGTERM, and nothing of a lab's Pod is worth the 30 seconds until SIGKILL.
POD_GRACE_SECONDS: t.Final = 1
# What takes Pods along that nobody names.
OWNERS: t.Final = ("DaemonSet", "Deployment", "Job", "Namespace", "ReplicaSet", "StatefulSet")


def metadata(api: KubernetesApi, name: ObjectName) -> Object | None:
    """What the API server says of an object, or None where there is none."""
    found = api.read(name.api_version, name.kind, name.name, name.namespace or None)
    return t.cast(Object, found["metadata"]) if found else None


def dependants(api: KubernetesApi, objects: t.Mapping[ObjectName, str]) -> tuple[Dependant, ...]:
    """Pods that go when one of these objects (name -> uid) does."""
    namespaces = {name.name if name.kind == "Namespace" else name.namespace for name in objects if name.kind in OWNERS}
    own = {name.name: uid for name, uid in objects.items() if name.kind == "Namespace"}
    found: list[Dependant] = []
    for namespace in sorted(namespaces):
        sets = {item["metadata"]["uid"]: item["metadata"] for item in api.list_kind("apps/v1", "ReplicaSet", namespace)}
        pods = (item["metadata"] for item in api.list_kind("v1", "Pod", namespace))
        found += [_dependant(pod, sets, own) for pod in pods]
    return tuple(found)


def _dependant(pod: Object, sets: t.Mapping[str, Object], namespaces: t.Mapping[str, str]) -> Dependant:
    owners = _owners(pod)
    # a Deployment owns the ReplicaSet that owns the Pod
    above = {uid for owner in owners if owner in sets for uid in _owners(sets[owner])}
    namespace = {namespaces[pod["namespace"]]} if pod["namespace"] in namespaces else set()
    name = ObjectName("v1", "Pod", pod["namespace"], pod["name"])
    return Dependant(name, pod["uid"], frozenset(owners | above | namespace))


def _owners(item: Object) -> set[str]:
    return {owner["uid"] for owner in item.get("ownerReferences") or ()}


def delete(api: KubernetesApi, removals: list[Removal], pods: t.Sequence[Removal] = ()) -> None:
    """Ask for the removal of all; policies first, so that an interruption leaves no closed network.

    Of the Pods that go along, those of a namespace are asked for as well: there nothing can make them anew, and by
    itself Kubernetes begins with them five seconds later (namespaceDeletionGracePeriod), with their own period of
    grace.
    """
    policies = [removal for removal in removals if removal.target.kind == "NetworkPolicy"]
    namespaces = {removal.name for removal in removals if removal.target.kind == "Namespace"}
    others = [removal for removal in removals if removal not in policies]
    for group in (policies, others, [pod for pod in pods if pod.target.namespace in namespaces]):
        _each(group, lambda removal: _delete(api, removal))


def wait_until_gone(
    api: KubernetesApi, cri: Cri, objects: list[Removal], pods: list[Removal], timeout: float
) -> t.Iterator[Removal]:
    """Yield each of the objects as it disappears; the Pods that depend on them disappear without a word."""
    deadline = time.monotonic() + timeout
    left = [*objects, *pods]
    ending: set[str] = set()
    while left:
        found = _each(left, lambda removal: metadata(api, removal.target))
        there = {
            removal.id: item for removal, item in zip(left, found, strict=True) if item and item["uid"] == removal.id
        }
        yield from (removal for removal in left if removal.id not in there and removal in objects)
        left = [removal for removal in left if removal.id in there]
        if left and time.monotonic() > deadline:
            _still_there(api, [removal.target for removal in left], timeout)
        # only those that were ending a look ago: one that stops before the kubelet knows of the end is started anew
        _stop(cri, ending & there.keys())
        ending = {removal.id for removal in left if removal in pods and there[removal.id].get("deletionTimestamp")}
        if left:
            time.sleep(POLL_SECONDS)
    _remove_sandboxes(cri, {removal.id for removal in (*objects, *pods) if removal.target.kind == "Pod"}, deadline)


def _stop(cri: Cri, pod_uids: set[str]) -> None:
    """What Kubernetes once gave 30 seconds to end has them: it takes no shorter period after that (seen with 1.36)."""
    if not pod_uids:
        return
    running = [item.id for item in cri.containers() if item.pod_uid in pod_uids and item.state == "running"]
    # the kubelet may be quicker
    with contextlib.suppress(ServiceError):
        cri.stop(running, POD_GRACE_SECONDS)


def wait_while_going(api: KubernetesApi, objects: t.Sequence[ObjectName], timeout: float) -> None:
    """Return when none of these objects is on its way out: one that is takes all that is made in it or of it along."""
    deadline = time.monotonic() + timeout
    left = objects
    while left:
        found = zip(left, _each(left, lambda name: metadata(api, name)), strict=True)
        left = [name for name, item in found if item and item.get("deletionTimestamp")]
        if left and time.monotonic() > deadline:
            _still_there(api, left, timeout)
        if left:
            time.sleep(POLL_SECONDS)


def _still_there(api: KubernetesApi, names: t.Sequence[ObjectName], seconds: float) -> t.NoReturn:
    """A namespace says itself what it waits for (Kubernetes, NamespaceConditionType)."""
    said = [
        condition["message"]
        for name in names
        if name.kind == "Namespace"
        for condition in (_status(api, name).get("conditions") or [])
        if condition["status"] == "True"
    ]
    if any("Discovery" in words for words in said):
        said.append("`kubectl get apiservices` shows which API does not answer; until it does no namespace can go")
    reason = "; ".join([f"still there after {seconds:g} s", *dict.fromkeys(said)])
    raise ServiceError(
        "Kubernetes", f"removing {', '.join(f'{name.full_kind} {name.full_name}' for name in names)}", reason
    )


def _status(api: KubernetesApi, name: ObjectName) -> Object:
    return (api.read(name.api_version, name.kind, name.name) or {}).get("status") or {}


def _each(items: t.Sequence[t.Any], call: t.Callable[[t.Any], t.Any]) -> list[t.Any]:
    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(call, items))


def _delete(api: KubernetesApi, removal: Removal) -> None:
    name: ObjectName = removal.target
    api.delete(
        name.api_version,
        name.kind,
        name.name,
        name.namespace or None,
        uid=removal.id,
        grace_period_seconds=POD_GRACE_SECONDS if name.kind == "Pod" else None,
    )


def _remove_sandboxes(cri: Cri, pod_uids: set[str], deadline: float) -> None:
    """The kubelet leaves the sandbox of a deleted Pod on the node for up to a minute, and may be at it just then."""
    while pod_uids and (left := [item.id for item in cri.sandboxes() if item.pod_uid in pod_uids]):
        for sandbox in left:
            try:
                cri.remove_sandbox(sandbox)
            except ServiceError:
                if time.monotonic() > deadline:
                    raise
        time.sleep(POLL_SECONDS)
