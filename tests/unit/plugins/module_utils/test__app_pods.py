# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import copy
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _app_pods

Object = dict[str, t.Any]

POD: Object = {
    "metadata": {
        "name": "a-1",
        "namespace": "ns",
        "labels": {"app": "capstone"},
        "creationTimestamp": "2026-01-31T09:00:00Z",
    },
    "spec": {
        "initContainers": [
            {"name": "wait", "env": [{"name": "DB_HOST", "value": "db"}]},
            {"name": "native", "restartPolicy": "Always"},
        ],
        "containers": [{"name": "web", "ports": [{"containerPort": 5000}]}],
        "volumes": [
            {"name": "scripts", "configMap": {"name": "cm"}},
            {"name": "keys", "secret": {"secretName": "sec"}},
            {"name": "mixed", "projected": {"sources": [{"serviceAccountToken": {}}, {"secret": {"name": "sec"}}]}},
        ],
    },
    "status": {
        "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": "2026-01-31T09:00:20Z"}],
        "containerStatuses": [{"name": "web", "containerID": "containerd://1", "state": {"running": {}}}],
        "initContainerStatuses": [
            {
                "name": "wait",
                "state": {
                    "terminated": {
                        "exitCode": 0,
                        "startedAt": "2026-01-31T09:00:01Z",
                        "finishedAt": "2026-01-31T09:00:18Z",
                    }
                },
            },
            {"name": "native", "containerID": "containerd://2", "state": {"running": {}}},
        ],
    },
}
SERVICES = [
    {"metadata": {"name": "kubernetes", "namespace": "default"}, "spec": {}},
    {"metadata": {"name": "db", "namespace": "ns"}, "spec": {}},
    {"metadata": {"name": "far", "namespace": "other"}, "spec": {}},
    {"metadata": {"name": "idle", "namespace": "ns"}, "spec": {}},
    {"metadata": {"name": "own", "namespace": "ns"}, "spec": {}},
]


def endpoint_slice(name: str, namespace: str, pod: str, *, ready: bool = True) -> Object:
    return {
        "metadata": {"name": f"{name}-x", "namespace": namespace, "labels": {"kubernetes.io/service-name": name}},
        "endpoints": [{"conditions": {"ready": ready}, "targetRef": {"kind": "Pod", "name": pod}}],
    }


SLICES = [
    endpoint_slice("kubernetes", "default", "api"),
    endpoint_slice("db", "ns", "db-1"),
    endpoint_slice("far", "other", "far-1"),
    endpoint_slice("idle", "ns", "idle-1", ready=False),
    endpoint_slice("own", "ns", "a-1"),
]
MAPS = [{"metadata": {"name": "cm", "namespace": "ns"}, "data": {"check.sh": "nc -z db 6379", "HOST": "db"}}]
SECRET = {
    "kind": "Secret",
    "metadata": {"name": "sec", "namespace": "ns", "uid": "u"},
    "data": {
        "url": base64.b64encode(b"redis://:hunter2@DB.ns:6379").decode(),
        "password": base64.b64encode(b"hunter2").decode(),
        "picture": base64.b64encode(b"\xff\xd8 db").decode(),
        "broken": "a",
        "nothing": None,
    },
}
KNOWN = _app_pods.service_names(SECRET, SERVICES)


def changed(**init: t.Any) -> Object:
    pod = copy.deepcopy(POD)
    pod["spec"]["initContainers"][0] = {"name": "wait", **init}
    return pod


def service(pod: Object) -> str | None:
    found = _app_pods.database(pod, SERVICES, SLICES, [*MAPS, KNOWN])
    return found and found.service


def test_ready_pods_of_the_student() -> None:
    newer = {**POD, "metadata": {**POD["metadata"], "name": "a-2", "creationTimestamp": "2026-01-31T10:00:00Z"}}
    assert [pod["metadata"]["name"] for pod in _app_pods.ready([POD, newer], "capstone")] == ["a-2", "a-1"]
    assert _app_pods.ready([POD], "other") == []


@pytest.mark.parametrize(
    "metadata", [{"deletionTimestamp": "2026-01-31T09:00:00Z"}, {"labels": {"app": "capstone", _app_pods.SEEDED: "x"}}]
)
def test_what_goes_or_was_seeded_is_none(metadata: Object) -> None:
    assert _app_pods.ready([{**POD, "metadata": {**POD["metadata"], **metadata}}], "capstone") == []


def test_one_container_is_no_application() -> None:
    pod = copy.deepcopy(POD)
    del pod["status"]["initContainerStatuses"][1]
    assert _app_pods.ready([pod], "capstone") == []


def test_the_application_declares_the_port_or_listens() -> None:
    assert _app_pods.app_container(POD, 5000, ["native"]) == "native"
    assert _app_pods.app_container(POD, 5001, ["native"]) == "native"
    assert _app_pods.app_container(POD, 5001, []) is None
    # a port that is declared where nobody listens on it
    assert _app_pods.app_container(POD, 5000, []) == "web"
    assert _app_pods.app_container(POD, 5000, ["web", "native"]) == "web"


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ({"env": [{"name": "A", "value": "db"}]}, "db"),
        ({"command": ["sh", "-c", "until nc -z db.ns.svc.cluster.local 6379; do sleep 1; done"]}, "db"),
        ({"args": ["postgres://user:word@db:5432/x"]}, "db"),
        ({"args": ["nc $DB_SERVICE_HOST"]}, "db"),
        ({"args": ["nc far.other 1"]}, "far"),
        ({"args": ["nc db-1.db 6379"]}, "db"),
        ({"args": ["nc db-1.db.ns.svc.cluster.local 6379"]}, "db"),
        ({"args": ["nc db-2.db 6379"]}, None),
        ({"env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "cm", "key": "HOST"}}}]}, "db"),
        ({"envFrom": [{"configMapRef": {"name": "cm"}}]}, "db"),
        ({"volumeMounts": [{"name": "scripts", "mountPath": "/s"}]}, "db"),
        ({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "url"}}}]}, "db"),
        ({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "sec", "key": "other"}}}]}, None),
        ({"env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "sec", "key": "url"}}}]}, None),
        ({"envFrom": [{"secretRef": {"name": "sec"}}]}, "db"),
        ({"volumeMounts": [{"name": "keys", "mountPath": "/s"}]}, "db"),
        ({"volumeMounts": [{"name": "mixed", "mountPath": "/s"}]}, "db"),
        ({"env": [{"name": "DB_HOST", "value": "db.example.com"}]}, "db.example.com"),
        ({"args": ["nc localhost 6379"]}, None),
        ({"args": ["nc far 1"]}, None),
        ({"args": ["nc idle 1"]}, None),
        ({"args": ["nc own 1"]}, None),
        ({"args": ["kubernetes"]}, None),
        ({"args": ["dbx my-db db_"]}, None),
        ({"env": [{"name": "IMAGE", "value": "db.example.com"}]}, None),
        ({}, None),
    ],
)
def test_the_database_is_named(init: Object, expected: str | None) -> None:
    assert service(changed(**init)) == expected


def test_of_a_secret_nothing_is_known_but_services() -> None:
    assert KNOWN == {"kind": "Secret", "metadata": {"name": "sec", "namespace": "ns"}, "data": {"url": "db.ns"}}


def test_an_init_container_that_failed_names_nothing() -> None:
    pod = copy.deepcopy(POD)
    pod["status"]["initContainerStatuses"][0]["state"]["terminated"]["exitCode"] = 1
    assert service(pod) is None


def database_pod(since: str) -> Object:
    return {
        "metadata": {"name": "db-1", "namespace": "ns"},
        "status": {"conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": since}]},
    }


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-01-31T09:00:13Z", True),
        ("2026-01-31T09:00:18Z", True),
        ("2026-01-31T09:00:12Z", False),  # a copy is watched for longer, and would have shown a sleep of so long
        ("2026-01-31T08:00:00Z", False),
        ("2026-01-31T09:00:19Z", False),  # nobody waited for it
    ],
)
def test_waiting_shows_in_the_times(since: str, expected: bool) -> None:
    named = _app_pods.database(POD, SERVICES, SLICES, MAPS)
    assert named is not None
    assert _app_pods.waited(POD, named, [POD, database_pod(since)]) is expected
    assert not _app_pods.waited(POD, named, [POD])
    assert not _app_pods.waited(POD, named._replace(pods=()), [POD, database_pod(since)])
