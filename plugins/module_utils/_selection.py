# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a cleanup removes and what it keeps: pure functions over what was seen. Private to the collection.

Two kinds of wishes. A name says exactly which thing: whatever stands under it goes, unless the photograph
holds that very thing. A rule (containers made from an image, images) says which things may go: they do
only if the photograph of the exercise's own start exists and does not hold them, for without it nobody
can tell a student's container from an instructor's. Under a seeded name, only what carries the label of
a start goes.
"""

from __future__ import annotations

from ansible_collections.kcna.labs.plugins.module_utils import _references, _selection_images
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    NETWORK,
    VOLUME,
    Photograph,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection_types import (
    EXERCISE_LABEL,
    MOUNT,
    ONE_NAME,
    SEEDED_LABEL,
    WAS_THERE,
    Case,
    Container,
    Dependant,
    Image,
    Kept,
    NodeContainer,
    ObjectName,
    Plan,
    Removal,
    Request,
    Seeded,
    World,
)

__all__ = [
    "EXERCISE_LABEL",
    "MOUNT",
    "ONE_NAME",
    "SEEDED_LABEL",
    "WAS_THERE",
    "Container",
    "Dependant",
    "Image",
    "Kept",
    "NodeContainer",
    "ObjectName",
    "Plan",
    "Removal",
    "Request",
    "Seeded",
    "World",
    "plan",
]


def plan(
    request: Request,
    world: World,
    photograph: Photograph,
    *,
    own: bool,
    started: frozenset[str] = frozenset(),
) -> Plan:
    """Decide about everything the request names.

    `own` says whose photograph it is, the exercise's or the VM's; `started` are the exercises that have one.
    """
    case = Case(request, world, photograph, own, started)
    result = Plan()
    for container in world.containers:
        if decision := _container(case, container):
            result.add(decision)
    for kind, names, present in (
        (VOLUME, request.volumes, world.volumes),
        (NETWORK, request.networks, world.networks),
    ):
        for name in names:
            if name in present:
                result.add(_named(photograph, Removal(kind, name, present[name])))
    _objects(case, result)
    _selection_images.docker_images(case, result)
    _selection_images.node_images(case, result)
    _files(case, result)
    return result


def _named(photograph: Photograph, removal: Removal) -> Removal | Kept:
    if photograph.has(removal.kind, removal.name, removal.id):
        return Kept(removal.kind, removal.name, WAS_THERE)
    return removal


def _own(case: Case, removal: Removal, seeded: str) -> Removal | Kept:
    reason = case.of_another_start(seeded)
    return Kept(removal.kind, removal.name, reason) if reason else _named(case.photograph, removal)


def _seeded(case: Case, removal: Removal, seeded: str) -> Removal | Kept:
    reason = case.not_ours(seeded)
    return Kept(removal.kind, removal.name, reason) if reason else _named(case.photograph, removal)


def _container(case: Case, container: Container) -> Removal | Kept | None:
    removal = Removal(CONTAINER, container.name, container.id, f"{container.id[:12]}, {container.image}")
    if container.name in case.request.containers:
        return _own(case, removal, container.seeded)
    if container.name in case.request.seeded.containers:
        return _seeded(case, removal, container.seeded)
    return _by_rule(case, container, removal) if _made_for(case, container) else None


def _by_rule(case: Case, container: Container, removal: Removal) -> Removal | Kept:
    if case.photograph.has(CONTAINER, container.name, container.id):
        return Kept(CONTAINER, container.name, WAS_THERE)
    if case.undecided:
        return Kept(CONTAINER, container.name, case.undecided)
    if container.exercise not in ("", case.request.exercise):
        return Kept(CONTAINER, container.name, f"belongs to {container.exercise}")
    return removal


def _made_for(case: Case, container: Container) -> bool:
    """Whether a rule, not a name, says that the container was made for the exercise."""
    # an image whose names were removed since still shows in the reference the container was made from
    if _references.repository(container.image) in _repositories(
        (*case.request.containers_from, *case.request.containers_of_images)
    ):
        return True
    own = [image for image in case.world.images if image.id == container.image_id]
    family = _repositories(case.request.containers_of_images)
    if any(_references.repository(tag) in family for image in own for tag in image.tags):
        return True
    # a build that failed leaves the container of its last step, whose image may be a step of a good build as well
    return not container.running and (container.of_build or any(image.built_here for image in own))


def _repositories(references: tuple[str, ...]) -> set[str]:
    return {_references.repository(reference) for reference in references}


def _objects(case: Case, result: Plan) -> None:
    for wanted in (*case.request.objects, *case.request.seeded.objects):
        if wanted not in case.world.objects:
            continue
        removal = Removal(wanted.full_kind, wanted.full_name, case.world.objects[wanted], target=wanted)
        decide = _own if wanted in case.request.objects else _seeded
        result.add(decide(case, removal, case.world.object_seeds.get(wanted, "")))
    gone = {removal.id for removal in result.removals}
    result.dependants = [
        Removal(item.name.full_kind, item.name.full_name, item.uid, target=item.name)
        for item in case.world.dependants
        if item.owners & gone and item.uid not in gone
    ]


def _host_directory(case: Case, path: str) -> Removal | Kept:
    kind = case.world.host_directories[path]
    if kind in (MOUNT, "special"):
        return Kept(FILE, path, "is or holds a mount point" if kind == MOUNT else "is no directory")
    detail = "directory with its content" if kind == "directory" else ""
    return _named(case.photograph, Removal(FILE, path, detail=detail))


def _files(case: Case, result: Plan) -> None:
    for path in case.request.host_directories:
        if path in case.world.host_directories:
            result.add(_host_directory(case, path))
    for path in case.request.paths():
        if path in case.world.files:
            kind = case.world.files[path]
            if kind in ("file", "link"):
                result.add(_named(case.photograph, Removal(FILE, path)))
            else:
                result.add(Kept(FILE, path, f"is no file but a {kind}"))
    gone = {removal.name for removal in result.removals if removal.kind == FILE}
    for path in case.request.directories_if_empty:
        if path in case.world.directories:
            left = [name for name in case.world.directories[path] if name not in gone]
            decision = _named(case.photograph, Removal(FILE, path, detail="empty directory"))
            if left and isinstance(decision, Removal):
                decision = Kept(FILE, path, f"is not empty ({len(left)} left, {left[0]} among them)")
            result.add(decision)
            # a folder further up may now be empty as well
            gone |= {path} if isinstance(decision, Removal) else set()
