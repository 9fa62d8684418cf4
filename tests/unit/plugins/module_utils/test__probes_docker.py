# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure parts; the probes themselves are proven on a real VM and by its recorded snapshots."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_docker
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"memory_stats": {"usage": 100, "stats": {"total_inactive_file": 30}}}, 70),
        ({"memory_stats": {"usage": 100, "stats": {"inactive_file": 40}}}, 60),
        ({"memory_stats": {"usage": 100, "stats": {"inactive_file": 10, "total_inactive_file": 30}}}, 70),
        ({"memory_stats": {"usage": 10, "stats": {"inactive_file": 40}}}, 10),
        ({"memory_stats": {}}, None),
        ({}, None),
    ],
)
def test_memory_is_without_page_cache(answer: dict[str, t.Any], expected: int | None) -> None:
    assert _probes_docker.memory(answer) == expected


def test_container_keeps_no_value_of_the_environment() -> None:
    kept = _probes_docker.container(
        {
            "Id": "i",
            "Name": "/web",
            "Created": "c",
            "Image": "sha256:a",
            "RestartCount": 0,
            "State": {"Status": "running", "Running": True, "Pid": 12},
            "Config": {"Env": ["TOKEN=secret", "EMPTY="], "Labels": {"a": "b"}},
            "HostConfig": {},
            "NetworkSettings": {},
        }
    )
    assert kept["Name"] == "web"
    assert kept["Config"]["EnvNames"] == ["TOKEN", "EMPTY"]
    assert "secret" not in repr(kept)


def test_image_without_layers() -> None:
    assert _probes_docker.image({"Id": "i", "RootFS": {"Type": "layers"}, "Config": None})["RootFS"] == {"Layers": []}


def test_too_many_objects_are_an_error_not_a_part() -> None:
    with pytest.raises(ServiceError, match="3 images, more than the 2"):
        _probes_docker.bounded([{}, {}, {}], 2, "images")


@pytest.mark.parametrize("probe", [_probes_docker.containers, _probes_docker.top, _probes_docker.stats])
def test_no_docker_is_an_error(probe: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_probes_docker, "SOCKET", "/nonexistent/docker.sock")
    with pytest.raises(ServiceError, match=r"Docker .*nothing is listening"):
        probe({}, Limits("student", "/k", 1, 1, 1000), Shared())
