# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _absent
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.tests.unit._told import MINE, POD, observation, told
from ansible_collections.kcna.labs.tests.unit.test_mutants import Change


def with_probe(seen: Observation, spec: dict[str, t.Any], value: list[t.Any]) -> Observation:
    """One more thing that was looked at."""
    probe = {"key": _probe_specs.key(spec), "spec": spec, "status": "ok", "value": value, "error": None}
    return dataclasses.replace(seen, probes=[*seen.probes, probe])


GONE: Change = {"remove": "pods[?metadata.name == 'resource-demo']", "of": "pods"}
DEFAULT = {"probe": "kubernetes", "api_version": "v1", "kind": "Pod", "namespace": "default"}


@pytest.mark.parametrize(
    ("metadata", "says"),
    [
        ({}, "is in the namespace default"),
        ({"labels": {"kcna.labs/seeded": "ex8"}}, "There is no Pod"),
        ({"deletionTimestamp": "2026-04-01T00:00:00Z"}, "There is no Pod"),
        ({"name": "web"}, "There is no Pod"),
    ],
)
def test_a_pod_in_another_namespace(metadata: dict[str, t.Any], says: str) -> None:
    pod = {"kind": "Pod", "metadata": {"name": "resource-demo", "namespace": "default", **metadata}}
    _verdict, steps = told("ex6", with_probe(observation("ex6", GONE), DEFAULT, [pod]))[MINE]
    assert says in steps[1]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("resource-dem", True),
        ("resourcedemo", True),
        ("resource-demo2", True),
        ("guaranteed-qos2", False),
        ("oom-demo", False),
    ],
)
def test_a_name_that_is_nearly_right(name: str, near: bool) -> None:
    change = {"at": f"{POD}.metadata", "set": {"name": name}}
    if name == "oom-demo":
        change = GONE
    _verdict, steps = told("ex6", observation("ex6", change))[MINE]
    assert ("nearly the same name" in steps[1]) is near
    assert (name in steps[1]) is near


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("web-server", "web_server", True),
        ("web-server", "WebServer", True),
        ("web-server", "web-sever", True),
        ("compare-alpine", "compare-ubuntu", False),
        ("guaranteed-qos", "burstable-qos", False),
        ("a", "b", False),
        ("", "a", False),
    ],
)
def test_alike(one: str, other: str, near: bool) -> None:
    assert _absent.alike(one, other) is near
