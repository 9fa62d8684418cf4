# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probe of the network between Pods. Private to the collection."""

from __future__ import annotations

import concurrent.futures
import ctypes
import errno
import os
import pathlib
import socket
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _cgroup, _proc
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import listed

Object = dict[str, t.Any]

# A dropped request is sent again after a second: whoever has not answered then will not.
SECONDS = 1.5
MAX_TARGETS = 8
CLONE_NEWNET = 0x40000000
UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH)


class Target(t.NamedTuple):
    pod: str
    address: str


def connect(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """What comes of a TCP connection from one Pod to each Ready Pod with a label (`app=webapp`).

    The socket is made in the Pod's network, so the Pod needs no tool for it; it is closed at once, nothing is sent.
    """
    pods = listed("v1", "Pod", spec["namespace"], limits, shared)
    container_id = _cgroup.running_container(pods, spec["pod"], None)
    pid = _proc.main_process(_proc.memberships(shared), container_id)
    if pid is None:
        raise Absent
    targets = ready_pods(pods, spec["to"])[:MAX_TARGETS]
    if not targets:
        return []
    shared.under_way.set()
    # these threads stay in the Pod's network, and end with the probe
    with concurrent.futures.ThreadPoolExecutor(
        len(targets), initializer=enter_network, initargs=(_proc.PROC / str(pid) / "ns" / "net",)
    ) as pool:
        tries = [pool.submit(attempt, target.address, spec["port"]) for target in targets]
        outcomes = [_outcome(future, spec) for future in tries]
    return [
        {**target._asdict(), "port": spec["port"], "outcome": outcome}
        for target, outcome in zip(targets, outcomes, strict=True)
    ]


def ready_pods(pods: t.Iterable[Object], label: str) -> list[Target]:
    """Ready Pods that carry `key=value`, by name."""
    key, _equals, value = label.partition("=")
    return sorted(
        Target(pod["metadata"]["name"], pod["status"]["podIP"])
        for pod in pods
        if (pod["metadata"].get("labels") or {}).get(key) == value
        and not pod["metadata"].get("deletionTimestamp")
        and (pod.get("status") or {}).get("podIP")
        and any(item["type"] == "Ready" and item["status"] == "True" for item in pod["status"].get("conditions") or [])
    )


def enter_network(path: pathlib.Path) -> None:
    """Let the calling thread make its sockets in another network namespace."""
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if libc.setns(descriptor, CLONE_NEWNET) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(path))
    finally:
        os.close(descriptor)


def attempt(address: str, port: int, seconds: float = SECONDS) -> str:
    """connected, timeout, refused or unreachable."""
    try:
        socket.create_connection((address, port), timeout=seconds).close()
    except TimeoutError:
        return "timeout"
    except ConnectionRefusedError:
        return "refused"
    except OSError as error:
        if error.errno not in UNREACHABLE:
            raise
        return "unreachable"
    return "connected"


def _outcome(future: concurrent.futures.Future[str], spec: Spec) -> str:
    try:
        return future.result()
    except (OSError, concurrent.futures.BrokenExecutor) as error:
        reason = str(error.__cause__ or error)
        raise ServiceError("network", f"connecting from Pod {spec['pod']}", reason) from error
