# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From results on disk to the class (report/_records, report/_history, report/_texts and report/_model together)."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _model, _records
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run

FIRST, SECOND, THIRD = (f"2026-04-07T0{hour}:00:00.000Z" for hour in (1, 2, 3))
CPU, HELD = "ex6.cpu-limited-resources", "ex6.memory-held"
TWICE = "cpu-limited has twice the CPU limit"
Student = _model.Student


def class_of(root: Path, *runs: Run, language: str = "ja") -> _model.Class:
    _sample_class.write(root, runs, language)
    return _model.build(_records.read(root))


def one(root: Path, *states: tuple[str, dict[str, str]], **more: t.Any) -> Student:
    found = class_of(root, *(Run(started, {"student01": plan}) for started, plan in states), **more)
    (student,) = found.students
    return student


def row(student: Student, name: str) -> _model.Row:
    return next(item for item in student.rows() if item.judged.id == name)


def test_each_exercise_as_it_was_judged_last(tmp_path: Path) -> None:
    """A run with a tag judges one exercise; what earlier runs said of the others still stands."""
    student = one(tmp_path, (FIRST, {"ex1": "solved", "ex6": "untouched"}), (SECOND, {"ex6": "solved"}))
    assert [(item.id, item.started, item.earned, item.possible) for item in student.exercises] == [
        ("ex1", FIRST, 13, 13),
        ("ex6", SECOND, 19, 19),
    ]
    assert (student.earned, student.possible, student.judged) == (32, 32, SECOND)


def test_the_total_is_the_same_for_all(tmp_path: Path) -> None:
    plans = {"student01": {"ex1": "solved"}, "student02": {"ex1": "untouched", "ex6": "solved"}}
    found = class_of(tmp_path, Run(FIRST, plans))
    assert [(item.name, item.earned, item.possible, item.missing) for item in found.students] == [
        ("student01", 13, 32, ("ex6",)),
        ("student02", 19, 32, ()),
    ]
    assert found.possible() == 32
    assert list(found.titles) == ["ex1", "ex6"]
    assert len(found.columns) == 8 + 11


@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_languages_whatever_the_run_spoke(tmp_path: Path, language: str) -> None:
    found = row(one(tmp_path, (FIRST, {"ex6": TWICE}), language=language), CPU)
    assert not found.texts.recorded
    assert found.texts.title["ja"] == "cpu-limited の requests と limits が正しい"
    assert found.texts.title["en"] == "cpu-limited has the required requests and limits"
    assert len(found.texts.hints) == 3
    for text in (found.texts.why, *found.texts.hints):
        assert text["ja"] != text["en"]
    assert getattr(found.judged, "why") == found.texts.why[language]  # noqa: B009  the recorded one


def test_marks_stand_when_the_criteria_have_changed(tmp_path: Path) -> None:
    """What the judge of today would say of the snapshot is not what the marks were given for."""
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": TWICE}})])
    for path in tmp_path.rglob("student01.json"):
        data = json.loads(path.read_text())
        item = next(item for item in data["exercises"]["ex6"]["criteria"] if item["id"] == CPU)
        item.update(verdict="pass", earned=2, actual="as it was")
        path.write_text(json.dumps(data))
    (student,) = _model.build(_records.read(tmp_path)).students
    found = row(student, CPU)
    assert (found.state, found.texts.recorded, dict(found.texts.actual)) == (
        "pass",
        True,
        {"ja": "as it was", "en": "as it was"},
    )
    assert found.texts.title["en"].startswith("cpu-limited")
    assert not row(student, HELD).texts.recorded


@pytest.mark.parametrize("content", [None, "{"])
def test_without_its_snapshot_a_result_is_shown_as_recorded(tmp_path: Path, content: str | None) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": TWICE}})])
    for path in tmp_path.rglob("*.snapshot.json"):
        path.unlink() if content is None else path.write_text(content)
    (student,) = _model.build(_records.read(tmp_path)).students
    assert {item.texts.recorded for item in student.rows()} == {True}


@pytest.mark.parametrize("value", [7, "x", [1], {"containers": 1}, [[]]])
def test_a_snapshot_of_another_form_is_shown_as_recorded(tmp_path: Path, value: t.Any) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex1": "solved", "ex6": TWICE, "ex8": "solved"}})])
    for path in tmp_path.rglob("*.snapshot.json"):
        data = json.loads(path.read_text())
        for probe in (probe for seen in data["observations"] for probe in seen["probes"]):
            probe.update(value=value, status="ok")
        path.write_text(json.dumps(data))
    (student,) = _model.build(_records.read(tmp_path)).students
    assert student.earned == 13 + 17 + 22
    assert all(item.texts.recorded for item in student.rows() if item.judged.verdict == "pass")


def test_history(tmp_path: Path) -> None:
    student = one(
        tmp_path, (FIRST, {"ex6": "untouched"}), (SECOND, {"ex6": "solved"}), (THIRD, {"ex6": TWICE, "ex1": "started"})
    )
    steps = student.history.steps
    assert [(len(step.gained), step.lost, step.changed) for step in steps] == [
        (0, (), False),
        (11, (), True),
        (0, (CPU,), True),
    ]
    assert student.history.changed == THIRD
    found = row(student, CPU)
    assert (found.state, found.ever, found.streak.since, found.streak.times) == ("lost", True, THIRD, 1)
    passing = row(student, "ex6.guaranteed-qos")
    assert (passing.state, passing.streak.since, passing.streak.times) == ("pass", SECOND, 2)
    assert (student.earned, student.ever_earned, student.possible) == (17, 19, 32)


def test_nothing_has_changed(tmp_path: Path) -> None:
    assert one(tmp_path, (FIRST, {"ex6": "untouched"}), (SECOND, {"ex6": "untouched"})).history.changed is None


def test_stuck(tmp_path: Path) -> None:
    """On what fails twice in a row in an exercise that is under way; nobody is stuck on what has not begun."""
    plan = {"ex1": "solved", "ex6": TWICE, "ex7": "untouched"}
    assert one(tmp_path / "once", (FIRST, plan)).stuck() == []
    twice = one(tmp_path / "twice", (FIRST, plan), (SECOND, {"ex6": TWICE}), (THIRD, plan))
    assert [(item.judged.id, item.streak.since, item.streak.times) for item in twice.stuck()] == [(CPU, FIRST, 3)]


def test_stuck_at_the_very_beginning(tmp_path: Path) -> None:
    plan = {"ex1": "untouched", "ex6": "untouched"}
    stuck = one(tmp_path, (FIRST, plan), (SECOND, plan)).stuck()
    assert stuck
    assert {item.judged.id.split(".")[0] for item in stuck} == {"ex1"}


def test_judging_again_is_no_new_sitting(tmp_path: Path) -> None:
    run = Run(FIRST, {"student01": {"ex6": TWICE}})
    _sample_class.write(tmp_path, [run])
    (tmp_path / "runs" / run.id).rename(tmp_path / "runs" / "20260501T000000Z-0001")
    _sample_class.write(tmp_path, [run])
    (student,) = _model.build(_records.read(tmp_path)).students
    assert len(student.history.steps) == 1
    assert row(student, CPU).streak.times == 1
    assert student.history.now["ex6"].run == "20260501T000000Z-0001"


def test_a_vm_made_anew_begins_anew(tmp_path: Path) -> None:
    runs = [
        Run(FIRST, {"student01": {"ex6": "solved", "ex1": "solved"}}),
        Run(SECOND, {"student01": {"ex6": "untouched"}}, provisioned="2026-04-07T01:30:00Z"),
    ]
    (student,) = class_of(tmp_path, *runs).students
    assert [step.same_vm for step in student.history.steps] == [False, True]
    assert {item.state for item in student.rows()} <= {"fail", "skipped"}
    assert [item.id for item in student.exercises] == ["ex6"]
    assert student.ever_earned == 0


def test_latest_alone_is_enough(tmp_path: Path) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": "solved"}})])
    whole = _records.read(tmp_path).records
    assert len(whole) == 1
    (tmp_path / "runs").rename(tmp_path / "elsewhere")
    assert [item.run for item in _records.read(tmp_path).records] == ["latest"]


def test_the_checklist(tmp_path: Path) -> None:
    student = one(tmp_path, (FIRST, _sample_class.upto("ex6", "started")))
    states = {answer.item.title["en"]: answer.state for answer in student.checklist}
    assert states["Write a Dockerfile by best practice"] == "now"
    assert "open" in states.values()


BROKEN = {
    "no JSON": "{",
    "a list": "[]",
    "another schema": '{"schema": 3}',
    "no criteria": '{"schema": 1, "started": "2026-04-07T01:00:00Z", "student": "s", "lab": "l", '
    '"exercises": {"ex1": {}}}',
    "deep": "[" * 100_000,
    "a time that is none": '{"schema": 1, "started": "yesterday"}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_named_and_hides_nobody(tmp_path: Path, content: str) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": "solved"}})])
    (tmp_path / "latest" / "student02.json").write_text(content)
    found = _records.read(tmp_path)
    assert [path for path, _reason in found.unread] == ["latest/student02.json"]
    assert all(reason for _path, reason in found.unread)
    built = _model.build(found)
    assert [item.name for item in built.students] == ["student01"]
    assert built.unread == tuple(found.unread)


@pytest.mark.parametrize(("field", "value"), [("verdict", "perhaps"), ("points", "many"), ("why", None), ("id", 7)])
def test_a_criterion_that_is_none(tmp_path: Path, field: str, value: t.Any) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": "solved"}})])
    path = tmp_path / "latest" / "student01.json"
    data = json.loads(path.read_text())
    data["exercises"]["ex6"]["criteria"][0][field] = value
    path.write_text(json.dumps(data))
    with pytest.raises(_records.RecordError):
        _records.load(path)


def test_texts_are_harmless(tmp_path: Path) -> None:
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": "solved"}})])
    path = tmp_path / "latest" / "student01.json"
    data = json.loads(path.read_text())
    data["student"] = "\u202eevil\x1b[31m\r\n\ud800" + "x" * 500
    data["exercises"]["ex6"]["criteria"][0]["actual"] = "\x00" + "y" * 100_000
    path.write_text(json.dumps(data))
    record = _records.load(path)
    assert record.student.startswith("evil x")
    assert len(record.student) == 100
    assert len(record.exercises["ex6"][0].actual) == 4000


@pytest.mark.parametrize("kept", [True, False], ids=["with its snapshot", "without"])
def test_results_from_before_there_were_steps_are_read(tmp_path: Path, kept: bool) -> None:
    """They had one text, which said how to go on: that step is shown, and no other."""
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": {"ex6": TWICE}})])
    for path in tmp_path.rglob("student01*.json"):
        if path.name.endswith(".snapshot.json"):
            if not kept:
                path.unlink()
            continue
        data = json.loads(path.read_text(encoding="utf-8"))
        del data["hints_shown"]
        for item in data["exercises"]["ex6"]["criteria"]:
            item["hint"] = "how it was said then"
            for field in ("hints", "hints_shown", "hint_cost", "hint_next"):
                del item[field]
        data["schema"] = 1
        path.write_text(json.dumps(data), encoding="utf-8")
    found = _records.read(tmp_path)
    assert found.unread == []
    (student,) = _model.build(found).students
    where, what, how = row(student, CPU).texts.hints
    assert not any((*where.values(), *what.values()))
    assert (how["en"] == "how it was said then") is not kept
    assert how["en"]
    assert (row(student, CPU).judged.hints_shown, student.hint_cost) == (0, 0)
    assert {one.judged.hints for one in student.rows() if one.judged.verdict == "pass"} == {()}
