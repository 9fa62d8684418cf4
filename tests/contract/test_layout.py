# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every role and every exercise has the same skeleton."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.tests.contract._project import (
    ROOT,
    SCENARIOS,
    VERBS,
    exercises,
    load,
    relative,
    roles,
    walk,
)

ROLE_FILES = ("defaults/main.yml", "meta/main.yml", "meta/argument_specs.yml", "tasks/main.yml", "README.md")
EXERCISE_FILES = ("criteria.yml", *(f"tasks/{verb}.yml" for verb in VERBS))
INCLUDE = "ansible.builtin.include_role"
# Playbook to the task file it includes of each exercise. verify.yml is one task for all: the selection is the module's.
PLAYBOOKS = {"start": "start", "solve": "solve", "cleanup": "cleanup", "lab02": "solve"}


def test_the_first_thread_is_here() -> None:
    assert {"ex1", "ex6"} <= set(exercises())


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_role_has_the_skeleton(role: Path) -> None:
    missing = [name for name in ROLE_FILES if not (role / name).is_file() or not (role / name).read_text().strip()]
    assert not missing, f"{relative(role)} lacks {missing}"


@pytest.mark.parametrize("exercise", exercises())
def test_exercise_has_the_four_verbs_and_criteria(exercise: str) -> None:
    role = exercises()[exercise]
    missing = [name for name in EXERCISE_FILES if not (role / name).is_file() or not load(role / name)]
    assert not missing, f"{relative(role)} lacks {missing}"
    assert load(role / "criteria.yml")["exercise"] == exercise


@pytest.mark.parametrize("exercise", exercises())
def test_main_says_start_solve_verify_and_no_more(exercise: str) -> None:
    role = exercises()[exercise]
    modules = ("ansible.builtin.import_tasks", "ansible.builtin.include_tasks", "ansible.builtin.meta")
    said = [next(task[name] for name in modules if name in task) for task in load(role / "tasks" / "main.yml")]
    # what takes its time is a handler
    waits = ["flush_handlers"] if (role / "handlers").is_dir() else []
    assert said == ["start.yml", "solve.yml", *waits, "verify.yml"]


def test_what_cleanup_may_touch_outside_of_the_home_is_photographed_first() -> None:
    """A student VM's folders as well as those of a machine of one's own: cleanup refuses what no photograph shows."""
    on_a_vm = next(
        task["kcna.labs.photograph"]["scope"]["files"]
        for task in load(ROOT / "roles" / "cluster" / "tasks" / "record.yml")
        if "kcna.labs.photograph" in task
    )
    of_one_s_own = load(ROOT / "roles" / "own_machine" / "vars" / "main.yml")["__own_machine_files"]
    touched = {
        text
        for role in exercises().values()
        for _where, text in walk(load(role / "vars" / "main.yml"))
        if isinstance(text, str) and re.fullmatch(r"/(tmp|var)/[\w./-]+", text)
    }
    assert touched, "no exercise names a folder; has the way they are written changed?"
    assert touched - set(on_a_vm) == set()
    assert touched - set(of_one_s_own) == set()


def test_the_whole_lab_waits_for_what_takes_its_time_before_it_judges() -> None:
    tasks = load(ROOT / "playbooks" / "lab02.yml")[-1]["tasks"]
    at = next(number for number, task in enumerate(tasks) if task["name"] == "Verify all of them at once")
    assert tasks[at - 1]["ansible.builtin.meta"] == "flush_handlers"


@pytest.mark.parametrize("exercise", exercises())
def test_argument_specs_cover_every_entry_point(exercise: str) -> None:
    specs = load(exercises()[exercise] / "meta" / "argument_specs.yml")["argument_specs"]
    assert set(specs) == {"main", *VERBS}


@pytest.mark.parametrize("exercise", exercises())
def test_exercise_has_a_scenario_that_verifies(exercise: str) -> None:
    """Molecule itself passes a scenario whose verify.yml is missing or empty."""
    scenario = ROOT / "molecule" / SCENARIOS.get(exercise, exercise)
    assert (scenario / "molecule.yml").is_file(), f"{relative(scenario)} has no molecule.yml"
    assert (scenario / "verify.yml").is_file(), f"{relative(scenario)} has no verify.yml"
    plays = load(scenario / "verify.yml") or []
    assert any(play.get("tasks") or play.get("ansible.builtin.import_playbook") for play in plays), (
        f"{relative(scenario)}/verify.yml checks nothing"
    )
    assert "verify" in load(scenario / "molecule.yml")["scenario"]["test_sequence"]


@pytest.mark.parametrize("verb", ["converge", "side_effect", "verify"])
def test_scenarios_of_exercises_have_the_same_playbooks(verb: str) -> None:
    """What differs between them is data; ansible-lint reads the playbooks where they are shared."""
    found = [
        path.parent / f"{verb}.yml" for path in (ROOT / "molecule").glob("*/exercise.yml") if path.parent.name != "lab"
    ]
    others = [
        relative(path) for path in found if not path.is_symlink() or str(path.readlink()) != f"../shared/{verb}.yml"
    ]
    assert len(found) == len(exercises()) - len(SCENARIOS)
    assert others == []


def test_scenarios_have_one_configuration() -> None:
    """Molecule keeps one state for all that share a VM."""
    found = list((ROOT / "molecule").glob("*/molecule.yml"))
    others = [relative(path) for path in found if not path.is_symlink() or str(path.readlink()) != "../scenario.yml"]
    assert len(found) > len(exercises())
    assert others == []


@pytest.mark.parametrize("verb", ["converge", "side_effect", "verify"])
def test_no_scenario_passes_without_a_vm(verb: str) -> None:
    """For Ansible a play without hosts is a success."""
    for playbook in (ROOT / "molecule").glob(f"*/{verb}.yml"):
        first = load(playbook)[0].get("ansible.builtin.import_playbook", "")
        assert first == "../shared/a_vm.yml", relative(playbook)


def included(verb: str) -> dict[str, dict[str, t.Any]]:
    """Tag to the task of a playbook that includes a role under it; "always" is no exercise's."""
    tasks = [task for play in load(ROOT / "playbooks" / f"{verb}.yml") for task in play.get("tasks", [])]
    return {task["tags"][0]: task for task in tasks if INCLUDE in task and task["tags"] != ["always"]}


@pytest.mark.parametrize("verb", PLAYBOOKS)
@pytest.mark.parametrize("exercise", exercises())
def test_playbook_includes_the_exercise_under_its_tag(exercise: str, verb: str) -> None:
    role = f"kcna.labs.{exercises()[exercise].name}"
    task = included(verb).get(exercise)
    assert task, f"playbooks/{verb}.yml does not include {role} under the tag {exercise}"
    does = "main" if (verb, exercise) == ("lab02", "clean") else PLAYBOOKS[verb]
    assert task[INCLUDE] == {"name": role, "tasks_from": does, "apply": {"tags": [exercise]}}
    assert task["tags"] == [exercise, *(["never"] if exercise in _exercises.ON_REQUEST else [])]
    if verb == "lab02":
        assert task["when"] == f"'{exercise}' in kcna_labs_before.unsolved"


@pytest.mark.parametrize("verb", PLAYBOOKS)
def test_playbook_keeps_the_order_of_the_lab(verb: str) -> None:
    order = list(exercises())
    if verb == "cleanup":  # what the others leave of the workspace is an empty folder
        order.insert(order.index("clean") - 1, order.pop(order.index("prep")))
    assert list(included(verb)) == order, f"playbooks/{verb}.yml"


def test_playbooks_are_short() -> None:
    """A playbook is an interface: hosts, roles, tags and no logic."""
    for playbook in (ROOT / "playbooks").glob("*.yml"):
        code = [
            line for line in playbook.read_text().splitlines() if line.strip() and not line.lstrip().startswith("#")
        ]
        assert len(code) <= 30 + 8 * len(exercises()), f"{relative(playbook)} has {len(code)} lines"


def test_source_files_fit_a_head() -> None:
    for folder in ("plugins", "roles", "tools", "tests", "molecule"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = len(path.read_text().splitlines())
            assert lines <= 350, f"{relative(path)} has {lines} lines: split it"
