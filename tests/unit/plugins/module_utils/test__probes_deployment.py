# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import http.client
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_deployment
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, KubernetesError

Object = dict[str, t.Any]


def owned(name: str, kind: str, owner: str, *, ready: str = "True", **metadata: t.Any) -> Object:
    reference = {"kind": kind, "name": owner, "uid": f"uid-of-{owner}"}
    return {
        "metadata": {"name": name, "uid": f"uid-of-{name}", "ownerReferences": [reference], **metadata},
        "status": {"conditions": [{"type": "Ready", "status": ready}]},
    }


SETS = [owned("web-1", "Deployment", "web"), owned("other-1", "Deployment", "other"), {"metadata": {"uid": "alone"}}]


def test_ready_pods_of_a_deployment() -> None:
    pods = [
        owned("good", "ReplicaSet", "web-1"),
        owned("starting", "ReplicaSet", "web-1", ready="False"),
        owned("going", "ReplicaSet", "web-1", deletionTimestamp="2026-04-01T00:00:00Z"),
        owned("stranger", "ReplicaSet", "other-1"),
        {"metadata": {"name": "bare", "labels": {"app": "web"}}},
    ]
    assert [pod["metadata"]["name"] for pod in _probes_deployment.ready(pods, SETS, "web")] == ["good"]
    assert _probes_deployment.ready(pods, SETS, "none") == []


def test_a_pod_that_never_ends_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_self: KubernetesApi, path: str) -> t.NoReturn:
        raise KubernetesError("server", path, "the answer is larger than 65536 bytes") from http.client.HTTPException()

    monkeypatch.setattr(KubernetesApi, "answer", endless)
    api = KubernetesApi.__new__(KubernetesApi)
    found = _probes_deployment._answer(api, "/x")  # noqa: SLF001
    assert found == {"status": None, "body": None, "reason": "the answer is larger than 65536 bytes"}
