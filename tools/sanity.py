# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run ansible-test sanity offline, on the interpreter of the virtual environment.

ansible-test insists on a path that ends in ansible_collections/kcna/labs, which a checkout seldom has, and it
fetches get-pip from a host that a closed network does not reach. So: a copy of what git knows, and a get-pip
that lets the interpreter install the pip it carries. Its caches live beside the bundle's, not in ~/.ansible.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import ansible_test

ROOT = Path(__file__).resolve().parent.parent
GET_PIP = """\
import subprocess, sys
subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
wanted = [word for word in sys.argv[1:] if not word.startswith("--no-")]
subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], check=True)
"""


def get_pip_name() -> str:
    """The name of the script that this ansible-test looks for in its cache."""
    source = Path(ansible_test.__file__).parent / "_internal" / "python_requirements.py"
    found = re.search(r"^\s+pip='([0-9.]+)',", source.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit(f"sanity: no pip version found in {source}; tools/sanity.py must learn this ansible-test")
    return f"get_pip_{found[1].replace('.', '_')}.py"


def copy_tree(target: Path) -> None:
    """Copy tracked and not yet tracked files; ignored ones are no part of the collection."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name, follow_symlinks=False)


def main() -> int:
    """Copy, prepare, run; further arguments go to ansible-test."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "kcna-labs" / "ansible-test"
    script = home / ".ansible" / "test" / "cache" / get_pip_name()
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(GET_PIP, encoding="utf-8")
    # pip keeps the user's own configuration and cache although HOME moves
    configuration = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    env = dict(os.environ, HOME=str(home), XDG_CACHE_HOME=str(cache), XDG_CONFIG_HOME=configuration)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with tempfile.TemporaryDirectory(prefix="kcna-labs-sanity-") as scratch:
        tree = Path(scratch) / "ansible_collections" / "kcna" / "labs"
        copy_tree(tree)
        command = ["ansible-test", "sanity", "--python", version, "--color", "yes" if sys.stdout.isatty() else "no"]
        return subprocess.run([*command, *sys.argv[1:]], cwd=tree, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
