# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract tests know about the checkout: its files, its roles, its exercises."""

from __future__ import annotations

import subprocess
import typing as t
from functools import cache
from pathlib import Path

import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises

# The test's own file, not the link in site-packages, says where the checkout is.
ROOT = Path(__file__).resolve().parents[2]
# the cleaning can only be proved where the whole lab has been
SCENARIOS = {"clean": "lab"}
VERBS = ("start", "solve", "verify", "cleanup")


def load(path: Path) -> t.Any:
    """Parse one YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def files() -> list[Path]:
    """Every file that is, or is about to be, in git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode()
    return sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def relative(path: Path) -> str:
    """Return a path as the failure message should show it."""
    return str(path.relative_to(ROOT))


@cache
def roles() -> list[Path]:
    return sorted(path for path in (ROOT / "roles").iterdir() if path.is_dir())


@cache
def exercises() -> dict[str, Path]:
    """Exercise id to role, in the lab's order: an exercise is a role that is called so or that brings criteria."""
    found = {}
    for role in roles():
        name = _exercises.ROLE.fullmatch(role.name)
        if name:
            found[name[1]] = role
        elif (role / "criteria.yml").exists():
            raise AssertionError(
                f"{relative(role)} brings criteria.yml but is not called prep_…, exN_…, clean_… or capstone"
            )
    return dict(sorted(found.items(), key=lambda item: _exercises.order(item[0])))


def walk(node: t.Any, where: str = "") -> t.Iterator[tuple[str, t.Any]]:
    """Yield every node below this one with its path."""
    yield where, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{where}.{key}" if where else str(key))
    elif isinstance(node, list | tuple):
        for index, value in enumerate(node):
            yield from walk(value, f"{where}[{index}]")
