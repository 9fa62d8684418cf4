# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import csv
import dataclasses
import io
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _csv, _model, _records
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run
from hypothesis import given
from hypothesis import strategies as st

MOMENT = "2026-04-07T01:00:00.123Z"


@pytest.fixture
def group(tmp_path: Path) -> _model.Class:
    _sample_class.write(tmp_path, [Run(MOMENT, {"student01": {"ex1": "solved"}, "student02": {"ex6": "started"}})])
    return _model.build(_records.read(tmp_path))


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_marks(group: _model.Class) -> None:
    assert rows(_csv.marks(group)) == [
        {
            "student": "student01",
            "lab": "lab02",
            "earned": "13",
            "possible": "32",
            "percent": "40.6",
            "ever_earned": "13",
            "errors": "0",
            "judged": MOMENT,
            "last_change": MOMENT,
            "hint_cost": "0",
            "after_hints": "13",
            "ex1": "13",
            "ex6": "",
        },
        {
            "student": "student02",
            "lab": "lab02",
            "earned": "0",
            "possible": "32",
            "percent": "0.0",
            "ever_earned": "0",
            "errors": "0",
            "judged": MOMENT,
            "last_change": "",
            "hint_cost": "0",
            "after_hints": "0",
            "ex1": "",
            "ex6": "0",
        },
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_criteria(group: _model.Class, language: str) -> None:
    found = rows(_csv.criteria(group, Messages(language)))
    assert len(found) == 8 + 11
    assert found[0]["criterion"] == "ex1.web-server-running"
    assert (
        found[0]["title"]
        == {"ja": "web-server が nginx:1.21 で動作している", "en": "web-server runs nginx:1.21"}[language]
    )
    assert found[0]["since"] == MOMENT
    hints = ["hint_where", "hint_what", "hint_how"]
    assert [found[0][name] for name in hints] == ["", "", ""]
    failed = next(row for row in found if row["verdict"] == "fail")
    assert all(failed[name] for name in hints)
    assert (failed["hints_shown"], failed["hint_cost"]) == ("3", "0")


def test_lines_end_as_the_standard_says(group: _model.Class) -> None:
    assert _csv.marks(group).count("\r\n") == 3


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", " =1", "\u3000=1"]
)
def test_a_formula_is_made_a_text(text: str) -> None:
    assert _csv.safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "student01", "a=b", "1-2", "日本", "'=x"])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert _csv.safe(text) == text


@given(st.text())
def test_no_cell_begins_with_a_formula(text: str) -> None:
    assert not _csv.safe(text).lstrip().startswith(_csv.FORMULA[:4])


def test_a_hostile_name_in_every_table(group: _model.Class) -> None:
    student = dataclasses.replace(group.students[0], name='=HYPERLINK("http://x";"y")')
    changed = dataclasses.replace(group, students=(student,))
    for text in (_csv.marks(changed), _csv.criteria(changed, Messages("en"))):
        assert {row["student"] for row in rows(text)} == {'\'=HYPERLINK("http://x";"y")'}
