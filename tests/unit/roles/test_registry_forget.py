# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program by which the start of exercise 3 lets Docker forget an earlier registry, on programs of ours."""

from __future__ import annotations

import os
import pathlib
import subprocess

import pytest

PROGRAM = pathlib.Path(__file__).parents[3] / "roles/ex3_registry/files/forget.sh"
DOCKER = """#!/bin/sh
case "$1 $2" in
  'container inspect') [ "$3" = "$REGISTRY" ] ;;
  'info --format') echo "$DRIVER" ;;
  *) exit 64 ;;
esac
"""
CTR = """#!/bin/sh
[ "$1 $2" = '--namespace=moby content' ] || exit 64
case $3 in
  ls)
    [ "$5" = 'labels."containerd.io/distribution.source.localhost:5000"==kcna-webapp' ] || exit 64
    printf 'sha256:a\\nsha256:b\\n' ;;
  rm) echo "$4" | tee -a "$REMOVED" ;;
  *) exit 64 ;;
esac
"""
OVERLAY, SNAPSHOTTER = '[["Backing Filesystem","extfs"]]', '[["driver-type","io.containerd.snapshotter.v1"]]'


def forget(folder: pathlib.Path, verb: str, registry: str = "", driver: str = OVERLAY) -> tuple[list[str], list[str]]:
    """What the program says, and what it removed."""
    for name, text in (("docker", DOCKER), ("ctr", CTR)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    removed = folder / "removed"
    removed.touch()
    path = f"{folder}:{os.environ['PATH']}"
    known = {"PATH": path, "REGISTRY": registry, "DRIVER": driver, "REMOVED": str(removed)}
    done = subprocess.run(["bash", PROGRAM, verb], env=known, capture_output=True, text=True, check=True)
    return done.stdout.split(), removed.read_text().split()


def test_what_was_pulled_from_a_registry_that_is_gone_is_forgotten(tmp_path: pathlib.Path) -> None:
    assert forget(tmp_path, "forget") == (["sha256:a", "sha256:b"], ["sha256:a", "sha256:b"])


def test_a_look_removes_nothing_and_says_the_same(tmp_path: pathlib.Path) -> None:
    assert forget(tmp_path, "look") == (["sha256:a", "sha256:b"], [])


@pytest.mark.parametrize(("registry", "driver"), [("local-registry", OVERLAY), ("", SNAPSHOTTER)])
def test_a_registry_that_is_there_and_images_in_that_store_are_left_alone(
    tmp_path: pathlib.Path, registry: str, driver: str
) -> None:
    assert forget(tmp_path, "forget", registry, driver) == ([], [])
