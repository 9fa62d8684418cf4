# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The bundle's manifest: what is in it, with digests. Private to the collection."""

from __future__ import annotations

import json
import typing as t
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import (
    Artefact,
    BundleError,
    write_json_atomically,
)

SCHEMA = 1
FOLDERS = ("bin", "images", "registry", "wheels")


@dataclass(frozen=True)
class StoredImage:
    """An image of the bundle, under the reference that the mirror or `docker load` gives it."""

    ref: str
    digest: str
    standin: bool = False
    replaces: str | None = None


@dataclass(frozen=True)
class Entry:
    """A finished part."""

    key: str
    made: str
    elapsed_s: float
    artefacts: list[Artefact] = field(default_factory=list)
    images: list[StoredImage] = field(default_factory=list)

    @property
    def size_bytes(self) -> int:
        """Bytes of the part's files; a layer that several parts share counts in each."""
        return sum(artefact.size_bytes for artefact in self.artefacts)


class Manifest:
    """Reads and writes manifest.json; every change is written at once and as a whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "manifest.json"
        self.parts: dict[str, Entry] = {}
        if self.file.exists():
            self.parts = self._read()
        elif folder.is_dir() and any(folder.iterdir()):
            raise BundleError(
                f"{folder} is not empty, yet holds no manifest.json, so it is no bundle. "
                "Choose another folder (lab_bundle_dir), or empty this one."
            )

    def create(self) -> None:
        """Claim the folder before anything else is written there."""
        if not self.file.exists():
            self._write()

    def state(self, name: str, key: str, hashes: bool) -> str:
        """Say why a part must be made, or nothing when it is there; a damaged file is refused by name."""
        entry = self.parts.get(name)
        if entry is None:
            return "not made yet"
        if entry.key != key:
            return "its recipe changed"
        for artefact in entry.artefacts:
            if artefact.missing(self.folder):
                return f"{artefact.path} is missing"
        for artefact in entry.artefacts:
            artefact.check(self.folder, hashes)
        return ""

    def register(self, name: str, entry: Entry) -> None:
        """Make a finished part visible."""
        self.parts[name] = entry
        self._write()

    def sweep(self, names: t.Collection[str]) -> None:
        """Forget parts that the recipe no longer has, then remove what no part lists from the bundle's own folders."""
        self.parts = {name: entry for name, entry in self.parts.items() if name in names}
        self._write()
        used = {artefact.path for entry in self.parts.values() for artefact in entry.artefacts}
        for file in [file for folder in FOLDERS for file in (self.folder / folder).rglob("*")]:
            if not file.is_dir() and str(file.relative_to(self.folder)) not in used:
                file.unlink()

    def _read(self) -> dict[str, Entry]:
        try:
            raw = json.loads(self.file.read_text(encoding="utf-8"))
            if raw["schema"] != SCHEMA:
                raise BundleError(
                    f"{self.file}: schema {raw['schema']}, expected {SCHEMA}. Remove {self.folder}, run again."
                )
            return {name: _entry(values) for name, values in raw["parts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BundleError(
                f"{self.file} cannot be read: {error!r}. Delete the folder {self.folder} and run the bundle playbook "
                "(make bundle) again; the build caches make that quicker than the first time."
            ) from error

    def _write(self) -> None:
        parts = {name: asdict(entry) for name, entry in self.parts.items()}
        write_json_atomically(self.file, {"schema": SCHEMA, "source": "build", "parts": parts})


def _entry(values: dict[str, t.Any]) -> Entry:
    return Entry(
        **{
            **values,
            "artefacts": [Artefact(**artefact) for artefact in values["artefacts"]],
            "images": [StoredImage(**image) for image in values["images"]],
        }
    )
