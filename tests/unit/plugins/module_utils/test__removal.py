# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file part, on a real file system. Docker, Kubernetes and the node are proved by molecule on a real VM."""

from __future__ import annotations

import pathlib

from ansible_collections.kcna.labs.plugins.module_utils import _removal
from ansible_collections.kcna.labs.plugins.module_utils._photograph import FILE
from ansible_collections.kcna.labs.plugins.module_utils._selection import Kept, Plan, Removal, Request, World


def request(folder: pathlib.Path) -> Request:
    workspace = str(folder / "w")
    return Request("ex1", workspace=workspace, files=("a", "b", "sub"), directories_if_empty=(workspace,))


def test_only_what_is_asked_for_is_looked_at(tmp_path: pathlib.Path) -> None:
    (tmp_path / "w" / "sub").mkdir(parents=True)
    for name in ("a", "other"):
        (tmp_path / "w" / name).write_text("")
    workspace = str(tmp_path / "w")
    assert _removal.look(request(tmp_path), _removal.Services("")) == World(
        files={f"{workspace}/a": "file", f"{workspace}/sub": "directory"},
        directories={workspace: (f"{workspace}/a", f"{workspace}/other", f"{workspace}/sub")},
    )


def test_what_was_put_in_meanwhile_keeps_the_folder(tmp_path: pathlib.Path) -> None:
    workspace = tmp_path / "w"
    workspace.mkdir()
    for name in ("a", "late"):
        (workspace / name).write_text("")
    plan = Plan([Removal(FILE, f"{workspace}/a"), Removal(FILE, f"{workspace}/b"), Removal(FILE, str(workspace))])
    assert list(_removal.carry_out(plan, request(tmp_path), _removal.Services(""), 1)) == [
        plan.removals[0],
        plan.removals[1],
        Kept(FILE, str(workspace), "is not empty"),
    ]
    assert [entry.name for entry in workspace.iterdir()] == ["late"]


def test_a_directory_of_the_node_goes_with_its_content(tmp_path: pathlib.Path) -> None:
    data = tmp_path / "data"
    (data / "deep").mkdir(parents=True)
    asked = Request("ex7", host_directories=(str(data), str(tmp_path / "absent")))
    assert _removal.look(asked, _removal.Services("")) == World(host_directories={str(data): "directory"})
    removal = Removal(FILE, str(data), detail="directory with its content")
    assert list(_removal.carry_out(Plan([removal]), asked, _removal.Services(""), 1)) == [removal]
    assert not data.exists()


def test_labels_that_a_container_has_from_its_image_are_not_its_own() -> None:
    labels = {"kcna.labs/exercise": "ex3", "kcna.labs/seeded": "ex4", "a": "b"}
    inherited = {"kcna.labs/seeded": "ex4", "kcna.labs/exercise": "ex4"}
    assert _removal.own_labels(labels, inherited) == {"kcna.labs/exercise": "ex3", "a": "b"}
