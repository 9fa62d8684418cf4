# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Pods go with what is removed, and in which order; that they really go is proved by molecule on a real VM."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _removal_cluster
from ansible_collections.kcna.labs.plugins.module_utils._cri import CriContainer, CriSandbox
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._selection import Dependant, ObjectName, Removal

Object = dict[str, t.Any]

DEPLOYMENT = ObjectName("apps/v1", "Deployment", "lab", "web")
NAMESPACE = ObjectName("v1", "Namespace", "", "lab")
POLICY = ObjectName("networking.k8s.io/v1", "NetworkPolicy", "lab", "deny-all")
POD = ObjectName("v1", "Pod", "lab", "web-1-a")


def item(name: str, *owners: str, namespace: str = "lab") -> Object:
    references = [{"uid": owner} for owner in owners]
    return {"metadata": {"name": name, "namespace": namespace, "uid": f"u-{name}", "ownerReferences": references}}


class Api:
    """Holds objects, and forgets each after so many looks at it once it is deleted."""

    def __init__(self, *found: tuple[ObjectName, Object], looks: int = 1) -> None:
        self.found = {name: found["metadata"] for name, found in found}
        self.looks = looks
        self.conditions: list[Object] = []
        self.asked: list[tuple[str, str, int | None]] = []

    def list_kind(self, _api_version: str, kind: str, namespace: str) -> list[Object]:
        kept = [data for name, data in self.found.items() if name.kind == kind and name.namespace == namespace]
        return [{"metadata": data} for data in kept]

    def read(self, api_version: str, kind: str, name: str, namespace: str | None = None) -> Object | None:
        key = ObjectName(api_version, kind, namespace or "", name)
        data = self.found.get(key)
        if data is None:
            return None
        if "deletionTimestamp" in data:
            data["looks"] = data.get("looks", 0) + 1
            if data["looks"] > self.looks:
                del self.found[key]
        return {"metadata": dict(data), "status": {"conditions": self.conditions}}

    def delete(
        self,
        api_version: str,
        kind: str,
        name: str,
        namespace: str | None,
        *,
        uid: str,
        grace_period_seconds: int | None,
    ) -> bool:
        self.asked.append((kind, name, grace_period_seconds))
        data = self.found.get(ObjectName(api_version, kind, namespace or "", name))
        if data is not None and data["uid"] == uid:
            data["deletionTimestamp"] = "now"
            for pod in self.found.values():
                pod.update({"deletionTimestamp": "now"} if pod["ownerReferences"] else {})
        return True


class Runtime:
    """Every Pod has a sandbox, a container that runs and one that has ended; what is asked to go is noted."""

    def __init__(self, *pods: ObjectName) -> None:
        self.pods = pods
        self.stopped: list[str] = []
        self.cleared: list[ObjectName] = []
        # so often the kubelet is at it itself
        self.busy = 0

    def containers(self) -> list[CriContainer]:
        return [
            CriContainer(f"{pod.name}-{state}", "c", pod.namespace, pod.name, f"u-{pod.name}", "s", state, "i")
            for pod in self.pods
            for state in ("running", "exited")
            if f"{pod.name}-{state}" not in self.stopped
        ]

    def stop(self, containers: t.Sequence[str], seconds: float) -> None:
        assert seconds == _removal_cluster.POD_GRACE_SECONDS
        self.stopped += containers

    def sandboxes(self) -> list[CriSandbox]:
        return [CriSandbox(f"s-{pod.name}", f"u-{pod.name}", False) for pod in self.pods if pod not in self.cleared]

    def remove_sandbox(self, sandbox: str) -> None:
        if self.busy:
            self.busy -= 1
            raise ServiceError("crictl", f"rmp {sandbox}", "not fully stopped")
        self.cleared += [pod for pod in self.pods if f"s-{pod.name}" == sandbox]


def found(name: ObjectName, *owners: str) -> tuple[ObjectName, Object]:
    return name, item(name.name, *owners, namespace=name.namespace)


def removal(name: ObjectName) -> Removal:
    return Removal(name.full_kind, name.full_name, f"u-{name.name}", target=name)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_removal_cluster, "POLL_SECONDS", 0)


def test_pods_of_a_deployment_and_of_a_namespace() -> None:
    api: t.Any = Api(
        found(DEPLOYMENT),
        found(ObjectName("apps/v1", "ReplicaSet", "lab", "web-1"), "u-web"),
        found(POD, "u-web-1"),
        found(ObjectName("v1", "Pod", "lab", "alone")),
        found(ObjectName("v1", "Pod", "other", "stranger"), "u-web"),
    )
    assert _removal_cluster.dependants(api, {DEPLOYMENT: "u-web"}) == (
        Dependant(POD, "u-web-1-a", frozenset({"u-web-1", "u-web"})),
        Dependant(ObjectName("v1", "Pod", "lab", "alone"), "u-alone", frozenset()),
    )
    owners = {one.name.name: one.owners for one in _removal_cluster.dependants(api, {NAMESPACE: "u-lab"})}
    assert owners == {"web-1-a": {"u-web-1", "u-web", "u-lab"}, "alone": {"u-lab"}}
    assert _removal_cluster.dependants(api, {POLICY: "u-deny-all", POD: "u-web-1-a"}) == ()


def test_policies_are_the_first_to_go() -> None:
    api: t.Any = Api()
    _removal_cluster.delete(api, [removal(name) for name in (POD, DEPLOYMENT, POLICY)])
    assert api.asked[0] == ("NetworkPolicy", "deny-all", None)
    assert sorted(api.asked[1:]) == [("Deployment", "web", None), ("Pod", "web-1-a", 1)]


def test_a_pod_that_nobody_named_is_waited_for_and_ended_once_it_is_going() -> None:
    alone = ObjectName("v1", "Pod", "lab", "alone")
    api: t.Any = Api(found(DEPLOYMENT), found(POD, "u-web-1"), found(alone), looks=2)
    named, silent = removal(DEPLOYMENT), removal(POD)
    _removal_cluster.delete(api, [named], [silent])
    # it has an owner that goes, and no namespace that does
    assert api.asked == [("Deployment", "web", None)]
    runtime: t.Any = Runtime(POD, alone)
    stop, looks = runtime.stop, []

    def noted(*asked: t.Any) -> None:
        looks.append(api.found.get(POD, {}).get("looks"))
        stop(*asked)

    runtime.stop = noted
    assert list(_removal_cluster.wait_until_gone(api, runtime, [named], [silent], 5)) == [named]
    # at the first look the kubelet may not know yet that it ends
    assert looks[0] == 2
    assert runtime.stopped == ["web-1-a-running"]
    assert list(api.found) == [alone]


def test_a_pod_of_a_namespace_is_asked_for_as_well() -> None:
    api: t.Any = Api(found(NAMESPACE), found(POD), found(ObjectName("v1", "Pod", "other", "web-1-a")))
    _removal_cluster.delete(api, [removal(NAMESPACE)], [removal(POD)])
    assert api.asked == [("Namespace", "lab", None), ("Pod", "web-1-a", 1)]


def test_a_container_that_ends_by_itself_meanwhile_is_no_error() -> None:
    api: t.Any = Api(found(DEPLOYMENT), found(POD, "u-web-1"), looks=2)
    runtime: t.Any = Runtime(POD)

    def gone(_containers: t.Sequence[str], _seconds: float) -> t.NoReturn:
        raise ServiceError("crictl", "stop", "not found")

    runtime.stop = gone
    named, silent = removal(DEPLOYMENT), removal(POD)
    _removal_cluster.delete(api, [named])
    assert list(_removal_cluster.wait_until_gone(api, runtime, [named], [silent], 5)) == [named]


def test_a_sandbox_that_the_kubelet_is_clearing_away_is_tried_again() -> None:
    other = ObjectName("v1", "Pod", "other", "neighbour")
    api: t.Any = Api(found(POD), looks=0)
    runtime: t.Any = Runtime(POD, other)
    runtime.busy = 2
    _removal_cluster.delete(api, [removal(POD)])
    assert list(_removal_cluster.wait_until_gone(api, runtime, [removal(POD)], [], 5)) == [removal(POD)]
    assert runtime.cleared == [POD]


def test_a_sandbox_that_stays_is_an_error_with_its_reason() -> None:
    api: t.Any = Api(found(POD), looks=0)
    runtime: t.Any = Runtime(POD)
    runtime.busy = 1 << 30
    _removal_cluster.delete(api, [removal(POD)])
    with pytest.raises(ServiceError, match=r"rmp s-web-1-a: not fully stopped"):
        list(_removal_cluster.wait_until_gone(api, runtime, [removal(POD)], [], 0.1))


def test_what_stays_is_named() -> None:
    api: t.Any = Api(found(NAMESPACE))
    runtime: t.Any = Runtime()
    with pytest.raises(ServiceError, match=r"removing v1 Namespace lab: still there after 0 s"):
        list(_removal_cluster.wait_until_gone(api, runtime, [removal(NAMESPACE)], [], 0))


def test_a_namespace_that_stays_says_why() -> None:
    api: t.Any = Api(found(NAMESPACE))
    api.conditions = [
        {"status": "False", "message": "All content successfully deleted"},
        {"status": "True", "message": "Discovery failed for some groups, 1 failing: metrics.k8s.io/v1beta1"},
    ]
    runtime: t.Any = Runtime()
    with pytest.raises(ServiceError) as caught:
        list(_removal_cluster.wait_until_gone(api, runtime, [removal(NAMESPACE)], [], 0))
    assert caught.value.reason == (
        "still there after 0 s; Discovery failed for some groups, 1 failing: metrics.k8s.io/v1beta1; `kubectl get"
        " apiservices` shows which API does not answer; until it does no namespace can go"
    )


def test_what_is_going_is_waited_for_and_what_stays_is_not() -> None:
    api: t.Any = Api(found(NAMESPACE), found(POD), looks=3)
    api.found[NAMESPACE]["deletionTimestamp"] = "now"
    _removal_cluster.wait_while_going(api, [NAMESPACE, POD, DEPLOYMENT], 5)
    assert list(api.found) == [POD]
    assert api.asked == []


def test_what_is_going_and_does_not_go_is_named() -> None:
    api: t.Any = Api(found(NAMESPACE), looks=99)
    api.found[NAMESPACE]["deletionTimestamp"] = "now"
    api.conditions = [{"status": "True", "message": "Some content in the namespace has finalizers remaining"}]
    with pytest.raises(ServiceError, match=r"v1 Namespace lab: still there after 0 s; Some content .* remaining$"):
        _removal_cluster.wait_while_going(api, [NAMESPACE, POD], 0)
