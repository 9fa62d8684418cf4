# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Images land in a registry's storage tree: blobs under their digest, the tag last."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._registry import blob_path, split_reference, store


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An image as the transport `dir:` writes it; one of its layers occurs twice."""
    folder = tmp_path / "image"
    folder.mkdir()
    for content in (b"config", b"layer one", b"layer two"):
        (folder / digest(content)).write_bytes(content)
    layers = [{"digest": f"sha256:{digest(content)}"} for content in (b"layer one", b"layer two", b"layer one")]
    manifest = {"schemaVersion": 2, "config": {"digest": f"sha256:{digest(b'config')}"}, "layers": layers}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_everything_that_a_server_reads_is_there(image: Path, tmp_path: Path) -> None:
    tree = tmp_path / "registry"
    manifest = (image / "manifest.json").read_bytes()
    found, files = store(image, tree, "docker.io/library/nginx:1.21")
    assert found == f"sha256:{digest(manifest)}"
    for content in (b"config", b"layer one", b"layer two", manifest):
        assert (tree / blob_path(digest(content))).read_bytes() == content
    home = tree / "docker/registry/v2/repositories/library/nginx"
    for content in (b"config", b"layer one", b"layer two"):
        link = home / "_layers/sha256" / digest(content) / "link"
        assert link.read_text(encoding="utf-8") == f"sha256:{digest(content)}"
    for place in (
        "tags/1.21/current",
        f"tags/1.21/index/sha256/{digest(manifest)}",
        f"revisions/sha256/{digest(manifest)}",
    ):
        assert (home / "_manifests" / place / "link").read_text(encoding="utf-8") == found
    assert {file for file in tree.rglob("*") if file.is_file()} == set(files)


def test_a_layer_whose_content_is_not_its_name_makes_no_tag(image: Path, tmp_path: Path) -> None:
    (image / digest(b"layer two")).write_bytes(b"LAYER TWO")
    with pytest.raises(BundleError, match=digest(b"LAYER TWO")):
        store(image, tmp_path / "registry", "docker.io/library/nginx:1.21")
    assert not list((tmp_path / "registry").rglob("tags"))


@pytest.mark.parametrize(
    ("reference", "repository", "tag"),
    [
        ("docker.io/library/nginx:1.21", "library/nginx", "1.21"),
        ("registry.k8s.io/coredns/coredns:v1.14.2", "coredns/coredns", "v1.14.2"),
        ("localhost:5000/app:v1", "app", "v1"),
    ],
)
def test_a_reference_is_split_as_a_mirror_names_it(reference: str, repository: str, tag: str) -> None:
    assert split_reference(reference) == (repository, tag)


@pytest.mark.parametrize("reference", ["nginx:1.21", "docker.io/library/nginx", "docker.io/:1", "library/nginx:1.21"])
def test_a_short_reference_is_refused(reference: str) -> None:
    with pytest.raises(BundleError, match="expected registry/repository:tag"):
        split_reference(reference)
