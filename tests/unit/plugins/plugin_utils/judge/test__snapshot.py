# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import (
    Observation,
    Snapshot,
    SnapshotError,
    load,
)

PROBE = {"key": "k", "status": "ok", "value": 1}


def seen(*exercises: str, started: str = "t1") -> Observation:
    return Observation(list(exercises), started, 0.5, {"kernel": "6"}, [PROBE], {"ex1.a": 1.5})


SNAPSHOT = Snapshot("lab02", "student01", "run1", [seen("ex1", "ex6")])


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_round_trip(tmp_path: Path) -> None:
    assert load(write(tmp_path / "a", json.dumps(SNAPSHOT.as_dict()))) == SNAPSHOT


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_truncated_is_refused_by_name(tmp_path: Path, share: float) -> None:
    text = json.dumps(SNAPSHOT.as_dict())
    path = write(tmp_path / "student01.snapshot.json", text[: int(len(text) * share)])
    with pytest.raises(SnapshotError, match=r"student01\.snapshot\.json: no whole JSON file"):
        load(path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 2}, "no snapshot of schema 1"),
        ({"student": None}, "student is missing"),
        ({"run": ""}, "run is missing"),
        ({"observations": []}, "no observation"),
        ({"observations": ["x"]}, "is no object"),
        ({"observations": [{"exercises": []}]}, "started is missing"),
        ({"observations": [{**SNAPSHOT.as_dict()["observations"][0], "probes": [{}]}]}, "no key or no status"),
        (
            {"observations": [{**SNAPSHOT.as_dict()["observations"][0], "probes": [{"key": "k", "status": "well"}]}]},
            "no key or no status",
        ),
    ],
)
def test_refused(tmp_path: Path, change: dict[str, t.Any], reason: str) -> None:
    path = write(tmp_path / "a", json.dumps({**SNAPSHOT.as_dict(), **change}))
    with pytest.raises(SnapshotError, match=reason) as info:
        load(path)
    assert str(path) in str(info.value)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="No such file"):
        load(tmp_path / "none")


def test_a_later_look_replaces_its_exercises_only() -> None:
    later = seen("ex6", started="t2")
    both = SNAPSHOT.with_observation(later)
    assert [(item.exercises, item.started) for item in both.observations] == [(["ex1"], "t1"), (["ex6"], "t2")]
    all_again = both.with_observation(seen("ex1", "ex6", started="t3"))
    assert [item.started for item in all_again.observations] == ["t3"]
