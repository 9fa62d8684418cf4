# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os
import pathlib
import stat

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _photograph
from ansible_collections.kcna.labs.plugins.module_utils._photograph import (
    CONTAINER,
    FILE,
    IMAGE,
    NODE_IMAGE,
    Photograph,
    PhotographError,
    Scope,
    Things,
)

ALL = Scope(docker=True, kubernetes=True, cri=True, files=("/home/student",))
WORKSPACE = "/home/student/kcna-lab02"


def photo(things: Things, scope: Scope = ALL) -> Photograph:
    return Photograph("2026-01-31T09:00:00+00:00", scope, things)


def test_added_removed_and_changed_are_told_apart() -> None:
    before = photo({CONTAINER: {"a": {"id": "1", "state": "running"}, "b": {"id": "2", "state": "running"}}})
    after = photo({CONTAINER: {"b": {"id": "2", "state": "exited"}, "c": {"id": "3", "state": "running"}}})
    assert [tuple(found) for found in _photograph.differences(before, after)] == [
        (CONTAINER, "a", "removed", "id 1, state running"),
        (CONTAINER, "b", "changed", "state running -> exited"),
        (CONTAINER, "c", "added", "id 3, state running"),
    ]


def test_a_kind_that_is_new_or_gone_is_a_difference() -> None:
    widget: Things = {"example.com/v1 Widget": {"ns/w": {"id": "1"}}}
    assert [found.change for found in _photograph.differences(photo({}), photo(widget))] == ["added"]
    assert [found.change for found in _photograph.differences(photo(widget), photo({}))] == ["removed"]


def test_an_image_is_called_by_its_tags() -> None:
    before = photo({IMAGE: {"1": {"id": "1", "tags": ["nginx:1.21"]}, "2": {"id": "2", "tags": []}}})
    assert [found.name for found in _photograph.differences(before, photo({IMAGE: {}}))] == ["nginx:1.21", "2"]


def test_a_digest_is_named_and_not_shown() -> None:
    before = photo({"v1 Pod": {"ns/p": {"id": "1", "spec": "#aa"}}})
    after = photo({"v1 Pod": {"ns/p": {"id": "1", "spec": "#bb"}}})
    assert _photograph.differences(before, after)[0].detail == "spec"


def test_equal_photographs_have_no_difference() -> None:
    things: Things = {CONTAINER: {"a": {"id": "1"}}, FILE: {WORKSPACE: {"id": ""}}}
    assert _photograph.differences(photo(things), photo(json.loads(json.dumps(things)))) == []


def test_another_scope_cannot_be_compared() -> None:
    with pytest.raises(PhotographError, match="another scope"):
        _photograph.differences(photo({}), photo({}, Scope(docker=True)))


@pytest.mark.parametrize(
    ("kind", "name", "covered"),
    [
        (FILE, "/home/student", True),
        (FILE, "/home/student/x", True),
        (FILE, "/home/student.old/x", False),
        (CONTAINER, "a", False),
        (NODE_IMAGE, "sha256:1", False),
        ("v1 Pod", "ns/p", True),
    ],
)
def test_scope_covers_what_would_be_in_the_photograph(kind: str, name: str, covered: bool) -> None:
    assert Scope(kubernetes=True, files=("/home/student/",)).covers(kind, name) is covered


def test_what_the_student_did_before_the_first_start_is_left_out() -> None:
    now = photo({CONTAINER: {"compare-alpine": {"id": "1"}, "other": {"id": "2"}}})
    found = _photograph.before_the_lab(now, {(CONTAINER, "compare-alpine")}, photo({}), [])
    assert found.things == {CONTAINER: {"other": {"id": "2"}}}


def test_an_own_name_that_the_baseline_holds_stays_in() -> None:
    now = photo({CONTAINER: {"compare-alpine": {"id": "1"}}})
    assert _photograph.before_the_lab(now, {(CONTAINER, "compare-alpine")}, now, []).things == now.things


def test_without_a_baseline_that_can_tell_nothing_is_left_out() -> None:
    now = photo({CONTAINER: {"compare-alpine": {"id": "1"}}})
    own = {(CONTAINER, "compare-alpine")}
    assert _photograph.before_the_lab(now, own, None, []).things == now.things
    assert _photograph.before_the_lab(now, own, photo({}, Scope(kubernetes=True)), []).things == now.things


def test_what_another_exercise_brought_since_its_start_is_left_out() -> None:
    now = photo({FILE: {WORKSPACE: {"id": ""}, "/home/student": {"id": ""}}, IMAGE: {"sha256:1": {"id": "sha256:1"}}})
    ex1 = photo({FILE: {"/home/student": {"id": ""}}})
    assert _photograph.before_the_lab(now, set(), photo({}), [ex1]).things == {
        FILE: {"/home/student": {"id": ""}},
        IMAGE: {},
    }
    docker_only = photo({}, Scope(docker=True))
    assert _photograph.before_the_lab(now, set(), photo({}), [docker_only]).things[FILE] == now.things[FILE]


def test_saved_for_root_only_and_read_back(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "photographs" / "ex1.json"
    kept = photo({CONTAINER: {"a": {"id": "1", "state": "running"}}})
    old_mask = os.umask(0)
    try:
        _photograph.save(kept, str(path))
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert _photograph.load(str(path)) == kept
    assert [entry.name for entry in path.parent.iterdir()] == ["ex1.json"]


def test_no_file_is_no_photograph(tmp_path: pathlib.Path) -> None:
    assert _photograph.load(str(tmp_path / "ex1.json")) is None


@pytest.mark.parametrize(
    "content",
    [
        '{"schema": 1, "things"',
        "[]",
        '{"schema": 2}',
        '{"schema": 1, "taken": "x", "scope": {"docker": true, "files": []}}',
        '{"schema": 1, "taken": "x", "scope": {"unknown": true, "files": []}, "things": {}}',
        '{"schema": 1, "taken": "x", "scope": {"files": []}, "things": {"docker container": {"a": {"id": 1}}}}',
        '{"schema": 1, "taken": "x", "scope": {"files": []}, "things": {"docker container": {"a": {}}}}',
        '{"schema": 1, "taken": "x", "scope": {"files": []}, "things": []}',
    ],
)
def test_a_damaged_photograph_is_refused_by_name(tmp_path: pathlib.Path, content: str) -> None:
    path = tmp_path / "ex1.json"
    path.write_text(content)
    with pytest.raises(PhotographError, match=r"ex1\.json (is damaged|cannot be read).*Remove .*ex1\.json"):
        _photograph.load(str(path))


def test_a_photograph_that_cannot_be_written_leaves_nothing(tmp_path: pathlib.Path) -> None:
    (tmp_path / "ex1.json").mkdir()
    with pytest.raises(PhotographError, match="cannot be written"):
        _photograph.save(photo({}), str(tmp_path / "ex1.json"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["ex1.json"]
