# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What of an object a photograph keeps. Private to the collection.

Everything is kept but what the system itself changes; each exclusion says why.
"""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import stat
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._photograph import DIGEST_MARK, Thing

# (API group, resource) of the kinds that no photograph holds.
SKIPPED_RESOURCES: t.Final[dict[tuple[str, str], str]] = {
    ("", "events"): "a log that the cluster writes and expires",
    ("events.k8s.io", "events"): "the same log under another name",
    ("coordination.k8s.io", "leases"): "renewed every few seconds",
    ("metrics.k8s.io", "nodes"): "a measurement, no object",
    ("metrics.k8s.io", "pods"): "a measurement, no object",
    ("", "componentstatuses"): "the result of a probe, no object",
    ("", "endpoints"): "written by the cluster from EndpointSlices, with the time of the last change",
    ("certificates.k8s.io", "certificatesigningrequests"): "removed by the cluster an hour after they were decided",
}
# Fields of an object: the id says when it was made, and the rest is the system's.
SKIPPED_FIELDS: t.Final[dict[str, str]] = {
    "apiVersion": "part of the kind",
    "kind": "part of the kind",
    "metadata": "taken apart below",
    "status": "what the system observes",
}
# Kinds whose fields are all written by a controller: they are compared by id only.
DERIVED_KINDS: t.Final[dict[str, str]] = {
    "EndpointSlice": "addresses and readiness of Pods, which restart on their own",
}
# The kubelet makes a new one whenever it starts, with a new id: only that it exists is compared.
MIRROR_POD: t.Final = "kubernetes.io/config.mirror"
KEPT_METADATA: t.Final = ("labels", "annotations", "finalizers", "ownerReferences")
# The daemon makes these anew at each of its starts, with new ids.
PREDEFINED_NETWORKS: t.Final = ("bridge", "host", "none")
# Below a scanned folder: what tools write without being asked to.
SKIPPED_FILES: t.Final[dict[str, str]] = {
    ".kube/cache": "kubectl's cache of what the API server offers",
    ".bash_history": "written when a shell ends",
    ".ansible": "Ansible's scratch folder on the hosts it manages",
}
# Larger files are compared by size and time: a photograph must stay quick.
HASHED_BYTES: t.Final = 64 << 20


def digest(value: t.Any) -> str:
    """A short digest of parsed JSON, marked as one."""
    return DIGEST_MARK + hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def kubernetes_object(item: dict[str, t.Any]) -> Thing:
    """Id, and a digest per field, so that a change can be named without keeping the content."""
    metadata = item["metadata"]
    if MIRROR_POD in (metadata.get("annotations") or {}):
        return {"id": ""}
    thing: Thing = {"id": metadata["uid"]}
    if metadata.get("deletionTimestamp"):
        thing["deleting"] = "yes"
    if item.get("kind") in DERIVED_KINDS:
        return thing
    for name in KEPT_METADATA:
        if metadata.get(name):
            thing[name] = digest(metadata[name])
    if item.get("kind") == "Secret":
        # A digest of a short secret could be guessed back; the version tells of a change as well.
        thing["version"] = DIGEST_MARK + metadata["resourceVersion"]
        return thing
    thing.update({name: digest(value) for name, value in item.items() if name not in SKIPPED_FIELDS})
    return thing


def docker_container(inspected: dict[str, t.Any]) -> Thing:
    """Id, image and since when it runs."""
    state = inspected["State"]
    return {
        "id": inspected["Id"],
        "image": inspected["Image"],
        "state": state["Status"],
        "started": state["StartedAt"],
    }


def docker_image(listed: dict[str, t.Any]) -> Thing:
    """Id and names."""
    return {
        "id": listed["Id"],
        "tags": named_references(listed.get("RepoTags")),
        "digests": named_references(listed.get("RepoDigests")),
    }


def docker_network(listed: dict[str, t.Any]) -> Thing:
    """Id, unless the daemon changes it, and driver."""
    return {"id": "" if listed["Name"] in PREDEFINED_NETWORKS else listed["Id"], "driver": listed["Driver"]}


def docker_volume(listed: dict[str, t.Any]) -> Thing:
    """A volume has no id but its name; its time of birth tells a new one from an old one."""
    return {"id": listed.get("CreatedAt") or "", "driver": listed["Driver"]}


def named_references(references: t.Any) -> list[str]:
    """Sorted; an image without a name is listed as `<none>:<none>` by older daemons."""
    return sorted(reference for reference in references or () if not reference.startswith("<none>"))


def file(path: str) -> Thing:
    """Type, mode, owner and content of one file, never through a symbolic link."""
    found = os.lstat(path)
    thing: Thing = {
        "id": "",
        "mode": f"{stat.S_IMODE(found.st_mode):04o}",
        "owner": f"{found.st_uid}:{found.st_gid}",
    }
    if stat.S_ISLNK(found.st_mode):
        return {**thing, "type": "link", "target": str(pathlib.Path(path).readlink())}
    if stat.S_ISDIR(found.st_mode):
        return {**thing, "type": "directory"}
    if not stat.S_ISREG(found.st_mode):
        return {**thing, "type": "special"}
    if found.st_size > HASHED_BYTES:
        return {**thing, "type": "file", "content": f"{DIGEST_MARK}{found.st_size}-{found.st_mtime_ns}"}
    return {**thing, "type": "file", "content": _content(path)}


def is_skipped_file(relative: str) -> bool:
    """Whether a path below a scanned folder is one that tools write on their own."""
    padded = f"/{relative}/"
    return any(f"/{name}/" in padded for name in SKIPPED_FILES)


def _content(path: str) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        return DIGEST_MARK + hashlib.file_digest(stream, "sha256").hexdigest()
