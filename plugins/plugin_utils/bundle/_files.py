# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files of a bundle: digests, atomic writes, free space. Private to the collection."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import typing as t
from dataclasses import dataclass
from pathlib import Path


class BundleError(Exception):
    """Why the bundle cannot be made or used, and what to do next."""


class NotEnoughSpaceError(BundleError):
    """The disk is full, or would be."""


@dataclass(frozen=True)
class Artefact:
    """One file of the bundle, by its path below the bundle folder."""

    path: str
    sha256: str
    size_bytes: int

    @classmethod
    def of(cls, root: Path, file: Path) -> Artefact:
        """Measure a file."""
        return cls(str(file.relative_to(root)), sha256_of(file), file.stat().st_size)

    def missing(self, root: Path) -> bool:
        """Say whether the file is gone; one of another size is damaged, not missing."""
        return not (root / self.path).is_file()

    def check(self, root: Path, hashes: bool) -> None:
        """Refuse the file by name if it is not what was registered."""
        file = root / self.path
        found = file.stat().st_size
        if found != self.size_bytes:
            raise _damaged(file, f"{self.size_bytes} bytes", f"{found} bytes")
        if hashes:
            actual = sha256_of(file)
            if actual != self.sha256:
                raise _damaged(file, f"sha256 {self.sha256}", f"sha256 {actual}")


def _damaged(file: Path, expected: str, actual: str) -> BundleError:
    return BundleError(
        f"{file} is damaged: expected {expected}, found {actual}. It is not used. "
        "Delete this file and run the bundle playbook (make bundle) again: it makes the part anew."
    )


def sha256_of(file: Path) -> str:
    """Hexadecimal SHA-256 of a file's content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file as a whole: a reader, or a crash, sees the old content or the new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.new")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(file)


def write_json_atomically(file: Path, content: t.Any) -> None:
    """Write JSON for people and programs alike."""
    write_atomically(file, (json.dumps(content, indent=2, sort_keys=True) + "\n").encode())


def megabytes_in(folder: Path) -> int:
    """Disk space that a folder takes; du walks the hundred thousand files of Go's caches in a second."""
    done = subprocess.run(["du", "-s", "--block-size=1MB", str(folder)], capture_output=True, text=True, check=False)
    return int(done.stdout.split()[0]) if done.stdout else 0


def require_space(folder: Path, megabytes: int, purpose: str) -> None:
    """Refuse early when a folder's disk cannot hold what is coming."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise NotEnoughSpaceError(
            f"{purpose} needs {megabytes} MB in {folder}, but only {free} MB are free. "
            "Free some space there, or choose another folder, and run it again: finished parts are kept."
        )
