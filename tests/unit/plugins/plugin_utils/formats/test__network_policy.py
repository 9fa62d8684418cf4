# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy evaluation: the rules of the API one by one. Laws for any policies are in test_network_policy_laws.py."""

from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy as np
from ansible_collections.kcna.labs.tests.unit._policies import DENY, HERE, NAMESPACES, THERE, Object, pod, policy

WEBAPP = pod({"app": "webapp"}, address="10.244.0.5")
CLIENT = pod({"role": "client"}, address="10.244.0.6")
ATTACKER = pod({"run": "attacker"}, address="10.244.0.7")
DNS = pod({"k8s-app": "kube-dns"}, THERE, "10.244.0.2")
INTERNET = np.outside("192.0.2.10")


def receives(spec: Object, source: np.Party = CLIENT, protocol: str = "TCP", port: int = 5000) -> bool:
    return np.may_receive([policy(spec)], source, WEBAPP, protocol, port)


def sends(spec: Object, target: np.Party = WEBAPP, protocol: str = "TCP", port: int = 5000) -> bool:
    return np.may_send([policy(spec)], CLIENT, target, protocol, port)


def allow_from(*peers: Object, ports: list[Object] | None = None) -> Object:
    rule: Object = {"from": list(peers)} if peers else {}
    return {"podSelector": {}, "ingress": [{**rule, "ports": ports} if ports is not None else rule]}


# --- who is selected --------------------------------------------------------------------------------------------------

LABELS = {"role": "client", "tier": "front"}


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        (None, True),
        ({}, True),
        ({"matchLabels": {}}, True),
        ({"matchLabels": None, "matchExpressions": None}, True),
        ({"matchLabels": {"role": "client"}}, True),
        ({"matchLabels": {"role": "client", "tier": "front"}}, True),
        ({"matchLabels": {"role": "clients"}}, False),
        ({"matchLabels": {"role": "client", "app": "x"}}, False),
        ({"matchExpressions": [{"key": "role", "operator": "In", "values": ["a", "client"]}]}, True),
        ({"matchExpressions": [{"key": "role", "operator": "In", "values": ["a"]}]}, False),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["a"]}]}, False),
        ({"matchExpressions": [{"key": "role", "operator": "NotIn", "values": ["client"]}]}, False),
        ({"matchExpressions": [{"key": "role", "operator": "NotIn", "values": ["a"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["a"]}]}, True),
        ({"matchExpressions": [{"key": "role", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, False),
        ({"matchExpressions": [{"key": "role", "operator": "DoesNotExist"}]}, False),
        ({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, True),
        (
            {
                "matchLabels": {"role": "client"},
                "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["front"]}],
            },
            False,
        ),
    ],
)
def test_selectors(selector: Object | None, matches: bool) -> None:
    assert np.selects(selector, LABELS) is matches


def test_without_policies_everything_is_open() -> None:
    assert np.allows([], ATTACKER, WEBAPP, "TCP", 5000)
    assert np.allows([], CLIENT, INTERNET, "TCP", 443)


def test_a_policy_of_another_namespace_selects_nobody_here() -> None:
    assert np.allows([policy(DENY, THERE)], ATTACKER, WEBAPP, "TCP", 5000)
    assert not np.allows([policy(DENY, THERE)], ATTACKER, DNS, "UDP", 53)


def test_nobody_selects_what_is_no_pod() -> None:
    assert np.isolating([policy(DENY)], INTERNET, "Ingress") == []
    host = {
        "metadata": {"name": "h", "namespace": HERE},
        "spec": {"hostNetwork": True},
        "status": {"podIP": "10.0.0.1"},
    }
    assert np.isolating([policy(DENY)], np.party(host, NAMESPACES), "Egress") == []


def test_a_pod_and_its_own_node_always_reach_each_other() -> None:
    made = {"metadata": {"name": "p", "namespace": HERE}, "spec": {"nodeName": "n1"}}
    here = np.party(made, NAMESPACES)
    for node, allowed in (("n1", True), ("n2", False)):
        host = np.party({**made, "spec": {"hostNetwork": True, "nodeName": node}}, NAMESPACES)
        assert np.may_receive([policy(DENY)], host, here, "TCP", 5000) is allowed
        assert np.may_send([policy(DENY)], here, host, "TCP", 5000) is allowed
    # another Pod of the node is not the node
    assert not np.may_receive([policy(DENY)], here, here, "TCP", 5000)


# --- directions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "types"),
    [
        ({"podSelector": {}}, ["Ingress"]),
        ({"podSelector": {}, "ingress": [{}]}, ["Ingress"]),
        ({"podSelector": {}, "egress": []}, ["Ingress"]),
        ({"podSelector": {}, "egress": [{}]}, ["Ingress", "Egress"]),
        ({"podSelector": {}, "policyTypes": []}, ["Ingress"]),
        ({"podSelector": {}, "policyTypes": ["Egress"]}, ["Egress"]),
        ({"podSelector": {}, "policyTypes": ["Ingress"], "egress": [{}]}, ["Ingress"]),
    ],
)
def test_policy_types_and_their_default(spec: Object, types: list[str]) -> None:
    assert np.policy_types(policy(spec)) == types


def test_each_direction_is_closed_for_itself() -> None:
    assert not receives({"podSelector": {}, "policyTypes": ["Ingress"]})
    assert receives({"podSelector": {}, "policyTypes": ["Egress"]})
    assert not sends({"podSelector": {}, "policyTypes": ["Egress"]})
    assert sends({"podSelector": {}, "policyTypes": ["Ingress"]})


# --- peers ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", [{"podSelector": {}}, {"podSelector": {}, "ingress": []}, {**DENY, "ingress": None}])
def test_no_rule_allows_nothing(spec: Object) -> None:
    assert not receives(spec)


@pytest.mark.parametrize("rule", [{}, {"from": []}, {"from": None}, {"ports": []}, {"from": [], "ports": None}])
def test_a_rule_without_peers_or_ports_is_for_all(rule: Object) -> None:
    assert receives({"podSelector": {}, "ingress": [rule]}, source=INTERNET, protocol="SCTP", port=1)


@pytest.mark.parametrize(
    ("peer", "client", "dns"),
    [
        ({"podSelector": {}}, True, False),
        ({"podSelector": {"matchLabels": {"role": "client"}}}, True, False),
        ({"podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}, False, False),
        ({"namespaceSelector": {}}, True, True),
        ({"namespaceSelector": {"matchLabels": {"team": "a"}}}, True, False),
        ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": THERE}}}, False, True),
        ({"namespaceSelector": {}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}, False, True),
        (
            {"namespaceSelector": {"matchLabels": {"team": "a"}}, "podSelector": {"matchLabels": {"x": "y"}}},
            False,
            False,
        ),
        ({"ipBlock": {"cidr": "10.244.0.6/32"}}, True, False),
        ({"ipBlock": {"cidr": "10.244.0.0/16", "except": ["10.244.0.4/30"]}}, False, True),
        ({"ipBlock": {"cidr": "fd00::/8"}}, False, False),
    ],
)
def test_peers(peer: Object, client: bool, dns: bool) -> None:
    assert receives(allow_from(peer), source=CLIENT) is client
    assert receives(allow_from(peer), source=DNS) is dns


def test_one_peer_of_several_is_enough() -> None:
    spec = allow_from({"podSelector": {"matchLabels": {"role": "client"}}}, {"ipBlock": {"cidr": "192.0.2.0/24"}})
    assert [receives(spec, source=item) for item in (CLIENT, INTERNET, ATTACKER)] == [True, True, False]


@pytest.mark.parametrize("peer", [{"podSelector": {}}, {"namespaceSelector": {}}])
def test_selectors_never_match_what_is_no_pod(peer: Object) -> None:
    assert not receives(allow_from(peer), source=INTERNET)


def test_a_block_with_exceptions_for_what_is_outside() -> None:
    spec = {"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "0.0.0.0/0", "except": ["192.0.2.0/24"]}}]}]}
    assert not sends(spec, target=INTERNET)
    assert sends(spec, target=np.outside("198.51.100.1"))
    assert not sends(spec, target=np.outside("2001:db8::1"))


# --- ports ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ports", "allowed"),
    [
        ([{"port": 5000}], True),
        ([{"protocol": "TCP", "port": 5000}], True),
        ([{"protocol": "UDP", "port": 5000}], False),
        ([{"port": 5001}], False),
        ([{"port": 5001}, {"port": 5000}], True),
        ([{"protocol": "TCP"}], True),
        ([{"protocol": "UDP"}], False),
        ([{"port": 4000, "endPort": 6000}], True),
        ([{"port": 4000, "endPort": 5000}], True),
        ([{"port": 4000, "endPort": 4999}], False),
        ([{"port": 5000, "endPort": 5000}], True),
        ([{"port": "http"}], True),
        ([{"port": "https"}], False),
        ([{"protocol": "UDP", "port": "http"}], False),
    ],
)
def test_ports(ports: list[Object], allowed: bool) -> None:
    assert receives(allow_from(ports=ports)) is allowed
    assert sends({"podSelector": {}, "egress": [{"ports": ports}]}) is allowed


def test_a_named_port_is_the_target_pods() -> None:
    """Also for egress, where the policy is the source's; what is outside has no names."""
    spec = {"podSelector": {}, "egress": [{"ports": [{"port": "http"}]}]}
    assert sends(spec, port=5000)
    assert not sends(spec, port=80)
    assert not sends(spec, target=INTERNET, port=5000)


def test_peers_and_ports_belong_together() -> None:
    spec = {
        "podSelector": {},
        "ingress": [
            {"from": [{"podSelector": {"matchLabels": {"role": "client"}}}], "ports": [{"port": 80}]},
            {"from": [{"podSelector": {"matchLabels": {"run": "attacker"}}}], "ports": [{"port": 5000}]},
        ],
    }
    assert not receives(spec, source=CLIENT, port=5000)
    assert receives(spec, source=ATTACKER, port=5000)


# --- Pods of the API --------------------------------------------------------------------------------------------------


def test_a_pod_of_a_namespace_that_was_not_seen_has_its_name() -> None:
    stranger = np.imaginary("other", {}, NAMESPACES)
    assert stranger.namespace_labels == {"kubernetes.io/metadata.name": "other"}


def test_a_pod_that_has_no_address_yet_is_in_no_block() -> None:
    early = np.party({"metadata": {"name": "x", "namespace": HERE}, "spec": {}}, NAMESPACES)
    assert not receives(allow_from({"ipBlock": {"cidr": "0.0.0.0/0"}}), source=early)
    assert receives(allow_from({"podSelector": {}}), source=early)


def test_a_sidecars_port_has_a_name_as_well() -> None:
    made = {
        "metadata": {"name": "x", "namespace": HERE},
        "spec": {"initContainers": [{"ports": [{"name": "side", "containerPort": 9, "protocol": "UDP"}]}]},
        "status": {"podIP": "10.244.0.3"},
    }
    assert np.party(made, NAMESPACES).ports == (np.Port("side", "UDP", 9),)
    assert np.party(made, NAMESPACES).addresses == ("10.244.0.3",)


# --- the exercise's own states, as they were observed on a cluster ----------------------------------------------------

DENY_ALL = policy(DENY)
ALLOW_WEBAPP = policy(
    {
        "podSelector": {"matchLabels": {"app": "webapp"}},
        "policyTypes": ["Ingress"],
        "ingress": [
            {
                "from": [{"podSelector": {"matchLabels": {"role": "client"}}}],
                "ports": [{"protocol": "TCP", "port": 5000}],
            }
        ],
    }
)
ALLOW_CLIENT = policy(
    {
        "podSelector": {"matchLabels": {"role": "client"}},
        "policyTypes": ["Egress"],
        "egress": [
            {"to": [{"podSelector": {"matchLabels": {"app": "webapp"}}}], "ports": [{"protocol": "TCP", "port": 5000}]},
            {
                "to": [
                    {
                        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": THERE}},
                        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
                    }
                ],
                "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
            },
        ],
    }
)


@pytest.mark.parametrize(
    ("policies", "client", "attacker", "resolves"),
    [
        ([], True, True, True),
        ([DENY_ALL, ALLOW_WEBAPP], False, False, False),
        ([DENY_ALL, ALLOW_WEBAPP, ALLOW_CLIENT], True, False, True),
        ([DENY_ALL, ALLOW_CLIENT], False, False, True),
        ([ALLOW_WEBAPP, ALLOW_CLIENT], True, False, True),
        ([ALLOW_WEBAPP], True, False, True),
    ],
)
def test_the_states_of_the_exercise(policies: list[Object], client: bool, attacker: bool, resolves: bool) -> None:
    assert np.allows(policies, CLIENT, WEBAPP, "TCP", 5000) is client
    assert np.allows(policies, ATTACKER, WEBAPP, "TCP", 5000) is attacker
    assert np.allows(policies, CLIENT, DNS, "UDP", 53) is resolves
