# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleanup of what Pods left on the node, directories and images, from the request to the decision."""

from __future__ import annotations

import dataclasses
import pathlib
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _cleanup
from ansible_collections.kcna.labs.plugins.module_utils._photograph import FILE, Scope, save
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    Dependant,
    Image,
    Kept,
    NodeContainer,
    ObjectName,
    Plan,
    Removal,
    Request,
    World,
)
from ansible_collections.kcna.labs.tests.unit._selecting import decide, photo

DATA = "/tmp/k8s-host-data"  # noqa: S108
EX7 = Request("ex7", host_directories=(DATA,))


# --- the decision about directories -----------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [True, False])
def test_a_directory_of_the_node_goes_with_its_content(own: bool) -> None:
    result = decide(EX7, World(host_directories={DATA: "directory"}), own=own)
    assert result == Plan([Removal(FILE, DATA, detail="directory with its content")])


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_file_or_link_in_its_place_goes_as_well(kind: str) -> None:
    assert decide(EX7, World(host_directories={DATA: kind})) == Plan([Removal(FILE, DATA)])


@pytest.mark.parametrize(
    ("kind", "reason"), [("special", "is no directory"), ("mount point", "is or holds a mount point")]
)
def test_what_is_mounted_or_no_directory_stays(kind: str, reason: str) -> None:
    assert decide(EX7, World(host_directories={DATA: kind})) == Plan([], [Kept(FILE, DATA, reason)])


def test_a_directory_of_the_photograph_stays_with_all_that_was_put_in_since() -> None:
    result = decide(EX7, World(host_directories={DATA: "directory"}), {FILE: {DATA: {"id": ""}}})
    assert result == Plan([], [Kept(FILE, DATA, "was there before the exercise")])


def test_the_folder_above_may_go_when_it_is_empty_then() -> None:
    folder = "/var/lib/kcna-lab02"
    request = Request("capstone", host_directories=(f"{folder}/logs",), directories_if_empty=(folder,))
    world = World(host_directories={f"{folder}/logs": "directory"}, directories={folder: (f"{folder}/logs",)})
    assert [item.name for item in decide(request, world).removals] == [f"{folder}/logs", folder]


# --- the request ------------------------------------------------------------------------------------------------------


def cleanup(folder: pathlib.Path, *paths: str, check_mode: bool = False) -> dict[str, t.Any]:
    nothing: dict[str, list[t.Any]] = {"containers": [], "images": [], "node_images": [], "objects": []}
    arguments = {
        "exercise": "ex7",
        "photograph": str(folder / "photographs" / "ex7.json"),
        "docker": {},
        "kubernetes": {"kubeconfig": "", "objects": []},
        "node_images": [],
        "node_names": [],
        "seeded": nothing,
        "workspace": None,
        "files": [],
        "home": None,
        "home_files": [],
        "directories_if_empty": [],
        "host_directories": list(paths),
        "timeout": 1,
    }
    run = _cleanup.Cleanup(arguments)
    run.run(check_mode=check_mode)
    return run.result()


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with a directory, and a baseline that does not hold it."""
    save(photo({}, Scope(files=(str(tmp_path),))), str(tmp_path / "photographs" / "baseline.json"))
    (tmp_path / "data" / "deep").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("wrong", ["", "/", "/..", "/.", "/a/b", "/../etc", "//a", "2/a"])
def test_a_directory_elsewhere_on_the_node_is_refused(folder: pathlib.Path, wrong: str) -> None:
    for root in _cleanup.HOST_FOLDERS:
        with pytest.raises(_cleanup.CleanupError, match="is no path directly in /tmp or /var/lib/kcna-lab02: nothing"):
            cleanup(folder, f"{root}{wrong}")


def test_a_directory_goes_and_check_mode_says_so(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cleanup, "HOST_FOLDERS", (str(folder),))
    said = cleanup(folder, f"{folder}/data", check_mode=True)
    assert (folder / "data").exists()
    assert f"file {folder}/data (directory with its content)\n" in said["diff"]["before"]
    assert said == cleanup(folder, f"{folder}/data")
    assert not (folder / "data").exists()


# --- images of Pods that go with what made them -----------------------------------------------------------------------


PUSHED = "localhost:5000/kcna-webapp@sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("image", "goes"),
    [
        (Image("i", digests=(PUSHED,)), True),
        (Image("i", digests=(PUSHED, PUSHED.replace("5000", "5001"))), True),
        (Image("i", ("other:v1",), digests=(PUSHED,)), False),
        (Image("i", digests=(PUSHED, "registry.example/mine@sha256:" + "a" * 64)), False),
        (Image("i", digests=("docker.io/library/nginx@sha256:" + "a" * 64,)), False),
        (Image("i"), False),
    ],
)
def test_an_image_whose_registry_name_went_to_another_one_goes_as_well(image: Image, goes: bool) -> None:
    names = ("localhost:5000/kcna-webapp:v1.0", "localhost:5001/kcna-webapp:v1.0", "nginx:latest")
    request = Request("ex4", node_images=names)
    world = World(node_images=(image,))
    assert [item.id for item in decide(request, world).removals] == (["i"] if goes else [])
    used = dataclasses.replace(world, node_containers=(NodeContainer("i", "u", "c of Pod mine"),))
    assert decide(request, used).removals == []
    assert decide(request, world, own=False).removals == []


def test_an_image_that_only_pods_of_a_removed_deployment_use_goes() -> None:
    deployment = ObjectName("apps/v1", "Deployment", "kcna-lab02", "web")
    pod = ObjectName("v1", "Pod", "kcna-lab02", "web-1")
    nginx = Image("sha256:n", ("nginx:1.21",))
    request = Request("ex4", objects=(deployment,), node_images=("nginx:1.21",))
    world = World(
        objects={deployment: "d"},
        dependants=(Dependant(pod, "u1", frozenset({"d"})), Dependant(pod, "u2", frozenset({"x"}))),
        node_images=(nginx,),
        node_containers=(NodeContainer(nginx.id, "u1", "c of Pod a"),),
    )
    result = decide(request, world)
    assert [item.name for item in result.removals] == ["kcna-lab02/web", "nginx:1.21"]
    assert [item.id for item in result.dependants] == ["u1"]
    other = dataclasses.replace(world, node_containers=(NodeContainer(nginx.id, "u2", "c of Pod b"),))
    assert [item.reason for item in decide(request, other).kept] == ["is used by container c of Pod b"]
