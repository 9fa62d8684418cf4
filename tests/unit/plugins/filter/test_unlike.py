# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import copy
import typing as t

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.kcna.labs.plugins.filter.unlike import unlike

Object = dict[str, t.Any]
CONTAINER: Object = {
    "name": "a",
    "image": "busybox",
    "command": ["sh", "-c", "sleep 1"],
    "resources": {"limits": {"cpu": "250m"}},
    "volumeMounts": [{"name": "mem", "mountPath": "/mem"}],
}
WANTED: Object = {
    "metadata": {"name": "p"},
    "spec": {"containers": [CONTAINER], "volumes": [{"name": "mem", "emptyDir": {"medium": "Memory"}}]},
}
LIVE: Object = copy.deepcopy(WANTED) | {"status": {"phase": "Running"}}
LIVE["spec"] |= {"restartPolicy": "Always", "nodeName": "n", "terminationGracePeriodSeconds": 30}
LIVE["spec"]["containers"][0]["volumeMounts"].insert(0, {"name": "token", "mountPath": "/var/run"})
LIVE["spec"]["volumes"].insert(0, {"name": "token", "projected": {}})


def live(change: t.Callable[[Object], t.Any]) -> list[Object]:
    pod = copy.deepcopy(LIVE)
    change(pod)
    return [pod]


def container(pod: Object) -> Object:
    found: Object = pod["spec"]["containers"][0]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda _pod: None,
        lambda pod: pod["metadata"].update(labels={"a": "b"}),
        lambda pod: pod["spec"]["containers"].insert(0, {"name": "more", "resources": {}}),
        lambda pod: pod["metadata"].update(name="other"),
        lambda pod: pod.pop("status"),
        # what the API server makes of limits without requests
        lambda pod: container(pod)["resources"].update(requests={"cpu": "250m"}),
    ],
)
def test_a_right_pod_and_a_stranger_stay(change: t.Callable[[Object], t.Any]) -> None:
    assert unlike([WANTED], live(change)) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda pod: container(pod).update(image="nginx"),
        lambda pod: container(pod).update(command=["sh", "-c", "sleep 2"]),
        lambda pod: container(pod).update(name="b"),
        lambda pod: container(pod)["resources"]["limits"].update(cpu="500m"),
        lambda pod: container(pod)["resources"]["limits"].update(memory="1Mi"),
        lambda pod: container(pod)["resources"].update(requests={"cpu": "1m"}),
        lambda pod: container(pod).pop("resources"),
        lambda pod: container(pod)["volumeMounts"].pop(),
        lambda pod: pod["spec"]["volumes"][1].update(emptyDir={}),
        lambda pod: pod["spec"].pop("volumes"),
        lambda pod: pod["metadata"].update(deletionTimestamp="2026-01-31T09:00:00Z"),
        lambda pod: pod["status"].update(phase="Failed", reason="Evicted"),
        lambda pod: pod["status"].update(phase="Succeeded"),
        lambda pod: pod["status"].update(phase="Failed"),
    ],
)
def test_a_pod_that_differs_or_is_over_is_named(change: t.Callable[[Object], t.Any]) -> None:
    assert unlike([WANTED], live(change)) == ["p"]


def test_resources_that_nobody_stated_change_the_qos_class() -> None:
    wanted = copy.deepcopy(WANTED)
    container(wanted).pop("resources")
    assert unlike([wanted], live(lambda _pod: None)) == ["p"]
    assert unlike([wanted], live(lambda pod: container(pod).update(resources={}))) == []


@pytest.mark.parametrize(("reason", "names"), [("OOMKilled", []), ("ContainerStatusUnknown", ["p"]), ("Error", ["p"])])
def test_a_pod_that_may_end_has_ended_unless_the_node_lost_it(reason: str, names: list[str]) -> None:
    wanted = copy.deepcopy(WANTED)
    wanted["spec"]["restartPolicy"] = "Never"

    def end(pod: Object) -> None:
        pod["spec"]["restartPolicy"] = "Never"
        ended = {"reason": reason, "exitCode": 137}
        pod["status"] = {"phase": "Failed", "containerStatuses": [{"state": {"terminated": ended}}]}

    assert unlike([wanted], live(end)) == names


def test_something_else_than_pods_is_refused() -> None:
    with pytest.raises(AnsibleFilterError, match=r"kcna\.labs\.unlike"):
        unlike([{"kind": "List"}], [])
