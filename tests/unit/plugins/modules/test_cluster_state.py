# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pathlib

import pytest
from ansible_collections.kcna.labs.plugins.modules import cluster_state


@pytest.mark.parametrize(
    ("conditions", "ready"),
    [
        ([{"type": "MemoryPressure", "status": "False"}, {"type": "Ready", "status": "True"}], True),
        ([{"type": "Ready", "status": "False"}], False),
        ([{"type": "Ready", "status": "Unknown"}], False),
        ([], False),
    ],
)
def test_node_ready(conditions: list[dict[str, str]], ready: bool) -> None:
    assert cluster_state.node_ready({"status": {"conditions": conditions}}) is ready


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_damaged_marker_is_none(tmp_path: pathlib.Path, content: str) -> None:
    marker = tmp_path / "student-vm.json"
    marker.write_text(content)
    assert cluster_state.read_marker(str(marker)) is None


def test_a_marker_is_read(tmp_path: pathlib.Path) -> None:
    marker = tmp_path / "student-vm.json"
    marker.write_text('{"schema": 1, "key": "k"}')
    assert cluster_state.read_marker(str(marker)) == {"schema": 1, "key": "k"}
    assert cluster_state.read_marker(str(tmp_path / "none")) is None
