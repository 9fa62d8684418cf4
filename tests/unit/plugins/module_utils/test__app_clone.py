# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import copy
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
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": "ns", "uid": "u"}, "data": data}
    for name, data in (("cm", {"check.sh": "nc db.ns.svc 5432 db.nsx"}), ("cm2", {}), ("not-needed", {}))
]
SERVICES = [
    {
        "metadata": {"name": "db", "namespace": "ns", "uid": "u"},
        "spec": {"clusterIP": "10.96.0.7", "selector": {"app": "db"}, "ports": [{"port": 5432, "nodePort": 30001}]},
    },
    {"metadata": {"name": "peers", "namespace": "other"}, "spec": {"clusterIP": "None", "selector": {"app": "p"}}},
    {"metadata": {"name": "far", "namespace": "ns"}, "spec": {"type": "ExternalName", "externalName": "example.com"}},
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
    found = _app_clone.parts(Api(), POD, "wait", MAPS, SERVICES)  # type: ignore[arg-type]
    names = [(item["kind"], item["metadata"]["name"]) for item in found]
    assert names == [
        ("Namespace", "kcna-lab02-capstone-probe"),
        ("NetworkPolicy", "deny-all"),
        ("Service", "db"),
        ("Service", "peers"),
        ("ConfigMap", "cm"),
        ("ConfigMap", "cm2"),
        ("Secret", "password"),
        ("Pod", "clone"),
    ]
    assert {item["metadata"].get("namespace") for item in found[1:]} == {"kcna-lab02-capstone-probe"}
    egress = [{"ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}]}]
    assert found[1]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "egress": egress}
    assert all("uid" not in item["metadata"] for item in found)


def test_a_service_that_it_names_is_there_and_nothing_is_behind_it() -> None:
    found = _app_clone.parts(Api(), POD, "wait", MAPS, SERVICES)  # type: ignore[arg-type]
    services = {item["metadata"]["name"]: item["spec"] for item in found if item["kind"] == "Service"}
    assert services == {"db": {"ports": [{"port": 5432}]}, "peers": {"ports": [], "clusterIP": "None"}}


def test_a_full_name_leads_to_the_service_that_has_nothing_behind_it() -> None:
    pod = copy.deepcopy(POD)
    init = pod["spec"]["initContainers"][0]
    init["args"] = ["db-0.peers.other:1 DB.ns.svc.cluster.local", "my-db.ns", "x.db.ns"]
    init["env"] += [{"name": "HOST", "value": "db.ns"}]
    found = _app_clone.parts(Api(), pod, "wait", MAPS, SERVICES)  # type: ignore[arg-type]
    (container,) = found[-1]["spec"]["containers"]
    scratch = _app_clone.NAMESPACE
    assert container["args"] == [
        f"db-0.peers.{scratch}:1 DB.{scratch}.svc.cluster.local",
        "my-db.ns",
        f"x.db.{scratch}",
    ]
    assert container["env"][1]["value"] == f"db.{scratch}"
    data = next(item["data"] for item in found if item["metadata"]["name"] == "cm")
    assert data == {"check.sh": f"nc db.{scratch}.svc 5432 db.nsx"}
