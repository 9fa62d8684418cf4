# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module refuses, files on a real file system, and its selection in random worlds."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _folder
from ansible_collections.kcna.labs.plugins.module_utils._cleanup import Cleanup, CleanupError
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NODE_IMAGE,
    VOLUME,
    Photograph,
    PhotographError,
    Scope,
    Thing,
    save,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    Container,
    Image,
    NodeContainer,
    ObjectName,
    Plan,
    Removal,
    Request,
    World,
    plan,
)
from ansible_collections.kcna.labs.tests.unit._selecting import W, photo
from hypothesis import given, settings
from hypothesis import strategies as st

T = t.TypeVar("T")
NO_DOCKER: dict[str, list[str]] = {
    name: []
    for name in (
        "containers",
        "containers_of_images",
        "containers_from",
        "images",
        "untagged_images_with",
        "volumes",
        "networks",
    )
}


def arguments(folder: pathlib.Path, **changes: t.Any) -> dict[str, t.Any]:
    """What the module gets for an exercise that has only files."""
    return {
        "exercise": "ex1",
        "photograph": str(folder / "photographs" / "ex1.json"),
        "docker": NO_DOCKER,
        "kubernetes": {"kubeconfig": "", "objects": []},
        "node_images": [],
        "node_names": [],
        "seeded": {"containers": [], "images": [], "node_images": [], "objects": []},
        "home": None,
        "home_files": [],
        "workspace": str(folder / "w"),
        "files": ["a.json", "b.csv"],
        "directories_if_empty": [str(folder / "w")],
        "host_directories": [],
        "timeout": 1,
    } | changes


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A workspace with a file of the exercise, and a baseline that does not hold them."""
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "a.json").write_text("{}")
    save(photo({}, Scope(files=(str(tmp_path),))), str(tmp_path / "photographs" / "baseline.json"))
    return tmp_path


def cleanup(folder: pathlib.Path, *, check_mode: bool = False, **changes: t.Any) -> dict[str, t.Any]:
    run = Cleanup(arguments(folder, **changes))
    run.run(check_mode=check_mode)
    return run.result()


def names(items: list[dict[str, str]], folder: pathlib.Path) -> list[str]:
    return [item["name"].removeprefix(f"{folder}/") for item in items]


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_and_the_empty_workspace_go_and_then_nothing_is_left_to_do(folder: pathlib.Path) -> None:
    first = cleanup(folder)
    assert names(first["removed"], folder) == ["w/a.json", "w"]
    assert first["changed"]
    assert not (folder / "w").exists()
    assert cleanup(folder) == {**first, "changed": False, "removed": [], "diff": {**first["diff"], "before": ""}}


def test_check_mode_says_the_same_and_removes_nothing(folder: pathlib.Path) -> None:
    said = cleanup(folder, check_mode=True)
    assert (folder / "w" / "a.json").exists()
    assert said == cleanup(folder)
    assert said["diff"]["before"].splitlines() == [f"file {folder}/w/a.json", f"file {folder}/w (empty directory)"]


def test_the_photograph_of_the_exercise_goes_last_and_protects_until_then(folder: pathlib.Path) -> None:
    path = folder / "photographs" / "ex1.json"
    save(photo({FILE: {f"{folder}/w": {"id": ""}}}, Scope(files=(str(folder),))), str(path))
    cleanup(folder, check_mode=True)
    assert path.exists()
    result = cleanup(folder)
    assert names(result["removed"], folder) == ["w/a.json", "photographs/ex1.json"]
    assert names(result["kept"], folder) == ["w"]
    assert not path.exists()


def test_a_workspace_that_is_a_link_is_refused_before_anything_is_removed(folder: pathlib.Path) -> None:
    (folder / "w").rename(folder / "elsewhere")
    (folder / "w").symlink_to(folder / "elsewhere")
    with pytest.raises(_folder.FolderError, match="symbolic link"):
        cleanup(folder)
    assert (folder / "elsewhere" / "a.json").exists()


def test_without_any_photograph_nothing_is_removed(folder: pathlib.Path) -> None:
    (folder / "photographs" / "baseline.json").unlink()
    with pytest.raises(CleanupError, match=r"neither .*ex1\.json nor .*baseline\.json.*nothing was removed"):
        cleanup(folder)
    assert (folder / "w" / "a.json").exists()


def test_a_damaged_photograph_is_refused_by_name(folder: pathlib.Path) -> None:
    (folder / "photographs" / "ex1.json").write_text(json.dumps({"schema": 1})[:-2])
    with pytest.raises(PhotographError, match=r"ex1\.json"):
        cleanup(folder)
    assert (folder / "w" / "a.json").exists()


def test_a_photograph_that_cannot_tell_is_refused(folder: pathlib.Path) -> None:
    with pytest.raises(CleanupError, match=r"baseline\.json does not cover docker container: nothing was removed"):
        cleanup(folder, docker={**NO_DOCKER, "containers": ["web-server"]})
    assert (folder / "w" / "a.json").exists()


@pytest.mark.parametrize("name", ["../a.json", "/etc/passwd", "x/../../a.json", "", "."])
def test_a_path_that_leads_out_of_the_workspace_is_refused(folder: pathlib.Path, name: str) -> None:
    with pytest.raises(CleanupError, match="is no path below"):
        cleanup(folder, files=[name])


@pytest.mark.parametrize("workspace", [None, "", "w"])
def test_files_need_an_absolute_workspace(folder: pathlib.Path, workspace: str | None) -> None:
    with pytest.raises(CleanupError, match="no absolute path"):
        cleanup(folder, workspace=workspace)


# --- whatever the world is like --------------------------------------------------------------------------------------

TAGS = ("nginx:1.21", "nginx:alpine", "alpine:latest", "docker.io/library/nginx:1.21", "localhost:5000/nginx:1.21")
SHORT = st.sampled_from(("web-server", "web-server2", "compare-alpine", "data", "x"))
IDS = st.sampled_from(("1", "2", "3"))
POD_NAMES = st.builds(
    ObjectName, st.just("v1"), st.just("Pod"), st.sampled_from(("kcna-lab02", "other")), st.sampled_from(("a", "b"))
)
PATHS = st.sampled_from((f"{W}/a", f"{W}/b", f"{W}/a2"))


def some(values: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, unique=True, max_size=most).map(tuple)


def things(kind_names: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Thing]]:
    return st.dictionaries(kind_names, IDS.map(lambda name: {"id": name}))


def images_before() -> st.SearchStrategy[dict[str, Thing]]:
    tags = st.dictionaries(IDS, st.lists(st.sampled_from(TAGS), max_size=2))
    return tags.map(lambda found: {name: {"id": name, "tags": names} for name, names in found.items()})


images = st.lists(
    st.builds(Image, IDS, some(st.sampled_from(TAGS))),
    max_size=3,
    unique_by=lambda image: image.id,
).map(tuple)
worlds = st.builds(
    World,
    containers=st.lists(
        st.builds(Container, IDS, SHORT, IDS, st.sampled_from(TAGS), st.sampled_from(("", "ex1", "ex4"))),
        max_size=4,
        unique_by=(lambda item: item.id, lambda item: item.name),
    ).map(tuple),
    images=images,
    volumes=st.dictionaries(SHORT, IDS),
    networks=st.dictionaries(SHORT, IDS),
    objects=st.dictionaries(POD_NAMES, IDS),
    node_images=images,
    node_containers=some(st.builds(NodeContainer, IDS, IDS, st.just("c"))),
    files=st.dictionaries(PATHS, st.sampled_from(("file", "link", "directory", "special"))),
    directories=st.dictionaries(st.just(W), some(PATHS)),
)
requests = st.builds(
    Request,
    exercise=st.just("ex1"),
    containers=some(SHORT),
    containers_of_images=some(st.sampled_from(("nginx", "alpine"))),
    images=some(st.sampled_from(("nginx:1.21", "alpine"))),
    volumes=some(SHORT),
    networks=some(SHORT),
    objects=some(POD_NAMES),
    node_images=some(st.sampled_from(("nginx:1.21", "alpine"))),
    workspace=st.just(W),
    files=some(st.sampled_from(("a", "b"))),
    directories_if_empty=some(st.just(W)),
)
photographs = st.fixed_dictionaries(
    {
        CONTAINER: things(SHORT),
        IMAGE: images_before(),
        NODE_IMAGE: images_before(),
        VOLUME: things(SHORT),
        "docker network": things(SHORT),
        "v1 Pod": things(POD_NAMES.map(lambda name: name.full_name)),
        FILE: st.dictionaries(PATHS | st.just(W), st.just({"id": ""})),
    }
).map(photo)
# A used image or a filled folder comes up in one world of fifty: that many are needed to meet each of them for sure.
MANY = settings(max_examples=250, deadline=None)


def present(world: World) -> set[tuple[str, str, str]]:
    """(kind, name, id) of everything in a world: written without the code under test."""
    found = {(CONTAINER, item.name, item.id) for item in world.containers}
    found |= {(IMAGE, tag, item.id) for item in world.images for tag in item.tags}
    found |= {(NODE_IMAGE, tag, item.id) for item in world.node_images for tag in item.tags}
    found |= {(VOLUME, *pair) for pair in world.volumes.items()}
    found |= {("docker network", *pair) for pair in world.networks.items()}
    found |= {("v1 Pod", f"{name.namespace}/{name.name}", uid) for name, uid in world.objects.items()}
    return found | {(FILE, path, "") for path in (*world.files, *world.directories)}


def asked_for(request: Request, removal: Removal) -> bool:
    docker_hub = {"nginx:1.21": ("nginx:1.21", "docker.io/library/nginx:1.21"), "alpine": ("alpine:latest",)}
    exact = {
        CONTAINER: request.containers,
        VOLUME: request.volumes,
        "docker network": request.networks,
        "v1 Pod": tuple(f"{name.namespace}/{name.name}" for name in request.objects),
        FILE: (*(f"{W}/{name}" for name in request.files), *request.directories_if_empty),
        IMAGE: tuple(tag for reference in request.images for tag in docker_hub[reference]),
        NODE_IMAGE: tuple(tag for reference in request.node_images for tag in docker_hub[reference]),
    }
    return removal.name in exact[removal.kind]


def left(world: World, result: Plan, image: str) -> set[str]:
    """Names that an image still has afterwards."""
    tags = {tag for item in world.images if item.id == image for tag in item.tags}
    return tags - {item.name for item in result.removals if item.kind == IMAGE and item.id == image}


@MANY
@given(request=requests, world=worlds, before=photographs, own=st.booleans())
def test_only_what_was_asked_for_and_nothing_of_the_photograph_goes(
    request: Request, world: World, before: Photograph, own: bool
) -> None:
    result = plan(request, world, before, own=own)
    kept = {(item.kind, item.name) for item in result.kept}
    for removal in result.removals:
        assert (removal.kind, removal.name, removal.id) in present(world)
        key = removal.id if removal.kind in (IMAGE, NODE_IMAGE) else removal.name
        thing = before.things[removal.kind].get(key)
        if removal.kind == IMAGE and thing is not None:
            # a name that was given to it since, and not its last one
            assert removal.name not in thing["tags"]
            assert left(world, result, removal.id)
        else:
            assert thing is None or thing["id"] != removal.id
        assert (removal.kind, removal.name) not in kept or removal.kind in (IMAGE, NODE_IMAGE)
        if not asked_for(request, removal):
            container = next(item for item in world.containers if item.id == removal.id)
            assert own
            assert removal.kind == CONTAINER
            assert container.exercise in ("", "ex1")
            assert request.containers_of_images


@MANY
@given(request=requests, world=worlds, before=photographs, own=st.booleans())
def test_everything_is_decided_once(request: Request, world: World, before: Photograph, own: bool) -> None:
    result = plan(request, world, before, own=own)
    removed = [(item.kind, item.name) for item in result.removals]
    decided = [*removed, *((item.kind, item.name) for item in result.kept)]
    twice = {name for name in decided if decided.count(name) > 1}
    # one tag names one image only, but a random world may give it to two
    assert all(kind in (IMAGE, NODE_IMAGE) for kind, _name in twice)


@MANY
@given(request=requests, world=worlds, before=photographs, own=st.booleans())
def test_what_is_used_stays(request: Request, world: World, before: Photograph, own: bool) -> None:
    result = plan(request, world, before, own=own)
    gone = {item.id for item in result.removals if item.kind == CONTAINER}
    used = {item.image_id for item in world.containers if item.id not in gone}
    untagged = {item.id for item in result.removals if item.kind == IMAGE}
    assert all(left(world, result, image) for image in used & untagged)
    files = {item.name for item in result.removals if item.kind == FILE}
    if W in files:
        assert set(world.directories[W]) <= files


@MANY
@given(request=requests, world=worlds)
def test_everything_exact_goes_when_nothing_was_there_before(request: Request, world: World) -> None:
    empty = photo({kind: {} for kind in (CONTAINER, IMAGE, NODE_IMAGE, VOLUME, "docker network", "v1 Pod", FILE)})
    gone = {(item.kind, item.name) for item in plan(request, world, empty, own=False).removals}
    wanted = {(CONTAINER, item.name) for item in world.containers if item.name in request.containers}
    wanted |= {("v1 Pod", name.full_name) for name in world.objects if name in request.objects}
    wanted |= {
        (FILE, path) for path, kind in world.files.items() if path in request.paths() and kind in ("file", "link")
    }
    assert wanted <= gone
