# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _progress, _report
from ansible_collections.kcna.labs.plugins.plugin_utils.report._stage import Stage

EX6, VERIFY = Stage("ex6", exercise="ex6"), Stage("v", message="stage_verify", name="ex6")
BRIEF = Stage("t", name="Look around", brief=True)


class Run:
    """A playbook whose seconds pass by hand."""

    def __init__(self, announce: bool = True, width: int = 80) -> None:
        self.time = 0.0
        self.lines: list[str] = []
        self.progress = _progress.Progress(self._emit, lambda: self.time, announce)
        self.progress.say = Messages("en")
        self.progress.width = lambda: width

    def _emit(self, text: str, _color: str | None) -> None:
        self.lines.append(text)

    def task(self, stage: Stage, name: str, hosts: int = 1, seconds: float = 0, failed: t.Sequence[str] = ()) -> None:
        self.progress.enter(stage, working=True)
        self.progress.task(name)
        for number in range(hosts):
            self.progress.asked()
            self.time += seconds / hosts
            self.progress.answered(f"student{number:02}", failed=f"student{number:02}" in failed)


def test_a_stage_is_two_lines_where_none_can_be_rewritten_and_one_elsewhere() -> None:
    for announce in (True, False):
        run = Run(announce)
        run.task(EX6, "start | Look", seconds=2)
        run.task(EX6, "solve | Write", seconds=63)
        run.task(VERIFY, "Verify", seconds=1)
        run.progress.leave()
        done = [
            "✔ ex6       Container resource management           1 min 05 s",
            "✔ Verify  ex6                                       1 s",
        ]
        begun = ["▶ ex6       Container resource management", "▶ Verify  ex6"]
        assert run.lines == ([begun[0], done[0], begun[1], done[1]] if announce else done)


def test_hosts_that_failed_are_named_once_and_all_of_them() -> None:
    run = Run(announce=False, width=60)
    run.task(EX6, "one", hosts=40, failed=[f"student{number:02}" for number in range(0, 40, 4)])
    run.task(EX6, "two", hosts=30, failed=["student00"])
    run.progress.leave()
    assert run.lines == [
        "✘ ex6       Container resource management",
        "  0 s  failed: student00, student04, student08, student12,",
        "  student16, student20, student24, student28, student32,",
        "  student36",
    ]


def test_an_exercise_that_every_host_leaves_out() -> None:
    run = Run()
    run.progress.enter(EX6, working=False)
    run.progress.enter(Stage("role", message="stage_own_machine"), working=False)
    run.progress.leave()
    assert run.lines == ["– ex6       Container resource management           not needed"]


@pytest.mark.parametrize(("seconds", "lines"), [(4.9, []), (5, ["✔ Look around" + " " * 39 + "5 s"])])
def test_a_brief_stage_is_worth_a_line_when_it_takes_long(seconds: float, lines: list[str]) -> None:
    run = Run()
    run.task(BRIEF, "Look around", seconds=seconds)
    run.progress.leave()
    assert run.lines == lines


def test_the_status_says_what_is_under_way() -> None:
    run = Run()
    assert run.progress.status(80) == ""
    run.progress.enter(EX6, working=True)
    run.progress.task("solve | Wait")
    for _host in range(3):
        run.progress.asked()
    run.progress.answered("student01")
    run.progress.attempt(2, 9)
    run.progress.attempt(1, 9)
    run.time = 12
    whole = "▶ ex6       Container resource management  12 s  1/3 hosts  attempt 2/9  solve | Wait"
    assert run.progress.status(200) == whole
    for width in range(120):
        assert _report.columns(run.progress.status(width)) <= width
    run.progress.task("solve | Next")
    assert run.progress.status(80).endswith("12 s  solve | Next")


def test_a_watch_has_no_part_that_is_done() -> None:
    run = Run()
    run.task(Stage("v", message="stage_watch", name="ex6", endless=True), "Verify", hosts=3, seconds=61)
    assert run.progress.status(80) == "▶ Watching for changes (Ctrl-C ends)  ex6  1 min 01 s"


def test_a_long_silence_is_broken_and_a_short_one_is_not() -> None:
    run = Run()
    run.progress.still(30)
    run.task(EX6, "solve | Wait")
    for run.time in (10, 29, 31, 40, 60, 62):
        run.progress.still(30)
    assert run.lines[1:] == ["  … 31 s  solve | Wait", "  … 1 min 02 s  solve | Wait"]
    run.progress.spoke()
    run.time += 29
    run.progress.still(30)
    assert len(run.lines) == 3


def test_a_hostile_name_prints_nothing_odd() -> None:
    run = Run(announce=False)
    run.progress.enter(EX6, working=True)
    run.progress.task("\x1b[2J")
    run.progress.asked()
    run.progress.answered("\x1b[31mx\r", failed=True)
    assert "\x1b" not in run.progress.status(80)
    run.progress.leave()
    assert "\x1b" not in run.lines[0]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("abc", 2, "a…"),
        ("abc", 1, "…"),
        ("a", 0, ""),
    ],
)
def test_cut(text: str, width: int, expected: str) -> None:
    assert _progress.cut(text, width) == expected
