# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stages of the playbooks as they are; what tasks within roles belong to is seen in the callback's test."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
import yaml
from ansible.playbook.role_include import IncludeRole
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _stage

PLAYBOOKS = sorted((Path(__file__).resolve().parents[5] / "playbooks").glob("*.yml"))


def roles(playbook: Path) -> t.Iterator[tuple[str, str | None]]:
    """Role and task file of everything that a playbook calls."""
    for play in yaml.safe_load(playbook.read_text(encoding="utf-8")):
        for role in play.get("roles", ()):
            yield role["role"], None
        for task in play.get("tasks", ()):
            if include := task.get("ansible.builtin.include_role"):
                for name in task.get("loop", [include["name"].removeprefix("kcna.labs.")]):
                    yield f"kcna.labs.{name}", include.get("tasks_from")


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.stem)
def test_everything_that_a_playbook_calls_has_a_name_in_both_languages(playbook: Path) -> None:
    for name, tasks in roles(playbook):
        include = IncludeRole()
        include.args = {"name": name, "tasks_from": tasks}
        stage = _stage.of(include)
        assert stage is not None
        labels = {stage.label(Messages(language)) for language in ("ja", "en")}
        # the name of the runtime interface is the same in both
        assert len(labels) == 2 or stage.exercise == "ex9", f"{name} has no name of its own"
        assert not stage.brief


def test_a_role_whose_name_is_not_known_yet() -> None:
    include = IncludeRole()
    include.args = {"name": "kcna.labs.{{ role }}"}
    assert _stage.of(include) is None


def test_verbs_of_one_exercise_are_stages_of_their_own() -> None:
    found = []
    for verb in ("start", "solve"):
        include = IncludeRole()
        include.args = {"role": "kcna.labs.ex6_resources", "tasks_from": verb}
        found.append(_stage.of(include))
    assert [stage.exercise for stage in found if stage] == ["ex6", "ex6"]
    assert found[0] != found[1]


def test_the_labels_of_all_exercises_leave_room_for_the_time() -> None:
    for name in _exercises.known():
        for language in ("ja", "en"):
            label = _stage.Stage(name, exercise=name).label(Messages(language))
            assert len(label) <= 60, label
