# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The predicates of predicates/_network and the functions of functions/_network, by their names."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _predicates

Object = dict[str, t.Any]

HERE = "kcna-lab02-ex8"
NAMESPACES = [{"metadata": {"name": HERE}}]


def wrong(name: str, **args: t.Any) -> list[tuple[str, str]]:
    assert set(args) == _predicates.PREDICATES[name].arguments
    findings = _predicates.PREDICATES[name].judge(args, Messages("en"))
    return [(item.expected, item.actual) for item in findings if not item.holds]


def policy(name: str, **spec: t.Any) -> Object:
    return {"metadata": {"name": name, "namespace": HERE}, "spec": {"podSelector": {}, **spec}}


def pod(name: str, address: str, labels: dict[str, str], *, ready: str = "True") -> Object:
    return {
        "metadata": {"name": name, "namespace": HERE, "labels": labels},
        "spec": {"containers": [{"name": name}]},
        "status": {
            "podIP": address,
            "podIPs": [{"ip": address}],
            "conditions": [{"type": "Ready", "status": ready}],
        },
    }


WEBAPP = pod("webapp-1", "10.244.0.5", {"app": "webapp"})
CLIENT = pod("client", "10.244.0.6", {"role": "client"})
ATTACKER = pod("attacker", "10.244.0.7", {"run": "attacker"})
PODS = [WEBAPP, CLIENT, ATTACKER]
DENY = policy("deny-all", policyTypes=["Ingress", "Egress"])
ALLOW = policy(
    "allow-webapp",
    podSelector={"matchLabels": {"app": "webapp"}},
    ingress=[{"from": [{"podSelector": {"matchLabels": {"role": "client"}}}], "ports": [{"port": 5000}]}],
)
EGRESS = policy(
    "allow-client-egress",
    podSelector={"matchLabels": {"role": "client"}},
    policyTypes=["Egress"],
    egress=[{"to": [{"podSelector": {"matchLabels": {"app": "webapp"}}}], "ports": [{"port": 5000}]}],
)

# --- the Service ------------------------------------------------------------------------------------------------------

SERVICE = {"metadata": {"name": "webapp-service"}, "spec": {"ports": [{"port": 5000}]}}


def endpoints(address: str = "10.244.0.5", port: int = 5000, **conditions: bool) -> Object:
    return {
        "metadata": {"labels": {"kubernetes.io/service-name": "webapp-service"}},
        "endpoints": [{"addresses": [address], "conditions": conditions}],
        "ports": [{"port": port}],
    }


def service(made: Object | None = None, *slices: Object, pods: list[Object] | None = None) -> list[tuple[str, str]]:
    labels = {"app": "webapp"}
    return wrong(
        "service_reaches",
        service=SERVICE if made is None else made,
        slices=list(slices),
        pods=pods or PODS,
        port=5000,
        labels=labels,
    )


def test_a_service_with_a_ready_endpoint() -> None:
    assert service(SERVICE, endpoints(ready=True)) == []
    assert service(SERVICE, endpoints("10.244.0.9"), endpoints()) == []


@pytest.mark.parametrize(
    ("slices", "shown"),
    [
        ([], "nothing"),
        ([{"metadata": {}, "endpoints": None}], "nothing"),
        ([endpoints(ready=False)], "nothing"),
        ([endpoints(port=80)], "10.244.0.5:80"),
        ([endpoints("10.244.0.6")], "10.244.0.6:5000"),
    ],
)
def test_a_service_that_leads_nowhere(slices: list[Object], shown: str) -> None:
    wanted = "an endpoint of webapp-service is port 5000 of a Ready Pod (app=webapp)"
    assert service(SERVICE, *slices) == [(wanted, f"endpoints of webapp-service = {shown}")]


def test_a_service_with_another_port_or_a_pod_that_is_not_ready() -> None:
    other = {**SERVICE, "spec": {"ports": [{"port": 80}]}}
    assert service(other, endpoints()) == [("port of webapp-service = 5000", "port of webapp-service = 80")]
    assert (
        len(service(SERVICE, endpoints(), pods=[pod("webapp-1", "10.244.0.5", {"app": "webapp"}, ready="False")])) == 1
    )


# --- default deny -----------------------------------------------------------------------------------------------------


def deny(*policies: Object) -> list[str]:
    found = wrong("default_deny", policies=list(policies), namespaces=NAMESPACES, namespace=HERE)
    return [actual for _expected, actual in found]


@pytest.mark.parametrize(
    "policies",
    [
        [DENY],
        [policy("one"), policy("two", policyTypes=["Egress"])],
        [
            policy(
                "x",
                podSelector={"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]},
                policyTypes=["Ingress", "Egress"],
            )
        ],
        [DENY, ALLOW, EGRESS],
    ],
)
def test_everything_is_denied(policies: list[Object]) -> None:
    assert deny(*policies) == []


@pytest.mark.parametrize(
    ("policies", "actual"),
    [
        ([policy("x")], ["no NetworkPolicy restricts Egress of a Pod without labels"]),
        (
            [ALLOW, EGRESS],
            [f"no NetworkPolicy restricts {one} of a Pod without labels" for one in ("Ingress", "Egress")],
        ),
        ([DENY, policy("open", ingress=[{}])], ["Ingress of a Pod without labels is allowed by open"]),
        (
            [policy("dns", policyTypes=["Ingress", "Egress"], egress=[{"ports": [{"port": 53}]}])],
            ["Egress of a Pod without labels is allowed by dns"],
        ),
        (
            [{**DENY, "metadata": {"name": "deny-all", "namespace": "other"}}],
            [
                "no NetworkPolicy restricts Ingress of a Pod without labels",
                "no NetworkPolicy restricts Egress of a Pod without labels",
            ],
        ),
    ],
)
def test_something_is_not_denied(policies: list[Object], actual: list[str]) -> None:
    assert deny(*policies) == actual


# --- what curl got ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "actual"),
    [
        ({"code": 0, "stdout": "503"}, "503"),
        ({"code": 28, "stdout": "000"}, "time-out (curl 28): the name look-up or the connection is blocked"),
        ({"code": 6, "stdout": "000"}, "the name is not resolved (curl 6)"),
        ({"code": 7, "stdout": "000"}, "the connection is refused (curl 7)"),
        ({"code": 52, "stdout": "000"}, "curl ended with 52"),
        (None, "nothing"),
    ],
)
def test_an_answer_that_is_not_the_one(result: Object | None, actual: str) -> None:
    assert wrong("answers", url="u", result=result, status="200") == [("answer of u = 200", f"answer of u = {actual}")]


def test_the_answer() -> None:
    assert wrong("answers", url="u", result={"code": 0, "stdout": "200\n"}, status="200") == []


# --- the attacker -----------------------------------------------------------------------------------------------------


def tried(outcome: str, address: str = "10.244.0.5") -> list[Object]:
    return [{"pod": "webapp-1", "address": address, "port": 5000, "outcome": outcome}]


def refused(*policies: Object, **changes: t.Any) -> list[tuple[str, str]]:
    args: Object = {
        "policies": list(policies),
        "namespaces": NAMESPACES,
        "pods": PODS,
        "source": ATTACKER,
        "attempts": tried("timeout"),
        "reached": tried("connected"),
        "canary": "timeout",
    }
    return wrong("refused_by_policy", **args | changes)


def test_the_attacker_is_refused_by_the_rules_of_webapp() -> None:
    assert refused(DENY, ALLOW, EGRESS) == []
    assert refused(ALLOW) == []


def test_an_attacker_that_only_its_own_egress_stops_is_not_refused() -> None:
    everybody = policy("allow-webapp", ingress=[{"from": [{"podSelector": {}}]}])
    assert refused(DENY, everybody) == [("policies deny webapp-1:5000", "policies allow webapp-1:5000")]


def test_a_reset_counts_only_where_the_network_refuses_in_that_way() -> None:
    expected = [("webapp-1:5000 does not answer (time-out)", "connection to webapp-1:5000: refused")]
    assert refused(DENY, attempts=tried("refused")) == expected
    assert refused(DENY, attempts=tried("refused"), canary="ConnectionRefusedError") == []


@pytest.mark.parametrize(
    ("attempts", "outcome"),
    [(tried("connected"), "connected"), ([], "nothing"), (None, "nothing"), (tried("timeout", "10.1.1.1"), "nothing")],
)
def test_an_attacker_that_was_not_stopped_at_the_same_address(attempts: t.Any, outcome: str) -> None:
    expected = ("webapp-1:5000 does not answer (time-out)", f"connection to webapp-1:5000: {outcome}")
    assert refused(DENY, attempts=attempts) == [expected]


@pytest.mark.parametrize("reached", [None, [], tried("timeout")])
def test_where_nobody_gets_through_nothing_is_proved(reached: t.Any) -> None:
    assert refused(DENY, reached=reached) == [("client reaches the Pod IP of webapp", "client reaches no Pod IP")]


def test_a_pod_that_was_replaced_meanwhile_proves_nothing() -> None:
    others = [item for item in PODS if item["metadata"]["name"] != "webapp-1"]
    assert refused(DENY, pods=others) == [("client reaches the Pod IP of webapp", "client reaches no Pod IP")]


# --- what the client may reach ----------------------------------------------------------------------------------------


def sends(*policies: Object) -> list[tuple[str, str]]:
    return wrong(
        "may_send_only",
        policies=list(policies),
        namespaces=NAMESPACES,
        source=CLIENT,
        allowed={"5000": [WEBAPP]},
        denied=[{"address": "192.0.2.10", "port": 443}, {"labels": {"app": "other"}, "port": 5000}],
    )


def test_the_client_reaches_webapp_and_no_more() -> None:
    dns = policy("dns", policyTypes=["Egress"], egress=[{"ports": [{"port": 53, "protocol": "UDP"}]}])
    block = policy("ip", policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "10.244.0.5/32"}}]}])
    assert sends(DENY, EGRESS, dns) == []
    assert sends(DENY, block) == []


def test_a_block_of_addresses_lets_the_neighbours_in() -> None:
    block = policy("ip", policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "10.244.0.0/16"}}]}])
    assert sends(DENY, block) == [("policies deny app=other:5000", "policies allow app=other:5000")]


def test_a_client_that_reaches_more_or_less() -> None:
    everything = policy("open", policyTypes=["Egress"], egress=[{}])
    more = [(f"policies deny {place}", f"policies allow {place}") for place in ("192.0.2.10:443", "app=other:5000")]
    assert sends(everything) == more
    assert sends() == more
    assert sends(DENY) == [("policies allow webapp-1:5000", "policies deny webapp-1:5000")]


# --- policies that nobody enforces ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policies", "outcome", "source", "found"),
    [
        ([DENY], "connected", "attacker", ["10.244.0.5"]),
        ([DENY], "timeout", "attacker", []),
        ([], "connected", "attacker", []),
        ([DENY, ALLOW, EGRESS], "connected", "client", []),
        ([DENY, ALLOW, EGRESS], "connected", "attacker", ["10.244.0.5"]),
        ([DENY, ALLOW], "connected", "client", ["10.244.0.5"]),
        ([DENY], "connected", "nobody", []),
    ],
)
def test_breaches(policies: list[Object], outcome: str, source: str, found: list[str]) -> None:
    data = {"tries": tried(outcome), "pods": PODS, "spaces": NAMESPACES, "policies": policies, "none": None}
    assert selector(f"breaches(tries, '{source}', pods, spaces, policies)").search(data) == found
    assert selector(f"breaches(none, '{source}', pods, spaces, policies)").search(data) == []


def test_a_target_that_is_being_deleted_breaks_nothing() -> None:
    going = {**WEBAPP, "metadata": {**WEBAPP["metadata"], "deletionTimestamp": "now"}}
    data = {"tries": tried("connected"), "pods": [going, ATTACKER], "spaces": NAMESPACES, "policies": [DENY]}
    assert selector("breaches(tries, 'attacker', pods, spaces, policies)").search(data) == []


@pytest.mark.parametrize(
    ("policies", "outcome", "source", "found"),
    [
        ([DENY, ALLOW, EGRESS], "timeout", "client", ["10.244.0.5"]),
        ([DENY, ALLOW, EGRESS], "connected", "client", []),
        # whoever refuses has answered
        ([DENY, ALLOW, EGRESS], "refused", "client", []),
        ([DENY, ALLOW, EGRESS], "timeout", "attacker", []),
        ([DENY, ALLOW], "timeout", "client", []),
        ([], "timeout", "attacker", ["10.244.0.5"]),
        ([], "timeout", "nobody", []),
    ],
)
def test_late_answers(policies: list[Object], outcome: str, source: str, found: list[str]) -> None:
    data = {"tries": tried(outcome), "pods": PODS, "spaces": NAMESPACES, "policies": policies, "none": None}
    assert selector(f"late_answers(tries, '{source}', pods, spaces, policies)").search(data) == found
    assert selector(f"late_answers(none, '{source}', pods, spaces, policies)").search(data) == []


def test_may_ask_names() -> None:
    dns = {"to": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}]}
    udp, tcp = ({**dns, "ports": [{"port": 53, "protocol": name}]} for name in ("UDP", "TCP"))
    for egress, source, may in (
        ([udp], "client", True),
        ([tcp], "client", False),
        ([], "client", False),
        ([udp], "nobody", False),
    ):
        policies = [DENY, policy("names", policyTypes=["Egress"], egress=egress)]
        data = {"pods": PODS, "spaces": NAMESPACES, "policies": policies}
        assert selector(f"may_ask_names('{source}', pods, spaces, policies)").search(data) is may
