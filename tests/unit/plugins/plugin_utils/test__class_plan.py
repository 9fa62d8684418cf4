# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils._class_plan import PlanError, belongings, plan

Docker = dict[str, t.Any]


def network(name: str, subnet: str, class_name: str | None = None) -> Docker:
    labels = {"kcna.labs/class": class_name} if class_name else {}
    return {"Name": name, "Labels": labels, "IPAM": {"Config": [{"Subnet": "fd00::/64"}, {"Subnet": subnet}]}}


def container(name: str, state: str = "running", student: str | None = None, class_name: str | None = "kcna") -> Docker:
    labels = {"kcna.labs/class": class_name} if class_name else {}
    if student:
        labels |= {"kcna.labs/student": student, "kcna.labs/image": "vm:1"}
    return {"Names": [f"/{name}"], "State": state, "Labels": labels}


def docker(*containers: Docker, networks: tuple[Docker, ...] = (), volumes: tuple[Docker, ...] = ()) -> Docker:
    host = {"Name": "host", "Labels": None, "IPAM": {"Config": None}}
    return {"containers": list(containers), "networks": [host, *networks], "volumes": list(volumes)}


def actions(result: dict[str, t.Any]) -> dict[str, str]:
    return {student["name"]: student["action"] for student in result["students"]}


def test_a_fresh_class() -> None:
    result = plan(docker(), "kcna", 2, [])
    assert result["problems"] == []
    assert result["network"] == {"name": "kcna", "subnet": "172.30.128.0/24", "exists": False}
    assert result["mirror"] == {"name": "kcna-mirror", "address": "172.30.128.2"}
    assert result["students"][1] == {
        "name": "student02",
        "container": "kcna-student02",
        "volume": "kcna-student02-var-lib",
        "address": "172.30.128.12",
        "action": "create",
        "outdated": False,
    }
    assert result["entries"] == [
        {"name": "student01", "host": "172.30.128.11"},
        {"name": "student02", "host": "172.30.128.12"},
    ]


@pytest.mark.parametrize(
    ("taken", "subnet"),
    [
        (["172.30.128.0/24"], "172.30.129.0/24"),
        (["172.30.128.0/25", "172.30.129.7/32", "10.0.0.0/8"], "172.30.130.0/24"),
        (["172.30.128.0/17"], "172.30.0.0/24"),
    ],
)
def test_the_network_keeps_clear_of_routes_and_of_other_networks(taken: list[str], subnet: str) -> None:
    assert plan(docker(), "kcna", 1, taken)["network"]["subnet"] == subnet
    networks = tuple(network(f"n{at}", other) for at, other in enumerate(taken))
    assert plan(docker(networks=networks), "kcna", 1, [])["network"]["subnet"] == subnet


def test_two_classes_that_are_made_at_the_same_moment_choose_different_networks() -> None:
    names = ("kcna", "kcna-molecule", "kcna-molecule-1", "kcna-molecule-2", "spring", "autumn")
    assert len({plan(docker(), name, 1, [])["network"]["subnet"] for name in names}) == len(names)


def test_no_free_network() -> None:
    with pytest.raises(PlanError, match=r"172\.30\.0\.0/16"):
        plan(docker(), "kcna", 1, ["172.16.0.0/12"])


def test_the_network_of_the_class_is_kept_though_its_route_is_there() -> None:
    result = plan(docker(networks=(network("kcna", "172.30.7.0/24", "kcna"),)), "kcna", 1, ["172.30.7.0/24"])
    assert result["network"] == {"name": "kcna", "subnet": "172.30.7.0/24", "exists": True}
    assert result["students"][0]["address"] == "172.30.7.11"


@pytest.mark.parametrize(
    ("state", "action"),
    [("running", "keep"), ("exited", "start"), ("paused", "start"), ("created", "remake"), ("dead", "remake")],
)
def test_what_is_done_to_a_vm(state: str, action: str) -> None:
    found = docker(container("kcna-student01", state, "student01"))
    assert actions(plan(found, "kcna", 2, [])) == {"student01": action, "student02": "create"}


def test_the_volume_of_a_vm_that_is_gone_is_not_taken_for_a_new_one() -> None:
    found = docker(volumes=({"Name": "kcna-student01-var-lib", "Labels": {"kcna.labs/class": "kcna"}},))
    assert actions(plan(found, "kcna", 2, [])) == {"student01": "remake", "student02": "create"}


def test_vms_beyond_the_number_asked_for_stay_in_the_class() -> None:
    found = docker(container("kcna-student03", "exited", "student03"), container("kcna-mirror"))
    assert actions(plan(found, "kcna", 1, [])) == {"student01": "create", "student03": "start"}


def test_a_vm_of_an_older_image_is_kept_and_marked() -> None:
    found = docker(container("kcna-student01", "running", "student01"))
    (student,) = plan(found, "kcna", 1, [], "vm:2")["students"]
    assert (student["action"], student["outdated"]) == ("keep", True)
    assert plan(found, "kcna", 1, [], "vm:1")["students"][0]["outdated"] is False


def test_another_class_is_no_business_of_ours() -> None:
    found = docker(container("other-student01", "exited", "student01", class_name="other"))
    assert actions(plan(found, "kcna", 1, [])) == {"student01": "create"}


@pytest.mark.parametrize("name", ["kcna-student01", "kcna-mirror"])
def test_a_name_that_somebody_else_uses_is_refused(name: str) -> None:
    (problem,) = plan(docker(container(name, class_name=None)), "kcna", 1, [])["problems"]
    assert name in problem


def test_a_network_that_somebody_else_made_is_refused() -> None:
    (problem,) = plan(docker(networks=(network("kcna", "10.0.0.0/24"),)), "kcna", 1, [])["problems"]
    assert "network kcna" in problem


@pytest.mark.parametrize("count", [-1, 41, True, "3"])
def test_a_number_that_makes_no_sense(count: t.Any) -> None:
    with pytest.raises(PlanError, match="number of students"):
        plan(docker(), "kcna", count, [])


def test_belongings_go_by_the_label_alone() -> None:
    found = docker(
        container("kcna-student01", "running", "student01"),
        container("kcna-mirror"),
        container("kcna-student02", class_name=None),
        container("kcna-b-student01", "running", "student01", class_name="kcna-b"),
        networks=(network("kcna", "172.30.0.0/24", "kcna"), network("kcna-b", "172.30.1.0/24", "kcna-b")),
        volumes=(
            {"Name": "kcna-student01-var-lib", "Labels": {"kcna.labs/class": "kcna"}},
            {"Name": "kcna-student09-var-lib", "Labels": None},
        ),
    )
    assert belongings(found, "kcna") == {
        "vms": ["kcna-student01"],
        "others": ["kcna-mirror"],
        "volumes": ["kcna-student01-var-lib"],
        "networks": ["kcna"],
    }
