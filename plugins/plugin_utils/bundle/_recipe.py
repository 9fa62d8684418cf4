# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a bundle consists of, as files/bundle/bundle.yml says. Private to the collection."""

from __future__ import annotations

import hashlib
import json
import typing as t
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError, sha256_of

# Raised when the code makes another result from the same inputs, so that old bundles are made anew.
RECIPE_VERSION = 1
LANES = ("go", "images")
_PART_KEYS = {"name", "lane", "disk_mb", "go", "bin", "context", "images", "archives", "wheels"}


@dataclass(frozen=True)
class Image:
    """One image that the mirror serves."""

    ref: str
    target: str = ""
    args: dict[str, str] = field(default_factory=dict)
    standin: str = ""

    @property
    def familiar(self) -> str:
        """The name that a student types."""
        return self.ref.removeprefix("docker.io/").removeprefix("library/")

    def labels(self) -> dict[str, str]:
        """What `docker inspect` shows about the image's origin."""
        if not self.standin:
            return {"org.opencontainers.image.title": self.familiar}
        return {
            "kcna.labs/standin": "true",
            "org.opencontainers.image.title": f"{self.familiar} (stand-in)",
            "org.opencontainers.image.description": f"Stands in for {self.ref}, which differs: {self.standin}.",
        }


@dataclass(frozen=True)
class Archive:
    """One image as a file that `docker load` reads."""

    file: str
    repository: str


@dataclass(frozen=True)
class GoModule:
    """A folder with a go.mod whose tools are built."""

    module: str
    variables: dict[str, str] = field(default_factory=dict)
    rename: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wheels:
    """A lock file whose wheels are fetched for some versions of Python."""

    lock: str
    python: list[str]
    published: bool = False


@dataclass(frozen=True)
class Debian:
    """The shared base of all images."""

    suite: str
    exclude: list[str]
    include: list[str]


@dataclass(frozen=True)
class Part:
    """What is made, digested and registered as a whole."""

    name: str
    lane: str
    disk_mb: dict[str, int]
    go: GoModule | None = None
    bin: list[str] = field(default_factory=list)
    context: str = ""
    images: list[Image] = field(default_factory=list)
    archives: list[Archive] = field(default_factory=list)
    wheels: Wheels | None = None


_KINDS: dict[str, t.Any] = {"go": GoModule, "wheels": Wheels, "images": Image, "archives": Archive}


class Recipe:
    """All parts, with the key of each: a digest over everything that decides what it becomes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "bundle.yml"
        raw = self._read()
        self.debian = self._build(Debian, raw.get("debian"), "debian")
        self.parts = [self._part(entry, number) for number, entry in enumerate(raw.get("parts") or [])]
        names = [part.name for part in self.parts]
        if len(set(names)) != len(names) or not names:
            raise BundleError(f"{self.file}: parts: each part needs a name of its own, found {names}")

    def key(self, part: Part) -> str:
        """Digest over the part's recipe and the content of every file it is made from."""
        inputs = {"version": RECIPE_VERSION, "part": _plain(part), "files": self._digests(self._inputs(part))}
        if part.context:
            inputs["base"] = self.base_key
        return _digest(inputs)

    @property
    def base_folder(self) -> Path:
        """What the shared base image is made from, besides Debian's packages."""
        return self.folder / "images" / "debian-base"

    @cached_property
    def base_key(self) -> str:
        """Digest over what the shared base image is made from."""
        files = self._digests([self.base_folder])
        return _digest({"version": RECIPE_VERSION, "debian": _plain(self.debian), "files": files})

    def _digests(self, inputs: list[Path]) -> dict[str, list[t.Any]]:
        files = [file for path in inputs for file in (path, *path.rglob("*")) if file.is_file()]
        return {
            str(file.relative_to(self.folder)): [sha256_of(file), bool(file.stat().st_mode & 0o111)] for file in files
        }

    def _inputs(self, part: Part) -> list[Path]:
        found = []
        if part.go:
            found.append(self.folder / "go" / part.go.module)
        if part.context:
            found.append(self.folder / "images" / part.context)
        if part.wheels:
            found.append(self.folder / "wheels" / part.wheels.lock)
        for path in found:
            if not path.exists():
                raise BundleError(f"{self.file}: part {part.name}: {path} does not exist")
        return found

    def _read(self) -> dict[str, t.Any]:
        try:
            raw = yaml.safe_load(self.file.read_text(encoding="utf-8"))
        except (OSError, yaml.YAMLError) as error:
            raise BundleError(f"{self.file}: {error}") from error
        if not isinstance(raw, dict) or raw.get("schema") != 1:
            raise BundleError(f"{self.file}: schema: expected 1")
        return raw

    def _part(self, entry: t.Any, number: int) -> Part:
        where = f"parts[{number}]"
        if not isinstance(entry, dict) or not set(entry) <= _PART_KEYS:
            raise BundleError(f"{self.file}: {where}: unknown keys; known are {sorted(_PART_KEYS)}")
        values = dict(entry)
        where = f"part {values.get('name', where)}"
        for name in {"go", "wheels"} & set(values):
            values[name] = self._build(_KINDS[name], values[name], f"{where}: {name}")
        for name in ("images", "archives"):
            values[name] = [self._build(_KINDS[name], item, f"{where}: {name}") for item in values.get(name, [])]
        part: Part = self._build(Part, values, where)
        if part.lane not in LANES or set(part.disk_mb) != {"cache", "bundle"}:
            raise BundleError(f"{self.file}: {where}: lane must be one of {LANES}, disk_mb needs cache and bundle")
        return part

    def _build(self, kind: t.Any, values: t.Any, where: str) -> t.Any:
        try:
            return kind(**values)
        except TypeError as error:
            raise BundleError(f"{self.file}: {where}: {error}") from error


def _plain(value: t.Any) -> t.Any:
    """Recipe values as JSON knows them; free space asked for decides nothing about the result."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        names = [name for name in value.__dataclass_fields__ if name not in ("disk_mb", "lane")]
        return {name: _plain(getattr(value, name)) for name in names}
    return value


def _digest(inputs: dict[str, t.Any]) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
