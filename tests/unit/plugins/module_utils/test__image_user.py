# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""As whom an image runs, from folders and archives like the daemon's."""

from __future__ import annotations

import io
import json
import os
import pathlib
import stat
import tarfile
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _image_user, _layers

BASE = b"root:x:0:0:root:/root:/bin/bash\nappuser:x:1000:1000::/home/appuser:/bin/sh\n"
ADDED = BASE + b"toor:x:0:0::/root:/bin/sh\n1000:x:0:0::/root:/bin/sh\n\nshort:x\nodd:x:one:1::/:/\n"


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ("", 0),
        (":appuser", 0),
        ("root", 0),
        ("appuser", 1000),
        ("appuser:0", 1000),
        ("toor", 0),
        ("0", 0),
        ("00", 0),
        ("+0", 0),
        # digits are a number, also where they are a name
        ("1000", 1000),
        ("10001:0", 10001),
        ("ghost", None),
        ("short", None),
        ("odd", None),
    ],
)
def test_number(user: str, expected: int | None) -> None:
    assert _image_user.uid(user, lambda: ADDED) == expected


def test_an_image_without_a_list() -> None:
    assert _image_user.uid("appuser", lambda: None) is None


@pytest.mark.parametrize("user", ["10001", "0:0", "", ":appuser"])
def test_the_list_is_read_for_a_name_alone(user: str) -> None:
    def read() -> bytes:
        raise AssertionError

    assert isinstance(_image_user.uid(user, read), int)


@pytest.fixture
def layers(tmp_path: pathlib.Path) -> list[str]:
    """Three layers, the last one first: that one says nothing of users, the next adds some."""
    for name, text in (("top", None), ("middle", ADDED), ("base", BASE)):
        (tmp_path / name / "etc").mkdir(parents=True)
        if text is not None:
            (tmp_path / name / "etc" / "passwd").write_bytes(text)
    (tmp_path / "empty").mkdir()
    return [str(tmp_path / name) for name in ("empty", "top", "middle", "base")]


def test_the_last_layer_that_has_the_list_counts(layers: list[str]) -> None:
    assert _image_user.in_folders(layers) == ADDED
    assert _image_user.in_folders(layers[3:]) == BASE
    assert _image_user.in_folders(layers[:2]) is None


def test_a_list_that_was_removed(layers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Making the device that says so needs rights that a test may not have."""
    os.mkfifo(f"{layers[1]}/etc/passwd")
    monkeypatch.setattr(_layers, "hides", lambda facts: stat.S_ISFIFO(facts.st_mode))
    assert _image_user.in_folders(layers) is None


@pytest.mark.parametrize("trap", ["link", "folder behind a link", "pipe", "directory", "large"])
def test_what_is_no_plain_file_is_refused(layers: list[str], tmp_path: pathlib.Path, trap: str) -> None:
    passwd = tmp_path / "top" / "etc" / "passwd"
    if trap == "link":
        passwd.symlink_to("/etc/passwd")
    elif trap == "folder behind a link":
        (tmp_path / "empty" / "etc").symlink_to("/etc")
    elif trap == "pipe":
        os.mkfifo(passwd)
    elif trap == "directory":
        passwd.mkdir()
    else:
        passwd.write_bytes(b"x" * (_image_user.MAX_BYTES + 1))
    with pytest.raises(_image_user.NotPlain, match="/etc/passwd of the image"):
        _image_user.in_folders(layers)


def archive(members: t.Mapping[str, bytes | None]) -> bytes:
    """An archive with these files; None stands for a symbolic link."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as writing:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            if data is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/elsewhere"
                writing.addfile(member)
            else:
                member.size = len(data)
                writing.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def exported(**layers: bytes) -> t.IO[bytes]:
    """As the daemon exports it: layers in any order, the manifest last, which has the base first."""
    manifest = json.dumps([{"Layers": ["base", "middle", "top"]}]).encode()
    return io.BytesIO(archive({**layers, "config.json": b"{}", "manifest.json": manifest}))


def test_exports() -> None:
    nothing, removed = archive({"app.py": b""}), archive({"etc/.wh.passwd": b""})
    base, middle = archive({"./etc/passwd": BASE}), archive({"etc/passwd": ADDED, "usr/etc/passwd": b"x"})
    assert _image_user.in_export(exported(middle=middle, top=nothing, base=base)) == ADDED
    assert _image_user.in_export(exported(top=nothing, base=base)) == BASE
    assert _image_user.in_export(exported(top=removed, middle=middle, base=base)) is None
    with pytest.raises(_image_user.NotPlain):
        _image_user.in_export(exported(top=archive({"etc/passwd": None}), base=base))
