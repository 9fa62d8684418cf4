# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import threading
import time
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_run
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

LIMITS = _probe_run.Limits("student", "/k", probe_seconds=1, total_seconds=20, max_bytes=100)


def observe(*probes: _probe_run.Probe, limits: _probe_run.Limits = LIMITS) -> list[dict[str, t.Any]]:
    table = {str(number): probe for number, probe in enumerate(probes)}
    return _probe_run.observe([{"probe": name} for name in table], table, limits)


def absent(*_args: t.Any) -> t.Any:
    raise _probe_run.Absent


def broken(*_args: t.Any) -> t.Any:
    raise ServiceError("Docker", "GET /x", "gone")


def surprised(*_args: t.Any) -> t.Any:
    raise KeyError("State")


def hanging(*_args: t.Any) -> t.Any:
    time.sleep(30)


def test_states() -> None:
    seen = observe(lambda *_args: 1, absent, broken, surprised)
    assert [(item["status"], item["value"]) for item in seen] == [
        ("ok", 1),
        ("absent", None),
        ("error", None),
        ("error", None),
    ]
    assert seen[2]["error"] == {"what": "Docker", "tried": "GET /x", "reason": "gone"}
    assert seen[3]["error"]["reason"] == "KeyError: 'State'"
    assert seen[0]["key"] == '{"probe":"0"}'
    assert seen[0]["spec"] == {"probe": "0"}


def test_late_is_an_error_and_does_not_hold_the_others_up() -> None:
    started = time.monotonic()
    seen = observe(hanging, lambda *_args: 1, limits=dataclasses.replace(LIMITS, total_seconds=0.5))
    assert time.monotonic() - started < 10
    assert [item["status"] for item in seen] == ["error", "ok"]
    assert seen[0]["error"]["reason"] == "no answer within 0.5 s"


def test_too_large_is_an_error() -> None:
    (seen,) = observe(lambda *_args: "x" * 200)
    assert seen["status"] == "error"
    assert "202 bytes, more than the 100 allowed" in seen["error"]["reason"]


def test_equal_specs_are_asked_once() -> None:
    calls: list[int] = []
    specs = [{"probe": "a", "path": "1"}, {"path": "1", "probe": "a"}]
    seen = _probe_run.observe(specs, {"a": lambda *_args: calls.append(1)}, LIMITS)
    assert (len(seen), len(calls)) == (1, 1)


def test_probes_run_side_by_side() -> None:
    barrier = threading.Barrier(3)
    seen = observe(*[lambda *_args: barrier.wait(10) >= 0] * 3)
    assert [item["value"] for item in seen] == [True] * 3


def test_shared_fetches_once_even_when_it_fails() -> None:
    shared, calls = _probe_run.Shared(), []

    def fetch() -> None:
        calls.append(1)
        time.sleep(0.05)
        raise ServiceError("API", "GET", "down")

    def ask() -> None:
        with pytest.raises(ServiceError):
            shared.once("list", fetch)

    threads = [threading.Thread(target=ask) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_in_parallel_keeps_the_order() -> None:
    assert _probe_run.in_parallel(lambda item: item * 2, list(range(9))) == [0, 2, 4, 6, 8, 10, 12, 14, 16]
    with pytest.raises(ZeroDivisionError):
        _probe_run.in_parallel(lambda item: 1 // item, [1, 0, 2])


def test_what_is_left_to_wait_for_comes_when_all_have_answered() -> None:
    order: list[str] = []

    def first(_spec: t.Any, _limits: t.Any, shared: _probe_run.Shared) -> None:
        shared.afterwards.append(lambda: order.append("wait"))
        order.append("answer")

    observe(first, lambda *_args: order.append("answer"))
    assert order == ["answer", "answer", "wait"]


@pytest.mark.parametrize("says_so", [True, False])
def test_who_is_ahead_is_served_before_the_others_ask(says_so: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_probe_run, "HEAD_START_S", 5)
    order: list[str] = []
    asked = threading.Event()

    def waits(_spec: t.Any, _limits: t.Any, shared: _probe_run.Shared) -> bool:
        time.sleep(0.05)
        order.append("served")
        if says_so:
            shared.under_way.set()
            return asked.wait(10)
        return True

    def other(_spec: t.Any, _limits: t.Any, shared: _probe_run.Shared) -> bool:
        order.append("asked")
        asked.set()
        return shared.under_way.is_set()

    table: dict[str, _probe_run.Probe] = {"other": other, "waits": waits}
    seen = _probe_run.observe([{"probe": name} for name in table], table, LIMITS, ahead=("waits",))
    assert order == ["served", "asked"]
    assert [(item["spec"]["probe"], item["value"]) for item in seen] == [("other", True), ("waits", True)]


def test_a_head_start_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_probe_run, "HEAD_START_S", 0.05)
    asked = threading.Event()
    table: dict[str, _probe_run.Probe] = {"waits": lambda *_args: asked.wait(10), "other": lambda *_args: asked.set()}
    seen = _probe_run.observe([{"probe": name} for name in table], table, LIMITS, ahead=("waits",))
    assert seen[0]["value"] is True
