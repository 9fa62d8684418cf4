# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import pathlib

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _folder


def test_a_link_as_workspace_is_refused_with_its_target(tmp_path: pathlib.Path) -> None:
    (tmp_path / "w").symlink_to("/etc")
    with pytest.raises(_folder.FolderError, match=r"w is a symbolic link to /etc: nothing was removed"):
        _folder.refuse_link(str(tmp_path / "w"))
    _folder.refuse_link(str(tmp_path))
    _folder.refuse_link(str(tmp_path / "absent"))


def test_kinds(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner").write_text("")
    os.mkfifo(tmp_path / "pipe")
    root = str(tmp_path)
    names = ["file", "link", "folder", "pipe", "absent", "folder/inner", "file/x", "absent/x"]
    assert [_folder.kind_of(root, name) for name in names] == [
        "file",
        "link",
        "directory",
        "special",
        None,
        "file",
        None,
        None,
    ]
    assert _folder.kind_of(str(tmp_path / "absent"), "file") is None


def test_removing_a_link_keeps_what_it_points_to(tmp_path: pathlib.Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "link").symlink_to(tmp_path / "target")
    _folder.remove(str(tmp_path / "w"), "link")
    assert list((tmp_path / "w").iterdir()) == []
    assert (tmp_path / "target").read_text() == "kept"


def test_no_way_leads_through_a_link(tmp_path: pathlib.Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "folder").symlink_to(outside)
    (tmp_path / "linked").symlink_to(tmp_path / "w")
    assert _folder.kind_of(str(tmp_path / "w"), "folder/file") is None
    _folder.remove(str(tmp_path / "w"), "folder/file")
    _folder.remove(str(tmp_path / "linked"), "folder")
    assert (outside / "file").read_text() == "kept"
    assert (tmp_path / "w" / "folder").is_symlink()
    assert _folder.entries(str(tmp_path / "linked")) is None


def test_a_file_that_is_gone_already_is_no_error(tmp_path: pathlib.Path) -> None:
    _folder.remove(str(tmp_path), "absent")
    assert _folder.remove_empty(str(tmp_path / "absent"))


def test_only_an_empty_directory_goes(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "notes").write_text("")
    assert _folder.entries(str(folder)) == (str(folder / "notes"),)
    assert not _folder.remove_empty(str(folder))
    (folder / "notes").unlink()
    assert _folder.remove_empty(str(folder))
    assert not folder.exists()
