# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does an init container wait where there is no database? Private to the collection.

The one probe that makes something: a copy of the init container, in a namespace of the lab's own in which nothing but
DNS can be reached, and where the Services that it asks for have nothing behind them. The namespace is gone when the
observation ends, and soon after when this process is killed: a process of its own removes it as soon as this one lets
go. The probe makes nothing where the Pod itself shows that its init container has waited.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_clone, _app_pods, _proc, _process
from ansible_collections.kcna.labs.plugins.module_utils._app_clone import NAME, NAMESPACE
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, KubernetesError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client, listed, secret_services

Object = dict[str, t.Any]

# the init container has so long to end without a database
WATCH = float(_app_pods.WATCH)
# after that the answer comes too late for the whole observation
MOST = 17.0
# the removal of a namespace takes about six seconds
GONE = 20.0
PAUSE = 0.3
CONFLICT = 409
# the service account of a new namespace comes a moment after it
FORBIDDEN = 403
# Kubernetes removes what is in a namespace five seconds after it was told to (namespaceDeletionGracePeriod), so the Pod
# goes by itself: the kubelet has ended it when the namespace is gone.
GUARD = (
    'cat >/dev/null; exec "$0" --kubeconfig="$1" --namespace="$2" delete "pod/$3" "namespace/$2"'
    " --ignore-not-found --wait=false"
)


def probe(spec: Spec, limits: Limits, shared: Shared) -> Object:
    """Null for `exit_code` means that the copy still waited, null for `container` that none was needed.

    Of a copy that waited, `sent` says how many connections it has begun and how many datagrams (a name is asked for by
    one) it has sent: none means that it lets time pass and asks nobody.
    """
    namespace = spec["namespace"]
    pods = listed("v1", "Pod", namespace, limits, shared)
    mine = _app_pods.ready(pods, spec["app"])
    if not mine:
        raise Absent
    services = listed("v1", "Service", None, limits, shared)
    slices = listed("discovery.k8s.io/v1", "EndpointSlice", None, limits, shared)
    maps = listed("v1", "ConfigMap", namespace, limits, shared)
    told = [*maps, *secret_services({"namespace": namespace}, limits, shared)]
    named = _app_pods.database(mine[0], services, slices, told)
    if named is None or _app_pods.waited(mine[0], named, pods):
        return {"pod": mine[0]["metadata"]["name"], "container": None, "exit_code": None, "reason": None, "sent": None}
    deadline = time.monotonic() + MOST
    api = client(limits, shared)
    original = next(item for item in _app_pods.init_containers(mine[0]) if item["name"] == named.container)
    asked = _app_pods.named_services(mine[0], original, services, slices, told)
    parts = _app_clone.parts(api, mine[0], named.container, maps, asked)
    wait_for_place(api, deadline)
    shared.afterwards.append(lambda: wait_until_gone(api))
    with guarded(limits.kubeconfig):
        for item in parts:
            create(api, item, deadline)
        return {"pod": mine[0]["metadata"]["name"], "container": named.container, **watch(api, deadline)}


@contextlib.contextmanager
def guarded(kubeconfig: str) -> t.Iterator[None]:
    """Whatever becomes of this process: when its end of the pipe is closed, the namespace goes."""
    program = _process.find(["kubectl", "delete", "namespace", NAMESPACE])
    with subprocess.Popen(
        ["/bin/sh", "-c", GUARD, program, kubeconfig, NAMESPACE, NAME],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ):
        # leaving this block closes the pipe and waits for the answer to the removal
        yield


def wait_for_place(api: KubernetesApi, deadline: float) -> None:
    """An earlier namespace of this name may still be going."""
    while api.read("v1", "Namespace", NAMESPACE) is not None:
        if time.monotonic() > deadline - WATCH:
            raise ServiceError("Kubernetes", f"making namespace {NAMESPACE}", "an earlier one is still being removed")
        time.sleep(PAUSE)


def wait_until_gone(api: KubernetesApi) -> None:
    """The removal is on its way whatever happens here."""
    deadline = time.monotonic() + GONE
    with contextlib.suppress(KubernetesError):
        while api.read("v1", "Namespace", NAMESPACE) is not None and time.monotonic() < deadline:
            time.sleep(PAUSE)


def create(api: KubernetesApi, item: Object, deadline: float) -> None:
    while True:
        try:
            api.create(item)
        except KubernetesError as error:
            if error.status not in (FORBIDDEN, CONFLICT) or time.monotonic() > deadline - WATCH:
                raise
            time.sleep(PAUSE)
        else:
            return


def sent(container_id: str | None) -> int | None:
    # a list of processes that was read before has none of the copy's
    pid = _proc.main_process(_proc.memberships(Shared()), container_id) if container_id else None
    return None if pid is None else _proc.requests_sent(pid)


def watch(api: KubernetesApi, deadline: float) -> Object:
    """How the copy ended, or that it waits on."""
    began: float | None = None
    while True:
        pod = api.read("v1", "Pod", NAME, NAMESPACE) or {}
        state = (_app_pods.statuses(pod).get(NAME) or {}).get("state") or {}
        now = time.monotonic()
        if state.get("terminated") is not None:
            ended = state["terminated"]
            return {"exit_code": ended.get("exitCode"), "reason": ended.get("reason"), "sent": None}
        if state.get("running") is not None:
            began = began or now
            if now >= min(began + WATCH, deadline):
                return {"exit_code": None, "reason": "Running", "sent": sent(_app_pods.running(pod).get(NAME))}
        elif now >= deadline:
            reason = (state.get("waiting") or {}).get("reason") or "it did not begin"
            raise ServiceError("Kubernetes", f"running Pod {NAMESPACE}/{NAME}", str(reason))
        time.sleep(PAUSE)
