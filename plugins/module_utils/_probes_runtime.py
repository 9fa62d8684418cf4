# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of the node's container runtime and what surrounds it. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _process
from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import SOCKET, DockerApi
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared, in_parallel
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_docker import bounded
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client, listed

Object = dict[str, t.Any]

MAX_CONTAINERS = 500
MAX_IMAGES = 500
MAX_NODES = 5
MAX_UNITS = 10
UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
PROPERTIES = "Id,LoadState,ActiveState"


def containers(_spec: Spec, limits: Limits, _shared: Shared) -> list[Object]:
    """Every container of the CRI, running and exited."""
    found = [
        {
            "id": item.id,
            "name": item.name,
            "namespace": item.namespace,
            "pod": item.pod,
            "state": item.state,
            "image": item.image_id,
        }
        for item in Cri(limits.probe_seconds).containers()
    ]
    return bounded(found, MAX_CONTAINERS, "containers", "crictl")


def images(_spec: Spec, limits: Limits, _shared: Shared) -> list[Object]:
    """Every image of the CRI, with Docker's names for its fields, so that both lists can be read alike."""
    found = [
        {"Id": item.id, "RepoTags": list(item.tags), "RepoDigests": list(item.digests), "User": item.user}
        for item in Cri(limits.probe_seconds).images()
    ]
    return bounded(found, MAX_IMAGES, "images", "crictl")


def info(_spec: Spec, limits: Limits, _shared: Shared) -> Object:
    """The OCI runtime that starts containers unless a RuntimeClass says otherwise."""
    return oci_runtime(Cri(limits.probe_seconds).info())


def oci_runtime(answer: Object) -> Object:
    """Name, type and path of the default runtime in what `crictl info` prints."""
    config = answer.get("config") or {}
    # containerd 1.x and 2.x, then CRI-O
    engine = config.get("containerd") or {}
    name = engine.get("defaultRuntimeName") or (config.get("crio") or config).get("default_runtime")
    if not isinstance(name, str) or not name:
        raise ServiceError("crictl", "crictl info", "it names no default runtime")
    runtime = (engine.get("runtimes") or {}).get(name) or {}
    return {
        "name": name,
        "type": runtime.get("runtimeType"),
        "path": (runtime.get("options") or {}).get("BinaryName") or runtime.get("runtimePath"),
    }


def kubelets(_spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """The endpoint through which each node's kubelet speaks CRI, flags included: what it really uses."""
    api = client(limits, shared)
    nodes = bounded(listed("v1", "Node", None, limits, shared), MAX_NODES, "nodes", "Kubernetes API")
    names = [node["metadata"]["name"] for node in nodes]
    answers = in_parallel(lambda name: api.get(f"/api/v1/nodes/{name}/proxy/configz"), names)
    return [
        {"node": name, "endpoint": answer["kubeletconfig"]["containerRuntimeEndpoint"]}
        for name, answer in zip(names, answers, strict=True)
    ]


def services(spec: Spec, limits: Limits, _shared: Shared) -> Object:
    """Whether systemd knows each service and whether it runs."""
    units = [unit for unit in spec["units"] if isinstance(unit, str) and UNIT.fullmatch(unit)]
    if len(units) != len(spec["units"]) or len(units) > MAX_UNITS:
        raise ServiceError("systemd", "asking for services", f"no list of up to {MAX_UNITS} names")
    argv = ["systemctl", "show", f"--property={PROPERTIES}", "--", *(f"{unit}.service" for unit in units)]
    blocks = [block.splitlines() for block in _process.run(argv, limits.probe_seconds).split("\n\n") if block.strip()]
    facts = [dict(line.split("=", 1) for line in block if "=" in line) for block in blocks]
    if len(facts) != len(units):
        raise ServiceError("systemd", " ".join(argv), f"{len(facts)} answers to {len(units)} questions")
    return {
        unit: {"installed": fact["LoadState"] not in ("not-found", "masked"), "state": fact["ActiveState"]}
        for unit, fact in zip(units, facts, strict=True)
    }


def versions(_spec: Spec, limits: Limits, _shared: Shared) -> Object:
    """What Docker and containerd say of themselves: the programs that one types, and the daemon behind one of them."""

    def said(name: str) -> str:
        return _process.run([name, "--version"], limits.probe_seconds).strip()[:200]

    def daemon(_name: str) -> str:
        found = DockerApi(SOCKET, timeout=limits.probe_seconds, max_bytes=limits.max_bytes).get("/version")
        return str(found["Version"])[:200]

    calls: list[tuple[t.Callable[[str], str], str]] = [(said, "docker"), (daemon, "docker"), (said, "containerd")]
    client_version, server_version, containerd = in_parallel(lambda call: call[0](call[1]), calls)
    return {"docker": [client_version, server_version], "containerd": [containerd]}
