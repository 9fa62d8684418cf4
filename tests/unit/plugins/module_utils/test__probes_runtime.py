# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure parts; the probes themselves are proven on a real VM and by its recorded snapshots."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_runtime, _process
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared

LIMITS = Limits("student", "/nonexistent", 1, 1, 1000)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        (
            {
                "containerd": {
                    "defaultRuntimeName": "runc",
                    "runtimes": {"runc": {"runtimeType": "io.containerd.runc.v2"}},
                }
            },
            {"name": "runc", "type": "io.containerd.runc.v2", "path": None},
        ),
        (
            {
                "containerd": {
                    "defaultRuntimeName": "c",
                    "runtimes": {"c": {"options": {"BinaryName": "/bin/crun"}}},
                }
            },
            {"name": "c", "type": None, "path": "/bin/crun"},
        ),
        ({"crio": {"default_runtime": "crun"}}, {"name": "crun", "type": None, "path": None}),
    ],
)
def test_default_runtime(config: dict[str, t.Any], expected: dict[str, t.Any]) -> None:
    assert _probes_runtime.oci_runtime({"config": config}) == expected


@pytest.mark.parametrize("answer", [{}, {"config": {"containerd": {}}}, {"config": {"containerd": None}}])
def test_no_default_runtime_is_an_error(answer: dict[str, t.Any]) -> None:
    with pytest.raises(ServiceError, match="no default runtime"):
        _probes_runtime.oci_runtime(answer)


SHOWN = """Id=docker.service
LoadState=loaded
ActiveState=active

Id=crio.service
LoadState=not-found
ActiveState=inactive
"""


def test_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_process, "run", lambda _argv, _timeout: SHOWN)
    found = _probes_runtime.services({"units": ["docker", "crio"]}, LIMITS, Shared())
    assert found == {
        "docker": {"installed": True, "state": "active"},
        "crio": {"installed": False, "state": "inactive"},
    }
    with pytest.raises(ServiceError, match="2 answers to 1 questions"):
        _probes_runtime.services({"units": ["docker"]}, LIMITS, Shared())


@pytest.mark.parametrize("units", [["--all"], ["a/b"], [""], [7], ["x"] * 11])
def test_names_of_services_are_names(units: list[t.Any]) -> None:
    with pytest.raises(ServiceError, match="no list of up to 10 names"):
        _probes_runtime.services({"units": units}, LIMITS, Shared())


@pytest.mark.parametrize("probe", [_probes_runtime.containers, _probes_runtime.images, _probes_runtime.info])
def test_no_crictl_is_an_error(probe: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_process, "SEARCH", "/nonexistent")
    with pytest.raises(ServiceError, match="not installed"):
        probe({}, LIMITS, Shared())


def test_no_kubeconfig_is_an_error() -> None:
    with pytest.raises(ServiceError, match="there is no such file"):
        _probes_runtime.kubelets({}, LIMITS, Shared())
