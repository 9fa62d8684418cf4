# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _report
from hypothesis import given
from hypothesis import strategies as st


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
