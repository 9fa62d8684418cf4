# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Docker containers, files and answers that are not as they should be; Pods are in test__pods.py."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.tests.unit._told import observation, told

WEB = "docker_named(containers, 'web-server')"
RUNS, LAYERS, PAGE = "ex1.web-server-running", "ex1.layers-nginx-121", "ex2.app-root-page"


def advice(name: str, criterion: str, *changes: dict[str, t.Any]) -> tuple[str, ...]:
    return told(name, observation(name, *changes))[criterion][1]


@pytest.mark.parametrize(
    ("state", "what", "how"),
    [
        ({"Status": "exited", "ExitCode": 0}, "stopped with exit code 0", "start it again"),
        ({"Status": "exited", "ExitCode": 1}, "stopped with exit code 1", "docker logs"),
        ({"Status": "exited", "ExitCode": 127}, "exit code 127", "the image has it"),
        ({"Status": "exited", "ExitCode": 137}, "exit code 137", "start it again"),
        ({"Status": "exited", "ExitCode": 137, "OOMKilled": True}, "for lack of memory", "what its processes use"),
        ({"Status": "created", "ExitCode": 0}, "has never started", "a port in use"),
        ({"Status": "paused"}, "is paused", "docker unpause"),
    ],
)
def test_a_docker_container_that_does_not_run(state: dict[str, t.Any], what: str, how: str) -> None:
    steps = advice("ex1", RUNS, {"at": f"{WEB}.State", "set": state})
    assert what in steps[1]
    assert how in steps[2]


@pytest.mark.parametrize(
    ("ports", "what"),
    [
        ({"5000/tcp": None}, "No port of the container test-app is published"),
        ({"5000/tcp": [{"HostPort": "8088"}]}, "port 8088, not on 8080"),
    ],
)
def test_a_port_that_is_not_published(ports: dict[str, t.Any], what: str) -> None:
    change = {"at": "docker_named(containers, 'test-app')", "set": {"Ports": ports}}
    gone = [{"remove": f"{probe}[?name == 'test-app']", "of": probe} for probe in ("pages", "health")]
    assert what in advice("ex2", "ex2.test-app-published", change, *gone)[1]


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ({"type": "directory", "content": None}, "is not an ordinary file, but a directory"),
        ({"type": "fifo", "content": None}, "but fifo"),
        ({"content": " \n"}, "is there, but empty"),
        ({"content": "[", "truncated": True, "size": 99}, "has 99 bytes"),
        ({"content": '["a"'}, "is no JSON"),
    ],
)
def test_a_file_that_cannot_be_read(file: dict[str, t.Any], what: str) -> None:
    steps = advice("ex1", LAYERS, {"at": "layers_121", "set": file})
    assert what in steps[1]
    assert "~/kcna-lab02/ex1-layers-nginx-1.21.json" in steps[1]


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (
            {"status": None, "reason": "nothing is listening (Connection refused)"},
            "Nobody listens there: http://localhost",
        ),
        ({"status": None, "reason": "no answer within 5 s"}, "No answer from http://localhost:8080/."),
        ({"status": 404}, "HTTP 404"),
        ({"status": 500}, "HTTP 500"),
    ],
)
def test_an_answer_that_is_none(answer: dict[str, t.Any], what: str) -> None:
    assert what in advice("ex2", PAGE, {"at": "pages[?name == 'test-app'] | [0]", "set": answer})[1]


def test_a_deployment_that_may_not_make_its_pods() -> None:
    condition = {"type": "ReplicaFailure", "status": "True", "message": "exceeded quota"}
    change = {
        "at": "named(deployments, 'webapp-deployment').status",
        "set": {"conditions": [condition], "readyReplicas": 0, "availableReplicas": 0},
    }
    steps = advice("ex4", "ex4.deployment-available", change)
    assert "cannot create its Pods: exceeded quota" in steps[1]
