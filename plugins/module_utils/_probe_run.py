# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run probes side by side, each bounded in time and size. Private to the collection."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import json
import queue
import threading
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

T = t.TypeVar("T")
R = t.TypeVar("R")

HEAD_START_S = 0.5


class Absent(Exception):
    """The probe could look, and there is no such thing."""


@dataclasses.dataclass(frozen=True)
class Limits:
    account: str
    kubeconfig: str
    probe_seconds: float
    total_seconds: float
    max_bytes: int


class Shared:
    """What several probes need is fetched once: the first asks, the others wait for its answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._futures: dict[str, concurrent.futures.Future[t.Any]] = {}
        # what a probe still has to wait for when all have answered; bounded, and never fails
        self.afterwards: list[t.Callable[[], None]] = []
        # a probe that was let ahead needs nobody's answer any more, or is through
        self.under_way = threading.Event()

    def once(self, name: str, fetch: t.Callable[[], T]) -> T:
        with self._lock:
            future = self._futures.get(name)
            mine = future is None
            if future is None:
                future = self._futures[name] = concurrent.futures.Future()
        if mine:
            try:
                future.set_result(fetch())
            except BaseException as error:  # noqa: BLE001  the waiting probes must not hang, whatever it was
                future.set_exception(error)
        return t.cast(T, future.result())


Probe = t.Callable[[_probe_specs.Spec, Limits, Shared], t.Any]


def observe(
    specs: t.Sequence[_probe_specs.Spec],
    probes: t.Mapping[str, Probe],
    limits: Limits,
    ahead: t.Container[str] = (),
) -> list[dict[str, t.Any]]:
    """Ask every spec once; what is not there in time is an error, never an absence.

    Kinds that are `ahead` get their answers from the services before all the others ask, since they wait longest.
    """
    unique = {_probe_specs.key(spec): spec for spec in specs}
    shared = Shared()
    answers: queue.SimpleQueue[dict[str, t.Any]] = queue.SimpleQueue()

    def ask(key: str, spec: _probe_specs.Spec) -> None:
        answers.put({"key": key, "spec": dict(spec), **_ask(probes[spec["probe"]], spec, limits, shared)})
        shared.under_way.set()

    def start(chosen: list[str]) -> None:
        for key in chosen:
            # Daemons, unlike a pool's threads, do not keep the process alive when one of them hangs.
            threading.Thread(target=ask, args=(key, unique[key]), daemon=True).start()

    started = time.monotonic()
    first = [key for key, spec in unique.items() if spec["probe"] in ahead]
    start(first)
    if first:
        shared.under_way.wait(HEAD_START_S)
    start([key for key in unique if key not in first])
    found: dict[str, dict[str, t.Any]] = {}
    while len(found) < len(unique):
        try:
            answer = answers.get(timeout=max(0.0, started + limits.total_seconds - time.monotonic()))
        except queue.Empty:
            break
        found[answer["key"]] = answer
    for wait in shared.afterwards:
        wait()
    return [found.get(key) or _late(key, spec, limits) for key, spec in unique.items()]


def in_parallel(function: t.Callable[[T], R], items: t.Sequence[T], workers: int = 4) -> list[R]:
    """Map in the order of the items; the first exception is raised. More workers where each only waits."""
    if len(items) < 2:
        return [function(item) for item in items]
    with concurrent.futures.ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(function, items))


def _ask(probe: Probe, spec: _probe_specs.Spec, limits: Limits, shared: Shared) -> dict[str, t.Any]:
    started = time.monotonic()
    answer: dict[str, t.Any] = {"status": "ok", "value": None, "error": None}
    try:
        answer["value"] = _within(limits.max_bytes, spec, probe(spec, limits, shared))
    except Absent:
        answer["status"] = "absent"
    except ServiceError as error:
        answer.update(status="error", error=error.as_dict())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # An answer of another shape than expected is our fault or the service's, never the student's zero.
        reason = f"{type(error).__name__}: {error}"
        answer.update(status="error", error=ServiceError(f"probe {spec['probe']}", "reading", reason).as_dict())
    answer["elapsed_ms"] = _milliseconds(started)
    return answer


def _within(most: int, spec: _probe_specs.Spec, value: t.Any) -> t.Any:
    size = len(json.dumps(value))
    if size > most:
        raise ServiceError(f"probe {spec['probe']}", "reading", f"{size} bytes, more than the {most} allowed")
    return value


def _late(key: str, spec: _probe_specs.Spec, limits: Limits) -> dict[str, t.Any]:
    error = ServiceError(f"probe {spec['probe']}", "reading", f"no answer within {limits.total_seconds:g} s")
    return {
        "key": key,
        "spec": dict(spec),
        "status": "error",
        "value": None,
        "error": error.as_dict(),
        "elapsed_ms": round(limits.total_seconds * 1000),
    }


def _milliseconds(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
