# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The namespace goes whatever happens; the rest is proven on a real VM."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import types
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_clone, _process
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesError

REMOVAL = (
    "--kubeconfig=/k --namespace=kcna-lab02-capstone-probe delete pod/clone namespace/kcna-lab02-capstone-probe"
    " --ignore-not-found --wait=false"
)


@pytest.fixture
def kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kubectl that writes down what it was asked."""
    program = tmp_path / "kubectl"
    program.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\n')
    program.chmod(0o755)
    monkeypatch.setattr(_process, "SEARCH", str(tmp_path))
    return tmp_path / "asked"


def test_the_namespace_is_removed_at_the_end_and_not_before(kubectl: Path) -> None:
    with _probes_clone.guarded("/k"):
        assert not kubectl.exists()
    assert kubectl.read_text().strip() == REMOVAL


def test_the_namespace_is_removed_after_a_failure(kubectl: Path) -> None:
    with pytest.raises(ServiceError), _probes_clone.guarded("/k"):
        raise ServiceError("a", "b", "c")
    assert kubectl.read_text().strip() == REMOVAL


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_the_namespace_is_removed_when_the_module_is_killed(kubectl: Path, number: signal.Signals) -> None:
    code = (
        "import os, signal, sys, time\n"
        "from ansible_collections.kcna.labs.plugins.module_utils import _probes_clone, _process\n"
        f"_process.SEARCH = {str(kubectl.parent)!r}\n"
        # whoever started the tests may ignore it, as nohup does
        "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
        "with _probes_clone.guarded('/k'):\n"
        f"    os.kill(os.getpid(), {int(number)})\n"
        "    time.sleep(60)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -number
    until = time.monotonic() + 20
    while not (kubectl.exists() and kubectl.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    assert kubectl.read_text().strip() == REMOVAL


class Api:
    """Answers one state after the other, then the last again and again."""

    def __init__(self, *states: dict[str, t.Any]) -> None:
        self.states = list(states)
        self.refusals: list[int] = []
        self.created: list[str] = []

    def read(self, *_words: str) -> dict[str, t.Any] | None:
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return {"status": {"containerStatuses": [{"name": "clone", "state": state}]}} if state else None

    def create(self, item: dict[str, t.Any]) -> None:
        if self.refusals:
            raise KubernetesError("s", "POST", "r", self.refusals.pop(0))
        self.created.append(item["kind"])


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the probe, and for it alone, time passes by waiting."""
    now = [100.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(_probes_clone, "time", types.SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))


def watched(*states: dict[str, t.Any]) -> t.Any:
    return _probes_clone.watch(t.cast(t.Any, Api(*states)), _probes_clone.time.monotonic() + 17)


def test_what_ended_is_told_at_once_and_what_waits_is_watched() -> None:
    ended = {"terminated": {"exitCode": 0, "reason": "Completed"}}
    assert watched({}, {"waiting": {}}, {"running": {}}, ended) == {
        "exit_code": 0,
        "reason": "Completed",
        "sent": None,
    }
    assert watched({"running": {}}) == {"exit_code": None, "reason": "Running", "sent": None}
    assert watched(*[{"running": {}}] * 30, ended)["exit_code"] == 0  # a sleep of nine seconds
    assert watched(*[{"waiting": {}}] * 30, {"running": {}})["exit_code"] is None


def test_a_copy_that_never_begins_tells_nothing() -> None:
    with pytest.raises(ServiceError, match="ErrImagePull"):
        watched({"waiting": {"reason": "ErrImagePull"}})


def test_a_new_namespace_needs_a_moment() -> None:
    api = Api({})
    api.refusals = [403, 409]
    _probes_clone.create(t.cast(t.Any, api), {"kind": "Pod"}, 117.0)
    assert api.created == ["Pod"]
    for refusals in ([400], [403] * 100):
        api.refusals = refusals
        with pytest.raises(KubernetesError):
            _probes_clone.create(t.cast(t.Any, api), {"kind": "Pod"}, 117.0)


def test_an_earlier_namespace_must_be_gone() -> None:
    _probes_clone.wait_for_place(t.cast(t.Any, Api({"running": {}}, {"running": {}}, {})), 117.0)
    with pytest.raises(ServiceError, match="still being removed"):
        _probes_clone.wait_for_place(t.cast(t.Any, Api({"running": {}})), 117.0)


def test_the_observation_ends_when_the_namespace_is_gone() -> None:
    api = Api(*[{"running": {}}] * 9, {})
    _probes_clone.wait_until_gone(t.cast(t.Any, api))
    assert api.states == [{}]


def test_a_namespace_that_stays_does_not_hold_the_observation_for_ever() -> None:
    _probes_clone.wait_until_gone(t.cast(t.Any, Api({"running": {}})))
    assert _probes_clone.time.monotonic() == pytest.approx(100 + _probes_clone.GONE, abs=1)
