# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A container's root beside a secret that it must not reach."""
    (tmp_path / "secret").write_text("of the host")
    inside = tmp_path / "root"
    (inside / "etc" / "real").mkdir(parents=True)
    (inside / "etc" / "real" / "app.conf").write_text("debug=true\n")
    return inside


def look(root: Path, path: str, most: int = 100, *, tail: bool = False) -> str | None:
    content = _files.facts(str(root), [part for part in path.split("/") if part], most, tail=tail, follow=True)
    return content["content"]


def test_links_as_a_configmap_volume_has_them(root: Path) -> None:
    (root / "etc" / "..data").symlink_to("real")
    (root / "etc" / "app.conf").symlink_to("..data/app.conf")
    assert look(root, "/etc/app.conf") == "debug=true\n"


def test_an_absolute_link_begins_at_the_containers_root(root: Path) -> None:
    (root / "link").symlink_to("/etc/real/app.conf")
    assert look(root, "/link") == "debug=true\n"


@pytest.mark.parametrize("target", ["../secret", "../../../../../../secret", "/../secret", "etc/../../secret"])
def test_no_link_leads_out(root: Path, target: str) -> None:
    (root / "link").symlink_to(target)
    with pytest.raises(_files.Missing):
        look(root, "/link")


def test_no_folder_link_leads_out(root: Path) -> None:
    (root / "out").symlink_to(root.parent)
    with pytest.raises(_files.Missing):
        look(root, "/out/secret")


def test_a_circle_of_links_ends(root: Path) -> None:
    (root / "one").symlink_to("two")
    (root / "two").symlink_to("one")
    with pytest.raises(_files.Missing):
        look(root, "/one")


def test_a_fifo_is_not_opened(root: Path) -> None:
    os.mkfifo(root / "pipe")
    found = _files.facts(str(root), ["pipe"], 10, follow=True)
    assert (found["type"], found["content"]) == ("fifo", None)


def test_what_the_kernel_makes_up_is_not_read() -> None:
    """The student may link a log to /proc/kmsg, whose end never comes."""
    found = _files.facts("/", ["proc", "kmsg"], 10, follow=True)
    assert (found["type"], found["content"]) == ("file", None)


def test_below_a_file_there_is_nothing(root: Path) -> None:
    with pytest.raises(_files.Missing):
        look(root, "/etc/real/app.conf/more")


@pytest.mark.parametrize(
    ("tail", "content", "truncated"), [(False, "0123", True), (True, "6789", True), (None, "0123456789", False)]
)
def test_beginning_and_end(root: Path, tail: bool | None, content: str, truncated: bool) -> None:
    (root / "log").write_text("0123456789")
    found = _files.facts(str(root), ["log"], 10 if tail is None else 4, tail=bool(tail), follow=True)
    assert (found["content"], found["truncated"]) == (content, truncated)


def test_facts(root: Path) -> None:
    path = root / "etc" / "real" / "app.conf"
    path.chmod(0o755)
    os.utime(path, (1, 1))
    found = _files.facts(str(root), ["etc", "real", "app.conf"], 10)
    stat = path.stat()
    assert found["mode"] == "0755"
    assert (found["uid"], found["gid"], found["inode"], found["size"]) == (
        stat.st_uid,
        stat.st_gid,
        stat.st_ino,
        stat.st_size,
    )
    assert found["mtime"] == "1970-01-01T00:00:01.000000Z"


def test_a_file_of_a_read_only_mount_tells() -> None:
    """/sys shows the kernel's own; what matters is how it is mounted."""
    flags = dict.fromkeys(("/sys", "/proc", "/"), False)
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        words = line.split()
        if words[4] in flags:
            flags[words[4]] = "ro" in words[5].split(",")
    assert {path: _files.facts(path, [], 10)["read_only"] for path in flags} == flags


def test_a_folder_that_a_start_made_says_so(root: Path) -> None:
    assert "labels" not in _files.facts(str(root), ["etc"], 10)
    os.setxattr(root / "etc", _files.SEEDED, b"ex2")
    assert _files.facts(str(root), ["etc"], 10)["labels"] == {"kcna.labs/seeded": "ex2"}
