# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a probe may be asked: the words a criteria file can use. Private to the collection."""

from __future__ import annotations

import json
import typing as t

Spec = t.Mapping[str, t.Any]


class SpecError(ValueError):
    """A probe is asked something it does not know; `field` is where."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Words(t.NamedTuple):
    required: t.Mapping[str, type]
    optional: t.Mapping[str, type] = {}


KINDS: t.Final[t.Mapping[str, Words]] = {
    "api": Words({"path": str}),
    # a request to the Pods with this value of the label app, and where their logs show it within so many seconds
    "app_trace": Words({"namespace": str, "app": str, "port": int}, {"seconds": int}),
    "cgroup": Words({"namespace": str, "pod": str}, {"container": str, "interval_ms": int}),
    "cri_containers": Words({}),
    "cri_images": Words({}),
    "cri_info": Words({}),
    # to: a label of the Pods to try, as key=value
    "connect": Words({"namespace": str, "pod": str, "to": str, "port": int}),
    "docker_containers": Words({}),
    "docker_history": Words({"image": str}),
    "docker_images": Words({}),
    # files in any layer, below the working directory
    "docker_layers": Words({"image": str}),
    # GET on the host's ports of the containers that publish this one
    "docker_published": Words({"container_port": int, "path": str}),
    "docker_stats": Words({}),
    "docker_top": Words({}),
    "docker_user": Words({"image": str}),
    # without a container: the Pod's first
    "exec": Words({"namespace": str, "pod": str, "command": list}, {"container": str, "seconds": int}),
    "file": Words({"path": str}, {"max_bytes": int}),
    "init_clone": Words({"namespace": str, "app": str}),
    "kubelets": Words({}),
    # without a namespace: all of them
    "kubernetes": Words({"api_version": str, "kind": str}, {"namespace": str}),
    "node": Words({}),
    "registry_image": Words({"port": int, "repository": str, "tag": str}),
    # with the credentials of a Secret for localhost:<port>
    "registry_login": Words({"namespace": str, "secret": str, "port": int, "repository": str, "tag": str}),
    "registry_log": Words({"container": str, "repository": str}),
    "pod_files": Words(
        {"namespace": str, "pod": str, "container": str, "paths": list}, {"max_bytes": int, "tail_bytes": int}
    ),
    "pod_open_files": Words({"namespace": str, "pod": str, "container": str}),
    # GET by way of the API server to every ready Pod of a Deployment
    "pod_http": Words({"namespace": str, "deployment": str, "port": int, "path": str}),
    "processes": Words({"namespace": str}),
    # names of Services in the values of the namespace's Secrets
    "secret_services": Words({"namespace": str}),
    "services": Words({"units": list}),
    "versions": Words({}),
    # like exec, and what the log of another Pod says of its nonce
    "traced_exec": Words(
        {"namespace": str, "pod": str, "container": str, "command": list, "log_pod": str},
        {"log_container": str, "seconds": int},
    ),
}


def key(spec: Spec) -> str:
    """The name under which a snapshot keeps what this probe saw."""
    return json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def validate(spec: Spec) -> None:
    kind = spec.get("probe")
    if not isinstance(kind, str) or kind not in KINDS:
        raise SpecError("probe", f"unknown probe {kind!r}: known are {', '.join(sorted(KINDS))}")
    words = KINDS[kind]
    types = {**words.required, **words.optional}
    for name in words.required:
        if name not in spec:
            raise SpecError(name, f"probe {kind} needs it")
    for name, value in spec.items():
        if name == "probe":
            continue
        if name not in types:
            raise SpecError(name, f"probe {kind} does not know it")
        if not isinstance(value, types[name]) or isinstance(value, bool):
            raise SpecError(name, f"must be {types[name].__name__}")
        if isinstance(value, list) and not (value and all(isinstance(item, str) for item in value)):
            raise SpecError(name, "must be a list of texts, and not empty")
