# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every criterion is written down, and a wrong answer to it is known; the student's text is in test_handbook.py."""

from __future__ import annotations

import re

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, SCENARIOS, exercises, load, walk


@pytest.mark.parametrize("exercise", exercises())
def test_every_criterion_stands_in_the_readme(exercise: str) -> None:
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
def test_a_live_mutant_names_what_is_skipped_with_it(exercise: str) -> None:
    scenario = load(ROOT / "molecule" / SCENARIOS.get(exercise, exercise) / "exercise.yml")
    criteria = load(exercises()[exercise] / "criteria.yml")["criteria"]
    for mutant in (mutant for mutant in scenario["mutants"] if "fails" in mutant):
        down = {mutant["fails"]}
        for criterion in criteria:  # in the order of what they need
            if down & set(criterion.get("needs") or ()):
                down.add(criterion["id"])
        assert down - {mutant["fails"]} <= set(mutant.get("skips") or ()), mutant["name"]


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
