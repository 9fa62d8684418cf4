# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""On a real file system, with what a hostile container may put there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _tree


def paths(root: Path, *folder: str) -> list[str]:
    return [part.path for part in _tree.parts(str(root), folder)]


def test_files_below_with_beginning_and_end(tmp_path: Path) -> None:
    (tmp_path / "logs" / "old").mkdir(parents=True)
    (tmp_path / "logs" / "app.log").write_text("one\n" + "x" * 200_000 + "\nlast\n")
    (tmp_path / "logs" / "old" / "app.log").write_bytes(b"\xff\x00first\n")
    (tmp_path / "logs" / "empty").write_text("")
    one, other = _tree.parts(str(tmp_path), ["logs"])
    assert (one.path, one.head[:4], one.tail[-5:]) == ("app.log", "one\n", "last\n")
    assert len(one.head) == len(one.tail) == _tree.PART
    assert (other.path, other.head) == ("old/app.log", other.tail)


def test_no_link_and_nothing_but_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("host")
    root = tmp_path / "root"
    (root / "logs").mkdir(parents=True)
    (root / "logs" / "link").symlink_to(tmp_path / "secret")
    (root / "logs" / "folder").symlink_to(tmp_path)
    os.mkfifo(root / "logs" / "pipe")
    (root / "logs" / "good").write_text("x")
    assert paths(root, "logs") == ["good"]
    # the way to the folder may hold links, which stay inside the root
    (root / "var").symlink_to("/logs")
    (root / "out").symlink_to("../../..")
    assert paths(root, "var") == ["good"]
    assert paths(root, "out", "secret") == []


def test_what_is_no_folder_is_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert paths(tmp_path, "none") == paths(tmp_path, "file") == []


def test_it_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path
    for at in range(8):
        (deep / "file").write_text("x")
        deep = deep / f"d{at}"
        deep.mkdir()
    assert len(paths(tmp_path)) == _tree.MAX_DEPTH
    monkeypatch.setattr(_tree, "MAX_FILES", 2)
    assert len(paths(tmp_path)) == 2
    monkeypatch.setattr(_tree, "MAX_ENTRIES", 1)
    assert len(paths(tmp_path)) <= 1


def test_what_the_kernel_makes_up_is_not_read() -> None:
    assert all(not part.path.startswith(("kmsg", "1/")) for part in _tree.parts("/", ["proc"]))
