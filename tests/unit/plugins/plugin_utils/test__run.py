# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _opening
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SAY = Messages("en")


def settings(**variables: t.Any) -> _run.Settings:
    base = {"groups": {"students": ["student01"]}, "ansible_run_tags": ["all"], "ansible_skip_tags": []}
    return _run.Settings({**base, **variables}, lambda value: value)


def test_begin_selects() -> None:
    run = _run.begin(settings(ansible_run_tags=["ex6"]), SAY)
    assert run.exercises == ["ex6"]
    assert _run.begin(settings(), SAY).id != run.id


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"ansible_run_tags": ["ex66"]}, r"There is no tag ex66\. Known tags: prep, ex1, .*ex6"),
        ({"ansible_skip_tags": ["ex66"]}, r"no tag ex66"),
        ({"ansible_skip_tags": ["all"]}, "No exercise is selected"),
        ({"groups": {"students": []}}, "make lab"),
        ({"groups": {}}, "make lab"),
    ],
)
def test_refused(variables: dict[str, t.Any], message: str) -> None:
    with pytest.raises(_run.RunError, match=message):
        _run.begin(settings(**variables), SAY)


def test_snapshots_need_no_student() -> None:
    assert _run.begin(settings(groups={}, lab_from_snapshots="x"), SAY).exercises


def test_current() -> None:
    run = _run.new(["ex1"])
    registered = {"run": {"id": run.id, "started": run.started, "exercises": ["ex1"]}, "failed": False}
    assert _run.current(settings(kcna_labs_run=registered)) == run
    assert _run.current(settings(kcna_labs_run={"skipped": True})) is None
    assert _run.current(settings()) is None


def test_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings().results() == tmp_path / "results"
    assert settings(lab_results_dir="/x").results() == Path("/x")
    assert settings(lab_results_dir="~/x").results() == Path.home() / "x"
    assert settings().snapshots() is None
    assert settings(lab_from_snapshots="a").snapshots() == tmp_path / "a"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("student01", "student01"), ("a/../b", "a_.._b"), ("../x", "_x"), (".hidden", "hidden"), ("..", "_")],
)
def test_a_host_name_is_no_path(host: str, expected: str) -> None:
    assert _run.file_name(host) == expected


NINE = [_exercises.load(_exercises.known()["ex9"], "ex9")]


@pytest.mark.parametrize("value", ["false", "no", False, "0"])
def test_switched_off(value: t.Any) -> None:
    found = _run.switched_off(NINE, settings(ex9_container_runtime_hand_over=value), SAY)
    assert found == ["ex9.image-handed-over"]


@pytest.mark.parametrize("variables", [{}, {"ex9_container_runtime_hand_over": "yes"}])
def test_on_by_default(variables: dict[str, t.Any]) -> None:
    assert _run.switched_off(NINE, settings(**variables), SAY) == []


@pytest.mark.parametrize("value", ["off please", "", None, [], 2])
def test_a_switch_that_is_neither(value: t.Any) -> None:
    with pytest.raises(_run.RunError, match=r"ex9_container_runtime_hand_over = .* ex9\.image-handed-over"):
        _run.switched_off(NINE, settings(ex9_container_runtime_hand_over=value), SAY)


WRONG_STEPS: t.Final[tuple[t.Any, ...]] = (4, -1, "two", "", True, 1.5, None, "03")
WRONG_COSTS: t.Final[tuple[t.Any, ...]] = (-1, "x", "nan", "inf", True, None, [])


def policy(**variables: t.Any) -> _opening.Policy:
    return _run.hint_policy(settings(**variables), ["ex6", "ex7"], SAY)


def test_hints_are_free_and_whole_by_default() -> None:
    assert policy() == _opening.Policy(3, 0, None)


@pytest.mark.parametrize("given", [0, 1, 2, 3, "0", "3"])
def test_lab_hints(given: t.Any) -> None:
    assert policy(lab_hints=given).limit == int(given)


@pytest.mark.parametrize(("given", "cost"), [(0, 0), (1, 1), ("0.25", 0.25), (0.5, 0.5), ("1e0", 1)])
def test_lab_hint_cost(given: t.Any, cost: float) -> None:
    assert policy(lab_hint_cost=given).cost == cost


def test_lab_hint_for() -> None:
    both = frozenset({"ex6.memory-held", "ex7.config-map"})
    assert policy(lab_hint_for="ex6.memory-held, ex7.config-map").asked == both
    assert policy(lab_hint_for=["ex6.memory-held"]).asked == frozenset({"ex6.memory-held"})
    assert len(policy(lab_hint_for="ex6").asked or ()) == 11
    assert policy(lab_hint_for="").asked is None


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        *(({"lab_hints": wrong}, "lab_hints = .* from 0 to 3") for wrong in WRONG_STEPS),
        *(({"lab_hint_cost": wrong}, "lab_hint_cost = ") for wrong in WRONG_COSTS),
        ({"lab_hint_for": "ex1.web-server-running"}, r"ex1.web-server-running is neither .*\(ex6, ex7\)"),
        ({"lab_hint_for": "ex6.memory"}, "ex6.memory is neither"),
        ({"lab_hint_for": "ex6", "lab_from_snapshots": "x"}, "cannot be used with lab_from_snapshots"),
    ],
)
def test_hints_are_refused(variables: dict[str, t.Any], message: str) -> None:
    with pytest.raises(_run.RunError, match=message):
        policy(**variables)
    # before any VM is touched
    with pytest.raises(_run.RunError, match="lab_hint"):
        _run.begin(settings(**{"ansible_run_tags": ["ex6", "ex7"], **variables}), SAY)


@pytest.mark.parametrize(
    ("given", "seconds"), [({}, 3), ({"lab_watch_interval": "1.5"}, 1.5), ({"lab_watch_interval": 60}, 60)]
)
def test_a_watch(given: dict[str, t.Any], seconds: float) -> None:
    run = _run.begin(settings(lab_watch="true", **given), SAY, may_watch=True)
    assert run.watch == seconds
    registered = {"run": dataclasses.asdict(run)}
    assert _run.current(settings(kcna_labs_run=registered)) == run


@pytest.mark.parametrize("value", ["false", False, "no"])
def test_no_watch(value: t.Any) -> None:
    assert _run.begin(settings(lab_watch=value, lab_watch_interval="nonsense"), SAY).watch is None


@pytest.mark.parametrize("value", ["", "soon", 0, -1, 0.9, 3601, "nan", "inf", True, [], None])
def test_an_interval_that_makes_no_sense(value: t.Any) -> None:
    with pytest.raises(_run.RunError, match=r"^lab_watch_interval .* from 1 to 3600"):
        _run.begin(settings(lab_watch=True, lab_watch_interval=value), SAY, may_watch=True)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"lab_watch": "please"}, "lab_watch = please is neither"),
        ({"lab_watch": True, "lab_from_snapshots": "x"}, "cannot go together with lab_from_snapshots"),
        (
            {"lab_watch": True, "ansible_forks": 1, "ansible_play_hosts_all": ["localhost", "student01", "student02"]}
            | {"groups": {"students": ["student01", "student02"]}},
            r"2 hosts are to be watched at once, which 1 forks cannot do\. Add -f 2",
        ),
    ],
)
def test_a_watch_that_makes_no_sense(variables: dict[str, t.Any], message: str) -> None:
    with pytest.raises(_run.RunError, match=message):
        _run.begin(settings(**variables), SAY, may_watch=True)


def test_only_a_playbook_that_can_watch_does() -> None:
    with pytest.raises(_run.RunError, match=r"verify\.yml only"):
        _run.begin(settings(lab_watch=True), SAY)


def test_as_many_forks_as_hosts_are_enough() -> None:
    few = settings(lab_watch=True, ansible_forks=1, ansible_play_hosts_all=["localhost", "student01"])
    assert _run.begin(few, SAY, may_watch=True).watch
