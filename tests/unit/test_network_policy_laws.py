# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Policy evaluation: laws that hold for any set of policies."""

from __future__ import annotations

import copy
import dataclasses

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy as np
from ansible_collections.kcna.labs.tests.unit._policies import DENY, HERE, THERE, Object, pod, policy
from hypothesis import given, settings
from hypothesis import strategies as st

INTERNET = np.outside("192.0.2.10")

KEYS, VALUES = st.sampled_from(("app", "role")), st.sampled_from(("webapp", "client", "other"))
MAPS = st.dictionaries(KEYS, VALUES, max_size=2)
EXPRESSIONS = st.one_of(
    st.fixed_dictionaries(
        {
            "key": KEYS,
            "operator": st.sampled_from(("In", "NotIn")),
            "values": st.lists(VALUES, min_size=1, max_size=2),
        }
    ),
    st.fixed_dictionaries({"key": KEYS, "operator": st.sampled_from(("Exists", "DoesNotExist"))}),
)
SELECTORS = st.fixed_dictionaries(
    {}, optional={"matchLabels": MAPS, "matchExpressions": st.lists(EXPRESSIONS, max_size=2)}
)
BLOCKS = st.fixed_dictionaries(
    {"cidr": st.sampled_from(("10.244.0.0/16", "0.0.0.0/0", "192.0.2.0/24"))},
    optional={"except": st.lists(st.sampled_from(("10.244.0.4/30", "192.0.2.8/29")), max_size=1)},
)
PEERS = st.one_of(
    st.fixed_dictionaries({"ipBlock": BLOCKS}),
    st.fixed_dictionaries({"podSelector": SELECTORS}, optional={"namespaceSelector": SELECTORS}),
    st.fixed_dictionaries({"namespaceSelector": SELECTORS}),
)
PORTS = st.fixed_dictionaries(
    {}, optional={"protocol": st.sampled_from(("TCP", "UDP")), "port": st.sampled_from((53, 5000, "http"))}
)


def rules(peers: str) -> st.SearchStrategy[list[Object]]:
    rule = st.fixed_dictionaries(
        {}, optional={peers: st.lists(PEERS, max_size=2), "ports": st.lists(PORTS, max_size=2)}
    )
    return st.lists(rule, max_size=2)


POLICIES = st.lists(
    st.fixed_dictionaries(
        {"podSelector": SELECTORS},
        optional={
            "policyTypes": st.lists(st.sampled_from(("Ingress", "Egress")), min_size=1, max_size=2, unique=True),
            "ingress": rules("from"),
            "egress": rules("to"),
        },
    ).map(policy),
    max_size=4,
)
PODS = st.builds(pod, MAPS, st.sampled_from((HERE, THERE)))
PARTIES = st.one_of(PODS, st.just(INTERNET))
MANY = settings(max_examples=200, deadline=None)


@MANY
@given(policies=POLICIES, source=PARTIES, target=PARTIES, more=POLICIES)
def test_where_something_is_closed_already_more_policies_only_open(
    policies: list[Object], source: np.Party, target: np.Party, more: list[Object]
) -> None:
    closed = [policy(DENY), policy(DENY, THERE), *policies]
    if np.allows(closed, source, target, "TCP", 5000):
        assert np.allows([*closed, *more], source, target, "TCP", 5000)


@MANY
@given(policies=POLICIES, source=PARTIES, target=PARTIES)
def test_policies_are_united_in_any_order(policies: list[Object], source: np.Party, target: np.Party) -> None:
    """A set of policies lets in what no policy is about, or what one of them lets in."""
    assert np.allows(policies, source, target, "TCP", 5000) == np.allows(policies[::-1], source, target, "TCP", 5000)
    applied = np.isolating(policies, target, "Ingress")
    one_by_one = any(np.may_receive([item], source, target, "TCP", 5000) for item in applied)
    assert np.may_receive(policies, source, target, "TCP", 5000) == (one_by_one or not applied)


@MANY
@given(policies=POLICIES, source=PARTIES, target=PARTIES)
def test_evaluation_changes_nothing(policies: list[Object], source: np.Party, target: np.Party) -> None:
    before = copy.deepcopy(policies)
    np.allows(policies, source, target, "UDP", 53)
    assert policies == before


@MANY
@given(labels=MAPS, wanted=MAPS)
def test_match_labels_are_short_for_expressions(labels: dict[str, str], wanted: dict[str, str]) -> None:
    expressions = [{"key": key, "operator": "In", "values": [value]} for key, value in wanted.items()]
    assert np.selects({"matchLabels": wanted}, labels) == np.selects({"matchExpressions": expressions}, labels)


@MANY
@given(expression=EXPRESSIONS, labels=MAPS)
def test_each_operator_has_its_contrary(expression: Object, labels: dict[str, str]) -> None:
    contrary = {"In": "NotIn", "NotIn": "In", "Exists": "DoesNotExist", "DoesNotExist": "Exists"}
    other = {**expression, "operator": contrary[expression["operator"]]}
    one, two = ({"matchExpressions": [item]} for item in (expression, other))
    assert np.selects(one, labels) != np.selects(two, labels)


@MANY
@given(policies=POLICIES, source=PODS, target=PODS)
def test_a_port_that_no_rule_names_is_no_different_from_another(
    policies: list[Object], source: np.Party, target: np.Party
) -> None:
    nameless = dataclasses.replace(target, ports=())
    both = [np.allows(policies, source, nameless, "TCP", port) for port in (7777, 8888)]
    assert both[0] == both[1]
