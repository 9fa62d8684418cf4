# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a bundle are measured, refused by name, and written whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle import _files as files


@pytest.fixture
def artefact(tmp_path: Path) -> files.Artefact:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kubectl").write_bytes(b"program")
    return files.Artefact.of(tmp_path, tmp_path / "bin" / "kubectl")


def test_an_artefact_is_measured(artefact: files.Artefact) -> None:
    assert artefact == files.Artefact("bin/kubectl", hashlib.sha256(b"program").hexdigest(), 7)


def test_an_untouched_file_is_accepted(artefact: files.Artefact, tmp_path: Path) -> None:
    assert not artefact.missing(tmp_path)
    artefact.check(tmp_path, hashes=True)


def test_a_file_of_another_size_is_refused_by_name(artefact: files.Artefact, tmp_path: Path) -> None:
    (tmp_path / "bin" / "kubectl").write_bytes(b"program+")
    with pytest.raises(files.BundleError) as caught:
        artefact.check(tmp_path, hashes=False)
    assert f"{tmp_path}/bin/kubectl is damaged: expected 7 bytes, found 8 bytes" in str(caught.value)
    assert "Delete this file" in str(caught.value)


def test_a_file_of_the_same_size_is_refused_by_its_hash(artefact: files.Artefact, tmp_path: Path) -> None:
    (tmp_path / "bin" / "kubectl").write_bytes(b"PROGRAM")
    artefact.check(tmp_path, hashes=False)
    with pytest.raises(files.BundleError) as caught:
        artefact.check(tmp_path, hashes=True)
    for digest in (hashlib.sha256(b"program").hexdigest(), hashlib.sha256(b"PROGRAM").hexdigest()):
        assert digest in str(caught.value)


def test_a_removed_file_is_missing(artefact: files.Artefact, tmp_path: Path) -> None:
    (tmp_path / "bin" / "kubectl").unlink()
    assert artefact.missing(tmp_path)


def test_a_write_that_fails_keeps_the_old_content(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    files.write_json_atomically(file, {"old": 1})
    (tmp_path / ".manifest.json.new").mkdir()  # the new content cannot be written
    with pytest.raises(OSError, match="Is a directory"):
        files.write_json_atomically(file, {"new": 2})
    assert json.loads(file.read_text(encoding="utf-8")) == {"old": 1}


def test_too_little_space_is_refused_with_figures(tmp_path: Path) -> None:
    files.require_space(tmp_path, 1, "making the bundle")
    with pytest.raises(
        files.NotEnoughSpaceError, match=r"making the bundle needs 999999999 MB .* only \d+ MB are free"
    ):
        files.require_space(tmp_path, 999_999_999, "making the bundle")


def test_the_space_a_folder_takes_is_known(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"x" * 3_000_000)
    assert files.megabytes_in(tmp_path) in {3, 4}
    assert files.megabytes_in(tmp_path / "nothing") == 0
