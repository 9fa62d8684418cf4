# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions of selectors that know how Kubernetes objects belong together. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
PORT: t.Final[t.Any] = {"types": ["number", "string", "null"]}
OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}
REVISION: t.Final = "deployment.kubernetes.io/revision"


def isolating(policies: list[Object] | None, pod: Object | None) -> list[str]:
    """Names of the NetworkPolicies that select the Pod."""
    if pod is None:
        return []
    labels = (pod.get("metadata") or {}).get("labels") or {}
    return [
        policy["metadata"]["name"]
        for policy in policies or []
        if _network_policy.selects((policy.get("spec") or {}).get("podSelector") or {}, labels)
    ]


def current_pods(
    pods: list[Object] | None, replica_sets: list[Object] | None, deployment: Object | None
) -> list[Object]:
    """Pods of a Deployment's present template; one that is being deleted is gone already."""
    metadata = (deployment or {}).get("metadata") or {}
    revision = (metadata.get("annotations") or {}).get(REVISION)
    sets = {
        item["metadata"]["uid"]
        for item in replica_sets or []
        if metadata.get("uid") in _owners(item)
        and (item["metadata"].get("annotations") or {}).get(REVISION) == revision
    }
    return [item for item in pods or [] if sets & _owners(item) and not item["metadata"].get("deletionTimestamp")]


def _owners(item: Object) -> set[str]:
    return {reference["uid"] for reference in item["metadata"].get("ownerReferences") or []}


def port_number(container: Object | None, port: t.Any) -> int | None:
    """A port of a probe, which may be the name of one of the container's."""
    ports = (container or {}).get("ports") or []
    return (
        port
        if isinstance(port, int)
        else next((item["containerPort"] for item in ports if item.get("name") == port), None)
    )


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "current_pods": (current_pods, (LIST, LIST, OBJECT)),
    "isolating": (isolating, (LIST, OBJECT)),
    "port_number": (port_number, (OBJECT, PORT)),
}
