# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A request that is followed from one Pod to another. Private to the collection."""

from __future__ import annotations

import time
import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _probes_containers
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client

# what the request wrote is at the end of the log
LOOK_BACK = {"sinceSeconds": 60, "tailLines": 200, "limitBytes": 256 << 10}
MAX_LINES = 10
MAX_LINE = 500
# the runtime writes a log a moment after the process has
PATIENCE = 1.0
PAUSE = 0.1
# there is no such Pod (404), or its container has not begun (400)
NO_LOG = (400, 404)


def command(spec: Spec, limits: Limits, shared: Shared) -> dict[str, t.Any]:
    """What a command in one Pod answers, and the lines of another Pod's log that hold its nonce.

    `logged` is null where there is no such log.
    """
    seen = _probes_containers.command(spec, limits, shared)
    api = client(limits, shared)
    until = time.monotonic() + (PATIENCE if seen["code"] == 0 else 0)
    while True:
        lines = _logged(api, spec, seen["nonce"])
        if lines != [] or time.monotonic() >= until:
            return {**seen, "logged": lines}
        time.sleep(PAUSE)


def _logged(api: KubernetesApi, spec: Spec, nonce: str) -> list[str] | None:
    query: dict[str, t.Any] = dict(LOOK_BACK)
    if "log_container" in spec:
        query["container"] = spec["log_container"]
    path = f"/api/v1/namespaces/{spec['namespace']}/pods/{spec['log_pod']}/log?{urllib.parse.urlencode(query)}"
    answer = api.answer(path)
    if answer.status in NO_LOG:
        return None
    if answer.status != 200:
        raise ServiceError("Kubernetes", f"reading the log of Pod {spec['log_pod']}", f"HTTP status {answer.status}")
    return holding(answer.body.decode(errors="replace"), nonce)


def holding(log: str, nonce: str) -> list[str]:
    """The last lines with this text in them."""
    return [line[:MAX_LINE] for line in log.splitlines() if nonce in line][-MAX_LINES:]
