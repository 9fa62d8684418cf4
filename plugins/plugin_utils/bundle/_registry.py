# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Put images into the storage tree that a registry server reads. Private to the collection.

The tree is laid out as in distribution's registry/storage/paths.go. Writing it directly needs neither a server nor a
free port, and makes storing an image atomic: blobs come first, and the tag that makes them visible last.
"""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError, sha256_of, write_atomically

_V2 = Path("docker/registry/v2")


def split_reference(reference: str) -> tuple[str, str]:
    """Repository and tag as a mirror of the reference's registry names them."""
    host, _slash, rest = reference.partition("/")
    repository, colon, tag = rest.rpartition(":")
    if not (colon and repository and tag and ("." in host or ":" in host or host == "localhost")):
        raise BundleError(f"image reference {reference!r}: expected registry/repository:tag")
    return repository, tag


def store(image: Path, tree: Path, reference: str) -> tuple[str, list[Path]]:
    """Move an image folder (of the transport `dir:`) into the tree; return its digest and every file it consists of."""
    repository, tag = split_reference(reference)
    manifest_file = image / "manifest.json"
    manifest_hex = sha256_of(manifest_file)
    files = [_store_blob(manifest_file, tree, manifest_hex)]
    home = tree / _V2 / "repositories" / repository
    for hexadecimal in _blobs_of(json.loads((tree / blob_path(manifest_hex)).read_bytes())):
        files.append(_store_blob(image / hexadecimal, tree, hexadecimal))
        files.append(_link(home / "_layers/sha256" / hexadecimal, hexadecimal))
    files.append(_link(home / "_manifests/revisions/sha256" / manifest_hex, manifest_hex))
    files.append(_link(home / "_manifests/tags" / tag / "index/sha256" / manifest_hex, manifest_hex))
    files.append(_link(home / "_manifests/tags" / tag / "current", manifest_hex))
    return f"sha256:{manifest_hex}", sorted(set(files))


def blob_path(hexadecimal: str) -> Path:
    """Where the tree keeps the content with this SHA-256."""
    return _V2 / "blobs/sha256" / hexadecimal[:2] / hexadecimal / "data"


def _blobs_of(manifest: dict[str, t.Any]) -> list[str]:
    digests = [manifest["config"]["digest"], *(layer["digest"] for layer in manifest["layers"])]
    return list(dict.fromkeys(digest.removeprefix("sha256:") for digest in digests))  # a layer may occur twice


def _store_blob(source: Path, tree: Path, hexadecimal: str) -> Path:
    actual = sha256_of(source)
    if actual != hexadecimal:
        raise BundleError(f"{source}: its content has sha256 {actual}; run the bundle playbook again")
    target = tree / blob_path(hexadecimal)
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    target.chmod(0o644)
    return target


def _link(folder: Path, hexadecimal: str) -> Path:
    write_atomically(folder / "link", f"sha256:{hexadecimal}".encode())
    return folder / "link"
