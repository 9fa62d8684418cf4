# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the Pods of a Deployment answer. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, KubernetesError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared, in_parallel
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client, listed

Object = dict[str, t.Any]

MAX_PODS = 10
# A student's application may take its time or never end: it gets this long and may say so much.
SECONDS = 5.0
MAX_BODY = 64 << 10


def answers(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """A GET to every ready Pod of a Deployment, by way of the API server: the node's network need not be known."""
    namespace = spec["namespace"]
    sets = listed("apps/v1", "ReplicaSet", namespace, limits, shared)
    pods = ready(listed("v1", "Pod", namespace, limits, shared), sets, spec["deployment"])[:MAX_PODS]
    api = client(limits, shared)
    api.timeout, api.max_bytes = min(SECONDS, limits.probe_seconds), MAX_BODY

    def ask(pod: Object) -> Object:
        name = pod["metadata"]["name"]
        path = f"/api/v1/namespaces/{namespace}/pods/{name}:{spec['port']}/proxy/{spec['path'].lstrip('/')}"
        return {"pod": name, "uid": pod["metadata"]["uid"], **_answer(api, path)}

    return in_parallel(ask, pods)


def _answer(api: KubernetesApi, path: str) -> Object:
    try:
        answer = api.answer(path)
    except KubernetesError as error:
        # the API server has just answered: it is the Pod that does not, or never ends
        return {"status": None, "body": None, "reason": error.reason}
    return {"status": answer.status, "body": answer.body.decode(errors="replace"), "reason": None}


def ready(pods: list[Object], sets: list[Object], deployment: str) -> list[Object]:
    """The Pods of a Deployment that are ready and not on their way out."""
    mine = {item["metadata"]["uid"] for item in sets if _is_of(item, "Deployment", {deployment}, "name")}
    return [
        pod
        for pod in pods
        if not pod["metadata"].get("deletionTimestamp")
        and _is_of(pod, "ReplicaSet", mine, "uid")
        and any(
            item["type"] == "Ready" and item["status"] == "True"
            for item in (pod.get("status") or {}).get("conditions") or []
        )
    ]


def _is_of(item: Object, kind: str, owners: set[str], key: str) -> bool:
    references = item["metadata"].get("ownerReferences") or []
    return any(reference["kind"] == kind and reference[key] in owners for reference in references)
