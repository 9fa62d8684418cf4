# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _things
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._things import Thing
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("named(pods, 'a')", [Thing("pods", "a")]),
        ("named(pods, 'a').spec.containers[0]", [Thing("pods", "a")]),
        ("container(named(pods, 'a'), 'c')", [Thing("pods", "a", "c")]),
        ("volume_at(named(pods, 'a'), 'c', '/x')", [Thing("pods", "a", "c")]),
        ("image_tag(images, 'a:v1').Id", [Thing("images", "a:v1")]),
        ("app_pods(pods, 'web')", [Thing("pods", label="web")]),
        ("processes[?pod == 'a' && container == 'c'] | [0]", [Thing("processes", "a", "c")]),
        ("answers(form.content)", [Thing("form")]),
        # what has a name comes first, and a bare probe says nothing beside it
        ("digest(current_pods(pods, sets, named(deployments, 'd'))[0])", [Thing("deployments", "d"), Thing("pods")]),
        (
            "common(container(named(pods, 'a'), 'c').x, named(pods, 'a').y)",
            [Thing("pods", "a", "c"), Thing("pods", "a")],
        ),
        ("items[?kind == 'x'].name", [Thing("items")]),
        ("`1`", []),
    ],
)
def test_of_a_selector(text: str, things: list[Thing]) -> None:
    assert [item for item in _things.of_selector(selector(text)) if item.probe != "sets"] == things


def test_names_are_those_that_some_criterion_insists_on() -> None:
    names = _things.names(exercise("ex6").criteria)
    assert {"resource-demo", "oom-demo", "guaranteed-qos"} <= names


def test_a_check_of_the_subject_is_about_the_subject() -> None:
    criterion = next(item for item in exercise("ex6").criteria if item.id == "ex6.guaranteed-qos")
    assert _things.of_check(criterion, criterion.expect[0]) == (Thing("pods", "guaranteed-qos"),)  # type: ignore[arg-type]


def test_without_a_subject_it_is_about_what_is_judged() -> None:
    criterion = next(item for item in exercise("ex9").criteria if item.id == "ex9.image-handed-over")
    assert _things.of_subject(criterion)[0] == Thing("pods", "cri-proof")
