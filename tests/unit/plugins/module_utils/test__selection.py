# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NODE_IMAGE,
    VOLUME,
    Thing,
    Things,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    Container,
    Image,
    Kept,
    NodeContainer,
    ObjectName,
    Plan,
    Request,
    World,
)
from ansible_collections.kcna.labs.tests.unit._selecting import W, decide, names

POD = ObjectName("v1", "Pod", "kcna-lab02", "resource-demo")


# --- containers ------------------------------------------------------------------------------------------------------

NGINX = Image("sha256:n", ("nginx:1.21",))
EX1 = Request("ex1", containers=("web-server",), containers_of_images=("nginx",), images=("nginx:1.21",))


def test_a_container_goes_by_its_exact_name_whoever_made_it() -> None:
    world = World((Container("1", "web-server", "x"), Container("2", "web-server2", "x")))
    assert names(decide(EX1, world).removals) == ["web-server"]
    assert names(decide(EX1, world, own=False).removals) == ["web-server"]


def test_a_container_of_the_photograph_stays_and_is_reported() -> None:
    result = decide(EX1, World((Container("1", "web-server", "x"),)), {CONTAINER: {"web-server": {"id": "1"}}})
    assert result == Plan([], [Kept(CONTAINER, "web-server", "was there before the exercise")])


def test_a_container_made_anew_under_an_old_name_goes() -> None:
    result = decide(EX1, World((Container("2", "web-server", "x"),)), {CONTAINER: {"web-server": {"id": "1"}}})
    assert names(result.removals) == ["web-server"]


def test_containers_made_from_an_image_since_the_start_go() -> None:
    world = World((Container("1", "mine", "sha256:n", "nginx:1.21"), Container("2", "theirs", "sha256:n")), (NGINX,))
    result = decide(EX1, world, {CONTAINER: {"theirs": {"id": "2"}}})
    assert names(result.removals) == ["mine"]
    assert names(result.kept) == ["theirs", "nginx:1.21"]


@pytest.mark.parametrize("reference", ["nginx", "nginx:alpine", "docker.io/library/nginx@sha256:1"])
def test_a_container_is_of_an_image_whose_names_are_gone(reference: str) -> None:
    assert names(decide(EX1, World((Container("1", "mine", "sha256:x", reference),))).removals) == ["mine"]


@pytest.mark.parametrize("reference", ["mynginx", "example.com/library/nginx", "nginx-extra:1.21", "sha256:n"])
def test_a_look_alike_of_the_image_is_another_image(reference: str) -> None:
    assert decide(EX1, World((Container("1", "mine", "sha256:x", reference),))) == Plan()


def test_without_the_own_photograph_unnamed_containers_stay() -> None:
    result = decide(EX1, World((Container("1", "mine", "sha256:n", "nginx:1.21"),)), own=False)
    assert result.removals == []
    assert "without the photograph of start of ex1" in result.kept[0].reason


def test_a_container_of_another_exercise_stays() -> None:
    world = World((Container("1", "seeded", "sha256:n", "nginx:1.21", exercise="ex4"),))
    assert decide(EX1, world).kept == [Kept(CONTAINER, "seeded", "belongs to ex4")]


# --- images ----------------------------------------------------------------------------------------------------------


def test_an_image_that_was_brought_since_goes_with_its_containers() -> None:
    world = World((Container("1", "web-server", "sha256:n", "nginx:1.21"),), (NGINX,))
    assert [(item.kind, item.name) for item in decide(EX1, world).removals] == [
        (CONTAINER, "web-server"),
        (IMAGE, "nginx:1.21"),
    ]


def test_an_image_that_something_else_uses_stays() -> None:
    request = dataclasses.replace(EX1, containers_of_images=())
    world = World((Container("1", "other", "sha256:n", "nginx:1.21"),), (NGINX,))
    assert decide(request, world).kept == [Kept(IMAGE, "nginx:1.21", "is used by container other")]


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ({"sha256:n": {"id": "sha256:n", "tags": ["nginx:1.21"]}}, "was there before the exercise"),
        ({"sha256:n": {"id": "sha256:n", "tags": []}}, "was there before the exercise"),
        ({"sha256:o": {"id": "sha256:o", "tags": ["nginx:1.21"]}}, "another image had this name before the exercise"),
    ],
)
def test_an_image_of_the_photograph_stays(before: dict[str, Thing], reason: str) -> None:
    result = decide(EX1, World(images=(NGINX,)), {IMAGE: before})
    assert result == Plan([], [Kept(IMAGE, "nginx:1.21", reason)])


def test_without_the_own_photograph_images_stay() -> None:
    result = decide(EX1, World(images=(NGINX,)), own=False)
    assert result.removals == []
    assert "nobody can tell" in result.kept[0].reason


def test_other_tags_are_not_touched() -> None:
    assert decide(EX1, World(images=(Image("sha256:a", ("nginx:alpine", "nginx:1.21.6")),))) == Plan()


EX6 = Request("ex6", objects=(POD,), node_images=("busybox",))
BUSYBOX = Image("sha256:b", ("docker.io/library/busybox:latest",))


def test_a_node_image_goes_with_its_pod() -> None:
    world = World(
        objects={POD: "u1"}, node_images=(BUSYBOX,), node_containers=(NodeContainer("sha256:b", "u1", "a of Pod p"),)
    )
    assert [(item.kind, item.name) for item in decide(EX6, world).removals] == [
        ("v1 Pod", "kcna-lab02/resource-demo"),
        (NODE_IMAGE, "docker.io/library/busybox:latest"),
    ]


def test_a_node_image_that_another_pod_uses_stays() -> None:
    world = World(node_images=(BUSYBOX,), node_containers=(NodeContainer("sha256:b", "u2", "a of Pod p"),))
    assert decide(EX6, world).kept[0].reason == "is used by container a of Pod p"


def test_a_node_image_with_a_foreign_name_stays() -> None:
    world = World(node_images=(Image("sha256:b", (*BUSYBOX.tags, "localhost:5000/box:v1")),))
    assert decide(EX6, world).kept[0].reason == "is known as localhost:5000/box:v1 as well"


PROOF = Request("ex9", node_names=("kcna-cri-proof:v1",))
NAME = "docker.io/library/kcna-cri-proof:v1"


def test_an_image_goes_with_its_only_name() -> None:
    (removal,) = decide(PROOF, World(node_images=(Image("sha256:p", (NAME,)),))).removals
    assert (removal.name, removal.target) == (NAME, None)


def test_of_an_image_with_other_names_one_goes() -> None:
    used = NodeContainer("sha256:b", "u2", "a of Pod p")
    world = World(node_images=(Image("sha256:b", (*BUSYBOX.tags, NAME)),), node_containers=(used,))
    for before in ({}, {NODE_IMAGE: {"sha256:b": {"id": "sha256:b", "tags": list(BUSYBOX.tags)}}}):
        (removal,) = decide(PROOF, world, before).removals
        assert (removal.name, removal.target) == (NAME, "one name")


def test_a_name_that_was_there_stays() -> None:
    world = World(node_images=(Image("sha256:p", (NAME,)),))
    before: Things = {NODE_IMAGE: {"sha256:p": {"id": "sha256:p", "tags": [NAME]}}}
    assert decide(PROOF, world, before).kept == [Kept(NODE_IMAGE, NAME, "was there before the exercise")]
    assert names(decide(PROOF, world, own=False).kept) == [NAME]


# --- objects, volumes, files -----------------------------------------------------------------------------------------


def test_an_object_of_the_photograph_stays_and_a_new_one_goes() -> None:
    before: Things = {"v1 Pod": {"kcna-lab02/resource-demo": {"id": "u1"}}}
    assert names(decide(EX6, World(objects={POD: "u1"}), before).kept) == ["kcna-lab02/resource-demo"]
    assert names(decide(EX6, World(objects={POD: "u2"}), before).removals) == ["kcna-lab02/resource-demo"]


def test_a_volume_goes_by_name_unless_it_was_there() -> None:
    request = Request("ex3", volumes=("data",))
    world = World(volumes={"data": "2026", "database": "2026"})
    assert names(decide(request, world).removals) == ["data"]
    assert names(decide(request, world, {VOLUME: {"data": {"id": "2026"}}}).kept) == ["data"]


def test_folders_go_from_the_inside_out() -> None:
    request = Request("ex2", workspace=W, files=("docs/notes.md",), directories_if_empty=(f"{W}/docs", W))
    world = World(
        files={f"{W}/docs/notes.md": "file"},
        directories={f"{W}/docs": (f"{W}/docs/notes.md",), W: (f"{W}/docs",)},
    )
    assert names(decide(request, world).removals) == [f"{W}/docs/notes.md", f"{W}/docs", W]


FILES = Request("ex6", workspace=W, files=("ex6-top.txt", "ex6-qos.csv"), directories_if_empty=(W,))


def test_files_go_and_then_the_empty_folder() -> None:
    world = World(
        files={f"{W}/ex6-top.txt": "file", f"{W}/ex6-qos.csv": "link"},
        directories={W: (f"{W}/ex6-qos.csv", f"{W}/ex6-top.txt")},
    )
    assert names(decide(FILES, world).removals) == [f"{W}/ex6-top.txt", f"{W}/ex6-qos.csv", W]


def test_a_folder_with_something_else_in_it_stays() -> None:
    result = decide(FILES, World(files={f"{W}/ex6-top.txt": "file"}, directories={W: (f"{W}/ex6-top.txt", f"{W}/my")}))
    assert names(result.removals) == [f"{W}/ex6-top.txt"]
    assert result.kept == [Kept(FILE, W, f"is not empty (1 left, {W}/my among them)")]


def test_an_empty_folder_of_the_photograph_stays() -> None:
    result = decide(FILES, World(directories={W: ()}), {FILE: {W: {"id": ""}}})
    assert result == Plan([], [Kept(FILE, W, "was there before the exercise")])


def test_a_folder_under_the_name_of_a_file_stays() -> None:
    world = World(files={f"{W}/ex6-top.txt": "directory"})
    assert decide(FILES, world).kept == [Kept(FILE, f"{W}/ex6-top.txt", "is no file but a directory")]
