# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The recipe is checked when it is read, and a part's key follows everything that the part is made from."""

from __future__ import annotations

import shutil
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import Image, Recipe

REAL = Path(__file__).resolve().parents[5] / "files" / "bundle"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(REAL, tmp_path / "bundle")


def keys(folder: Path) -> dict[str, str]:
    recipe = Recipe(folder)
    return {part.name: recipe.key(part) for part in recipe.parts}


def change(folder: Path, edit: t.Callable[[dict[str, t.Any]], object]) -> None:
    raw = yaml.safe_load((folder / "bundle.yml").read_text(encoding="utf-8"))
    edit(raw)
    (folder / "bundle.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")


def changed(folder: Path) -> set[str]:
    before, after = keys(REAL), keys(folder)
    return {name for name in before if before[name] != after[name]}


def part(raw: dict[str, t.Any], name: str) -> dict[str, t.Any]:
    return next(entry for entry in raw["parts"] if entry["name"] == name)


def test_the_keys_of_a_copy_are_the_same(folder: Path) -> None:
    assert changed(folder) == set()


def test_free_space_and_order_of_work_decide_nothing(folder: Path) -> None:
    change(folder, lambda raw: part(raw, "nginx").update(disk_mb={"cache": 1, "bundle": 1}, lane="go"))
    assert changed(folder) == set()


def test_a_changed_lock_file_changes_its_parts(folder: Path) -> None:
    with (folder / "go/coredns/go.sum").open("a", encoding="utf-8") as stream:
        stream.write("example.org/x v1.0.0 h1:x\n")
    (folder / "wheels/vm.lock").write_text("# empty\n", encoding="utf-8")
    assert changed(folder) == {"coredns", "wheels"}


def test_a_changed_mode_changes_its_part(folder: Path) -> None:
    (folder / "images/curl/entrypoint.sh").chmod(0o644)
    assert changed(folder) == {"curl"}


def test_a_changed_version_changes_its_part(folder: Path) -> None:
    change(folder, lambda raw: part(raw, "minikube")["go"]["variables"].update({"x.y": "v2"}))
    assert changed(folder) == {"minikube"}


def test_a_changed_base_changes_everything_that_stands_on_it(folder: Path) -> None:
    change(folder, lambda raw: raw["debian"]["exclude"].append("/usr/share/x/*"))
    assert changed(folder) == set(keys(REAL)) - {"minikube", "wheels"}


def test_every_demanded_image_is_in_the_recipe() -> None:
    served = {image.ref for one in Recipe(REAL).parts for image in one.images}
    hub = {
        f"docker.io/library/{name}"
        for name in ("nginx:1.21", "nginx:alpine", "nginx:latest", "alpine:latest", "ubuntu:latest")
    }
    hub |= {f"docker.io/library/{name}" for name in ("busybox:latest", "python:3.9", "python:3.9-slim", "registry:2")}
    assert hub | {"docker.io/curlimages/curl:latest"} <= served
    assert all(
        image.standin for one in Recipe(REAL).parts for image in one.images if image.ref.startswith("docker.io/")
    )


def test_a_standin_says_so() -> None:
    image = Image("docker.io/library/nginx:1.21", standin="Debian's nginx")
    assert image.familiar == "nginx:1.21"
    assert image.labels()["kcna.labs/standin"] == "true"
    assert image.labels()["org.opencontainers.image.title"] == "nginx:1.21 (stand-in)"
    assert "Debian's nginx" in image.labels()["org.opencontainers.image.description"]
    assert "kcna.labs/standin" not in Image("registry.k8s.io/etcd:3.6.8-0").labels()
    assert Image("docker.io/curlimages/curl:latest").familiar == "curlimages/curl:latest"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda raw: part(raw, "nginx").update(colour="red"), "unknown keys"),
        (lambda raw: part(raw, "nginx").update(lane="fast"), "part nginx: lane must be one of"),
        (lambda raw: part(raw, "nginx")["images"].append({"reff": "x"}), "part nginx: images: .*reff"),
        (lambda raw: part(raw, "nginx").pop("disk_mb"), "part nginx: .*disk_mb"),
        (lambda raw: raw["parts"].append(part(raw, "nginx")), "each part needs a name of its own"),
        (lambda raw: raw.update(parts=[]), "each part needs a name of its own"),
        (lambda raw: raw.update(schema=2), "schema: expected 1"),
        (lambda raw: raw.pop("debian"), "debian: "),
    ],
)
def test_a_wrong_recipe_is_refused(folder: Path, edit: t.Callable[[dict[str, t.Any]], object], message: str) -> None:
    change(folder, edit)
    with pytest.raises(BundleError, match=message) as caught:
        Recipe(folder)
    assert str(folder / "bundle.yml") in str(caught.value)


def test_a_part_made_from_nothing_that_exists_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "images/curl")
    with pytest.raises(BundleError, match=r"part curl: .*images/curl does not exist"):
        keys(folder)
