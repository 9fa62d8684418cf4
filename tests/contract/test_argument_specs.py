# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A default in meta/argument_specs.yml is documentation only; defaults/main.yml is what counts. They must agree."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.contract._project import load, relative, roles


def options(role: Path) -> dict[str, dict[str, t.Any]]:
    """Return the options of all entry points; the same option must be the same everywhere."""
    merged: dict[str, dict[str, t.Any]] = {}
    for entry, spec in load(role / "meta" / "argument_specs.yml")["argument_specs"].items():
        for name, option in (spec.get("options") or {}).items():
            assert merged.setdefault(name, option) == option, f"{relative(role)}: {name} differs in entry point {entry}"
    return merged


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_specified_defaults_are_the_real_ones(role: Path) -> None:
    specified = {name: option["default"] for name, option in options(role).items() if "default" in option}
    real = load(role / "defaults" / "main.yml") or {}
    assert specified == real


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_options_are_described(role: Path) -> None:
    bare = [name for name, option in options(role).items() if not option.get("description") or not option.get("type")]
    assert not bare, f"{relative(role)}: no description or type for {bare}"


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_options_are_in_the_readme(role: Path) -> None:
    text = (role / "README.md").read_text(encoding="utf-8")
    absent = [name for name in options(role) if f"`{name}`" not in text]
    assert not absent, f"{relative(role)}/README.md does not mention {absent}"


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_what_a_role_uses_is_what_it_offers(role: Path) -> None:
    """A variable that is used and not specified fails where it is needed, often in a refusal that nobody has seen."""
    parts = ("defaults", "tasks", "handlers", "vars", "templates")
    paths = [path for part in parts for path in (role / part).rglob("*.*")]
    code = "\n".join(re.sub(r"(?m)^\s*#.*$", "", path.read_text(encoding="utf-8")) for path in paths)
    # `prep_check: …` begins a name of another role's or a key; `kcna.labs.prep_check` is the role itself
    used = set(re.findall(rf"(?<![\w.-]){role.name}_[a-z0-9_]+\b(?!:)", code))
    specified = set(options(role))
    # what a role gives to others
    given = set(load(role / "vars" / "main.yml") or {}) if (role / "vars" / "main.yml").exists() else set()
    assert used - specified - given == set(), f"{relative(role)} uses what meta/argument_specs.yml does not have"
    assert specified - used == set(), f"{relative(role)} offers what it does not use"
