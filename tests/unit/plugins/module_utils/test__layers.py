# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both ways to look into layers, on folders and archives like the daemon's."""

from __future__ import annotations

import gzip
import io
import os
import pathlib
import stat
import tarfile
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _layers


class Forward:
    """A stream that cannot go back, as a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


@pytest.fixture
def layers(tmp_path: pathlib.Path) -> list[pathlib.Path]:
    """Two layers: the second hides a file of the first, and brings traps."""
    low, high = tmp_path / "low", tmp_path / "high"
    for path in (
        "app/app.py",
        "app/.env",
        "app/docs/notes.md",
        "etc/passwd",
        "app/site-packages/flask/app.py",
        "usr/lib/x",
        "debug.log",
        "src/.env",
        "application/x",
        "src/app/y",
    ):
        (low / path).parent.mkdir(parents=True, exist_ok=True)
        (low / path).write_text("x")
    (high / "app").mkdir(parents=True)
    (high / "app" / "evil").symlink_to("/etc")
    os.mkfifo(high / "app" / "pipe")
    (high / "app" / "empty").mkdir()
    return [high, low]


def packed(folder: pathlib.Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.add(folder, arcname="", recursive=True)
    return buffer.getvalue()


def exported(members: dict[str, bytes]) -> t.IO[bytes]:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("c/layer.tar")
        link.type, link.linkname = tarfile.SYMTYPE, "../a/layer.tar"
        archive.addfile(link)
    return t.cast("t.IO[bytes]", Forward(buffer.getvalue()))


EXPECTED = [".env", "app.py", "evil", "pipe", "docs/notes.md"]
BESIDE = ["/debug.log", "/application/x", "/src/.env", "/src/app/y"]


def test_folders(layers: list[pathlib.Path]) -> None:
    names = _layers.Names()
    for layer in layers:
        _layers.in_folder(str(layer), ["app"], names)
    assert names.shallow_first(100) == EXPECTED
    assert names.shallow_first(2) == EXPECTED[:2]


def test_beside_the_folder_what_is_not_the_systems(layers: list[pathlib.Path]) -> None:
    names = _layers.Names()
    for layer in [*layers, layers[0] / "none"]:
        _layers.beside_folder(str(layer), ["app"], names)
        # below the root there is nothing beside it
        _layers.beside_folder(str(layer), [], names)
    assert names.shallow_first(100) == BESIDE


def test_a_hidden_file_is_marked_by_a_device(layers: list[pathlib.Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Making such a device needs rights that a test may not have."""
    real = stat.S_ISCHR
    monkeypatch.setattr(_layers.stat, "S_ISCHR", lambda mode: real(mode) or stat.S_ISFIFO(mode))
    names = _layers.Names()
    _layers.in_folder(str(layers[0]), ["app"], names)
    assert names.paths == {"evil"}


@pytest.mark.parametrize(
    "form",
    [
        lambda data: {"a/layer.tar": data[0], "a/json": b"{}", "b/layer.tar": data[1], "manifest.json": b"[]"},
        lambda data: {
            "blobs/sha256/1": gzip.compress(data[0]),
            "blobs/sha256/2": b'{"config": {}}',
            "blobs/sha256/3": gzip.compress(data[1]),
            "index.json": b"{}",
            "oci-layout": b"{}",
        },
    ],
    ids=["docker archive", "OCI layout"],
)
def test_exports(layers: list[pathlib.Path], form: t.Callable[[list[bytes]], dict[str, bytes]]) -> None:
    names = _layers.Names()
    _layers.in_export(exported(form([packed(layer) for layer in layers])), ["app"], names)
    assert names.paths == {*EXPECTED, *BESIDE}


def test_whiteouts_of_an_archive_are_no_files() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in ("app/.wh..env", "./app/app.py", "usr/app/x", "src/.wh..env"):
            archive.addfile(tarfile.TarInfo(name))
    names = _layers.Names()
    _layers.in_export(exported({"a/layer.tar": buffer.getvalue()}), ["app"], names)
    assert names.paths == {"app.py"}


def test_a_link_on_the_way_is_not_followed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "layer").mkdir()
    (tmp_path / "layer" / "app").symlink_to("/etc")
    names = _layers.Names()
    _layers.in_folder(str(tmp_path / "layer"), ["app"], names)
    _layers.in_folder(str(tmp_path / "none"), ["app"], names)
    assert not names.paths


def test_too_many_entries_are_refused(layers: list[pathlib.Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_layers, "MAX_ENTRIES", 3)
    with pytest.raises(_layers.TooMany, match="more than 3"):
        _layers.in_folder(str(layers[1]), [], _layers.Names())
    with pytest.raises(_layers.TooMany, match="more than 3"):
        _layers.in_export(exported({"a/layer.tar": packed(layers[1])}), [], _layers.Names())


def test_folders_of_an_image(tmp_path: pathlib.Path) -> None:
    upper, low = tmp_path / "u", tmp_path / "l"
    upper.mkdir()
    low.mkdir()
    graph = {"Name": "overlay2", "Data": {"UpperDir": str(upper), "LowerDir": f"{low}:{low}"}}
    assert _layers.folders(graph) == [str(upper), str(low), str(low)]
    assert _layers.folders({**graph, "Name": "btrfs"}) is None
    assert _layers.folders({"Name": "overlay2", "Data": None}) is None
    assert _layers.folders({"Name": "overlay2", "Data": {"UpperDir": str(tmp_path / "gone")}}) is None
