# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file part, on a real file system. Docker, Kubernetes and the node are proved by molecule on a real VM."""

from __future__ import annotations

import os
import pathlib

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _camera
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._photograph import FILE, PhotographError, Scope


def test_everything_below_a_folder_but_what_tools_write(tmp_path: pathlib.Path) -> None:
    for name in ("w/a", ".kube/config", ".kube/cache/http/x", ".ansible/tmp/y", ".bash_history"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "w" / "link").symlink_to("/etc")
    (tmp_path / "w" / "dangling").symlink_to("nowhere")
    taken = _camera.take(Scope(files=(str(tmp_path),)), "")
    shown = {os.path.relpath(path, tmp_path): thing["type"] for path, thing in taken.things[FILE].items()}
    assert shown == {
        ".": "directory",
        "w": "directory",
        "w/a": "file",
        "w/link": "link",
        "w/dangling": "link",
        ".kube": "directory",
        ".kube/config": "file",
    }


def test_a_folder_that_is_not_there_is_not_in_it(tmp_path: pathlib.Path) -> None:
    assert _camera.take(Scope(files=(str(tmp_path / "w"),)), "").things == {FILE: {}}


def test_too_many_files_are_refused(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_camera, "MAX_FILES", 2)
    for name in "ab":
        (tmp_path / name).write_text("")
    with pytest.raises(PhotographError, match=f"more than 2 files below {tmp_path}"):
        _camera.take(Scope(files=(str(tmp_path),)), "")


def test_a_cluster_that_cannot_be_reached_is_an_error_and_no_empty_photograph(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ServiceError, match=r"absent\.conf"):
        _camera.take(Scope(kubernetes=True), str(tmp_path / "absent.conf"))


def test_nothing_in_scope_is_an_empty_photograph() -> None:
    assert _camera.take(Scope(), "").things == {}


def test_a_link_in_place_of_a_folder_is_a_link_and_nothing_behind_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "data").symlink_to("/etc")
    taken = _camera.take(Scope(files=(str(tmp_path / "data"),)), "")
    assert {path: thing["type"] for path, thing in taken.things[FILE].items()} == {str(tmp_path / "data"): "link"}
