# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Removes what a cleanup has decided. Private to the collection."""

from __future__ import annotations

import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _folder, _removal_cluster
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi, DockerError, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NETWORK,
    NODE_IMAGE,
    VOLUME,
)
from ansible_collections.kcna.labs.plugins.module_utils._removal_look import (
    Services,
    each,
    look,
    own_labels,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    ONE_NAME,
    Kept,
    ObjectName,
    Plan,
    Removal,
    Request,
)

__all__ = ["Services", "carry_out", "look", "own_labels"]

# The daemon says so when something else still uses the thing.
IN_USE: t.Final = (403, 409)


def carry_out(plan: Plan, request: Request, services: Services, timeout: float) -> t.Iterator[Removal | Kept]:
    """Remove step by step, and say after each what became of it: also what had to stay after all."""
    objects = [removal for removal in plan.removals if isinstance(removal.target, ObjectName)]
    if objects:
        _removal_cluster.delete(services.kubernetes, objects, plan.dependants)
    for kind in (CONTAINER, IMAGE, VOLUME, NETWORK):
        wanted = [removal for removal in plan.removals if removal.kind == kind]
        if kind == IMAGE:
            # one after the other: an image takes its unnamed parents with it, which two at once may both leave
            yield from (_delete_docker(services.docker, removal) for removal in wanted)
        else:
            yield from each(wanted, lambda removal: _delete_docker(services.docker, removal))
    if objects:
        yield from _removal_cluster.wait_until_gone(
            services.kubernetes, services.cri, objects, plan.dependants, timeout
        )
    # single names first: the runtime removes an image under all that it has
    on_node = [removal for removal in plan.removals if removal.kind == NODE_IMAGE]
    for removal in sorted(on_node, key=lambda removal: removal.target != ONE_NAME):
        remove = services.cri.remove_name if removal.target == ONE_NAME else services.cri.remove_image
        remove(removal.name)
        yield removal
    for removal in plan.removals:
        if removal.kind == FILE:
            yield _delete_file(request, removal)


def _delete_docker(docker: DockerApi, removal: Removal) -> Removal | Kept:
    name = urllib.parse.quote(removal.id if removal.kind == CONTAINER else removal.name, safe=":/@")
    path, query = {
        # v: else an image's anonymous volume would stay behind
        CONTAINER: (f"/containers/{name}", {"force": True, "v": True}),
        IMAGE: (f"/images/{name}", {"force": False}),
        VOLUME: (f"/volumes/{name}", {}),
        NETWORK: (f"/networks/{name}", {}),
    }[removal.kind]
    try:
        docker.delete(path, query)
    except DockerNotFound:
        return removal
    except DockerError as error:
        if error.status not in IN_USE:
            raise
        return Kept(removal.kind, removal.name, error.reason)
    return removal


def _delete_file(request: Request, removal: Removal) -> Removal | Kept:
    place = request.paths().get(removal.name)
    if place:
        _folder.remove(*place)
    elif removal.name in request.host_directories:
        if not _folder.remove_tree(*removal.name.rsplit("/", 1)):
            return Kept(FILE, removal.name, "something still writes to it")
    elif not _folder.remove_empty(removal.name):
        return Kept(FILE, removal.name, "is not empty")
    return removal
