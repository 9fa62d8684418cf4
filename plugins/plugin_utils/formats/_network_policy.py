# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What NetworkPolicies (networking.k8s.io/v1) allow, worked out from the objects alone. Private to the collection.

    client, webapp = party(client_pod, namespaces), party(webapp_pod, namespaces)
    allows(policies, client, webapp, "TCP", 5000)

A connection is allowed if the source may send it and the target may receive it. A Pod that no policy selects for a
direction is open in that direction; otherwise some rule of some policy that selects it must allow the connection.
Between a Pod and its own node everything is allowed: https://kubernetes.io/docs/concepts/services-networking/network-policies/
"""

from __future__ import annotations

import dataclasses
import ipaddress
import typing as t

Object = dict[str, t.Any]
Objects = t.Sequence[Object]
Direction = t.Literal["Ingress", "Egress"]
# (rules, peers of a rule) by direction, as the API calls them
FIELDS: t.Final[t.Mapping[str, tuple[str, str]]] = {"Ingress": ("ingress", "from"), "Egress": ("egress", "to")}
NAMESPACE_NAME: t.Final = "kubernetes.io/metadata.name"


class Port(t.NamedTuple):
    """A port that a container declares."""

    name: str
    protocol: str
    number: int


@dataclasses.dataclass(frozen=True)
class Party:
    """One end of a connection. Without a namespace it is no Pod of the cluster's network, and no policy selects it."""

    namespace: str | None = None
    labels: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    namespace_labels: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    ports: tuple[Port, ...] = ()
    node: str | None = None


def party(pod: Object, namespaces: Objects) -> Party:
    """A Pod as a policy sees it; one in the node's own network is not a Pod to any policy."""
    spec, status = pod.get("spec") or {}, pod.get("status") or {}
    addresses = tuple(item["ip"] for item in status.get("podIPs") or [] if item.get("ip"))
    if not addresses and status.get("podIP"):
        addresses = (status["podIP"],)
    node = spec.get("nodeName")
    if spec.get("hostNetwork"):
        return Party(addresses=addresses, node=node)
    # sidecars are init containers that keep running
    containers = [*(spec.get("containers") or []), *(spec.get("initContainers") or [])]
    ports = tuple(
        Port(item["name"], item.get("protocol") or "TCP", item["containerPort"])
        for container in containers
        for item in container.get("ports") or []
        if item.get("name")
    )
    inside = imaginary(pod["metadata"]["namespace"], pod["metadata"].get("labels") or {}, namespaces)
    return dataclasses.replace(inside, addresses=addresses, ports=ports, node=node)


def imaginary(namespace: str, labels: t.Mapping[str, str], namespaces: Objects) -> Party:
    """A Pod that could be made in this namespace."""
    found = next((item for item in namespaces if item["metadata"]["name"] == namespace), None)
    own = (found["metadata"].get("labels") or {}) if found else {}
    return Party(namespace, labels, {NAMESPACE_NAME: namespace, **own})


def outside(address: str) -> Party:
    """A machine that is not of the cluster."""
    return Party(addresses=(address,))


def allows(policies: Objects, source: Party, target: Party, protocol: str, port: int) -> bool:
    """Whether the source may open this connection to the target."""
    return may_send(policies, source, target, protocol, port) and may_receive(policies, source, target, protocol, port)


def may_send(policies: Objects, source: Party, target: Party, protocol: str, port: int) -> bool:
    """Whether the policies of the source let it out."""
    return _admits(policies, "Egress", own=source, peer=target, target=target, protocol=protocol, port=port)


def may_receive(policies: Objects, source: Party, target: Party, protocol: str, port: int) -> bool:
    """Whether the policies of the target let it in."""
    return _admits(policies, "Ingress", own=target, peer=source, target=target, protocol=protocol, port=port)


def isolating(policies: Objects, own: Party, direction: Direction) -> list[Object]:
    """The policies that select this Pod for a direction; with one of them, what is not allowed is denied."""
    return [
        policy
        for policy in policies
        if own.namespace is not None
        and policy["metadata"]["namespace"] == own.namespace
        and direction in policy_types(policy)
        and selects(policy["spec"].get("podSelector"), own.labels)
    ]


def policy_types(policy: Object) -> list[str]:
    """As written, or else Ingress, and Egress if there is a rule for it."""
    spec = policy["spec"]
    default = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    return spec.get("policyTypes") or default


def rules(policy: Object, direction: Direction) -> list[Object]:
    """What the policy allows in a direction."""
    return policy["spec"].get(FIELDS[direction][0]) or []


def selects(selector: Object | None, labels: t.Mapping[str, str]) -> bool:
    """Whether a label selector matches; an empty one matches everything."""
    wanted = (selector or {}).get("matchLabels") or {}
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(_fits(item, labels) for item in (selector or {}).get("matchExpressions") or [])


def _fits(expression: Object, labels: t.Mapping[str, str]) -> bool:
    key, values = expression["key"], expression.get("values") or []
    return {
        "In": key in labels and labels[key] in values,
        # a Pod without the label is not in the set, either
        "NotIn": labels.get(key) not in values,
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
    }[expression["operator"]]


def _admits(
    policies: Objects, direction: Direction, *, own: Party, peer: Party, target: Party, protocol: str, port: int
) -> bool:
    if peer.namespace is None and peer.node is not None and peer.node == own.node:
        return True
    applied = isolating(policies, own, direction)
    return not applied or any(
        _any_peer(policy, rule.get(FIELDS[direction][1]), peer) and _any_port(rule.get("ports"), target, protocol, port)
        for policy in applied
        for rule in rules(policy, direction)
    )


def _any_peer(policy: Object, peers: Objects | None, peer: Party) -> bool:
    """No peers named means everybody."""
    return not peers or any(_is_peer(policy, item, peer) for item in peers)


def _is_peer(policy: Object, wanted: Object, peer: Party) -> bool:
    if wanted.get("ipBlock") is not None:
        return any(_in_block(wanted["ipBlock"], address) for address in peer.addresses)
    if peer.namespace is None:
        return False
    # an empty selector is one, a missing one is none
    if wanted.get("namespaceSelector") is None:
        here = peer.namespace == policy["metadata"]["namespace"]
    else:
        here = selects(wanted["namespaceSelector"], peer.namespace_labels)
    return here and selects(wanted.get("podSelector"), peer.labels)


def _in_block(block: Object, address: str) -> bool:
    return _within(address, block["cidr"]) and not any(_within(address, item) for item in block.get("except") or [])


def _within(address: str, cidr: str) -> bool:
    # one of version 4 is never in a network of version 6
    return ipaddress.ip_address(address) in ipaddress.ip_network(cidr, strict=False)


def _any_port(ports: Objects | None, target: Party, protocol: str, port: int) -> bool:
    """No ports named means all of them."""
    return not ports or any(_is_port(item, target, protocol, port) for item in ports)


def _is_port(wanted: Object, target: Party, protocol: str, port: int) -> bool:
    if (wanted.get("protocol") or "TCP") != protocol:
        return False
    number = wanted.get("port")
    if number is None:
        return True
    if isinstance(number, str):
        return Port(number, protocol, port) in target.ports
    return bool(number <= port <= (wanted.get("endPort") or number))
