# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Namespaces, policies and parties, for the tests of who reaches whom."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy as np

Object = dict[str, t.Any]

HERE, THERE = "kcna-lab02-ex8", "kube-system"
NAMESPACES: list[Object] = [
    {"metadata": {"name": HERE, "labels": {"kubernetes.io/metadata.name": HERE, "team": "a"}}},
    {"metadata": {"name": THERE, "labels": {"kubernetes.io/metadata.name": THERE}}},
]
DENY = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def policy(spec: Object, namespace: str = HERE) -> Object:
    return {"metadata": {"name": "p", "namespace": namespace}, "spec": spec}


def pod(labels: dict[str, str], namespace: str = HERE, address: str = "10.244.0.9") -> np.Party:
    made = {
        "metadata": {"name": "x", "namespace": namespace, "labels": labels},
        "spec": {"containers": [{"name": "c", "ports": [{"name": "http", "containerPort": 5000}]}]},
        "status": {"podIP": address, "podIPs": [{"ip": address}]},
    }
    return np.party(made, NAMESPACES)
