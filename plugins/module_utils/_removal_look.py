# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Looks at what a cleanup may remove, and changes nothing. Private to the collection."""

from __future__ import annotations

import typing as t
from concurrent.futures import ThreadPoolExecutor

from ansible_collections.kcna.labs.plugins.module_utils import _folder, _removal_cluster
from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri, CriImage
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._fingerprint import docker_network, docker_volume
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi
from ansible_collections.kcna.labs.plugins.module_utils._photograph import CONTAINER, IMAGE, NODE_IMAGE
from ansible_collections.kcna.labs.plugins.module_utils._selection import (
    EXERCISE_LABEL,
    MOUNT,
    SEEDED_LABEL,
    Container,
    Image,
    NodeContainer,
    Request,
    World,
)

PARALLEL: t.Final = 8


class Services:
    """The clients, each made when the request needs it first."""

    def __init__(self, kubeconfig: str) -> None:
        self.docker = DockerApi(timeout=30)
        self.cri = Cri(timeout=30)
        self._kubeconfig = kubeconfig
        self._kubernetes: KubernetesApi | None = None

    @property
    def kubernetes(self) -> KubernetesApi:
        if self._kubernetes is None:
            self._kubernetes = KubernetesApi.from_kubeconfig(self._kubeconfig)
        return self._kubernetes


def look(request: Request, services: Services) -> World:
    """See what the request may be about, and change nothing."""
    parts: dict[str, t.Any] = {}
    if any(kind in (CONTAINER, IMAGE) for kind, _name in request.kinds()):
        listed = services.docker.get("/images/json")
        parts["containers"] = _containers(
            services.docker,
            {item["Id"]: item.get("Labels") or {} for item in listed},
            request.untagged_images_with,
        )
        parts["images"] = _images(services.docker, listed, request.untagged_images_with)
    if request.untagged_images_with:
        parts["build_cache"] = len(services.docker.get("/system/df").get("BuildCache") or ())
    if request.volumes:
        found = services.docker.get("/volumes").get("Volumes") or ()
        parts["volumes"] = {item["Name"]: docker_volume(item)["id"] for item in found}
    if request.networks:
        parts["networks"] = {item["Name"]: docker_network(item)["id"] for item in services.docker.get("/networks")}
    objects = (*request.objects, *request.seeded.objects)
    if objects:
        found = each(objects, lambda name: _removal_cluster.metadata(services.kubernetes, name))
        there = {name: metadata for name, metadata in zip(objects, found, strict=True) if metadata}
        parts["objects"] = {name: metadata["uid"] for name, metadata in there.items()}
        parts["dependants"] = _removal_cluster.dependants(services.kubernetes, parts["objects"])
        parts["object_seeds"] = {name: _seed(metadata.get("labels")) for name, metadata in there.items()}
    if any(kind == NODE_IMAGE for kind, _name in request.kinds()):
        seeds = services.cri.labels(SEEDED_LABEL) if request.seeded.node_images else {}
        parts["node_images"], parts["node_containers"] = _node(services.cri, seeds)
    kinds = ((path, _folder.kind_of(*place)) for path, place in request.paths().items())
    parts["files"] = {path: kind for path, kind in kinds if kind}
    listed = ((path, _folder.entries(path)) for path in request.directories_if_empty)
    parts["directories"] = {path: names for path, names in listed if names is not None}
    hosts = ((path, _host_kind(path)) for path in request.host_directories)
    parts["host_directories"] = {path: kind for path, kind in hosts if kind}
    return World(**parts)


def _host_kind(path: str) -> str | None:
    return MOUNT if _folder.holds_mount(path) else _folder.kind_of(*path.rsplit("/", 1))


def each(items: t.Sequence[t.Any], call: t.Callable[[t.Any], t.Any]) -> list[t.Any]:
    """Side by side."""
    with ThreadPoolExecutor(PARALLEL) as pool:
        return list(pool.map(call, items))


def _containers(
    docker: DockerApi, inherited: t.Mapping[str, t.Mapping[str, str]], texts: tuple[str, ...]
) -> tuple[Container, ...]:
    """`inherited` are the labels of the images, which Docker gives to their containers as well."""
    return tuple(
        Container(
            id=item["Id"],
            # of the names of a linked container, its own is the one without a second slash
            name=min(item["Names"], key=lambda name: name.count("/")).removeprefix("/"),
            image_id=item["ImageID"],
            image=_reference(docker, item),
            exercise=own.get(EXERCISE_LABEL, ""),
            seeded=own.get(SEEDED_LABEL, ""),
            running=item.get("State") == "running",
            # an image that is not in the list is a step on the way to others
            of_build=bool(texts) and item["ImageID"] not in inherited and _was_built(docker, item["ImageID"], texts),
        )
        for item in docker.get("/containers/json", {"all": True})
        if item.get("Names")
        for own in [own_labels(item.get("Labels") or {}, inherited.get(item["ImageID"], {}))]
    )


def own_labels(labels: t.Mapping[str, str], inherited: t.Mapping[str, str]) -> dict[str, str]:
    """Without those that a container has from its image."""
    return {name: value for name, value in labels.items() if inherited.get(name) != value}


def _reference(docker: DockerApi, item: dict[str, t.Any]) -> str:
    """What the container was made from: the list shows an id instead once the name denotes another image."""
    shown = str(item["Image"])
    if shown not in (item["ImageID"], item["ImageID"].removeprefix("sha256:")[: len(shown)]):
        return shown
    try:
        return str(docker.get(f"/containers/{item['Id']}/json")["Config"]["Image"])
    except DockerNotFound:
        return shown


def _images(docker: DockerApi, listed: list[dict[str, t.Any]], texts: tuple[str, ...]) -> tuple[Image, ...]:
    found = []
    for item in listed:
        # older daemons list an image without a name as <none>:<none>
        tags = tuple(tag for tag in item.get("RepoTags") or () if not tag.startswith("<none>"))
        built = not tags and bool(texts) and _was_built(docker, item["Id"], texts)
        found.append(Image(item["Id"], tags, _seed(item.get("Labels")), built))
    return tuple(found)


def _was_built(docker: DockerApi, image: str, texts: tuple[str, ...]) -> bool:
    try:
        history = docker.get(f"/images/{image}/history")
    except DockerNotFound:
        return False
    return any(text in (step.get("CreatedBy") or "") for step in history for text in texts)


def _seed(labels: t.Mapping[str, str] | None) -> str:
    return (labels or {}).get(SEEDED_LABEL, "")


def _node(cri: Cri, seeds: t.Mapping[str, str]) -> tuple[tuple[Image, ...], tuple[NodeContainer, ...]]:
    images = cri.images()
    ids = {name: image.id for image in images for name in _all_names(image)}
    # what is left of a Pod that has ended needs its image no more
    ready = {sandbox.id for sandbox in cri.sandboxes() if sandbox.ready}
    containers = tuple(
        NodeContainer(ids.get(item.image_id, item.image_id), item.pod_uid, f"{item.name} of Pod {item.pod}")
        for item in cri.containers()
        if item.sandbox in ready
    )
    return tuple(
        Image(
            image.id,
            image.tags,
            next((seeds[tag] for tag in image.tags if tag in seeds), ""),
            digests=image.digests,
        )
        for image in images
    ), containers


def _all_names(image: CriImage) -> tuple[str, ...]:
    return (image.id, *image.tags, *image.digests)
