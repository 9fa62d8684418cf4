# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the pages; tests/browser looks at them with a browser's eyes."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import html.parser
import re
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _report
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _html, _model, _records, _texts
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run

FIRST, SECOND = "2026-04-07T01:00:00.000Z", "2026-04-07T02:00:00.000Z"
TWICE = "cpu-limited has twice the CPU limit"
PAGES = _html.Pages("ja", datetime.timezone(datetime.timedelta(hours=9)))
VOID = {"meta", "col", "input", "br"}
# the end of a table's cell may be left out
OPTIONAL = {"td"}
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> {{ 7 * 7 }} {% raw %} </style></bdi>"


class Reader(html.parser.HTMLParser):
    """Elements, attributes and text; what is opened must be closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.wrong += [f"{tag} is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        while tag in OPTIONAL and self._open[-1] in OPTIONAL:
            self._open.pop()
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open[-1] != tag and self._open[-1] in OPTIONAL:
            self._open.pop()
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"{tag} is closed where it is not open")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts.setdefault(self._open[-1], []).append(data)


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> _model.Class:
    root = tmp_path_factory.mktemp("results")
    plans = {"student01": {"ex1": "solved", "ex6": TWICE, "ex9": "solved"}, "student02": {"ex6": "started"}}
    _sample_class.write(root, [Run(FIRST, plans), Run(SECOND, plans)])
    return _model.build(_records.read(root))


def pages(group: _model.Class) -> dict[str, str]:
    return {"class": PAGES.index(group), **{item.name: PAGES.student(item) for item in group.students}}


def evil_texts(texts: _texts.Texts) -> _texts.Texts:
    evil = {"ja": f"日 {EVIL}", "en": EVIL}
    return dataclasses.replace(texts, title=evil, expected=evil, actual=evil, why=evil, hints=(evil, evil, evil))


def hostile(group: _model.Class) -> _model.Class:
    """Every text that a student or a results file could bring."""
    students = []
    for student in group.students:
        exercises = []
        for exercise in student.exercises:
            rows = tuple(dataclasses.replace(row, texts=evil_texts(row.texts)) for row in exercise.rows)
            table = exercise.comparison
            if table:
                table = table._replace(rows=tuple((label, EVIL, EVIL) for label, _live, _written in table.rows))
            exercises.append(dataclasses.replace(exercise, rows=rows, comparison=table))
        changed = dataclasses.replace(student, name=EVIL, key="a&b<c>\"d'", exercises=tuple(exercises))
        students.append(dataclasses.replace(changed, standins=(EVIL,), versions={EVIL: EVIL}))
    return dataclasses.replace(group, students=tuple(students), unread=((EVIL, EVIL),))


@pytest.mark.parametrize("name", ["class", "student01", "student02"])
def test_a_page_is_whole(group: _model.Class, name: str) -> None:
    reader = Reader(pages(group)[name])
    assert reader.wrong == []
    ids = [attributes["id"] for _tag, attributes in reader.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _tag, attributes in reader.elements:
        for reference in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(reference) or "").split()) <= set(ids)
        target = attributes.get("href") or ""
        assert not target.startswith("#") or target[1:] in ids


@pytest.mark.parametrize("name", ["class", "student01"])
def test_it_needs_no_network(group: _model.Class, name: str) -> None:
    for tag, attributes in Reader(pages(group)[name]).elements:
        assert tag not in {"link", "img", "iframe", "object", "base", "form"}
        assert not {"src", "srcset", "style", "onclick", "onload", "onerror"} & set(attributes)
        assert re.fullmatch(r"#.*|students/[\w.-]+\.html(#.*)?|", attributes.get("href") or "")
    assert not re.search(r"https?://|@import|url\(", pages(group)[name])


@pytest.mark.parametrize("name", ["class", "student01"])
def test_the_policy_lets_run_what_is_there_and_no_more(group: _model.Class, name: str) -> None:
    reader = Reader(pages(group)[name])
    policy = next(item["content"] or "" for _tag, item in reader.elements if item.get("http-equiv"))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag in ("style", "script"):
        (text,) = reader.texts[tag]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == f"'sha256-{digest}'"


def test_hostile_texts_add_no_element(group: _model.Class) -> None:
    for before, after in zip(
        pages(group).values(), [PAGES.index(hostile(group)), *map(PAGES.student, hostile(group).students)], strict=True
    ):
        reader = Reader(after)
        assert reader.wrong == []
        assert {tag for tag, _more in reader.elements} <= {tag for tag, _more in Reader(before).elements} | {
            "bdi",
            "ul",
            "li",
        }
        assert "{{ 7 * 7 }}" in after, "a value is never a template"
        assert all("alert" not in script for script in reader.texts["script"])
        assert any(text.count("onerror=alert(1)") for text in reader.texts["bdi"])


def test_a_hostile_file_name_stays_a_file_name(group: _model.Class) -> None:
    links = [item["href"] or "" for tag, item in Reader(PAGES.index(hostile(group))).elements if tag == "a"]
    assert "students/a%26b%3Cc%3E%22d%27.html" in links


def test_a_form_stands_beside_the_facts(group: _model.Class) -> None:
    reader = Reader(pages(group)["student01"])
    assert {"docker のバージョン", "docker, version"} <= {text for found in reader.texts.values() for text in found}
    assert {"20.10.24+dfsg1", "20.10.24"} <= set(reader.texts["bdi"])
    assert not any("comparison" in (item.get("id") or "") for _tag, item in Reader(pages(group)["student02"]).elements)


def test_a_students_page_is_about_nobody_else(group: _model.Class) -> None:
    assert "student02" not in pages(group)["student01"]


@pytest.mark.parametrize("name", ["class", "student01"])
def test_both_languages_are_in_it(group: _model.Class, name: str) -> None:
    reader = Reader(pages(group)[name])
    spoken = [attributes["class"] for _tag, attributes in reader.elements if attributes.get("class") in ("ja", "en")]
    assert spoken.count("ja") == spoken.count("en") > 50
    title = next(attributes for tag, attributes in reader.elements if tag == "title")
    assert title["data-ja"] != title["data-en"]
    assert '<html lang="ja">' in pages(group)[name]
    assert '<html lang="en">' in _html.Pages("en").index(group)


def test_every_message_of_the_report_is_used() -> None:
    sources = [*(_html.FOLDER).glob("*"), *Path(_html.__file__).parent.glob("*.py")]
    sources.append(Path(_html.__file__).parents[2] / "action" / "report.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    # a verdict's name is put together
    ours = [name for name in _report.MESSAGES if not name.startswith("verdict_")]
    assert len(ours) > 30
    assert [name for name in ours if f"'{name}'" not in text and f'"{name}"' not in text] == []


def test_times_are_local(group: _model.Class) -> None:
    assert f'<time datetime="{SECOND}">2026-04-07 11:00</time>' in pages(group)["class"]
    assert "UTC+0900" in pages(group)["class"]


def test_stuck_since(group: _model.Class) -> None:
    assert "since 04-07 10:00, 2 times in a row" in pages(group)["class"]


def test_prose() -> None:
    assert _html.prose({"ja": "`a<b` を", "en": "see `a`"}) == (
        '<bdi class="ja" lang="ja"><code>a&lt;b</code> を</bdi><bdi class="en" lang="en">see <code>a</code></bdi>'
    )
    assert _html.prose({"ja": "one ` only", "en": "one ` only"}) == "<bdi>one ` only</bdi>"


def test_gist() -> None:
    assert _html.gist(()) == "–"
    assert _html.gist(("ex1.a", "<b>")) == "ex1.a, &lt;b&gt;"
    assert _html.gist([f"ex1.{n}" for n in range(5)] + ["ex2.a", "ex2.b"]) == "ex1 ×5, ex2 ×2"


def test_a_large_class_stays_small(tmp_path: Path) -> None:
    """Not how long it takes but what there is to load: bytes and elements, of 200 students and the whole lab."""
    plan = _sample_class.upto("ex6", "started")
    _sample_class.write(tmp_path, [Run(FIRST, {"student01": plan}), Run(SECOND, {"student01": plan})])
    one = _model.build(_records.read(tmp_path))
    students = tuple(
        dataclasses.replace(one.students[0], name=f"student{number:03}", key=f"student{number:03}")
        for number in range(200)
    )
    page = PAGES.index(dataclasses.replace(one, students=students))
    cells = 200 * len(one.columns)
    assert cells >= 200 * 106
    assert len(Reader(page).elements) < 2 * cells
    assert len(page.encode()) < 50 * cells
