# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import json
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _results, _snapshot, _watch
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _report
from hypothesis import given
from hypothesis import strategies as st

SNAPSHOTS = Path(__file__).resolve().parents[3] / "snapshots"


def criterion(name: str, verdict: str, **more: t.Any) -> dict[str, t.Any]:
    return {
        "id": name,
        "verdict": verdict,
        "points": 2,
        "earned": 2 if verdict == "pass" else 0,
        "title": f"{name} の題",
        "expected": "cpu = 250m",
        "actual": "cpu = 500m",
        "why": "理由の文",
        "hints": ["見る所", "起きたこと", "次の手"] if verdict == "fail" else [],
        "hints_shown": 3 if verdict == "fail" else 0,
        "hint_cost": 0,
        "hint_next": None,
        "waited_s": 0,
        **more,
    }


def results(student: str, *criteria: dict[str, t.Any]) -> dict[str, t.Any]:
    score = {
        "earned": sum(item["earned"] for item in criteria),
        "possible": sum(item["points"] for item in criteria),
        "errors": sum(item["verdict"] == "error" for item in criteria),
    }
    return {
        "student": student,
        "lab": "lab02",
        "standins": ["nginx:1.21"],
        "score": score,
        "exercises": {"ex9": {"score": score, "criteria": list(criteria)}},
    }


def text(*found: dict[str, t.Any], language: str = "en", width: int = 100) -> str:
    return "\n".join(line for line, _color in _report.lines(found, Messages(language), width))


PASS, FAIL = criterion("ex9.a", "pass"), criterion("ex9.long-name", "fail", waited_s=2.5)
SKIPPED = criterion("ex9.c", "skipped", expected="", actual="", why="needs it")
ERROR = criterion("ex9.d", "error", expected="", actual="", why="Docker: down")


def test_one_student() -> None:
    assert text(results("student01", PASS, FAIL, SKIPPED, ERROR)) == "\n".join(
        (
            "",
            "Results: student01 (lab02)",
            "  ✔ 2/2  ex9.a          ex9.a の題",
            "  ✘ 0/2  ex9.long-name  ex9.long-name の題",
            "      expected  cpu = 250m",
            "      actual    cpu = 500m",
            "      why       理由の文",
            "      look at   見る所",
            "      problem   起きたこと",
            "      next      次の手",
            "                waited 2.5 s",
            "  – 0/2  ex9.c          ex9.c の題",
            "      why       needs it",
            "  ! 0/2  ex9.d          ex9.d の題",
            "      why       Docker: down",
            "Score: 2 / 8 points (criteria that could not be judged: 1)",
            "Stand-in images (built in place of Docker Hub's): nginx:1.21",
        )
    )


def test_many_students_are_one_line_each() -> None:
    many = [results(f"student{number:02}", PASS, FAIL) for number in range(4)]
    shown = text(*many).splitlines()
    assert shown[1:3] == ["Results", "  student00     2/4  open: ex9.long-name"]
    assert len(shown) == 7


def test_columns() -> None:
    assert [_report.columns(item) for item in ("abc", "日本", "ｱ", "が", "か\u3099")] == [3, 4, 1, 2, 2]
    assert _report.padded("日", 4) == "日  "


@pytest.mark.parametrize(
    ("content", "width", "expected"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("日本語の文章", 6, ["日本語", "の文章"]),
        ("`docker ps` を実行", 14, ["`docker ps` を", "実行"]),
        ("日本語、文", 6, ["日本", "語、文"]),
        ("このコンテナ", 8, ["この", "コンテナ"]),
        ("unbreakable", 4, ["unbreakable"]),
        ("", 4, []),
    ],
)
def test_wrapped(content: str, width: int, expected: list[str]) -> None:
    assert _report.wrapped(content, width) == expected


@given(st.text(alphabet="ab 日本。", max_size=80), st.integers(8, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(content: str, width: int) -> None:
    found = _report.wrapped(content, width)
    assert "".join(found).replace(" ", "") == content.replace(" ", "")
    assert all(_report.columns(line) <= width or " " not in line.strip() for line in found)


def test_a_hostile_host_name_prints_nothing_odd() -> None:
    assert "\x1b" not in text(results("\x1b[31mx", PASS))


def recorded(*names: str, language: str) -> list[dict[str, t.Any]]:
    """Results of recorded VMs, as verify writes them: one student with all of these exercises."""
    say = Messages(language)
    snapshots = [_snapshot.load(SNAPSHOTS / f"{name}.snapshot.json") for name in names]
    graded = []
    for name, snapshot in zip(names, snapshots, strict=True):
        exercise = _exercises.load(_exercises.known()[name.partition(".")[0]], name.partition(".")[0])
        observation = snapshot.observations[0]
        graded.append(_results.Graded(exercise, observation, _judge.judge(exercise, observation, say)))
    whole = dataclasses.replace(snapshots[0], observations=[item.observation for item in graded])
    return [_results.build(whole, graded, say)]


EVERY = [f"{name}.{state}" for name in _exercises.known() for state in ("untouched", "solved")]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [60, 80, 132])
def test_no_line_is_wider_than_the_terminal(language: str, width: int) -> None:
    for name in EVERY:
        for line in text(*recorded(name, language=language), language=language, width=width).splitlines():
            # a command of the lab's text may be longer, and is not torn apart
            assert _report.columns(line) <= width or _report.columns(line.split()[-1]) > width // 3, line


def test_exercises_have_headings_where_there_are_several() -> None:
    one = text(*recorded("ex6.solved", language="en"))
    assert "Container resource management" not in one
    several = text(*recorded("ex1.untouched", "ex6.solved", language="en")).splitlines()
    assert several[2] == "ex1  Container basics and Docker  0/13"
    assert "ex6  Container resource management  19/19" in several


def test_a_terminal_that_is_too_narrow_has_the_title_below() -> None:
    lines = text(results("student01", PASS, criterion("ex9.quite-a-long-name", "pass")), width=40).splitlines()
    assert lines[2:6] == [
        "  ✔ 2/2  ex9.a",
        "      ex9.a の題",
        "  ✔ 2/2  ex9.quite-a-long-name",
        "      ex9.quite-a-long-name の題",
    ]


def test_a_title_that_needs_two_lines_is_shared_out_evenly() -> None:
    found = results("student01", criterion("ex9.a", "pass", title="そのふたつのコンテナが今も同時に動作している"))
    assert text(found, width=56).splitlines()[2:4] == [
        "  ✔ 2/2  ex9.a  そのふたつのコンテナが",
        "                今も同時に動作している",
    ]


NOW = "12:00:01 student01"


def told(found: _watch.News, width: int = 80, open_ones: bool = True) -> list[str]:
    return [line for line, _color in _report.news(NOW, found, Messages("en"), width, open_ones)]


def test_a_table_of_facts_stands_under_its_exercise() -> None:
    found = results("student01", PASS)
    rows = [{"label": "ランタイム", "live": "runc", "written": "crun"}, {"label": "b", "live": "7", "written": None}]
    (exercise,) = found["exercises"].values()
    exercise["comparison"] = {"title": "This node", "rows": rows}
    shown = [line for line, _color in _report.lines([found], Messages("en"), 80)]
    at = shown.index("  This node")
    assert shown[at + 1 : at + 3] == ["    ランタイム  runc  (written down: crun)", "    b           7"]
    assert shown[at - 1].startswith("  ✔")


def test_news_of_the_first_look() -> None:
    found = results("student01", PASS, FAIL, SKIPPED)
    assert told(_watch.News(results=found)) == [
        f"{NOW}  2 / 6 points",
        "  ✘ 0/2  ex9.long-name  ex9.long-name の題",
        "  – 0/2  ex9.c          ex9.c の題",
    ]
    assert told(_watch.News(results=found), open_ones=False) == [f"{NOW}  2 / 6 points"]


def test_news_of_changes() -> None:
    before, after = results("student01", FAIL, PASS), results("student01", criterion("ex9.long-name", "pass"), FAIL)
    changes = (("fail", criterion("ex9.long-name", "pass")), ("pass", criterion("ex9.a", "fail")))
    assert told(_watch.News(before, after, changes)) == [
        f"{NOW}  2 / 4 points",
        "  ✘ → ✔ 2/2  ex9.long-name  ex9.long-name の題",
        "  ✔ → ✘ 0/2  ex9.a          ex9.a の題",
        "      expected  cpu = 250m",
        "      actual    cpu = 500m",
        "      why       理由の文",
        "      look at   見る所",
        "      problem   起きたこと",
        "      next      次の手",
    ]
    assert told(_watch.News(results("s", FAIL), results("s", PASS)))[0] == f"{NOW}  0 → 2 / 2 points"


def test_news_of_what_cannot_be_seen() -> None:
    assert told(_watch.News(lost="ssh:\x1b[2J no route")) == [
        f"{NOW}  cannot be observed; watching goes on as soon as it can: ssh:",
        "no route",
    ]
    found = results("student01", ERROR, PASS)
    unread = {"Docker: down": ["ex9.d", "ex9.e"]}
    assert told(_watch.News(found, found, (), unread, ("ex9.a",), back=True)) == [
        f"{NOW}  2 / 4 points",
        "  can be observed again",
        "  ! 2 criteria cannot be judged: Docker: down (ex9.d, ex9.e)",
        "    1 criteria can be judged again (ex9.a)",
    ]


def test_results_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    whole, half = tmp_path / "b.json", tmp_path / "a.json"
    whole.write_text(json.dumps(results("student01", PASS)), encoding="utf-8")
    half.write_text("{", encoding="utf-8")
    found = [line for line, _color in _report.of_files([str(half), str(whole)], Messages("en"), 100)]
    assert found[0].startswith(f"Results cannot be read: {half}: ")
    assert found[-1] == f"Results: {whole}"
    assert "Results: student01 (lab02)" in found
    assert len(list(_report.of_files([str(half)], Messages("en"), 100))) == 1
