# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever stands on a VM, cleanup takes what the exercise names and nothing else."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _references
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NODE_IMAGE,
    Photograph,
    Scope,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    Container,
    Dependant,
    Image,
    NodeContainer,
    ObjectName,
    Plan,
    Removal,
    Request,
    Seeded,
    World,
    plan,
)
from hypothesis import given, settings
from hypothesis import strategies as st

# few values, so that names, ids and labels meet: the lab's, look-alikes, and somebody else's
CONTAINERS = ("web-server", "web-server2", "local-registry", "db")
TAGS = ("nginx:1.21", "nginx:alpine", "kcna-webapp:v1.0", "localhost:5000/kcna-webapp:v1.0", "postgres:16")
EXERCISES = ("", "ex3", "ex4", "ex9")
OBJECTS = tuple(
    ObjectName("v1", kind, namespace, name)
    for kind in ("Pod", "Secret")
    for namespace in ("kcna-lab02", "default")
    for name in ("resource-demo", "resource-demo2")
)
WORKSPACE = "/home/student/kcna-lab02"
FILES = ("ex3.txt", "ex3.txt.bak", "notes/ex3.txt")

ids = st.sampled_from([f"id{number}" for number in range(6)])
exercises = st.sampled_from(EXERCISES)


def some(values: t.Sequence[t.Any], most: int = 3) -> st.SearchStrategy[tuple[t.Any, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)


def images() -> st.SearchStrategy[tuple[Image, ...]]:
    one = st.builds(Image, ids, some(TAGS), exercises, built_here=st.just(False))
    return st.lists(one, unique_by=lambda image: image.id, max_size=4).map(_one_image_a_tag)


def _one_image_a_tag(found: list[Image]) -> tuple[Image, ...]:
    taken: set[str] = set()
    kept = []
    for image in found:
        tags = tuple(tag for tag in image.tags if tag not in taken)
        taken |= set(tags)
        kept.append(dataclasses.replace(image, tags=tags))
    return tuple(kept)


containers = st.lists(
    st.builds(
        Container, ids, st.sampled_from(CONTAINERS), ids, st.sampled_from(TAGS), exercises, exercises, st.booleans()
    ),
    unique_by=(lambda item: item.name, lambda item: item.id),
    max_size=4,
).map(tuple)
worlds = st.builds(
    World,
    containers=containers,
    images=images(),
    objects=st.dictionaries(st.sampled_from(OBJECTS), ids, max_size=5),
    object_seeds=st.dictionaries(st.sampled_from(OBJECTS), exercises, max_size=5),
    node_images=images(),
    node_containers=st.lists(st.builds(NodeContainer, ids, ids, st.just("c")), max_size=3).map(tuple),
    files=st.dictionaries(
        st.sampled_from([f"{WORKSPACE}/{name}" for name in FILES]),
        st.sampled_from(["file", "link", "directory", "special"]),
    ),
)
requests = st.builds(
    Request,
    exercise=st.just("ex3"),
    containers=some(CONTAINERS[:1]),
    containers_of_images=some(("nginx",)),
    containers_from=some(("kcna-webapp",)),
    images=some(TAGS[:3]),
    objects=some(OBJECTS[:2]),
    node_images=some(TAGS[:2]),
    node_names=some(TAGS[3:4]),
    seeded=st.builds(Seeded, some(CONTAINERS[2:3]), some(TAGS[3:4]), st.just(()), some(OBJECTS[4:5])),
    workspace=st.just(WORKSPACE),
    files=some(FILES[:1]),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Request, World, Photograph, bool, frozenset[str]]:
    request, world = draw(requests), draw(worlds)
    things: dict[str, dict[str, dict[str, t.Any]]] = {CONTAINER: {}, IMAGE: {}, NODE_IMAGE: {}, FILE: {}}
    for item in world.containers:
        if draw(st.booleans()):
            # the same one, or one that had the name before it
            things[CONTAINER][item.name] = {"id": draw(st.sampled_from([item.id, "earlier"]))}
    for kind, found in ((IMAGE, world.images), (NODE_IMAGE, world.node_images)):
        for image in found:
            if draw(st.booleans()):
                things[kind][image.id] = {"id": image.id, "tags": list(draw(some(image.tags or ("x:1",))))}
    for name, uid in world.objects.items():
        if draw(st.booleans()):
            things.setdefault(name.full_kind, {})[name.full_name] = {"id": draw(st.sampled_from([uid, "earlier"]))}
    for path in world.files:
        if draw(st.booleans()):
            things[FILE][path] = {"id": ""}
    before = Photograph("t", Scope(docker=True, kubernetes=True, cri=True, files=("/home/student",)), things)
    return request, world, before, draw(st.booleans()), frozenset(draw(some(EXERCISES[1:])))


def decide(case: tuple[Request, World, Photograph, bool, frozenset[str]]) -> Plan:
    request, world, before, own, started = case
    return plan(request, world, before, own=own, started=started)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_nothing_that_was_there_before_goes(case: t.Any) -> None:
    before = case[2]
    for removal in decide(case).removals:
        if removal.kind in (IMAGE, NODE_IMAGE):
            assert removal.name not in before.things[removal.kind].get(removal.id, {}).get("tags", [])
        else:
            assert not before.has(removal.kind, removal.name, removal.id)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_nothing_goes_that_nobody_named(case: t.Any) -> None:
    request, world, _before, own, started = case
    for removal in decide(case).removals:
        if removal.kind == CONTAINER:
            item = next(item for item in world.containers if item.id == removal.id)
            assert (
                item.name in request.containers
                or _by_seed(request, item, started)
                or _by_rule(request, world, item, own)
            )
        elif removal.kind in (IMAGE, NODE_IMAGE):
            named = (
                (*request.images, *request.seeded.images)
                if removal.kind == IMAGE
                else (*request.node_images, *request.node_names)
            )
            assert removal.name in named
        elif removal.kind == FILE:
            assert removal.name in request.paths()
            assert world.files[removal.name] in ("file", "link")
        else:
            assert removal.target in (*request.objects, *request.seeded.objects)
            if removal.target not in request.objects:
                seeded = world.object_seeds.get(removal.target, "")
                assert seeded == "ex3" or (seeded and seeded not in started)


def _by_seed(request: Request, item: Container, started: frozenset[str]) -> bool:
    mine = item.seeded == "ex3" or (item.seeded != "" and item.seeded not in started)
    return item.name in request.seeded.containers and mine


def _by_rule(request: Request, world: World, item: Container, own: bool) -> bool:
    """Only with the exercise's own photograph, never a container that another exercise has labelled."""
    tags = [tag for image in world.images if image.id == item.image_id for tag in image.tags]
    repositories = {_references.repository(name) for name in (*tags, item.image)}
    family = {_references.repository(name) for name in (*request.containers_of_images, *request.containers_from)}
    return own and item.exercise in ("", "ex3") and bool(repositories & family)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_no_image_goes_under_a_container_that_stays(case: t.Any) -> None:
    """A used image may lose one of its names, never its last."""
    _request, world, _before, _own, _started = case
    decided = decide(case)
    gone = decided.removed(CONTAINER)
    used = {item.image_id for item in world.containers if item.id not in gone}
    for image in world.images:
        lost = {removal.name for removal in decided.removals if (removal.kind, removal.id) == (IMAGE, image.id)}
        assert not (image.id in used and lost and lost == set(image.tags))


@settings(max_examples=400, deadline=None)
@given(cases())
def test_a_second_cleanup_finds_nothing(case: t.Any) -> None:
    request, world, before, own, started = case
    first = decide(case)
    rest = _without(world, first.removals)
    assert plan(request, rest, before, own=own, started=started).removals == []


def _without(world: World, removals: list[Removal]) -> World:
    gone = {(removal.kind, removal.id) for removal in removals}
    names = {(removal.kind, removal.id, removal.name) for removal in removals}
    targets = {removal.target for removal in removals}
    files = {removal.name for removal in removals if removal.kind == FILE}

    def left(kind: str, found: tuple[Image, ...]) -> tuple[Image, ...]:
        kept = [
            dataclasses.replace(image, tags=tuple(tag for tag in image.tags if (kind, image.id, tag) not in names))
            for image in found
        ]
        return tuple(new for new, old in zip(kept, found, strict=True) if new.tags or not old.tags)

    pods = {removal.id for removal in removals if removal.kind == "v1 Pod"}
    return dataclasses.replace(
        world,
        containers=tuple(item for item in world.containers if (CONTAINER, item.id) not in gone),
        images=left(IMAGE, world.images),
        node_images=left(NODE_IMAGE, world.node_images),
        node_containers=tuple(item for item in world.node_containers if item.pod_uid not in pods),
        objects={name: uid for name, uid in world.objects.items() if name not in targets},
        files={path: kind for path, kind in world.files.items() if path not in files},
    )


def test_a_pod_that_goes_with_its_owner_frees_its_image() -> None:
    """The one thing that goes without being named: what the API server's garbage collector takes."""
    owner = OBJECTS[0]
    pod = ObjectName("v1", "Pod", "kcna-lab02", "resource-demo-x")
    world = World(objects={owner: "u"}, dependants=(Dependant(pod, "p", frozenset({"u"})),))
    before = Photograph("t", Scope(kubernetes=True), {})
    decided = plan(Request("ex3", objects=(owner,)), world, before, own=True)
    assert [item.name for item in decided.dependants] == ["kcna-lab02/resource-demo-x"]
