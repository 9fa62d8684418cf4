# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hints verify shows from run to run, and what that costs; recordings of a real VM answer in the VM's place."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.action import verify
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _results, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _model, _records, _report
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit.test_results_schema import CHECK

HELD, CPU = "ex6.memory-held", "ex6.cpu-throttled"
# states of exercise 6: two mistakes, and none
HOG, SLEEPS, DONE = "memory-limited writes a file on disk", "cpu-limited sleeps", "solved"
FIRST_VM, SECOND_VM = "2026-04-07T00:10:00Z", "2026-04-08T00:10:00Z"


class Replayed(verify.ActionModule):
    """The action without Ansible and without a VM: what was recorded is what is seen."""

    def __init__(self, root: Path, state: str, run: _run.Run, require: str, **variables: t.Any) -> None:
        self._variables = {"inventory_hostname": "student01", "lab_results_dir": str(root), **variables}
        self._settings = _run.Settings(self._variables, lambda value: value)
        self._say = Messages("en")
        self._arguments = {"exercises": None, "require": require, "settle": False}
        self._run = run
        self._provisioned = FIRST_VM
        (self._name,) = run.exercises
        self._recorded = _sample_class.observation(self._name, state)
        self._policy = _run.hint_policy(self._settings, run.exercises, self._say)

    def judge(self, provisioned: str = FIRST_VM) -> _results.Results:
        self._provisioned = provisioned
        answer = self._judge_vm({self._name: _exercises.load(_exercises.known()[self._name], self._name)})
        results = json.loads(Path(answer["results_file"]).read_text(encoding="utf-8"))
        assert [f"{error.json_path}: {error.message}" for error in CHECK.iter_errors(results)] == []
        return results

    def _observe(self, _specs: t.Any) -> dict[str, t.Any]:
        marker = {**self._recorded.host["marker"], "provisioned": self._provisioned}
        return {"host": {**self._recorded.host, "marker": marker}, "probes": self._recorded.probes}


@pytest.fixture
def judged(tmp_path: Path) -> t.Callable[..., _results.Results]:
    def judge(
        state: str,
        *,
        run: _run.Run | None = None,
        require: str = "judged",
        vm: str = FIRST_VM,
        **variables: t.Any,
    ) -> _results.Results:
        # two runs of one second have different ids
        return Replayed(tmp_path, state, run or _run.new(["ex6"]), require, **variables).judge(vm)

    return judge


Judged = t.Callable[..., _results.Results]


def item(results: _results.Results, name: str = HELD) -> dict[str, t.Any]:
    return next(one for one in _results.criteria(results) if one["id"] == name)


def test_without_a_price_all_is_shown_and_recorded(judged: Judged) -> None:
    results = judged(HOG)
    assert [len(one["hints"]) for one in _results.criteria(results) if one["verdict"] == "fail"] == [3]
    assert (item(results)["hints_shown"], item(results)["hint_cost"], item(results)["hint_next"]) == (3, 0, None)
    assert results["hints_shown"] == {HELD: {"steps": 3, "cost": 0}}
    assert results["score"] == {"earned": 17, "possible": 19, "errors": 0, "hint_cost": 0, "after_hints": 17}


def test_the_limit_caps_what_is_shown_and_recorded(judged: Judged) -> None:
    whole = item(judged(HOG))["hints"]
    for limit in range(4):
        results = judged(HOG, vm=f"vm {limit}", lab_hints=limit)
        assert item(results)["hints"] == whole[:limit]
        assert item(results)["hints_shown"] == limit


def test_steps_are_opened_one_by_one_and_paid_once(judged: Judged) -> None:
    price: dict[str, t.Any] = {"lab_hint_cost": 0.25}
    first = judged(HOG, **price)
    assert (item(first)["hints"], item(first)["hint_next"], first["hints_shown"]) == ([], 0.25, {})
    seen = []
    for _run_number in range(4):
        results = judged(HOG, lab_hint_for=HELD, **price)
        seen.append((len(item(results)["hints"]), item(results)["hint_cost"], item(results)["hint_next"]))
    assert seen == [(1, 0.25, 0.25), (2, 0.5, 0.25), (3, 0.75, None), (3, 0.75, None)]
    # nothing was earned, so nothing can be taken off
    assert results["score"] == {"earned": 17, "possible": 19, "errors": 0, "hint_cost": 0, "after_hints": 17}
    solved = judged(DONE, **price)
    assert (item(solved)["verdict"], item(solved)["earned"], item(solved)["hints"]) == ("pass", 2, [])
    assert (item(solved)["hints_shown"], item(solved)["hint_cost"]) == (3, 0.75)
    assert solved["score"] == {"earned": 19, "possible": 19, "errors": 0, "hint_cost": 0.75, "after_hints": 18.25}


def test_no_criterion_costs_more_than_it_earns(judged: Judged) -> None:
    for _run_number in range(3):
        judged(HOG, lab_hint_for=HELD, lab_hint_cost=5)
    solved = judged(DONE)
    assert item(solved)["hint_cost"] == 15
    assert solved["score"]["hint_cost"] == item(solved)["points"] == 2
    assert solved["score"]["after_hints"] == 17


def test_what_is_open_stays_open_without_asking_again(judged: Judged) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=1)
    results = judged(HOG, lab_hint_cost=1)
    assert (len(item(results)["hints"]), item(results)["hint_cost"]) == (1, 1)
    assert len(item(judged(HOG, lab_hint_cost=1, lab_hints=0))["hints"]) == 0


def test_only_what_fails_opens_anything(judged: Judged) -> None:
    results = judged(HOG, lab_hint_for="ex6", lab_hint_cost=1)
    assert results["hints_shown"] == {HELD: {"steps": 1, "cost": 1}}


def test_another_mistake_keeps_the_record(judged: Judged) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=1)
    results = judged(SLEEPS, lab_hint_for=CPU, lab_hint_cost=2)
    assert results["hints_shown"] == {CPU: {"steps": 1, "cost": 2}, HELD: {"steps": 1, "cost": 1}}
    assert results["score"]["hint_cost"] == 1


def test_a_run_of_another_exercise_keeps_the_record(judged: Judged) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=1)
    between = judged(DONE, run=_run.new(["ex1"]))
    assert between["hints_shown"] == {HELD: {"steps": 1, "cost": 1}}
    assert between["score"]["hint_cost"] == 0
    assert judged(DONE)["score"]["hint_cost"] == 1


def test_a_vm_made_anew_begins_anew(judged: Judged) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=1)
    results = judged(DONE, vm=SECOND_VM)
    assert results["hints_shown"] == {}
    assert results["score"]["hint_cost"] == 0


def test_a_look_that_nobody_reads_shows_nothing(judged: Judged) -> None:
    """What lab02.yml does first."""
    run = _run.new(["ex6"])
    before = judged(HOG, run=run, require="nothing")
    assert (item(before)["hints"], before["hints_shown"]) == ([], {})
    assert judged(DONE, run=run)["hints_shown"] == {}
    run = _run.new(["ex6"])
    judged(HOG, run=run, require="nothing", lab_hint_for=HELD, lab_hint_cost=1)
    results = judged(HOG, run=run, lab_hint_for=HELD, lab_hint_cost=1)
    assert results["hints_shown"] == {HELD: {"steps": 1, "cost": 1}}


def test_a_run_that_looks_again_and_again_opens_one_step(judged: Judged) -> None:
    run = _run.new(["ex6"])
    for state in (HOG, SLEEPS, HOG):
        results = judged(state, run=run, lab_hint_for=HELD, lab_hint_cost=1)
        assert results["hints_shown"] == {HELD: {"steps": 1, "cost": 1}}
    assert judged(DONE, run=run, lab_hint_for=HELD, lab_hint_cost=1)["score"]["hint_cost"] == 1


def test_the_first_look_of_lab02_is_such_a_look() -> None:
    text = (_exercises.COLLECTION / "playbooks" / "lab02.yml").read_text(encoding="utf-8")
    assert text.count("require: nothing") == 1
    assert text.index("require: nothing") < text.index("Start and solve the preparation")


def again(root: Path, limit: int | None = None) -> _results.Results:
    """What verify makes of the last snapshot."""
    snapshot = _snapshot.load(root / "latest" / "student01.snapshot.json")
    exercise = _exercises.load(_exercises.known()["ex6"], "ex6")
    (seen,) = snapshot.observations
    graded = _results.Graded(exercise, seen, _judge.judge(exercise, seen, Messages("en")))
    return _results.build(snapshot, [graded], Messages("en"), *([] if limit is None else [limit]))


def test_judging_the_snapshot_again_gives_the_same(judged: Judged, tmp_path: Path) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=0.25)
    for state in (HOG, DONE):
        results = judged(state, lab_hint_for=HELD, lab_hint_cost=0.25)
        assert json.loads(json.dumps(again(tmp_path))) == results
        assert json.loads(json.dumps(again(tmp_path))) == results
    assert results["score"]["after_hints"] == 18.5


def test_judging_again_with_a_limit_shows_less_and_records_the_same(judged: Judged, tmp_path: Path) -> None:
    results = judged(HOG)
    less = again(tmp_path, 1)
    assert item(less)["hints"] == item(results)["hints"][:1]
    assert less["hints_shown"] == results["hints_shown"]


def test_the_pages_show_what_was_opened_and_no_more(judged: Judged, tmp_path: Path) -> None:
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=0.25)
    judged(HOG, lab_hint_for=HELD, lab_hint_cost=0.25)
    (student,) = _model.build(_records.read(tmp_path)).students
    row = next(row for row in student.rows() if row.judged.id == HELD)
    assert [sorted(text) for text in row.texts.hints] == [["en", "ja"]] * 2
    assert row.texts.hints[1]["en"] == item(again(tmp_path))["hints"][1]
    assert (row.judged.hints_shown, row.judged.hint_cost, student.hint_cost) == (2, 0.5, 0)
    judged(DONE)
    (student,) = _model.build(_records.read(tmp_path)).students
    assert (student.earned, student.hint_cost, student.after_hints) == (19, 0.5, 18.5)


def text(results: _results.Results, language: str = "en") -> str:
    return "\n".join(line for line, _color in _report.lines([results], Messages(language), 200))


def test_the_terminal_names_the_price(judged: Judged) -> None:
    shown = text(judged(HOG, lab_hint_cost=0.25))
    assert "one step more costs 0.25 points: -e lab_hint_for=ex6.memory-held" in shown
    assert "look at" not in shown
    shown = text(judged(HOG, lab_hint_for=HELD, lab_hint_cost=0.25))
    assert "look at   `kubectl -n kcna-lab02 top pod resource-demo --containers` (section 6.1 of the text)" in shown
    assert "1 of 3 steps of the hint (0.25 points)" in shown
    assert "problem" not in shown
    solved = judged(DONE)
    assert "Score: 19 / 19 points (18.75 after hints (−0.25))" in text(solved)
    assert "得点: 19 / 19 点 (ヒントを差し引いて 18.75 点 (−0.25))" in text(solved, "ja")


def test_nothing_is_said_of_prices_where_there_are_none(judged: Judged) -> None:
    shown = text(judged(HOG))
    assert "look at" in shown
    assert "lab_hint_for" not in shown
    assert "points)" not in shown
    assert "after hints" not in shown
