# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which images a cleanup removes: pure functions over what was seen. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _references
from ansible_collections.kcna.labs.plugins.module_utils._photograph import CONTAINER, IMAGE, NODE_IMAGE, Thing
from ansible_collections.kcna.labs.plugins.module_utils._selection_types import (
    ONE_NAME,
    WAS_THERE,
    Case,
    Image,
    Kept,
    Plan,
    Removal,
)


def docker_images(case: Case, result: Plan) -> None:
    """Decide name by name: another name of an image keeps it, so a used image may lose a name, but not its last."""
    users = docker_users(case, result)
    before = case.photograph.things.get(IMAGE, {})
    wanted = _wanted(case.world.images, case.request.images, case.request.seeded.images)
    reasons = {(image.id, tag): _reason(case, before, image, tag, seeded=seeded) for image, tag, seeded in wanted}
    for image, tag, _seeded in wanted:
        reason = reasons[image.id, tag]
        last = all(reasons.get((image.id, other)) == "" for other in image.tags)
        if not reason and last:
            reason = _needed(before, image, users)
        result.add(Kept(IMAGE, tag, reason) if reason else Removal(IMAGE, tag, image.id))
    for image in case.world.images:
        if image.built_here:
            reason = _needed(before, image, users) or case.undecided
            result.add(Kept(IMAGE, image.id, reason) if reason else Removal(IMAGE, image.id, image.id, "has no name"))

    if case.world.build_cache:
        # its records say nothing of who made them
        reason = "belongs to nobody in particular: `docker builder prune` empties it"
        result.add(Kept("docker build cache", f"{case.world.build_cache} records", reason))


def docker_users(case: Case, result: Plan) -> dict[str, str]:
    """Image id: a container that stays and needs it."""
    gone = result.removed(CONTAINER)
    return {container.image_id: container.name for container in case.world.containers if container.id not in gone}


def node_images(case: Case, result: Plan) -> None:
    """Decide image by image: the runtime removes one under all its names at once."""
    users = node_users(case, result)
    before = case.photograph.things.get(NODE_IMAGE, {})
    wanted = _wanted(case.world.node_images, case.request.node_images, case.request.seeded.node_images)
    wanted += _nameless(case)
    names = {_references.full(tag) for _image, tag, _seeded in wanted}
    names |= {_references.full(name) for name in case.request.node_names}
    for image, tag, seeded in wanted:
        reason = WAS_THERE if image.id in before else _reason(case, before, image, tag, seeded=seeded)
        reason = reason or _needed(before, image, users)
        others = [other for other in image.tags if _references.full(other) not in names]
        if not reason and others:
            reason = f"is known as {others[0]} as well"
        result.add(Kept(NODE_IMAGE, tag, reason) if reason else Removal(NODE_IMAGE, tag, image.id))
    for name in case.request.node_names:
        for image, tag in _tagged(case.world.node_images, name):
            result.add(_one_name(case, before, image, tag, users))


def _nameless(case: Case) -> list[tuple[Image, str, bool]]:
    """What the name of a registry stood for, until another image was pushed and pulled under it."""
    full = {_references.repository(name) for name in case.request.node_images}
    repositories = {name for name in full if not name.startswith("docker.io/")}
    return [
        (image, image.digests[0], False)
        for image in case.world.node_images
        if image.digests and not image.tags and {_references.repository(name) for name in image.digests} <= repositories
    ]


def _one_name(
    case: Case, before: t.Mapping[str, Thing], image: Image, tag: str, users: t.Mapping[str, str]
) -> Removal | Kept:
    """This name alone goes, and with it an image that has no other and that nothing needs."""
    reason = _reason(case, before, image, tag, seeded=False)
    if reason:
        return Kept(NODE_IMAGE, tag, reason)
    if len(image.tags) > 1 or image.id in before:
        return Removal(NODE_IMAGE, tag, image.id, "this name alone", target=ONE_NAME)
    if image.id in users:
        return Kept(NODE_IMAGE, tag, f"is used by container {users[image.id]}")
    return Removal(NODE_IMAGE, tag, image.id)


def node_users(case: Case, result: Plan) -> dict[str, str]:
    """Image id: a container of a Pod that stays and needs it."""
    gone = result.removed("v1 Pod") | {removal.id for removal in result.dependants}
    return {user.image_id: user.name for user in case.world.node_containers if user.pod_uid not in gone}


def _wanted(
    images: t.Sequence[Image], named: t.Sequence[str], seeded: t.Sequence[str]
) -> list[tuple[Image, str, bool]]:
    """Image, name that it carries, and whether it goes only as something seeded."""
    found = {(image.id, tag): (image, tag, False) for name in named for image, tag in _tagged(images, name)}
    for name in seeded:
        for image, tag in _tagged(images, name):
            found.setdefault((image.id, tag), (image, tag, True))
    return list(found.values())


def _tagged(images: t.Iterable[Image], reference: str) -> list[tuple[Image, str]]:
    wanted = _references.full(reference)
    return [(image, tag) for image in images for tag in image.tags if _references.full(tag) == wanted]


def _reason(case: Case, before: t.Mapping[str, Thing], image: Image, tag: str, *, seeded: bool) -> str:
    """Why an image keeps this name, whatever other names it has."""
    if tag in before.get(image.id, {}).get("tags", ()):
        return WAS_THERE
    if seeded:
        return case.not_ours(image.seeded)
    if case.undecided:
        return WAS_THERE if image.id in before else case.undecided
    if any(tag in thing.get("tags", ()) for thing in before.values()):
        return "another image had this name before the exercise"
    # a start gives no image the name of a registry: that was made by tagging it
    return case.of_another_start(image.seeded) if _references.full(tag).startswith("docker.io/") else ""


def _needed(before: t.Mapping[str, Thing], image: Image, users: t.Mapping[str, str]) -> str:
    """Why an image must not lose its last name."""
    if image.id in before:
        return WAS_THERE
    return f"is used by container {users[image.id]}" if image.id in users else ""
