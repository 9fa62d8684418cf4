# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes inside running containers of Pods, seen from the node. Private to the collection."""

from __future__ import annotations

import datetime
import secrets
import subprocess
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _cgroup, _files, _proc, _process
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import listed

Object = dict[str, t.Any]

DEFAULT_BYTES = 64 << 10
MAX_OUTPUT = 16 << 10
MAX_OPEN_FILES = 200
NONCE = "{nonce}"
TIMED_OUT = 124
SILENCE: t.Final = {"code": 0, "stdout": "", "stderr": ""}


def files(spec: Spec, limits: Limits, shared: Shared) -> Object:
    """Facts and content of files in a container, by their path; links are followed inside its root alone."""
    root = f"{_proc.PROC}/{_main_process(spec, limits, shared)}/root"
    tail = "tail_bytes" in spec
    most = min(spec.get("tail_bytes") or spec.get("max_bytes", DEFAULT_BYTES), limits.max_bytes)
    return {path: _file(root, path, most, tail=tail) for path in spec["paths"]}


def open_files(spec: Spec, limits: Limits, shared: Shared) -> list[int]:
    """Inodes of the ordinary files that the processes of a container have open: who follows a log holds it open."""
    pods = listed("v1", "Pod", spec["namespace"], limits, shared)
    container_id = _cgroup.running_container(pods, spec["pod"], spec["container"])
    pids = _proc.members(_proc.memberships(shared), container_id)
    return sorted({inode for pid in pids for inode in _proc.open_files(pid)})[:MAX_OPEN_FILES]


def processes(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """The main process of every running container of a namespace."""
    groups = _proc.memberships(shared)
    found = []
    for pod in listed("v1", "Pod", spec["namespace"], limits, shared):
        if pod["metadata"].get("deletionTimestamp"):
            continue
        for name, container_id in running(pod).items():
            pid = _proc.main_process(groups, container_id)
            who = None if pid is None else _proc.identity(pid)
            if who is not None:
                found.append({"pod": pod["metadata"]["name"], "container": name, "id": container_id, **who})
    return found


def command(spec: Spec, limits: Limits, shared: Shared) -> Object:
    """What a command inside a container answers; it must not change anything."""
    pods = listed("v1", "Pod", spec["namespace"], limits, shared)
    _cgroup.running_container(pods, spec["pod"], spec.get("container"))
    nonce = nonce_of(shared)
    words = [word.replace(NONCE, nonce) for word in spec["command"]]
    seconds = min(spec.get("seconds", limits.probe_seconds), limits.probe_seconds)
    return {**kubectl_exec(spec, words, limits.kubeconfig, seconds), "nonce": nonce}


def nonce_of(shared: Shared) -> str:
    """A text that nobody has written before, one for all probes of an observation."""
    return shared.once("nonce", lambda: secrets.token_hex(8))


def kubectl_exec(spec: Spec, words: t.Sequence[str], kubeconfig: str, seconds: float) -> Object:
    """Run the words in the container that `spec` names; 124 is the code where it did not end in time.

    What a process writes that ends at once is lost now and then, and it seems to have succeeded in silence
    (https://github.com/kubernetes/kubernetes/issues/34256). So silence is believed when it is heard twice.
    """
    argv = ["kubectl", f"--kubeconfig={kubeconfig}", f"--namespace={spec['namespace']}", "exec", spec["pod"]]
    argv += [f"--container={spec['container']}"] if "container" in spec else []
    argv += ["--", *words]
    until = time.monotonic() + seconds
    answer = _run(argv, seconds)
    if answer == SILENCE and (left := until - time.monotonic()) > 0:
        again = _run(argv, left)
        return answer if again["code"] == TIMED_OUT else again
    return answer


def _run(argv: t.Sequence[str], seconds: float) -> Object:
    program = _process.find(argv)
    try:
        done = subprocess.run(
            [program, *argv[1:]], stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        return {"code": TIMED_OUT, "stdout": _text(late.stdout), "stderr": _text(late.stderr)}
    return {"code": done.returncode, "stdout": _text(done.stdout), "stderr": _text(done.stderr)}


def running(pod: Object) -> dict[str, str]:
    """Name -> id of the containers of a Pod that run, sidecars among them."""
    status = pod.get("status") or {}
    entries = [*(status.get("containerStatuses") or []), *(status.get("initContainerStatuses") or [])]
    return {
        entry["name"]: entry["containerID"].partition("://")[2]
        for entry in entries
        if (entry.get("state") or {}).get("running") is not None and entry.get("containerID")
    }


def _main_process(spec: Spec, limits: Limits, shared: Shared) -> int:
    pods = listed("v1", "Pod", spec["namespace"], limits, shared)
    container_id = _cgroup.running_container(pods, spec["pod"], spec["container"])
    pid = _proc.main_process(_proc.memberships(shared), container_id)
    if pid is None:
        raise Absent
    return pid


def _file(root: str, path: str, most: int, *, tail: bool) -> Object | None:
    parts = [part for part in path.split("/") if part not in ("", ".")]
    try:
        found = _files.facts(root, parts, most, tail=tail, follow=True)
    except _files.Missing:
        return None
    # a judge has no clock, so its age is told with the file
    return {**found, "age_s": round(time.time() - datetime.datetime.fromisoformat(found["mtime"]).timestamp(), 3)}


def _text(output: bytes | None) -> str:
    return (output or b"")[:MAX_OUTPUT].decode(errors="replace")
