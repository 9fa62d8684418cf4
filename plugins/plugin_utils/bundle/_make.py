# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Make what a bundle lacks, part by part. Private to the collection."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import shutil
import tarfile
import threading
import time
import typing as t
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import (
    Artefact,
    BundleError,
    NotEnoughSpaceError,
    megabytes_in,
    require_space,
)
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._images import ImageBuilder
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._manifest import Entry, Manifest, StoredImage
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import LANES, Image, Part, Recipe
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._registry import store
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._sources import build_go, fetch_wheels
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop, as_root

Make = t.Callable[[Part], float]
Tell = t.Callable[[str], None]


class PartMaker:
    """Makes one part in a scratch folder, then moves its files into the bundle and registers it."""

    def __init__(self, recipe: Recipe, manifest: Manifest, shop: Workshop) -> None:
        self.recipe = recipe
        self.manifest = manifest
        self.shop = shop
        self.images = ImageBuilder(shop, recipe)
        # One part at a time goes into the bundle: a layer may belong to several.
        self._publishing = threading.Lock()

    def make(self, part: Part) -> float:
        """Make a part; return the seconds it took."""
        started = time.monotonic()
        scratch = self.shop.scratch(part.name)
        try:
            self._produce(part, scratch)
            with self._publishing:
                elapsed = round(time.monotonic() - started, 1)
                self._publish(part, scratch, elapsed)
        except OSError as error:
            raise _readable(part, error) from error
        finally:
            self.shop.remove(scratch)
        return elapsed

    def _produce(self, part: Part, scratch: Path) -> None:
        context = scratch / "context"
        if part.context:
            shutil.copytree(self.recipe.folder / "images" / part.context, context)
        else:
            context.mkdir()
        if part.go:
            build_go(self.shop, part.name, self.recipe.folder, part.go, context)
        if part.wheels:
            lock = self.recipe.folder / "wheels" / part.wheels.lock
            fetch_wheels(self.shop, part.name, lock, part.wheels, context / "wheels")
        for number, image in enumerate(part.images):
            name = f"localhost/kcna.labs/part/{part.name}:{number}"
            self.images.build(part, context, image, name)
            self.images.push(part.name, name, f"dir:{scratch / f'image-{number}'}")
        tag = self.recipe.key(part)[:12]
        for number, archive in enumerate(part.archives):
            name = f"{archive.repository}:{tag}"
            first = part.images[0] if part.images else Image(ref=name)
            self.images.build(part, context, first, name)
            self.images.push(part.name, name, f"docker-archive:{scratch / f'archive-{number}'}:{name}")
        if os.geteuid() != 0:
            self.shop.run(part.name, [*as_root(), "chown", "-R", f"{os.geteuid()}:{os.getegid()}", scratch])

    def _publish(self, part: Part, scratch: Path, elapsed: float) -> None:
        root = self.manifest.folder
        files: list[Path] = []
        stored: list[StoredImage] = []
        for number, image in enumerate(part.images):
            digest, blobs = store(scratch / f"image-{number}", root / "registry", image.ref)
            files += blobs
            replaces = image.familiar if image.standin else None
            stored.append(StoredImage(image.ref, digest, bool(image.standin), replaces))
        key = self.recipe.key(part)
        for number, archive in enumerate(part.archives):
            files.append(_move(scratch / f"archive-{number}", root / archive.file, 0o644))
            stored.append(StoredImage(f"{archive.repository}:{key[:12]}", _image_id(files[-1])))
        files += [_move(scratch / "context" / name, root / "bin" / name, 0o755) for name in part.bin]
        if part.wheels and part.wheels.published:
            wheels = sorted((scratch / "context/wheels").iterdir())
            files += [_move(wheel, root / "wheels" / wheel.name, 0o644) for wheel in wheels]
            lock = shutil.copy(self.recipe.folder / "wheels" / part.wheels.lock, scratch / "requirements.txt")
            files.append(_move(Path(lock), root / "wheels/requirements.txt", 0o644))
        artefacts = [Artefact.of(root, file) for file in sorted(set(files))]
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        self.manifest.register(part.name, Entry(key, made, elapsed, artefacts, stored))


def _image_id(archive: Path) -> str:
    """The id that the image has once `docker load` has read it: its configuration's digest."""
    with tarfile.open(archive) as tar:
        listing = json.load(t.cast("t.IO[bytes]", tar.extractfile("manifest.json")))
    return f"sha256:{Path(listing[0]['Config']).stem}"


def _move(source: Path, target: Path, mode: int) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.chmod(mode)
    return source.replace(target)


def _readable(part: Part, error: OSError) -> BundleError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NotEnoughSpaceError(
            f"part {part.name}: the disk became full while {error.filename or 'its files'} was written; "
            "nothing of this part was registered. Free some space and run it again: finished parts are kept."
        )
    return BundleError(f"part {part.name}: {error.filename}: {error.strerror}")


def check_space(recipe_parts: list[Part], shop: Workshop) -> None:
    """Refuse before the work begins when the disks cannot hold what it will write."""
    # The cache keeps what earlier runs fetched and compiled: that much is not written again.
    cache = max(500, sum(part.disk_mb["cache"] for part in recipe_parts) - megabytes_in(shop.cache))
    bundle = sum(part.disk_mb["bundle"] for part in recipe_parts)
    if shop.cache.stat().st_dev == shop.bundle.stat().st_dev:
        require_space(shop.bundle, cache + bundle, "making the bundle and its build cache")
    else:
        require_space(shop.cache, cache, "the build cache")
        require_space(shop.bundle, bundle, "making the bundle")


class Schedule:
    """Works through the parts: one of each lane at a time, with a progress line now and then."""

    def __init__(self, parts: list[Part], make: Make, activity: dict[str, str], tell: Tell) -> None:
        self._waiting = {lane: [part for part in parts if part.lane == lane] for lane in LANES}
        self._make = make
        self._activity = activity
        self._tell = tell
        self._running: dict[Future[float], tuple[Part, float]] = {}
        self._total = len(parts)
        self._done = 0

    def run(self, interval: float = 20) -> None:
        """Make all parts; the first failure stops what has not begun and is raised when the rest has ended."""
        failure: BundleError | None = None
        with ThreadPoolExecutor(max_workers=len(LANES)) as pool:
            self._begin(pool)
            while self._running:
                finished = wait(self._running, timeout=interval, return_when=FIRST_COMPLETED).done
                for future in finished:
                    error = self._finish(future)
                    failure = failure or error
                if not finished:
                    self._progress()
                if failure is None:
                    self._begin(pool)
        if failure is not None:
            raise failure

    def _begin(self, pool: ThreadPoolExecutor) -> None:
        busy = {part.lane for part, _started in self._running.values()}
        for lane in LANES:
            if lane not in busy and self._waiting[lane]:
                part = self._waiting[lane].pop(0)
                self._running[pool.submit(self._make, part)] = (part, time.monotonic())
                self._tell(f"{part.name}: started")

    def _finish(self, future: Future[float]) -> BundleError | None:
        part, _started = self._running.pop(future)
        try:
            seconds = future.result()
        except BundleError as error:
            self._tell(f"failed: {error}")
            self._tell("what is in work is finished before this ends")
            return error
        self._done += 1
        self._tell(f"{part.name}: made in {seconds:.0f} s ({self._done} of {self._total})")
        return None

    def _progress(self) -> None:
        now = time.monotonic()
        for part, started in self._running.values():
            self._tell(f"{part.name}: {now - started:.0f} s {self._activity.get(part.name, '')[:80]}".rstrip())
