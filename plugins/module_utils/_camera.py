# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Takes a photograph of a VM; changes nothing. Private to the collection."""

from __future__ import annotations

import datetime
import os
import pathlib
import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.kcna.labs.plugins.module_utils import _fingerprint
from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import (
    KubernetesApi,
    KubernetesNotFound,
    Resource,
)
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NETWORK,
    NODE_IMAGE,
    VOLUME,
    Photograph,
    PhotographError,
    Scope,
    Thing,
    Things,
)

PARALLEL = 8
MAX_FILES = 20_000


def take(scope: Scope, kubeconfig: str) -> Photograph:
    """Everything in scope, the services side by side."""
    parts: list[t.Callable[[], Things]] = []
    if scope.docker:
        parts.append(lambda: _docker(DockerApi()))
    if scope.kubernetes:
        parts.append(lambda: _kubernetes(KubernetesApi.from_kubeconfig(kubeconfig)))
    if scope.cri:
        parts.append(lambda: _node_images(Cri()))
    parts.extend([lambda: _files(scope.files)] if scope.files else [])
    taken = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    things: Things = {}
    with ThreadPoolExecutor(max(1, len(parts))) as pool:
        for part in pool.map(lambda call: call(), parts):
            things.update(part)
    return Photograph(taken, scope, things)


def _docker(docker: DockerApi) -> Things:
    return {
        CONTAINER: _containers(docker),
        IMAGE: {item["Id"]: _fingerprint.docker_image(item) for item in docker.get("/images/json")},
        VOLUME: {
            item["Name"]: _fingerprint.docker_volume(item) for item in docker.get("/volumes").get("Volumes") or ()
        },
        NETWORK: {item["Name"]: _fingerprint.docker_network(item) for item in docker.get("/networks")},
    }


def _containers(docker: DockerApi) -> dict[str, Thing]:
    found: dict[str, Thing] = {}
    for item in docker.get("/containers/json", {"all": True}):
        try:
            inspected = docker.get(f"/containers/{item['Id']}/json")
        except DockerNotFound:
            continue  # removed between the two requests
        found[inspected["Name"].removeprefix("/")] = _fingerprint.docker_container(inspected)
    return found


def _kubernetes(api: KubernetesApi) -> Things:
    resources = [resource for resource in api.discover() if _is_kept(resource)]
    with ThreadPoolExecutor(PARALLEL) as pool:
        lists = list(pool.map(lambda resource: _objects(api, resource), resources))
    return {
        f"{resource.api_version} {resource.kind}": objects
        for resource, objects in zip(resources, lists, strict=True)
        if objects
    }


def _is_kept(resource: Resource) -> bool:
    group = resource.api_version.rpartition("/")[0]
    return "list" in resource.verbs and (group, resource.plural) not in _fingerprint.SKIPPED_RESOURCES


def _objects(api: KubernetesApi, resource: Resource) -> dict[str, Thing]:
    try:
        items = api.items(resource)
    except KubernetesNotFound:
        return {}  # a kind whose definition was removed since discovery
    return {_full_name(item["metadata"]): _fingerprint.kubernetes_object(item) for item in items}


def _full_name(metadata: dict[str, t.Any]) -> str:
    namespace = metadata.get("namespace")
    return f"{namespace}/{metadata['name']}" if namespace else str(metadata["name"])


def _node_images(cri: Cri) -> Things:
    return {
        NODE_IMAGE: {
            image.id: {"id": image.id, "tags": sorted(image.tags), "digests": sorted(image.digests)}
            for image in cri.images()
        }
    }


def _files(roots: t.Sequence[str]) -> Things:
    found: dict[str, Thing] = {}
    for root in roots:
        for path in _walk(root):
            try:
                found[path] = _fingerprint.file(path)
            except FileNotFoundError:
                continue  # removed since it was listed
            except OSError as error:
                raise PhotographError(f"cannot photograph {path} ({error.strerror})") from error
            if len(found) > MAX_FILES:
                raise PhotographError(f"there are more than {MAX_FILES} files below {root}: name a smaller folder")
    return {FILE: found}


def _walk(root: str) -> t.Iterator[str]:
    yield root
    if pathlib.Path(root).is_symlink():
        return  # os.walk follows a link it is given
    for folder, directories, files in os.walk(root):
        directories[:] = [name for name in directories if not _skipped(root, folder, name)]
        for name in [*directories, *files]:
            if not _skipped(root, folder, name):
                yield os.path.join(folder, name)  # noqa: PTH118 (os.walk gives text, and a Path per file is slow)


def _skipped(root: str, folder: str, name: str) -> bool:
    return _fingerprint.is_skipped_file(os.path.relpath(f"{folder}/{name}", root))
