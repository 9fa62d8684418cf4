# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import pathlib
import subprocess

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


# --- a directory with its content -------------------------------------------------------------------------------------


def test_a_directory_goes_with_everything_in_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "data" / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "file").write_text("")
    os.mkfifo(tmp_path / "data" / "pipe")
    (tmp_path / "data2").mkdir()
    assert _folder.remove_tree(str(tmp_path), "data")
    assert [entry.name for entry in tmp_path.iterdir()] == ["data2"]
    assert _folder.remove_tree(str(tmp_path), "data"), "a second time there is nothing to do"


def test_links_in_a_directory_go_and_what_they_lead_to_stays(tmp_path: pathlib.Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    data = tmp_path / "data"
    data.mkdir()
    (data / "folder").symlink_to(outside)
    (data / "file").symlink_to(outside / "file")
    (data / "up").symlink_to("..")
    (data / "hard").hardlink_to(outside / "file")
    assert _folder.remove_tree(str(tmp_path), "data")
    assert not data.exists()
    assert (outside / "file").read_text() == "kept"


def test_a_link_in_place_of_the_directory_goes_alone(tmp_path: pathlib.Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_text("kept")
    (tmp_path / "data").symlink_to("outside")
    assert _folder.remove_tree(str(tmp_path), "data")
    assert not (tmp_path / "data").is_symlink()
    assert (tmp_path / "outside" / "file").read_text() == "kept"


def test_nothing_goes_behind_a_link_in_place_of_the_folder_above(tmp_path: pathlib.Path) -> None:
    (tmp_path / "outside" / "data").mkdir(parents=True)
    (tmp_path / "linked").symlink_to("outside")
    assert _folder.remove_tree(str(tmp_path / "linked"), "data")
    assert (tmp_path / "outside" / "data").is_dir()


def test_a_directory_swapped_for_a_link_while_it_is_emptied_leads_nowhere(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between the look at an entry and its opening is the one an attacker waits for."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    inner = tmp_path / "data" / "inner"
    inner.mkdir(parents=True)
    real = os.open

    def swapped(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == "inner" and not inner.is_symlink():
            inner.rmdir()
            inner.symlink_to(outside)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(OSError, match="symbolic link"):
        _folder.remove_tree(str(tmp_path), "data")
    assert (outside / "file").read_text() == "kept"


def test_a_directory_that_is_filled_meanwhile_is_told(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    real = os.rmdir

    def late(path: str, *, dir_fd: int | None = None) -> None:
        (data / "late").write_text("")
        real(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rmdir", late)
    assert not _folder.remove_tree(str(tmp_path), "data")


def test_a_directory_nested_without_end_is_refused_with_the_next_step(tmp_path: pathlib.Path) -> None:
    (tmp_path / "data").mkdir()
    descriptor = os.open(tmp_path / "data", os.O_RDONLY)
    for _level in range(1200):
        os.mkdir("d", dir_fd=descriptor)
        deeper = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = deeper
    os.close(descriptor)
    with pytest.raises((_folder.FolderError, OSError), match=r"nested too deeply|Too many open files"):
        _folder.remove_tree(str(tmp_path), "data")
    subprocess.run(["rm", "-r", str(tmp_path / "data")], check=True)


def test_mounts_are_seen(tmp_path: pathlib.Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "28 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        "36 35 0:5 / /tmp rw - tmpfs tmpfs rw\n"
        "37 36 8:1 /home /tmp/data/in\\040side rw - ext4 /dev/sda1 rw\n"
    )
    seen = {path: _folder.holds_mount(path, str(mounts)) for path in ("/tmp", "/tmp/data", "/tmp/data/in", "/tmp/dat")}  # noqa: S108
    assert list(seen.values()) == [True, True, False, False]
    assert not _folder.holds_mount(str(tmp_path))
