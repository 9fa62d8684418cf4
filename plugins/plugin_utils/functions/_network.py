# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions for selectors about who reaches whom. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
NAME: t.Final[t.Any] = {"types": ["string"]}


def breaches(
    connections: list[Object] | None, source: str, pods: list[Object], namespaces: list[Object], policies: list[Object]
) -> list[str]:
    """Addresses that answered a Pod although the policies deny it: they are not enforced."""
    tried = _with_policies(connections, source, pods, namespaces, policies)
    return [item["address"] for item, allowed in tried if item["outcome"] == "connected" and not allowed]


def late_answers(
    connections: list[Object] | None, source: str, pods: list[Object], namespaces: list[Object], policies: list[Object]
) -> list[str]:
    """Addresses that did not answer a Pod in time although the policies allow it, as on a busy machine."""
    tried = _with_policies(connections, source, pods, namespaces, policies)
    return [item["address"] for item, allowed in tried if item["outcome"] == "timeout" and allowed]


def may_ask_names(source: str, pods: list[Object], namespaces: list[Object], policies: list[Object]) -> bool:
    """Whether the policies let a Pod ask the cluster's name servers.

    They are called so by
    https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
    """
    by_name = _present(pods)
    servers = _network_policy.imaginary("kube-system", {"k8s-app": "kube-dns"}, namespaces)
    return source in by_name and _network_policy.may_send(
        policies, _network_policy.party(by_name[source], namespaces), servers, "UDP", 53
    )


def _with_policies(
    connections: list[Object] | None, source: str, pods: list[Object], namespaces: list[Object], policies: list[Object]
) -> list[tuple[Object, bool]]:
    """Each connection, and whether the policies allow it."""
    by_name = _present(pods)
    if source not in by_name:
        return []
    client = _network_policy.party(by_name[source], namespaces)
    return [
        (item, _network_policy.allows(policies, client, target, "TCP", item["port"]))
        for item in connections or []
        if item["pod"] in by_name
        for target in (_network_policy.party(by_name[item["pod"]], namespaces),)
    ]


def _present(pods: list[Object]) -> dict[str, Object]:
    """Pods by name, without those that are being deleted."""
    return {item["metadata"]["name"]: item for item in pods if not item["metadata"].get("deletionTimestamp")}


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "breaches": (breaches, (LIST, NAME, LIST, LIST, LIST)),
    "late_answers": (late_answers, (LIST, NAME, LIST, LIST, LIST)),
    "may_ask_names": (may_ask_names, (NAME, LIST, LIST, LIST)),
}
