# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.tests.unit._told import MINE, ONE, POD, observation, told, waiting
from ansible_collections.kcna.labs.tests.unit.test_mutants import Change


def ended(code: int, reason: str) -> dict[str, t.Any]:
    return {"lastState": {"terminated": {"exitCode": code, "reason": reason}}}


def conditions(**found: str) -> list[Change]:
    items = [{"type": name, "status": "False", "reason": "x", "message": text} for name, text in found.items()]
    return [{"at": f"{POD}.status", "set": {"phase": "Pending", "conditions": items, "containerStatuses": []}}]


# what the kubelet and the scheduler say of a Pod -> where, what and how
STATES: t.Final[list[tuple[str, list[Change], str, str, str]]] = [
    (
        "no such tag",
        waiting("ErrImagePull", 'failed to pull: "x:9": not found'),
        "describe pod resource-demo",
        "The registry does not have busybox",
        "spelt",
    ),
    ("login", waiting("ImagePullBackOff", "401 Unauthorized"), "describe pod", "without a valid login", "Secret"),
    (
        "registry is down",
        waiting("ErrImagePull", "dial tcp 127.0.0.1:5000: connect: connection refused"),
        "describe pod",
        "cannot be reached",
        "docker ps",
    ),
    ("no name", waiting("InvalidImageName", "x"), "describe pod", "is no name of an image", "spelt"),
    ("never", waiting("ErrImageNeverPull", "x"), "describe pod", "not on the node", "sudo crictl images"),
    (
        "no ConfigMap",
        waiting("CreateContainerConfigError", 'configmap "a" not found'),
        "describe pod",
        'configmap "a" not found',
        "ConfigMaps and Secrets",
    ),
    ("no command", waiting("RunContainerError", 'exec: "a": no such file'), "describe pod", 'exec: "a"', "spelt"),
    ("creating", waiting("ContainerCreating"), "describe pod", "still being created", "events"),
    (
        "crash",
        waiting("CrashLoopBackOff", **ended(1, "Error")),
        "logs resource-demo -c cpu-limited --previous",
        "It ended with 1.",
        "logs resource-demo",
    ),
    ("done", waiting("CrashLoopBackOff", **ended(0, "Completed")), "--previous", "come to its end", "goes on"),
    ("killed", waiting("CrashLoopBackOff", **ended(137, "OOMKilled")), "describe pod", "OOMKilled", "limits.memory"),
    ("127", waiting("CrashLoopBackOff", **ended(127, "Error")), "describe pod", "cannot be started", "image has it"),
    (
        "unschedulable",
        conditions(PodScheduled="0/1 nodes are available: 1 Insufficient cpu."),
        "describe pod",
        "1 Insufficient cpu.",
        "requests fit",
    ),
    ("pending", conditions(Initialized="x"), "describe pod", "no container of it has been created", "events"),
    (
        "evicted",
        [{"at": f"{POD}.status", "set": {"phase": "Failed", "reason": "Evicted", "message": "too much", "x": 1}}],
        "describe pod",
        "(Evicted): too much",
        "Use less",
    ),
    (
        "an init container waits",
        [
            {"at": f"{POD}.spec", "set": {"initContainers": [{"name": "first"}]}},
            *conditions(Initialized="x"),
            {
                "at": f"{POD}.status",
                "set": {"initContainerStatuses": [{"name": "first", "state": {"running": {}}, "ready": False}]},
            },
        ],
        "logs resource-demo -c first",
        "The init container first has not ended",
        "waits for",
    ),
]


@pytest.mark.parametrize(("changes", "where", "what", "how"), [case[1:] for case in STATES], ids=[c[0] for c in STATES])
def test_what_keeps_a_pod_from_running(changes: list[Change], where: str, what: str, how: str) -> None:
    if not any("containerStatuses" in change.get("set", {}) for change in changes) and "Evicted" in str(changes):
        changes = [*changes, {"at": ONE, "set": {"state": {"terminated": {"exitCode": 137, "reason": "Error"}}}}]
    _verdict, steps = told("ex6", observation("ex6", *changes))[MINE]
    assert where in steps[0]
    assert what in steps[1]
    assert how in steps[2]
