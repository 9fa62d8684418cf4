# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    IMAGE,
    NODE_IMAGE,
    Things,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    Container,
    Image,
    Kept,
    NodeContainer,
    ObjectName,
    Request,
    Seeded,
    World,
    plan,
)
from ansible_collections.kcna.labs.tests.unit._selecting import decide, names, photo

POD = ObjectName("v1", "Pod", "kcna-lab02", "resource-demo")


# --- names of images -------------------------------------------------------------------------------------------------

WEBAPP = Image("sha256:w", ("kcna-webapp:v1.0", "localhost:5000/kcna-webapp:v1.0"))
EX3 = Request(
    "ex3",
    containers=("local-registry", "registry-app"),
    containers_from=("localhost:5000/kcna-webapp",),
    images=("localhost:5000/kcna-webapp:v1.0",),
    seeded=Seeded(images=("kcna-webapp:v1.0",)),
)


def test_a_used_image_may_lose_a_name_but_not_its_last() -> None:
    test_app = Container("1", "test-app", "sha256:w", "kcna-webapp:v1.0", "ex2")
    result = decide(EX3, World((test_app,), (WEBAPP,)))
    assert names(result.removals) == ["localhost:5000/kcna-webapp:v1.0"]
    alone = dataclasses.replace(WEBAPP, tags=WEBAPP.tags[1:])
    assert decide(EX3, World((test_app,), (alone,))).kept == [
        Kept(IMAGE, alone.tags[0], "is used by container test-app")
    ]


def test_an_image_of_the_photograph_loses_the_name_it_was_given_since() -> None:
    before: Things = {IMAGE: {"sha256:w": {"id": "sha256:w", "tags": ["kcna-webapp:v1.0"]}}}
    assert names(decide(EX3, World(images=(WEBAPP,)), before).removals) == ["localhost:5000/kcna-webapp:v1.0"]
    moved = dataclasses.replace(WEBAPP, tags=WEBAPP.tags[1:])
    assert decide(EX3, World(images=(moved,)), before).removals == []


def test_a_container_is_known_by_the_reference_it_was_made_from() -> None:
    world = World(
        (
            Container("1", "happy_turing", "sha256:w", "localhost:5000/kcna-webapp:v1.0"),
            Container("2", "test-app", "sha256:w", "kcna-webapp:v1.0"),
            Container("3", "seeded", "sha256:w", "localhost:5000/kcna-webapp:v1.0", exercise="ex4"),
        ),
        (WEBAPP,),
    )
    result = decide(EX3, world)
    assert [item.name for item in result.removals if item.kind == CONTAINER] == ["happy_turing"]
    assert Kept(CONTAINER, "seeded", "belongs to ex4") in result.kept
    assert not decide(EX3, world, own=False).removed(CONTAINER)


BUILT = Image("sha256:stage", built_here=True)
EX2 = Request("ex2", untagged_images_with=("WORKDIR /app",))


def test_what_a_build_left_goes_with_the_container_of_its_failed_step() -> None:
    failed = Container("1", "angry_pike", "sha256:stage", "sha256:stage", running=False)
    assert names(decide(EX2, World((failed,), (BUILT,))).removals) == ["angry_pike", "sha256:stage"]


def test_a_failed_step_that_is_a_step_of_a_good_build_leaves_only_its_container() -> None:
    failed = Container("1", "angry_pike", "sha256:step", "sha256:step", running=False, of_build=True)
    assert [(item.kind, item.name) for item in decide(EX2, World((failed,))).removals] == [(CONTAINER, "angry_pike")]
    assert not decide(EX2, World((dataclasses.replace(failed, running=True),))).removals


@pytest.mark.parametrize(
    ("world", "before", "own"),
    [
        (World((Container("1", "a", "sha256:stage"),), (BUILT,)), {}, True),
        (World(images=(BUILT,)), {IMAGE: {"sha256:stage": {"id": "sha256:stage", "tags": []}}}, True),
        (World(images=(BUILT,)), {}, False),
        (World(images=(Image("sha256:other"),)), {}, True),
    ],
)
def test_an_unnamed_image_stays(world: World, before: Things, own: bool) -> None:
    assert decide(EX2, world, before, own=own).removals == []


# --- what a start has put there --------------------------------------------------------------------------------------

SEEDS = Request(
    "ex4",
    seeded=Seeded(("local-registry",), ("kcna-webapp:v1.0",), ("kcna-webapp:v1.0",), (POD,)),
)


def seeded_world(label: str) -> World:
    return World(
        containers=(Container("1", "local-registry", "sha256:r", "registry:2", seeded=label),),
        images=(Image("sha256:w", ("kcna-webapp:v1.0",), label),),
        objects={POD: "u1"},
        object_seeds={POD: label},
        node_images=(Image("sha256:w", ("docker.io/library/kcna-webapp:v1.0",), label),),
    )


@pytest.mark.parametrize(("label", "started"), [("ex4", {"ex4"}), ("ex4", set()), ("ex3", {"ex4"})])
@pytest.mark.parametrize("own", [True, False])
def test_what_start_has_put_there_goes(label: str, started: set[str], own: bool) -> None:
    result = plan(SEEDS, seeded_world(label), photo(), own=own, started=frozenset(started))
    assert [item.kind for item in result.removals] == [CONTAINER, "v1 Pod", IMAGE, NODE_IMAGE]
    assert not result.kept


@pytest.mark.parametrize(
    ("label", "reason"),
    [("", "was not put there by start of ex4"), ("ex3", "was put there by start of ex3")],
)
def test_what_somebody_else_made_under_a_seeded_name_stays(label: str, reason: str) -> None:
    result = plan(SEEDS, seeded_world(label), photo(), own=True, started=frozenset({"ex3", "ex4"}))
    assert not result.removals
    assert {item.reason for item in result.kept} == {reason}


def test_what_another_exercise_has_begun_with_stays_also_under_our_own_names() -> None:
    request = Request("ex3", containers=("local-registry",), images=("kcna-webapp:v1.0",), objects=(POD,))
    going_on = plan(request, seeded_world("ex4"), photo(), own=True, started=frozenset({"ex3", "ex4"}))
    assert {item.reason for item in going_on.kept} == {"was put there by start of ex4"}
    assert not going_on.removals
    over = plan(request, seeded_world("ex4"), photo(), own=True, started=frozenset({"ex3"}))
    assert [item.kind for item in over.removals] == [CONTAINER, "v1 Pod", IMAGE]


def test_a_registrys_name_of_a_seeded_image_goes_with_the_exercise_that_gave_it() -> None:
    world = World(images=(Image("sha256:w", ("localhost:5000/kcna-webapp:v1.0",), "ex4"),))
    result = plan(EX3, world, photo(), own=True, started=frozenset({"ex3", "ex4"}))
    assert names(result.removals) == ["localhost:5000/kcna-webapp:v1.0"]


def test_a_seeded_thing_of_the_photograph_stays() -> None:
    before: Things = {
        CONTAINER: {"local-registry": {"id": "1"}},
        "v1 Pod": {POD.full_name: {"id": "u1"}},
        IMAGE: {"sha256:w": {"id": "sha256:w", "tags": ["kcna-webapp:v1.0"]}},
        NODE_IMAGE: {"sha256:w": {"id": "sha256:w", "tags": []}},
    }
    result = decide(SEEDS, seeded_world("ex4"), before)
    assert not result.removals
    assert {item.reason for item in result.kept} == {"was there before the exercise"}


def test_a_seeded_thing_that_is_used_stays() -> None:
    user = Container("2", "test-app", "sha256:w", "kcna-webapp:v1.0")
    pod = NodeContainer("sha256:w", "u2", "webapp of Pod a")
    world = dataclasses.replace(seeded_world("ex4"), containers=(user,), objects={}, node_containers=(pod,))
    assert [item.reason for item in decide(SEEDS, world).kept] == [
        "is used by container test-app",
        "is used by container webapp of Pod a",
    ]
