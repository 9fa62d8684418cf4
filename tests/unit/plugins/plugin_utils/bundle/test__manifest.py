# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifest says what is missing and why, refuses what is damaged, and survives a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import Artefact, BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._manifest import Entry, Manifest, StoredImage


def entry(root: Path, path: str, key: str = "k1") -> Entry:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(path, encoding="utf-8")
    image = StoredImage("docker.io/library/nginx:1.21", "sha256:1", standin=True, replaces="nginx:1.21")
    return Entry(key, "2026-01-01T00:00:00+00:00", 1.5, [Artefact.of(root, file)], [image])


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    made = Manifest(tmp_path)
    made.create()
    made.register("tools", entry(tmp_path, "bin/kubectl"))
    return made


def test_what_was_registered_is_read_again(manifest: Manifest) -> None:
    again = Manifest(manifest.folder)
    assert again.parts == manifest.parts
    assert again.state("tools", "k1", hashes=True) == ""
    assert again.parts["tools"].size_bytes == len("bin/kubectl")


def test_the_reason_for_making_a_part_is_named(manifest: Manifest) -> None:
    assert manifest.state("images", "k1", hashes=True) == "not made yet"
    assert manifest.state("tools", "k2", hashes=True) == "its recipe changed"
    (manifest.folder / "bin/kubectl").unlink()
    assert manifest.state("tools", "k1", hashes=True) == "bin/kubectl is missing"


def test_a_damaged_file_is_refused(manifest: Manifest) -> None:
    (manifest.folder / "bin/kubectl").write_text("BIN/KUBECTL", encoding="utf-8")
    with pytest.raises(BundleError, match="bin/kubectl is damaged"):
        manifest.state("tools", "k1", hashes=True)


def test_a_folder_with_foreign_files_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(BundleError, match=r"is not empty, yet holds no manifest\.json"):
        Manifest(tmp_path)


@pytest.mark.parametrize(
    "content", ["", '{"schema": 1, "par', "[]", '{"schema": 1}', '{"schema": 1, "parts": {"a": {}}}']
)
def test_a_broken_manifest_is_refused_by_name(manifest: Manifest, content: str) -> None:
    manifest.file.write_text(content, encoding="utf-8")
    with pytest.raises(BundleError, match=r"manifest\.json cannot be read"):
        Manifest(manifest.folder)


def test_a_manifest_of_another_schema_is_refused(manifest: Manifest) -> None:
    manifest.file.write_text('{"schema": 2, "parts": {}}', encoding="utf-8")
    with pytest.raises(BundleError, match="schema 2, expected 1"):
        Manifest(manifest.folder)


def test_sweeping_removes_old_parts_and_unlisted_files_but_nothing_foreign(manifest: Manifest) -> None:
    manifest.register("old", entry(manifest.folder, "wheels/old.whl"))
    entry(manifest.folder, "registry/left-by-a-crash")
    entry(manifest.folder, "notes/mine.txt")
    manifest.sweep(["tools"])
    left = {str(file.relative_to(manifest.folder)) for file in manifest.folder.rglob("*") if file.is_file()}
    assert left == {"manifest.json", "bin/kubectl", "notes/mine.txt"}
    assert list(Manifest(manifest.folder).parts) == ["tools"]
