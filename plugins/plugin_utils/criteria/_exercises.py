# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The exercises that exist, and those that a command selects. Private to the collection."""

from __future__ import annotations

import pathlib
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria, _criteria_file

COLLECTION = pathlib.Path(__file__).resolve().parents[3]
# Tags that mean something to Ansible itself.
SPECIAL = frozenset({"all", "always", "never", "tagged", "untagged"})
ROLE = re.compile(r"(prep|ex\d+|capstone|clean)(_[a-z0-9_]+)?")
# undoes the others, so it runs only when its own tag asks for it
ON_REQUEST = frozenset({"clean"})


def known() -> dict[str, pathlib.Path]:
    """Criteria file by exercise, in the lab's order: the role ex6_resources is exercise ex6."""
    found = {}
    for path in (COLLECTION / "roles").glob("*/criteria.yml"):
        match = ROLE.fullmatch(path.parent.name)
        if match:
            found[match.group(1)] = path
    return dict(sorted(found.items(), key=lambda item: order(item[0])))


def load(path: pathlib.Path, exercise: str) -> _criteria.Exercise:
    """Criteria of the exercise that the role's name promises."""
    loaded = _criteria_file.load(path)
    if loaded.id != exercise:
        raise _criteria.CriteriaError(
            str(path), None, "exercise", f"must be {exercise}, the beginning of the role's name"
        )
    return loaded


def selected(names: t.Iterable[str], run_tags: t.Collection[str], skip_tags: t.Collection[str]) -> list[str]:
    """Of these exercises, those that --tags and --skip-tags leave."""
    if {"all", "tagged"} & set(skip_tags):
        return []
    every = not run_tags or bool({"all", "tagged"} & set(run_tags))
    chosen = [name for name in names if name in run_tags or (every and name not in ON_REQUEST)]
    return [name for name in chosen if name not in skip_tags]


def strangers(names: t.Iterable[str], tags: t.Iterable[str]) -> list[str]:
    """Tags that are neither an exercise nor Ansible's."""
    return sorted(set(tags) - set(names) - SPECIAL)


def order(name: str) -> tuple[int, int]:
    """Sorting key: the preparation, the exercises by number, the capstone, the cleaning."""
    digits = re.sub(r"\D", "", name)
    return ({"prep": 0, "capstone": 2, "clean": 3}.get(name, 1), int(digits or 0))
