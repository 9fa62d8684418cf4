# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is demanded is written down where the student reads it, and a wrong answer to it is known."""

from __future__ import annotations

import re

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, SCENARIOS, exercises, load, walk

# named(pods, 'x'), container(…, 'x'), docker_named(containers, 'x'): the names that a criterion insists on
NAMED = re.compile(r"\b(?:named|container|docker_named|image_tag|app_pods)\((?:[^()']|\([^()]*\))*'([^']+)'\)")

# only a label and a port are given
FREE = {"capstone"}

LISTED = re.compile(r"\blab_objects\(\w+, (\[[^]]*\])\)")


def demanded(exercise: str) -> set[str]:
    """Return the object and file names without which a criterion cannot pass."""
    names = set()
    for where, value in walk(load(exercises()[exercise] / "criteria.yml")):
        if not isinstance(value, str):
            continue
        names |= set(NAMED.findall(value))
        for listed in LISTED.findall(value):
            names |= set(re.findall(r"'([^' ]+)'", listed))
        if where.startswith("probes.") and where.endswith(".path") and "/kcna-lab02" in value:
            names.add(value.rsplit("/", 1)[1])
        if where.startswith("probes.") and where.endswith((".image", ".repository")):
            names.add(value)
    return names


@pytest.mark.parametrize("exercise", exercises())
def test_demanded_names_stand_in_the_text(exercise: str) -> None:
    names = demanded(exercise)
    least = 1 if exercise in FREE else min(3, len(load(exercises()[exercise] / "criteria.yml")["criteria"]))
    assert len(names) >= least, f"only {names} found: does the pattern still fit criteria.yml?"
    text = (exercises()[exercise] / "README.md").read_text(encoding="utf-8")
    missing = {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    assert not missing, f"the text of {exercise} does not name {sorted(missing)}"


@pytest.mark.parametrize("exercise", exercises())
def test_every_criterion_stands_in_the_text(exercise: str) -> None:
    text = (exercises()[exercise] / "README.md").read_text(encoding="utf-8")
    criteria = load(exercises()[exercise] / "criteria.yml")["criteria"]
    assert not [criterion["id"] for criterion in criteria if criterion["id"] not in text]


@pytest.mark.parametrize("exercise", exercises())
def test_every_criterion_has_a_mutant(exercise: str) -> None:
    criteria = {criterion["id"] for criterion in load(exercises()[exercise] / "criteria.yml")["criteria"]}
    mutants = load(ROOT / "tests" / "unit" / "mutants" / f"{exercise}.yml")
    broken = {
        value
        for where, value in walk(mutants)
        if re.search(r"(^|\.)fails(\[\d+\])?$", where) and isinstance(value, str)
    }
    assert broken <= criteria, f"mutants name unknown criteria: {sorted(broken - criteria)}"
    assert not criteria - broken, f"no mutant fails {sorted(criteria - broken)}"


@pytest.mark.parametrize("exercise", exercises())
def test_the_living_vm_sees_other_right_answers_and_faults(exercise: str) -> None:
    scenario = load(ROOT / "molecule" / SCENARIOS.get(exercise, exercise) / "exercise.yml")
    criteria = {criterion["id"] for criterion in load(exercises()[exercise] / "criteria.yml")["criteria"]}
    assert len(scenario["alternatives"]) >= 3
    broken = [mutant["fails"] for mutant in scenario["mutants"] if "fails" in mutant]
    assert len(broken) >= 2
    assert {*broken, *(name for mutant in scenario["mutants"] for name in mutant.get("skips", ()))} <= criteria
    assert all("fails" in mutant or mutant.get("skips") for mutant in scenario["mutants"]), (
        "a mutant must change a verdict"
    )


@pytest.mark.parametrize("exercise", exercises())
def test_a_switch_is_an_option_of_its_role_and_of_verify(exercise: str) -> None:
    role = exercises()[exercise]
    defaults = load(role / "defaults" / "main.yml") or {}
    verify = load(role / "meta" / "argument_specs.yml")["argument_specs"]["verify"]["options"]
    for criterion in load(role / "criteria.yml")["criteria"]:
        if "switch" in criterion:
            name = criterion["switch"]
            assert defaults.get(name) is True, f"{name} is not true by default"
            assert verify[name]["type"] == "bool", f"{name} is no option of verify"


def test_the_checklist_is_answered_by_criteria_that_exist() -> None:
    known = {criterion["id"] for role in exercises().values() for criterion in load(role / "criteria.yml")["criteria"]}
    asked = {name for item in load(ROOT / "files" / "lab02" / "checklist.yml") for name in item["criteria"]}
    assert not asked - known
