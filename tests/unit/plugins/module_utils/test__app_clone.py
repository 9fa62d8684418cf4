# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_clone

Object = dict[str, t.Any]

POD: Object = {
    "metadata": {"name": "a-1", "namespace": "ns"},
    "spec": {
        "nodeName": "student01",
        "securityContext": {"runAsUser": 1000},
        "initContainers": [
            {
                "name": "wait",
                "image": "busybox",
                "imagePullPolicy": "Always",
                "command": ["sh", "/s/check.sh"],
                "env": [{"name": "P", "valueFrom": {"secretKeyRef": {"name": "password", "key": "p"}}}],
                "securityContext": {"privileged": True, "runAsUser": 0},
                "volumeMounts": [
                    {"name": name, "mountPath": f"/{name}"}
                    for name in ("scripts", "host", "claim", "kube-api-access-x", "mixed")
                ],
            },
            {"name": "native", "restartPolicy": "Always"},
        ],
        "containers": [{"name": "web"}],
        "volumes": [
            {"name": "scripts", "configMap": {"name": "cm", "defaultMode": 493}},
            {"name": "host", "hostPath": {"path": "/"}},
            {"name": "claim", "persistentVolumeClaim": {"claimName": "data"}},
            {"name": "kube-api-access-x", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}},
            {"name": "mixed", "projected": {"sources": [{"configMap": {"name": "cm2"}}]}},
            {"name": "unused", "secret": {"secretName": "other"}},
        ],
    },
}
MAPS = [
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "ns", "uid": "u"}, "data": {}}
    for name in ("cm", "cm2", "not-needed")
]


class Api:
    def read(self, _api_version: str, _kind: str, name: str, _namespace: str) -> Object | None:
        return {"metadata": {"name": name, "uid": "u"}, "data": {"p": "cGFzcw=="}, "type": "Opaque"}


def test_the_clone_reaches_nothing_of_the_original() -> None:
    spec = _app_clone.clone(POD, "wait")["spec"]
    (container,) = spec["containers"]
    assert container["securityContext"] == {"privileged": False, "runAsUser": 0}
    assert [mount["name"] for mount in container["volumeMounts"]] == ["scripts", "host", "claim", "mixed"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    assert volumes["host"] == {"name": "host", "emptyDir": {}}
    assert volumes["claim"] == {"name": "claim", "emptyDir": {}}
    assert volumes["scripts"] == POD["spec"]["volumes"][0]
    assert "kube-api-access-x" not in volumes
    assert spec["automountServiceAccountToken"] is False
    assert (spec["restartPolicy"], spec["nodeName"]) == ("Never", "student01")
    # else the namespace is gone while the node still runs the container
    assert spec["terminationGracePeriodSeconds"] >= 1
    assert container["imagePullPolicy"] == "IfNotPresent"


def test_everything_is_in_the_scratch_namespace_and_the_policy_comes_before_the_pod() -> None:
    found = _app_clone.parts(Api(), POD, "wait", MAPS)  # type: ignore[arg-type]
    names = [(item["kind"], item["metadata"]["name"]) for item in found]
    assert names == [
        ("Namespace", "kcna-lab02-capstone-probe"),
        ("NetworkPolicy", "deny-all"),
        ("ConfigMap", "cm"),
        ("ConfigMap", "cm2"),
        ("Secret", "password"),
        ("Pod", "clone"),
    ]
    assert {item["metadata"].get("namespace") for item in found[1:]} == {"kcna-lab02-capstone-probe"}
    assert found[1]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert all("uid" not in item["metadata"] for item in found)
