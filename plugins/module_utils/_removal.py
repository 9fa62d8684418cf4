# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Removes what a cleanup has decided. Private to the collection."""

from __future__ import annotations

import time
import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _folder
from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi, DockerError, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi
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
    metadata_of,
    own_labels,
)
from ansible_collections.kcna.labs.plugins.module_utils._selection import Kept, ObjectName, Plan, Removal, Request

__all__ = ["Services", "carry_out", "look", "own_labels"]

POLL_SECONDS: t.Final = 0.2
# A shell as PID 1 ignores SIGTERM, and nothing of a lab's Pod is worth the 30 seconds until SIGKILL.
POD_GRACE_SECONDS: t.Final = 1
# The daemon says so when something else still uses the thing.
IN_USE: t.Final = (403, 409)


def carry_out(plan: Plan, request: Request, services: Services, timeout: float) -> t.Iterator[Removal | Kept]:
    """Remove step by step, and say after each what became of it: also what had to stay after all."""
    objects = [removal for removal in plan.removals if isinstance(removal.target, ObjectName)]
    each(objects, lambda removal: _delete_object(services.kubernetes, removal))
    for kind in (CONTAINER, IMAGE, VOLUME, NETWORK):
        wanted = [removal for removal in plan.removals if removal.kind == kind]
        if kind == IMAGE:
            # one after the other: an image takes its unnamed parents with it, which two at once may both leave
            yield from (_delete_docker(services.docker, removal) for removal in wanted)
        else:
            yield from each(wanted, lambda removal: _delete_docker(services.docker, removal))
    yield from _wait_until_gone(services, objects, timeout)
    for removal in plan.removals:
        if removal.kind == NODE_IMAGE:
            services.cri.remove_image(removal.name)
            yield removal
    for removal in plan.removals:
        if removal.kind == FILE:
            yield _delete_file(request, removal)


def _uid(api: KubernetesApi, name: ObjectName) -> str | None:
    metadata = metadata_of(api, name)
    return metadata["uid"] if metadata else None


def _delete_object(api: KubernetesApi, removal: Removal) -> None:
    name: ObjectName = removal.target
    api.delete(
        name.api_version,
        name.kind,
        name.name,
        name.namespace or None,
        uid=removal.id,
        grace_period_seconds=POD_GRACE_SECONDS if name.kind == "Pod" else None,
    )


def _wait_until_gone(services: Services, objects: list[Removal], timeout: float) -> t.Iterator[Removal]:
    deadline = time.monotonic() + timeout
    left = objects
    while left:
        uids = each(left, lambda removal: _uid(services.kubernetes, removal.target))
        gone = [removal for removal, uid in zip(left, uids, strict=True) if uid != removal.id]
        yield from gone
        left = [removal for removal in left if removal not in gone]
        if left and time.monotonic() > deadline:
            names = ", ".join(f"{removal.kind} {removal.name}" for removal in left)
            raise ServiceError("Kubernetes", f"removing {names}", f"still there after {timeout:g} s")
        if left:
            time.sleep(POLL_SECONDS)
    _remove_sandboxes(services.cri, {removal.id for removal in objects if removal.target.kind == "Pod"})


def _remove_sandboxes(cri: Cri, pod_uids: set[str]) -> None:
    """The kubelet leaves the sandbox of a deleted Pod on the node for up to a minute."""
    if not pod_uids:
        return
    for sandbox in cri.sandboxes():
        if sandbox.pod_uid in pod_uids:
            try:
                cri.remove_sandbox(sandbox.id)
            except ServiceError:
                # the kubelet may have been quicker
                if sandbox in cri.sandboxes():
                    raise


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
    elif not _folder.remove_empty(removal.name):
        return Kept(FILE, removal.name, "is not empty")
    return removal
