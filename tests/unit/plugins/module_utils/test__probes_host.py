# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import platform
import pwd
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _files, _probes_host
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared

ACCOUNT = pwd.getpwuid(os.getuid()).pw_name
LIMITS = Limits(ACCOUNT, "/k", 1, 1, 1000)


def look(path: str | Path, **words: t.Any) -> dict[str, t.Any]:
    return _probes_host.file({"probe": "file", "path": str(path), **words}, LIMITS, Shared())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path.resolve()


def test_file(folder: Path) -> None:
    path = folder / "a"
    path.write_bytes("日本\x1b[31m".encode() + b"\xff")
    path.chmod(0o640)
    os.utime(path, (0, 1))
    assert look(path) == {
        "type": "file",
        "owner": ACCOUNT,
        "uid": os.getuid(),
        "gid": path.stat().st_gid,
        "inode": path.stat().st_ino,
        "ctime": _files.timestamp(path.stat().st_ctime_ns / 1e9),
        "mode": "0640",
        "size": 12,
        "mtime": "1970-01-01T00:00:01.000000Z",
        "content": "日本\x1b[31m\ufffd",
        "read_only": False,
        "truncated": False,
    }


def test_content_is_bounded(folder: Path) -> None:
    (folder / "a").write_text("x" * 50)
    assert look(folder / "a", max_bytes=10)["content"] == "x" * 10
    assert look(folder / "a", max_bytes=10)["truncated"] is True
    (folder / "b").write_text("x" * 2000)
    assert len(look(folder / "b", max_bytes=5000)["content"]) == LIMITS.max_bytes


@pytest.mark.parametrize("last", ["none", "none/below", "file/below"])
def test_absent(folder: Path, last: str) -> None:
    (folder / "file").touch()
    with pytest.raises(Absent):
        look(folder / last)


def test_a_fifo_does_not_block(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    assert (look(folder / "fifo")["type"], look(folder / "fifo")["content"]) == ("fifo", None)


def test_directory(folder: Path) -> None:
    assert (look(folder)["type"], look(folder)["content"]) == ("directory", None)


@pytest.mark.parametrize("last", ["link", "link/secret"])
def test_links_are_not_followed(folder: Path, last: str) -> None:
    """Root would read for the student what the student may not."""
    (folder / "outside").mkdir()
    (folder / "outside/secret").write_text("secret")
    (folder / "link").symlink_to(folder / "outside")
    assert (look(folder / last)["type"], look(folder / last)["content"]) == ("symlink", None)


def test_link_to_a_file_is_not_followed(folder: Path) -> None:
    (folder / "secret").write_text("secret")
    (folder / "link").symlink_to(folder / "secret")
    assert look(folder / "link")["content"] is None


def test_home_of_the_account() -> None:
    root, parts = _probes_host.start("~student/kcna-lab02/a", ACCOUNT)
    assert (root, parts) == (os.path.realpath(pwd.getpwuid(os.getuid()).pw_dir), ["kcna-lab02", "a"])


@pytest.mark.parametrize("path", ["a", "~root/a", "/a/../b", "~student/../b", "/", "/a/./b", "~student/"])
def test_refused_paths(path: str) -> None:
    with pytest.raises(ServiceError, match="no plain path"):
        look(path)


def test_unknown_account() -> None:
    with pytest.raises(ServiceError, match="no such account"):
        _probes_host.start("~student/a", "no-such-account")


def test_node() -> None:
    node = _probes_host.node({"probe": "node"}, LIMITS, Shared())
    assert node["kernel"] == platform.release()
    assert node["cpus"] == os.cpu_count()
    assert node["memory_bytes"] > 1 << 20
