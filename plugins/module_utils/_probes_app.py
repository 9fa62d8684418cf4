# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A request to an application, and where its log shows it afterwards. Private to the collection."""

from __future__ import annotations

import dataclasses
import json
import secrets
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods, _app_process, _cgroup, _files, _proc, _tree
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, KubernetesError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared, in_parallel
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client, listed

Object = dict[str, t.Any]

LOGS = "/var/log/pods"
MAX_PODS = 3
MAX_BODY = 2000
MAX_LINES = 5
# a line of JSON that is cut off is none
MAX_LINE = 1000
MAX_HEADS = 20
HEAD_LINES = 10
PAUSE = 0.2
# an application that does not answer must not use up the time of the whole observation
ANSWER_SECONDS = 4.0
# what a Pod mounts that no program writes a log to
READ_ONLY = ("configMap", "secret", "projected", "downwardAPI")


def trace(spec: Spec, limits: Limits, shared: Shared) -> Object:
    """Ask each ready Pod of the application for a page that nobody has asked for, and look for that in the logs.

    Ends as soon as each Pod has shown the request in a line of JSON, or after `seconds`.
    """
    namespace, port = spec["namespace"], spec["port"]
    pods = _app_pods.ready(listed("v1", "Pod", namespace, limits, shared), spec["app"])[:MAX_PODS]
    if not pods:
        raise Absent
    patient = dataclasses.replace(limits, probe_seconds=min(limits.probe_seconds, ANSWER_SECONDS))
    api, groups = client(patient, shared), _proc.memberships(shared)
    until = time.monotonic() + spec.get("seconds", 10)
    asked_at = _files.timestamp(time.time())
    seen = in_parallel(lambda pod: _ask(api, groups, pod, port), pods)
    while True:
        for pod, found in zip(pods, seen, strict=True):
            found.update(_look(groups, pod, found["app"], found["nonce"]))
        if all(_is_converted(found) for found in seen) or time.monotonic() >= until:
            return {
                "asked_at": asked_at,
                "pods": [_with_heads(groups, pod, found) for pod, found in zip(pods, seen, strict=True)],
            }
        time.sleep(PAUSE)


def _ask(api: KubernetesApi, groups: t.Mapping[int, str], pod: Object, port: int) -> Object:
    up = _app_pods.running(pod)
    listening = {name for name, number in up.items() if _app_process.listens(groups, number, port)}
    app, nonce = _app_pods.app_container(pod, port, listening), secrets.token_hex(8)
    metadata = pod["metadata"]
    way = f"/api/v1/namespaces/{metadata['namespace']}/pods/{metadata['name']}:{port}/proxy"
    health, asked, missing = (_answer(api, way + path) for path in ("/health", f"/?kcna={nonce}", f"/kcna-{nonce}"))
    return {
        "pod": metadata["name"],
        "app": app,
        "nonce": nonce,
        "health": health,
        "asked": asked["status"],
        "missing": missing,
        "flask": _app_process.flask(groups, up[app]) if app else None,
        "memory": {name: _memory(groups, number) for name, number in up.items()},
    }


def _answer(api: KubernetesApi, path: str) -> Object:
    try:
        answer = api.answer(path)
    except KubernetesError:
        # the API server has just listed the Pods: it is the application that keeps silent
        return {"status": 0, "body": ""}
    return {"status": answer.status, "body": answer.body.decode(errors="replace")[:MAX_BODY]}


def _memory(groups: t.Mapping[int, str], container_id: str) -> int | None:
    """Bytes in use, without the page cache that can be dropped at once."""
    paths = _cgroup.find(groups.values(), container_id)
    if paths is None:
        return None
    try:
        found = _cgroup.Group(paths, _cgroup.mountpoints()).memory()
    except Absent:
        return None
    return max(0, t.cast(int, found["usage_bytes"]) - t.cast(int, found["inactive_file_bytes"]))


def _look(groups: t.Mapping[int, str], pod: Object, app: str | None, nonce: str) -> Object:
    """Lines with the nonce: on the output of the other containers, and in the files of the volumes."""
    output = {name: holding(_output(pod, name), nonce) for name in _app_pods.running(pod) if name != app}
    files = [
        {"volume": mount["name"], "container": name, "path": part.path, "lines": lines}
        for name, mount in mounts(pod, app)
        for part in _parts(groups, pod, name, mount)
        if (lines := holding(part.tail, nonce))
    ]
    return {"output": output, "files": files}


def holding(text: str, nonce: str) -> list[str]:
    """The last lines with the nonce in them."""
    return [line[:MAX_LINE] for line in text.splitlines() if nonce in line][-MAX_LINES:]


def mounts(pod: Object, app: str | None) -> list[tuple[str, Object]]:
    """Each volume that can be written to, or each part of one, once: as another container than the app sees it."""
    kinds = {volume["name"]: volume for volume in pod["spec"].get("volumes") or []}
    up = _app_pods.running(pod)
    found: dict[tuple[str, str], tuple[str, Object]] = {}
    for container in sorted(_app_pods.containers(pod), key=lambda item: item["name"] == app):
        for mount in container.get("volumeMounts") or []:
            writable = not any(kind in kinds.get(mount["name"], {}) for kind in READ_ONLY)
            if writable and container["name"] in up:
                part = mount.get("subPath") or mount.get("subPathExpr") or ""
                found.setdefault((mount["name"], part), (container["name"], mount))
    return list(found.values())


def _parts(groups: t.Mapping[int, str], pod: Object, container: str, mount: Object) -> list[_tree.Part]:
    pid = _proc.main_process(groups, _app_pods.running(pod)[container])
    if pid is None:
        return []
    return _tree.parts(
        f"{_proc.PROC}/{pid}/root", [part for part in mount["mountPath"].split("/") if part not in ("", ".")]
    )


def _output(pod: Object, container: str) -> str:
    """The end of what a container has printed, as the kubelet keeps it: time, stream, mark, text."""
    metadata = pod["metadata"]
    count = _app_pods.statuses(pod)[container].get("restartCount", 0)
    way = [f"{metadata['namespace']}_{metadata['name']}_{metadata['uid']}", container, f"{count}.log"]
    try:
        kept = _files.facts(LOGS, way, _tree.PART, tail=True)["content"] or ""
    except _files.Missing:
        return ""
    return "\n".join(line.split(" ", 3)[-1] for line in kept.splitlines())


def _is_converted(found: Object) -> bool:
    lines = [line for kept in found["output"].values() for line in kept]
    lines += [line for file in found["files"] for line in file["lines"]]
    return any(is_object(line) for line in lines)


def is_object(line: str) -> bool:
    """Whether a line is one JSON object."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _with_heads(groups: t.Mapping[int, str], pod: Object, found: Object) -> Object:
    """How the files on the log's volumes begin: the oldest records."""
    wanted = {file["volume"] for file in found["files"]}
    heads = [
        {
            "volume": mount["name"],
            "path": part.path,
            "lines": [line[:MAX_LINE] for line in part.head.splitlines()[:HEAD_LINES]],
        }
        for name, mount in mounts(pod, found["app"])
        if mount["name"] in wanted
        for part in _parts(groups, pod, name, mount)
    ]
    return {**found, "heads": heads[:MAX_HEADS]}
