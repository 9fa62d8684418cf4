# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins are documented, private helpers are called so, and every one has tests."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.tests.contract._project import ROOT, relative

PLUGINS = ROOT / "plugins"
MODULES = sorted(path for path in (PLUGINS / "modules").glob("*.py"))
HELPERS = sorted(
    path
    for folder in ("module_utils", "plugin_utils")
    for path in (PLUGINS / folder).rglob("*.py")
    if path.name != "__init__.py"
)


def constant(path: Path, name: str) -> str:
    """Return a documentation string without importing the module."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
            value = ast.literal_eval(node.value)
            assert isinstance(value, str)
            return value
    raise AssertionError(f"{relative(path)} has no {name}")


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_module_documents_itself(module: Path) -> None:
    documentation = yaml.safe_load(constant(module, "DOCUMENTATION"))
    fragments = documentation.get("extends_documentation_fragment", [])
    assert documentation.get("attributes") or "kcna.labs._attributes" in str(fragments), "no attributes"
    assert f"kcna.labs.{module.stem}:" in constant(module, "EXAMPLES"), "no example by its full name"
    constant(module, "RETURN")


@pytest.mark.parametrize("action", sorted((PLUGINS / "action").glob("*.py")), ids=relative)
def test_action_plugin_has_a_documented_module(action: Path) -> None:
    assert (PLUGINS / "modules" / action.name).is_file()


@pytest.mark.parametrize("helper", HELPERS, ids=relative)
def test_helper_is_private(helper: Path) -> None:
    assert helper.name.startswith("_")
    docstring = ast.get_docstring(ast.parse(helper.read_text(encoding="utf-8"))) or ""
    assert "private to the collection" in docstring.lower()


@pytest.mark.parametrize("logic", [path for path in HELPERS if PLUGINS / "plugin_utils" in path.parents], ids=relative)
def test_logic_has_unit_tests(logic: Path) -> None:
    """What judges is pure and needs no VM: a test is its own or names it. Clients are proven on a real one."""
    if (ROOT / "tests" / "unit" / logic.relative_to(ROOT).with_name(f"test_{logic.name}")).is_file():
        return
    package, name = ".".join(logic.relative_to(PLUGINS).parent.parts), logic.stem
    place = re.escape(f"{logic.parent.name}/{name}")
    whole = re.compile(rf"{re.escape(package)}(\.{name}\b| import \(?[^)]*?\b{name}\b)|{place}\b")
    tests = (path for kind in ("unit", "commands") for path in (ROOT / "tests" / kind).rglob("test_*.py"))
    assert any(whole.search(path.read_text(encoding="utf-8")) for path in tests), f"no test without a VM names {name}"


def test_unit_tests_mirror_the_path() -> None:
    unit = ROOT / "tests" / "unit" / "plugins"
    strangers = [
        relative(path)
        for path in unit.rglob("test_*.py")
        if not (PLUGINS / path.relative_to(unit).parent / f"{path.stem.removeprefix('test_')}.py").is_file()
    ]
    assert not strangers, "a unit test stands at the path of what it tests"
