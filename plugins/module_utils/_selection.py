# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a cleanup removes and what it keeps: pure functions over what was seen. Private to the collection.

Two kinds of wishes. A name says exactly which thing: whatever stands under it goes, unless the photograph
holds that very thing. A rule (containers made from an image, images) says which things may go: they do
only if the photograph of the exercise's own start exists and does not hold them, for without it nobody
can tell a student's container from an instructor's.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _references
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NETWORK,
    NODE_IMAGE,
    VOLUME,
    Photograph,
    Thing,
)

EXERCISE_LABEL: t.Final = "kcna.labs/exercise"
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
class Request:
    """What belongs to the exercise. `workspace` is absolute, `files` are relative to it."""

    exercise: str
    containers: tuple[str, ...] = ()
    containers_of_images: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    objects: tuple[ObjectName, ...] = ()
    node_images: tuple[str, ...] = ()
    workspace: str = ""
    files: tuple[str, ...] = ()
    directories_if_empty: tuple[str, ...] = ()
    # absolute, each with everything in it
    host_directories: tuple[str, ...] = ()

    def kinds(self) -> set[tuple[str, str]]:
        """(kind, name) of everything that the photograph must be able to tell."""
        wanted = {(CONTAINER, name) for name in (*self.containers, *self.containers_of_images)}
        wanted |= {(IMAGE, name) for name in self.images} | {(NODE_IMAGE, name) for name in self.node_images}
        wanted |= {(VOLUME, name) for name in self.volumes} | {(NETWORK, name) for name in self.networks}
        wanted |= {(name.full_kind, name.full_name) for name in self.objects}
        return wanted | {(FILE, path) for path in (*self.paths(), *self.directories_if_empty, *self.host_directories)}

    def paths(self) -> list[str]:
        return [f"{self.workspace}/{name}" for name in self.files]


@dataclasses.dataclass(frozen=True)
class Container:
    id: str
    name: str
    image_id: str
    image: str = ""
    exercise: str = ""


@dataclasses.dataclass(frozen=True)
class Image:
    id: str
    tags: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class NodeContainer:
    image_id: str
    pod_uid: str
    name: str = ""


@dataclasses.dataclass(frozen=True)
class World:
    """What is on the VM now, as far as the request asks for it."""

    containers: tuple[Container, ...] = ()
    images: tuple[Image, ...] = ()
    volumes: t.Mapping[str, str] = dataclasses.field(default_factory=dict)  # name -> id
    networks: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    objects: t.Mapping[ObjectName, str] = dataclasses.field(default_factory=dict)
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


@dataclasses.dataclass(frozen=True)
class Kept:
    kind: str
    name: str
    reason: str


@dataclasses.dataclass
class Plan:
    removals: list[Removal] = dataclasses.field(default_factory=list)
    kept: list[Kept] = dataclasses.field(default_factory=list)

    def add(self, decision: Removal | Kept) -> None:
        if isinstance(decision, Removal):
            self.removals.append(decision)
        else:
            self.kept.append(decision)

    def removed(self, kind: str) -> set[str]:
        return {removal.id for removal in self.removals if removal.kind == kind}


def plan(request: Request, world: World, photograph: Photograph, *, own: bool) -> Plan:
    """Decide about everything the request names; `own` says whose photograph it is: the exercise's or the VM's."""
    result = Plan()
    for container in world.containers:
        if decision := _container(request, world, photograph, container, own=own):
            result.add(decision)
    for kind, names, present in (
        (VOLUME, request.volumes, world.volumes),
        (NETWORK, request.networks, world.networks),
    ):
        for name in names:
            if name in present:
                result.add(_named(photograph, Removal(kind, name, present[name])))
    for wanted in request.objects:
        if wanted in world.objects:
            removal = Removal(wanted.full_kind, wanted.full_name, world.objects[wanted], target=wanted)
            result.add(_named(photograph, removal))
    _images(request, world, photograph, result, own=own)
    _node_images(request, world, photograph, result, own=own)
    _files(request, world, photograph, result)
    return result


def _named(photograph: Photograph, removal: Removal) -> Removal | Kept:
    if photograph.has(removal.kind, removal.name, removal.id):
        return Kept(removal.kind, removal.name, WAS_THERE)
    return removal


def _container(
    request: Request, world: World, photograph: Photograph, container: Container, *, own: bool
) -> Removal | Kept | None:
    detail = f"{container.id[:12]}, {container.image}"
    removal = Removal(CONTAINER, container.name, container.id, detail)
    if container.name in request.containers:
        return _named(photograph, removal)
    family = _family(request, world, container)
    if not family:
        return None
    if photograph.has(CONTAINER, container.name, container.id):
        return Kept(CONTAINER, container.name, WAS_THERE)
    if not own:
        return Kept(CONTAINER, container.name, _undecided(request))
    if container.exercise not in ("", request.exercise):
        return Kept(CONTAINER, container.name, f"belongs to {container.exercise}")
    return removal


def _family(request: Request, world: World, container: Container) -> bool:
    wanted = {_references.repository(reference) for reference in request.containers_of_images}
    names = [tag for image in world.images if image.id == container.image_id for tag in image.tags]
    # an image whose names were removed since still shows in the reference the container was made from
    return any(_references.repository(name) in wanted for name in [*names, container.image])


def _images(request: Request, world: World, photograph: Photograph, result: Plan, *, own: bool) -> None:
    gone = result.removed(CONTAINER)
    users = {container.image_id: container.name for container in world.containers if container.id not in gone}
    before = photograph.things.get(IMAGE, {})
    for reference in request.images:
        for image, tag in _tagged(world.images, reference):
            reason = _image_reason(before, image, tag, users.get(image.id), "" if own else _undecided(request))
            result.add(Kept(IMAGE, tag, reason) if reason else Removal(IMAGE, tag, image.id))


def _node_images(request: Request, world: World, photograph: Photograph, result: Plan, *, own: bool) -> None:
    gone = {removal.id for removal in result.removals if removal.kind == "v1 Pod"}
    users = {user.image_id: user.name for user in world.node_containers if user.pod_uid not in gone}
    before = photograph.things.get(NODE_IMAGE, {})
    wanted = {_references.full(reference) for reference in request.node_images}
    for reference in request.node_images:
        for image, tag in _tagged(world.node_images, reference):
            reason = _image_reason(before, image, tag, users.get(image.id), "" if own else _undecided(request))
            # the runtime removes an image under all its names at once
            others = [other for other in image.tags if _references.full(other) not in wanted]
            if not reason and others:
                reason = f"is known as {others[0]} as well"
            result.add(Kept(NODE_IMAGE, tag, reason) if reason else Removal(NODE_IMAGE, tag, image.id))


def _tagged(images: t.Iterable[Image], reference: str) -> list[tuple[Image, str]]:
    wanted = _references.full(reference)
    return [(image, tag) for image in images for tag in image.tags if _references.full(tag) == wanted]


def _image_reason(before: t.Mapping[str, Thing], image: Image, tag: str, user: str | None, undecided: str) -> str:
    """Why an image stays, or nothing."""
    if image.id in before:
        return WAS_THERE
    if undecided:
        return undecided
    if any(tag in thing.get("tags", ()) for thing in before.values()):
        return "another image had this name before the exercise"
    return f"is used by container {user}" if user else ""


def _files(request: Request, world: World, photograph: Photograph, result: Plan) -> None:
    for path in request.host_directories:
        if path in world.host_directories:
            result.add(_host_directory(photograph, path, world.host_directories[path]))
    for path in request.paths():
        if path in world.files:
            kind = world.files[path]
            if kind in ("file", "link"):
                result.add(_named(photograph, Removal(FILE, path)))
            else:
                result.add(Kept(FILE, path, f"is no file but a {kind}"))
    gone = {removal.name for removal in result.removals if removal.kind == FILE}
    for path in request.directories_if_empty:
        if path in world.directories:
            left = [name for name in world.directories[path] if name not in gone]
            decision = _named(photograph, Removal(FILE, path, detail="empty directory"))
            if left and isinstance(decision, Removal):
                decision = Kept(FILE, path, f"is not empty ({len(left)} left, {left[0]} among them)")
            result.add(decision)


def _host_directory(photograph: Photograph, path: str, kind: str) -> Removal | Kept:
    if kind in (MOUNT, "special"):
        return Kept(FILE, path, f"is or holds a {MOUNT}" if kind == MOUNT else "is no directory")
    detail = "directory with its content" if kind == "directory" else ""
    return _named(photograph, Removal(FILE, path, detail=detail))


def _undecided(request: Request) -> str:
    return f"without the photograph of start of {request.exercise} nobody can tell whose it is"
