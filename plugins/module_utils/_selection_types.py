# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a cleanup is asked for, what it sees, and what it decides. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NETWORK,
    NODE_IMAGE,
    VOLUME,
    Photograph,
)

EXERCISE_LABEL: t.Final = "kcna.labs/exercise"
SEEDED_LABEL: t.Final = "kcna.labs/seeded"
WAS_THERE: t.Final = "was there before the exercise"
MOUNT: t.Final = "mount point"


class ObjectName(t.NamedTuple):
    """A Kubernetes object; the namespace is empty where the kind has none."""

    api_version: str
    kind: str
    namespace: str
    name: str

    @property
    def full_kind(self) -> str:
        return f"{self.api_version} {self.kind}"

    @property
    def full_name(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


@dataclasses.dataclass(frozen=True)
class Seeded:
    """Names under which the exercise's start may have put something that another exercise makes."""

    containers: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    node_images: tuple[str, ...] = ()
    objects: tuple[ObjectName, ...] = ()


@dataclasses.dataclass(frozen=True)
class Request:
    """What belongs to the exercise. `workspace` and `home` are absolute, `files` and `home_files` relative to them."""

    exercise: str
    containers: tuple[str, ...] = ()
    containers_of_images: tuple[str, ...] = ()
    containers_from: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    untagged_images_with: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    objects: tuple[ObjectName, ...] = ()
    node_images: tuple[str, ...] = ()
    node_names: tuple[str, ...] = ()
    seeded: Seeded = Seeded()
    workspace: str = ""
    files: tuple[str, ...] = ()
    home: str = ""
    home_files: tuple[str, ...] = ()
    directories_if_empty: tuple[str, ...] = ()
    # absolute, each with everything in it
    host_directories: tuple[str, ...] = ()

    def kinds(self) -> set[tuple[str, str]]:
        """(kind, name) of everything that the photograph must be able to tell."""
        containers = (*self.containers, *self.containers_of_images, *self.containers_from, *self.seeded.containers)
        images = (*self.images, *self.untagged_images_with, *self.seeded.images)
        wanted = {(CONTAINER, name) for name in containers} | {(IMAGE, name) for name in images}
        wanted |= {(NODE_IMAGE, name) for name in (*self.node_images, *self.node_names, *self.seeded.node_images)}
        wanted |= {(VOLUME, name) for name in self.volumes} | {(NETWORK, name) for name in self.networks}
        wanted |= {(name.full_kind, name.full_name) for name in (*self.objects, *self.seeded.objects)}
        return wanted | {(FILE, path) for path in (*self.paths(), *self.directories_if_empty, *self.host_directories)}

    def paths(self) -> dict[str, tuple[str, str]]:
        """Absolute path of every file: its folder, which is not to be left, and the way from there."""
        named = [(self.workspace, name) for name in self.files] + [(self.home, name) for name in self.home_files]
        return {f"{folder}/{name}": (folder, name) for folder, name in named}


@dataclasses.dataclass(frozen=True)
class Container:
    """`image` is the reference that it was made from; `of_build`: it was left by a step of a build that failed."""

    id: str
    name: str
    image_id: str
    image: str = ""
    exercise: str = ""
    seeded: str = ""
    running: bool = True
    of_build: bool = False


@dataclasses.dataclass(frozen=True)
class Image:
    """`built_here`: it has no name, and its history holds one of the texts that were asked for."""

    id: str
    tags: tuple[str, ...] = ()
    seeded: str = ""
    built_here: bool = False
    # on a node: REPOSITORY@sha256:…, which stays when a name goes to another image
    digests: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class NodeContainer:
    image_id: str
    pod_uid: str
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Dependant:
    """A Pod that goes when one of its owners does: what made it, or its namespace."""

    name: ObjectName
    uid: str
    owners: frozenset[str]


@dataclasses.dataclass(frozen=True)
class World:
    """What is on the VM now, as far as the request asks for it."""

    containers: tuple[Container, ...] = ()
    images: tuple[Image, ...] = ()
    # records of BuildKit's cache, counted where a request asks for what builds have left
    build_cache: int = 0
    volumes: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # name -> id
    networks: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    objects: t.Mapping[ObjectName, str] = dataclasses.field(default_factory=dict)
    dependants: tuple[Dependant, ...] = ()
    object_seeds: t.Mapping[ObjectName, str] = dataclasses.field(default_factory=dict)  # -> exercise in the label
    node_images: tuple[Image, ...] = ()
    node_containers: tuple[NodeContainer, ...] = ()
    files: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # path -> file, link, directory or special
    directories: t.Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)  # path -> paths in it
    host_directories: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # path -> as in files, or mount


@dataclasses.dataclass(frozen=True)
class Removal:
    kind: str
    name: str
    id: str = ""
    detail: str = ""
    target: t.Any = None


# the target of a node image that loses this name and keeps all others
ONE_NAME: t.Final = "one name"


@dataclasses.dataclass(frozen=True)
class Kept:
    kind: str
    name: str
    reason: str


@dataclasses.dataclass
class Plan:
    removals: list[Removal] = dataclasses.field(default_factory=list)
    kept: list[Kept] = dataclasses.field(default_factory=list)
    # Pods that nobody named, but that go with what is removed
    dependants: list[Removal] = dataclasses.field(default_factory=list)

    def add(self, decision: Removal | Kept) -> None:
        if isinstance(decision, Removal):
            self.removals.append(decision)
        else:
            self.kept.append(decision)

    def removed(self, kind: str) -> set[str]:
        return {removal.id for removal in self.removals if removal.kind == kind}


@dataclasses.dataclass(frozen=True)
class Case:
    """All that a decision may look at. `own` says whose photograph it is: the exercise's or the VM's."""

    request: Request
    world: World
    photograph: Photograph
    own: bool
    # exercises whose photograph is there: they were started, and not cleaned up since
    started: frozenset[str] = frozenset()

    @property
    def undecided(self) -> str:
        """Why a rule removes nothing, if it does not."""
        if self.own:
            return ""
        return f"without the photograph of start of {self.request.exercise} nobody can tell whose it is"

    def not_ours(self, seeded: str) -> str:
        """Why something under a seeded name stays, if it does: `seeded` is the exercise in its label."""
        return self.of_another_start(seeded) if seeded else f"was not put there by start of {self.request.exercise}"

    def of_another_start(self, seeded: str) -> str:
        """Why something stays that another exercise, which goes on, has begun with."""
        # cleanup of an exercise may have had to leave it, since something used it then
        if seeded == self.request.exercise or seeded not in self.started:
            return ""
        return f"was put there by start of {seeded}"
