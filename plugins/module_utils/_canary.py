# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Serve and ask inside Pods' network namespaces, to see whether a policy holds. Private to the collection."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import time
import typing as t
from dataclasses import dataclass

from ansible_collections.kcna.labs.plugins.module_utils._cri import Cri
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, Object

WHAT = "NetworkPolicy canary"
NAMESPACE = "kcna-canary"
PODS = ("guarded", "open", "friend", "stranger")
SERVERS = ("guarded", "open")
PORT = 8080
ASK_TIMEOUT_S = 2
COMMAND_TIMEOUT_S = 10
PAUSE_S = 0.3
# Prints a word for what came of it: the status, or why there was none.
ASK = """
import sys, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    print(opener.open(sys.argv[1], timeout=float(sys.argv[2])).status)
except OSError as error:
    reason = getattr(error, "reason", error)
    print("timeout" if isinstance(reason, TimeoutError) else type(reason).__name__)
"""


@dataclass(frozen=True)
class Pod:
    name: str
    address: str
    pid: int


@dataclass(frozen=True)
class Question:
    """One request between two Pods, and the answer that an enforced policy brings about."""

    label: str
    client: str
    url: str
    expected: str


def questions(addresses: dict[str, str], service: str) -> list[Question]:
    return [
        Question("friend to guarded", "friend", f"http://{addresses['guarded']}:{PORT}/", "200"),
        Question("friend to guarded by its Service", "friend", f"http://{service}/", "200"),
        Question("stranger to open", "stranger", f"http://{addresses['open']}:{PORT}/", "200"),
        Question("stranger to guarded", "stranger", f"http://{addresses['guarded']}:{PORT}/", "timeout"),
        Question("stranger to guarded by its Service", "stranger", f"http://{service}/", "timeout"),
    ]


def running_pods(objects: t.Iterable[Object], pid_of: t.Callable[[str], int]) -> dict[str, Pod]:
    """Canary Pods that run and have an address, with the pid of their container."""
    pods: dict[str, Pod] = {}
    for item in objects:
        status = item.get("status") or {}
        containers = status.get("containerStatuses") or []
        if status.get("podIP") and containers and "running" in (containers[0].get("state") or {}):
            name = item["metadata"]["name"]
            pods[name] = Pod(name, status["podIP"], pid_of(containers[0]["containerID"].rpartition("/")[2]))
    return pods


def pid_of_container(container_id: str) -> int:
    return int(Cri(COMMAND_TIMEOUT_S).inspect(container_id)["info"]["pid"])


def wait_for_pods(api: KubernetesApi, deadline: float) -> dict[str, Pod]:
    while True:
        pods = running_pods(api.list_kind("v1", "Pod", NAMESPACE), pid_of_container)
        missing = sorted(set(PODS) - set(pods))
        if not missing:
            return pods
        if time.monotonic() > deadline:
            raise ServiceError(WHAT, f"waiting for Pods in {NAMESPACE}", f"not running: {', '.join(missing)}")
        time.sleep(PAUSE_S)


def service_address(api: KubernetesApi) -> str:
    service = api.read("v1", "Service", "guarded", NAMESPACE)
    if service is None:
        raise ServiceError(WHAT, f"reading Service guarded in {NAMESPACE}", "there is none")
    return str(service["spec"]["clusterIP"])


def in_pod(pod: Pod, *argv: str) -> list[str]:
    return ["nsenter", f"--net=/proc/{pod.pid}/ns/net", *argv]


@contextlib.contextmanager
def serving(pods: t.Iterable[Pod], python: str) -> t.Iterator[None]:
    """An HTTP server with nothing to show in each of the Pods' networks."""
    with tempfile.TemporaryDirectory(prefix="kcna-canary.") as empty:
        servers = [
            subprocess.Popen(
                in_pod(pod, python, "-m", "http.server", "--directory", empty, str(PORT)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for pod in pods
        ]
        try:
            yield
        finally:
            for server in servers:
                server.kill()
                server.wait()


def ask(asked: list[Question], pods: dict[str, Pod], python: str) -> dict[str, str]:
    """Put all questions at once; answers by label."""
    clients = {
        question.label: subprocess.Popen(
            in_pod(pods[question.client], python, "-c", ASK, question.url, str(ASK_TIMEOUT_S)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for question in asked
    }
    return {label: client.communicate()[0].strip() or "no answer" for label, client in clients.items()}


def prove(api: KubernetesApi, python: str, timeout_s: float) -> dict[str, t.Any]:
    """Ask until every answer is as an enforced policy makes it, or time is over."""
    deadline = time.monotonic() + timeout_s
    pods = wait_for_pods(api, deadline)
    asked = questions({name: pod.address for name, pod in pods.items()}, service_address(api))
    with serving([pods[name] for name in SERVERS], python):
        while True:
            answers = ask(asked, pods, python)
            enforced = all(answers[question.label] == question.expected for question in asked)
            if enforced or time.monotonic() > deadline:
                break
            time.sleep(PAUSE_S)
    return {
        "enforced": enforced,
        "allowed": answers["friend to guarded"],
        "denied": answers["stranger to guarded"],
        "answers": [
            {"question": question.label, "expected": question.expected, "actual": answers[question.label]}
            for question in asked
        ],
    }
