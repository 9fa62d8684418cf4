# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make .venv from the locked requirements, or leave it alone when it already is what they say.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "kcna-labs.json"
REQUIREMENTS = ROOT / "requirements"
# dev is a superset of runtime: asking for runtime later must not take dev away.
LEVELS = ("runtime", "dev")


class VenvError(Exception):
    """A reason the reader can act on."""


def key(level: str) -> str:
    """Digest over everything that decides what is in the virtual environment, its place included."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (REQUIREMENTS / "uv.lock", REQUIREMENTS / f"{level}.lock", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp() -> dict[str, str]:
    """What an earlier run finished, or nothing when it was interrupted or the interpreter has gone."""
    if not (VENV / "bin" / "python").exists():
        return {}
    try:
        loaded = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def run(argv: list[str], env: dict[str, str] | None = None) -> None:
    """Run one step with its output visible; a failure is reported with the command."""
    result = subprocess.run(argv, env=env, check=False)
    if result.returncode != 0:
        raise VenvError(f"this command failed with exit code {result.returncode}: {' '.join(argv)}")


def interpreter() -> str:
    """The machine's own interpreter, also when this runs from the .venv that is about to be replaced."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")


def ensure_ensurepip() -> None:
    """Debian and Ubuntu split ensurepip off into python3.X-venv, and a fresh machine lacks it."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise VenvError(
            f"{sys.executable} has no ensurepip, so it cannot make a virtual environment.\n"
            f"  On Debian or Ubuntu: sudo apt-get install {package}    then run make again."
        )
    print(f"==> installing {package}, which {sys.executable} needs to make a virtual environment", flush=True)
    run(["apt-get", "update", "-qq"])
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])


def create() -> None:
    """A new virtual environment with nothing but pip and the pinned uv."""
    ensure_ensurepip()
    print(f"==> making {VENV} with {interpreter()}", flush=True)
    run([interpreter(), "-m", "venv", "--clear", str(VENV)])
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", "--require-hashes", "--only-binary=:all:", "-r", str(REQUIREMENTS / "uv.lock")])


def uv_environment() -> dict[str, str]:
    """Uv does not read pip's configuration: hand over the index, and trust the system's certificates as curl does."""
    env = dict(os.environ, VIRTUAL_ENV=str(VENV))
    env.setdefault("UV_SYSTEM_CERTS", "true")
    if "UV_DEFAULT_INDEX" not in env and "UV_INDEX_URL" not in env:
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "config", "get", "global.index-url"]
        found = subprocess.run(pip, capture_output=True, text=True, check=False)
        index = env.get("PIP_INDEX_URL") or found.stdout.strip()
        if index:
            env["UV_DEFAULT_INDEX"] = index
    return env


def link_collection() -> None:
    """Make the checkout resolvable as kcna.labs.* by nothing but the active virtual environment."""
    for site_packages in (VENV / "lib").glob("python3.*/site-packages"):
        link = site_packages / "ansible_collections" / "kcna" / "labs"
        link.parent.mkdir(parents=True, exist_ok=True)
        if link.is_symlink():
            link.unlink()
        link.symlink_to(ROOT, target_is_directory=True)


def make(level: str) -> None:
    """Bring .venv to the wanted level; a finished one costs two file reads."""
    done = stamp()
    if done.get("level") == "dev":
        level = "dev"
    if done.get("level") == level and done.get("key") == key(level):
        return
    STAMP.unlink(missing_ok=True)
    if done.get("root") != str(ROOT):
        create()
    print(f"==> installing requirements/{level}.lock", flush=True)
    uv = str(VENV / "bin" / "uv")
    run([uv, "pip", "sync", "--quiet", "--require-hashes", str(REQUIREMENTS / f"{level}.lock")], uv_environment())
    link_collection()
    scratch = STAMP.with_suffix(".tmp")
    scratch.write_text(json.dumps({"level": level, "key": key(level), "root": str(ROOT)}), encoding="utf-8")
    scratch.replace(STAMP)


def main() -> int:
    """Parse the level, keep two makes from working on one .venv, report in one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("level", choices=LEVELS, nargs="?", default="runtime")
    level = parser.parse_args().level
    try:
        with (ROOT / ".venv.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            make(level)
    except (VenvError, OSError) as error:
        print(f"venv: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
