# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Pods are tried and what comes of it; that a Pod's policies are met is proved by molecule on a real VM."""

from __future__ import annotations

import errno
import pathlib
import socket
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _cgroup, _probes_network, _proc
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared

Object = dict[str, t.Any]

LIMITS = Limits(account="student", kubeconfig="", probe_seconds=5, total_seconds=10, max_bytes=1 << 20)


def pod(name: str, address: str = "127.0.0.1", *, ready: str = "True", **metadata: t.Any) -> Object:
    return {
        "metadata": {"name": name, "labels": {"app": "webapp"}, **metadata},
        "status": {"podIP": address, "conditions": [{"type": "Ready", "status": ready}]},
    }


@pytest.fixture
def listener() -> t.Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> t.Callable[..., list[Object]]:
    """The probe with its Pods given, in the network of the test itself."""
    monkeypatch.setattr(_cgroup, "running_container", lambda *_: "id")
    monkeypatch.setattr(_proc, "memberships", lambda _: {})
    monkeypatch.setattr(_proc, "main_process", lambda *_: 4711)
    monkeypatch.setattr(_probes_network, "enter_network", lambda _: None)

    def run(pods: list[Object], port: int, to: str = "app=webapp", shared: Shared | None = None) -> list[Object]:
        monkeypatch.setattr(_probes_network, "listed", lambda *_: pods)
        return _probes_network.connect(
            {"probe": "connect", "namespace": "n", "pod": "client", "to": to, "port": port}, LIMITS, shared or Shared()
        )

    return run


def test_only_ready_pods_with_the_label_are_tried() -> None:
    pods = [
        pod("b"),
        pod("a", "127.0.0.2"),
        pod("unready", ready="False"),
        pod("going", deletionTimestamp="now"),
        pod("other", labels={"app": "web"}),
        pod("bare", labels=None),
        {"metadata": {"name": "early", "labels": {"app": "webapp"}}, "status": {}},
    ]
    assert _probes_network.ready_pods(pods, "app=webapp") == [("a", "127.0.0.2"), ("b", "127.0.0.1")]


def test_each_target_has_an_outcome(probe: t.Callable[..., list[Object]], listener: int) -> None:
    assert probe([pod("b"), pod("a", "127.0.0.2")], listener) == [
        {"pod": "a", "address": "127.0.0.2", "port": listener, "outcome": "refused"},
        {"pod": "b", "address": "127.0.0.1", "port": listener, "outcome": "connected"},
    ]


def test_without_a_target_there_is_nothing_to_try(probe: t.Callable[..., list[Object]]) -> None:
    assert probe([pod("a")], 1, to="app=other") == []


def test_the_others_are_let_in_before_it_waits(
    probe: t.Callable[..., list[Object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Shared()
    monkeypatch.setattr(_probes_network, "attempt", lambda *_args: str(shared.under_way.is_set()))
    assert [item["outcome"] for item in probe([pod("a")], 1, shared=shared)] == ["True"]


def test_not_more_than_some_are_tried(probe: t.Callable[..., list[Object]], listener: int) -> None:
    assert len(probe([pod(f"p{number}") for number in range(30)], listener)) == _probes_network.MAX_TARGETS


def test_a_pod_without_a_process_is_absent(
    probe: t.Callable[..., list[Object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_proc, "main_process", lambda *_: None)
    with pytest.raises(Absent):
        probe([pod("a")], 1)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (TimeoutError(), "timeout"),
        (ConnectionRefusedError(), "refused"),
        (OSError(errno.EHOSTUNREACH, "x"), "unreachable"),
        (OSError(errno.ENETUNREACH, "x"), "unreachable"),
    ],
)
def test_outcomes(error: OSError, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: t.Any, **_named: t.Any) -> None:
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)
    assert _probes_network.attempt("192.0.2.1", 5000) == outcome


def test_what_is_no_answer_of_the_network_is_an_error(
    probe: t.Callable[..., list[Object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: t.Any) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(_probes_network, "attempt", fail)
    with pytest.raises(ServiceError, match=r"connecting from Pod client: .*Too many open files"):
        probe([pod("a")], 1)


def test_a_network_that_cannot_be_entered_is_an_error(
    probe: t.Callable[..., list[Object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: pathlib.Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted", str(path))

    monkeypatch.setattr(_probes_network, "enter_network", fail)
    with pytest.raises(ServiceError, match="connecting from Pod client"):
        probe([pod("a")], 1)


def test_a_process_that_has_gone_has_no_network(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        _probes_network.enter_network(tmp_path / "net")


def test_what_is_no_network_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "net").write_text("")
    with pytest.raises(OSError, match=r"Invalid argument|Operation not permitted"):
        _probes_network.enter_network(tmp_path / "net")
