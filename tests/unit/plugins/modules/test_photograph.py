# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import copy
import json
import pathlib
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _camera
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    FILE,
    IMAGE,
    NODE_IMAGE,
    Photograph,
    PhotographError,
    Scope,
)
from ansible_collections.kcna.labs.plugins.modules.photograph import photograph


def arguments(folder: pathlib.Path, **changes: t.Any) -> dict[str, t.Any]:
    return {
        "scope": {"docker": False, "kubernetes": False, "cri": False, "files": [str(folder / "w")]},
        "dest": str(folder / "photographs" / "ex1.json"),
        "force": False,
        "own": None,
        "compare_to": None,
        "kubeconfig": "",
    } | changes


def take(folder: pathlib.Path, *, check_mode: bool = False, **changes: t.Any) -> dict[str, t.Any]:
    return photograph(arguments(folder, **changes), check_mode=check_mode)


def files(result: dict[str, t.Any]) -> list[str]:
    return sorted(pathlib.Path(path).name for path in result["photograph"]["things"][FILE])


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "a.json").write_text("{}")
    return tmp_path


def test_it_is_written_once_and_then_only_read(folder: pathlib.Path) -> None:
    first = take(folder)
    (folder / "w" / "b.csv").write_text("")
    second = take(folder)
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["photograph"] == second["photograph"]
    assert take(folder, force=True)["changed"]
    assert files(take(folder)) == ["a.json", "b.csv", "w"]


def test_check_mode_takes_it_and_writes_nothing(folder: pathlib.Path) -> None:
    result = take(folder, check_mode=True)
    assert result["changed"]
    assert files(result) == ["a.json", "w"]
    assert not (folder / "photographs").exists()


def test_a_comparison_changes_nothing_and_names_what_differs(folder: pathlib.Path) -> None:
    path = arguments(folder)["dest"]
    take(folder)
    assert take(folder, dest=None, compare_to=path)["differences"] == []
    assert take(folder, dest=None, compare_to=path, scope=None)["differences"] == []
    (folder / "w" / "a.json").write_text("[]")
    (folder / "w" / "b.csv").write_text("")
    result = take(folder, dest=None, compare_to=path)
    assert [(item["change"], item["name"]) for item in result["differences"]] == [
        ("changed", f"{folder}/w/a.json"),
        ("added", f"{folder}/w/b.csv"),
    ]
    assert not result["changed"]


def test_there_must_be_something_to_compare_with(folder: pathlib.Path) -> None:
    with pytest.raises(PhotographError, match=r"no photograph .*ex1\.json"):
        take(folder, dest=None, compare_to=arguments(folder)["dest"])


def test_what_the_student_and_other_exercises_made_was_not_there_before(folder: pathlib.Path) -> None:
    workspace = folder / "w"
    own = {"containers": [], "objects": [], "files": [str(workspace / "b.csv")]}
    photographs = folder / "photographs"
    take(folder, dest=str(photographs / "baseline.json"))
    (workspace / "b.csv").write_text("")
    (workspace / "notes").write_text("")
    assert files(take(folder, own=own)) == ["a.json", "notes", "w"]
    (workspace / "later").write_text("")
    assert files(take(folder, own={**own, "files": []}, dest=str(photographs / "ex6.json"))) == [
        "a.json",
        "notes",
        "w",
    ]


def test_a_damaged_neighbour_is_refused_by_name(folder: pathlib.Path) -> None:
    (folder / "photographs").mkdir()
    (folder / "photographs" / "ex2.json").write_text(json.dumps({"schema": 1}))
    with pytest.raises(PhotographError, match=r"ex2\.json is damaged"):
        take(folder, own={"containers": [], "objects": [], "files": []})


def test_an_image_that_has_had_the_name_since_before_the_lab_is_somebody_elses(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    things: dict[str, dict[str, dict[str, t.Any]]] = {
        IMAGE: {
            "sha256:1": {"id": "sha256:1", "tags": ["app:v1", "mine:v1"]},
            "sha256:2": {"id": "sha256:2", "tags": []},
        },
        NODE_IMAGE: {"sha256:3": {"id": "sha256:3", "tags": ["docker.io/library/app:v1"]}},
    }
    scope = Scope(docker=True, cri=True)
    monkeypatch.setattr(_camera, "take", lambda _scope, _kubeconfig: Photograph("now", scope, copy.deepcopy(things)))
    own = {"containers": [], "objects": [], "files": [], "images": ["app:v1", "app:v2"]}
    take(folder, dest=str(folder / "photographs" / "baseline.json"))
    expected = [{"kind": IMAGE, "name": "app:v1"}, {"kind": NODE_IMAGE, "name": "docker.io/library/app:v1"}]
    result = take(folder, own={**own, "node_images": ["docker.io/library/app:v1"]})
    assert result["foreign"] == expected
    assert not result["changed"]
    # the name was given to another image meanwhile: a student has built one
    things[IMAGE]["sha256:1"]["tags"], things[IMAGE]["sha256:2"]["tags"] = ["mine:v1"], ["app:v1"]
    assert take(folder, own=own, check_mode=True)["foreign"] == []


def test_what_stood_under_the_names_before_the_lab_is_somebody_elses(folder: pathlib.Path) -> None:
    own = {"containers": [], "objects": [], "files": [str(folder / "w" / name) for name in ("a.json", "b.csv")]}
    assert take(folder, own=own, check_mode=True)["foreign"] == []  # nobody can tell without a baseline
    take(folder, dest=str(folder / "photographs" / "baseline.json"))
    (folder / "w" / "b.csv").write_text("the student's")
    result = take(folder, own=own)
    assert result["foreign"] == [{"kind": FILE, "name": f"{folder}/w/a.json"}]
    assert not result["changed"]
    assert not (folder / "photographs" / "ex1.json").exists()
