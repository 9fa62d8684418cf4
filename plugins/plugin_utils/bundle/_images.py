# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Build container images with mmdebstrap and buildah. Private to the collection."""

from __future__ import annotations

import threading
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import Debian, Image, Part, Recipe
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop

BASE = "localhost/kcna.labs/debian-base"
# chroot: the one isolation that works without CAP_SYS_RESOURCE and inside containers
_BUILD = ("bud", "--isolation", "chroot", "--layers", "--format", "docker")


class ImageBuilder:
    """Builds images in a storage of its own below the build cache, so that nothing of the user's is touched."""

    def __init__(self, shop: Workshop, recipe: Recipe) -> None:
        self.shop = shop
        self.recipe = recipe
        self._base_lock = threading.Lock()
        self._base_made = False

    def build(self, part: Part, context: Path, image: Image, name: str) -> None:
        """Build one image from the part's context and keep it under a local name."""
        self._ensure_base(part.name)
        lists, packages = self._apt_caches()
        words: list[str | Path] = [*_BUILD, "--network", "host", "--pull=never"]
        # package lists and archives are mounted, so they are fetched once and stay in no layer
        words += ["--volume", f"{lists}:/var/lib/apt/lists", "--volume", f"{packages}:/var/cache/apt"]
        words += ["--target", image.target] if image.target else []
        for key, value in image.args.items():
            words += ["--build-arg", f"{key}={value}"]
        for key, value in image.labels().items():
            words += ["--label", f"{key}={value}"]
        self._buildah(part.name, [*words, "--tag", name, "--file", context / "Containerfile", context])

    def push(self, part: str, name: str, destination: str) -> None:
        """Write a built image to a folder (`dir:`) or to a file that `docker load` reads (`docker-archive:`)."""
        self._buildah(part, ["push", "--quiet", "--format", "v2s2", name, destination])

    def clean(self) -> None:
        """Remove what an interrupted build left in the storage."""
        if self._storage.exists():
            self._buildah("debian-base", ["rm", "--all"])

    @property
    def _storage(self) -> Path:
        return self.shop.cache / "containers"

    def _buildah(self, part: str, words: t.Sequence[str | Path]) -> None:
        state = ["--root", str(self._storage), "--runroot", str(self.shop.cache / "containers-run")]
        self.shop.run(part, ["buildah", *state, *words], root=True)

    def _apt_caches(self) -> tuple[Path, Path]:
        lists, packages = self.shop.cache / "apt/lists", self.shop.cache / "apt/cache"
        (lists / "partial").mkdir(parents=True, exist_ok=True)
        (packages / "archives/partial").mkdir(parents=True, exist_ok=True)
        return lists, packages

    def _ensure_base(self, part: str) -> None:
        with self._base_lock:
            if not self._base_made:
                self._make_base(part)
                self._base_made = True

    def _make_base(self, part: str) -> None:
        source = self.recipe.base_folder
        folder = self.shop.cache / f"debian-base-{self.recipe.base_key[:12]}"
        folder.mkdir(parents=True, exist_ok=True)
        tarball = folder / "base.tar"
        if not tarball.exists():
            self._bootstrap(part, self.recipe.debian, source / "prepare", tarball)
        file = source / "Containerfile"
        self._buildah(part, [*_BUILD, "--tag", BASE, "--file", file, folder])

    def _bootstrap(self, part: str, debian: Debian, hook: Path, tarball: Path) -> None:
        unfinished = tarball.with_name("unfinished.tar")
        words: list[str | Path] = ["mmdebstrap", "--mode=root", "--variant=minbase"]
        # without these two, usrmerge comes along with all of Perl (50 MB)
        words += ["--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr", "--include=usr-is-merged"]
        words += [f"--aptopt={option}" for option in ('APT::Install-Recommends "false"', 'APT::Sandbox::User "root"')]
        words += [f"--dpkgopt=path-exclude={pattern}" for pattern in debian.exclude]
        words += [f"--dpkgopt=path-include={pattern}" for pattern in debian.include]
        words += [f"--customize-hook={hook}", debian.suite, unfinished, *self.shop.mirrors]
        self.shop.run(part, words, root=True)
        self.shop.run(part, ["mv", unfinished, tarball], root=True)
