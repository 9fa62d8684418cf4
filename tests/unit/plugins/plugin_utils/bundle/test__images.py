# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What buildah and mmdebstrap are asked to do. They are recorders here; the real ones run when a bundle is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._images import BASE, ImageBuilder
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import Image, Recipe
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop

REAL = Path(__file__).resolve().parents[5] / "files" / "bundle"
RECORDER = """#!/bin/sh
echo "$(basename "$0") $*"
for word in "$@"; do case "$word" in */unfinished.tar) : > "$word" ;; esac; done
"""


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImageBuilder:
    (tmp_path / "path").mkdir()
    for name in ("buildah", "mmdebstrap", "sudo"):
        (tmp_path / "path" / name).write_text(RECORDER, encoding="utf-8")
        (tmp_path / "path" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/path:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    shop = Workshop(
        bundle=tmp_path / "bundle", cache=tmp_path / "cache", python="python3", mirrors=["deb http://m x main"]
    )
    return ImageBuilder(shop, Recipe(REAL))


def said(builder: ImageBuilder, tool: str) -> list[str]:
    log = (builder.shop.cache / "logs/nginx.log").read_text(encoding="utf-8")
    return [line for line in log.splitlines() if line.startswith(tool)]


def build(builder: ImageBuilder, image: Image) -> None:
    part = next(part for part in builder.recipe.parts if part.name == "nginx")
    builder.build(part, Path("/context"), image, "localhost/x:1")


def test_the_base_is_made_once_and_first(builder: ImageBuilder) -> None:
    build(builder, Image("docker.io/library/a:1"))
    build(builder, Image("docker.io/library/b:1"))
    (bootstrap,) = said(builder, "mmdebstrap")
    assert "--include=usr-is-merged" in bootstrap
    assert bootstrap.endswith("unfinished.tar deb http://m x main")
    first, second, third = said(builder, "buildah")
    assert f"--tag {BASE} " in first
    assert "org.opencontainers.image.title=a:1" in second
    assert "org.opencontainers.image.title=b:1" in third


def test_a_base_of_an_earlier_run_is_used_again(builder: ImageBuilder) -> None:
    build(builder, Image("docker.io/library/a:1"))
    build(ImageBuilder(builder.shop, builder.recipe), Image("docker.io/library/b:1"))
    assert len(said(builder, "mmdebstrap")) == 1


def test_target_arguments_and_labels_reach_the_build(builder: ImageBuilder) -> None:
    build(builder, Image("docker.io/library/nginx:alpine", "nginx", {"BASE": "alpine"}, "larger"))
    words = said(builder, "buildah")[-1]
    assert " --target nginx --build-arg BASE=alpine " in words
    assert " --label kcna.labs/standin=true " in words
    assert words.endswith(" --tag localhost/x:1 --file /context/Containerfile /context")


def test_the_storage_is_our_own(builder: ImageBuilder) -> None:
    build(builder, Image("docker.io/library/a:1"))
    root = f"--root {builder.shop.cache}/containers --runroot {builder.shop.cache}/containers-run"
    assert all(f"buildah {root} " in line for line in said(builder, "buildah"))
