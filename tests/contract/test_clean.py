# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an exercise makes in the lab's namespace is cleaned up, looked for and typed away at the end of the lab."""

from __future__ import annotations

import re
import typing as t

import pytest
import yaml
from ansible_collections.kcna.labs.tests.contract._project import exercises, load, relative, walk
from ansible_collections.kcna.labs.tests.handbook import _text

ROLE = exercises()["clean"]
CRITERIA = load(ROLE / "criteria.yml")
LISTED = re.compile(r"\blab_objects\((\w+), (\[[^]]*\])\)")
SHARED = "kcna-lab02"


def variable(exercise: str, name: str) -> list[t.Any]:
    """A list of the role's own variables, empty where it has none of that name."""
    role = exercises()[exercise]
    path = role / "vars" / "main.yml"
    return (load(path) if path.is_file() else {}).get(f"__{role.name}_{name}") or []


def made(exercise: str) -> list[tuple[str, str]]:
    """Kind and name of what cleanup of an exercise removes from the namespace that exercises share."""
    role, objects = exercises()[exercise], variable(exercise, "objects")
    defaults = load(role / "defaults" / "main.yml")
    spaces = {f"{{{{ {name} }}}}" for name, value in defaults.items() if f"default('{SHARED}')" in str(value)}
    return [(item["kind"], item["name"]) for item in objects if item.get("namespace") in spaces]


def looked_for() -> dict[str, tuple[dict[str, t.Any], list[str]]]:
    """Kind to the criterion that looks for what is left of it, and the names it knows."""
    found = {}
    for criterion in CRITERIA["criteria"]:
        for _where, value in walk(criterion):
            for probe, names in LISTED.findall(value) if isinstance(value, str) else ():
                found[CRITERIA["probes"][probe]["kind"]] = (criterion, yaml.safe_load(names))
    return found


def test_every_cleanup_is_run() -> None:
    roles = [role.name for name, role in exercises().items() if name != "clean"]
    listed = load(ROLE / "vars" / "main.yml")["__clean_final_roles"]
    missing = set(roles) ^ set(listed)
    assert not missing, f"{relative(ROLE)}/vars/main.yml: __clean_final_roles and roles/ differ in {sorted(missing)}"
    assert listed == roles[::-1]


def test_exercises_make_something() -> None:
    assert sum(len(made(exercise)) for exercise in exercises()) > 15


@pytest.mark.parametrize("exercise", exercises())
def test_what_is_made_is_looked_for(exercise: str) -> None:
    where = relative(ROLE / "criteria.yml")
    for kind, name in made(exercise):
        assert kind in looked_for(), f"{where} looks for no {kind}, and {exercise} makes {name}"
        criterion, names = looked_for()[kind]
        assert name in names, f"{where}: {criterion['id']} does not look for the {kind} {name} of {exercise}"
        assert exercise in criterion["history"], f"{where}: the history of {criterion['id']} lacks {exercise}"
    if variable(exercise, "files"):
        (folder,) = (criterion for criterion in CRITERIA["criteria"] if criterion["id"] == "clean.workdir")
        assert exercise in folder["history"], f"{where}: the history of clean.workdir lacks {exercise}"


@pytest.mark.parametrize("language", _text.LANGUAGES)
@pytest.mark.parametrize("exercise", exercises())
def test_what_is_made_is_typed_away(exercise: str, language: str) -> None:
    typed = {
        word
        for block in _text.script(language)
        if block.section == "clean"
        for step in block.steps
        for word in step.text.split()
    }
    for kind, name in made(exercise):
        assert name in typed, f"lab02.{language}.md: the section clean does not delete the {kind} {name} of {exercise}"
