# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""JUnit XML has the shape that both schemas in use demand: Ant's (Windy Road's JUnit.xsd) and Jenkins'."""

from __future__ import annotations

import dataclasses
import re
import typing as t
import xml.etree.ElementTree as ET

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _junit, _model, _records
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run

INTEGER, SECONDS, MOMENT = r"\d+", r"\d+\.\d+", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
# attributes of each element, all required; what Ant's schema and Jenkins' have in common
ATTRIBUTES: t.Final[dict[str, dict[str, str]]] = {
    "testsuites": {},
    "testsuite": {
        "name": ".+",
        "id": INTEGER,
        "package": ".+",
        "hostname": ".+",
        "timestamp": MOMENT,
        "tests": INTEGER,
        "failures": INTEGER,
        "errors": INTEGER,
        "skipped": INTEGER,
        "time": SECONDS,
    },
    "properties": {},
    "property": {"name": ".+", "value": ".*"},
    "testcase": {"name": ".+", "classname": ".+", "time": SECONDS},
    "failure": {"message": ".*", "type": ".+"},
    "error": {"message": ".*", "type": ".+"},
    "skipped": {"message": ".*"},
    "system-out": {},
    "system-err": {},
}
# children, as a regular expression over their names
CHILDREN: t.Final[dict[str, str]] = {
    "testsuites": "(testsuite )*",
    "testsuite": "properties (testcase )+system-out system-err ",
    "properties": "(property )*",
    "testcase": "((failure|error|skipped) )?",
}


def shape(element: ET.Element) -> list[str]:
    """What is wrong with an element and those below it."""
    known = ATTRIBUTES.get(element.tag)
    if known is None:
        return [f"there is no element {element.tag}"]
    found = [f"{element.tag}: attributes {sorted(element.attrib)}"] if set(element.attrib) != set(known) else []
    for name, value in element.attrib.items():
        if not re.fullmatch(known.get(name, ""), value, re.DOTALL):
            found.append(f"{element.tag}: {name}={value!r}")
    children = "".join(f"{child.tag} " for child in element)
    if not re.fullmatch(CHILDREN.get(element.tag, ""), children):
        found.append(f"{element.tag}: children {children}")
    return found + [reason for child in element for reason in shape(child)]


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> _model.Class:
    root = tmp_path_factory.mktemp("results")
    plans = {
        "student01": {"ex1": "solved", "ex6": "cpu-limited has twice the CPU limit"},
        "student02": {"ex6": "started"},
    }
    _sample_class.write(root, [Run("2026-04-07T01:00:00.123Z", plans)])
    return _model.build(_records.read(root))


def document(group: _model.Class, language: str = "en") -> ET.Element:
    return ET.fromstring(_junit.render(group, Messages(language)).encode())  # noqa: S314  our own


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_has_the_shape(group: _model.Class, language: str) -> None:
    assert shape(document(group, language)) == []


def test_the_shape_is_worth_something() -> None:
    text = '<testsuites tests="1"><testsuite name="a"><testcase/><oops/></testsuite></testsuites>'
    broken = ET.fromstring(text)  # noqa: S314  our own
    assert len(shape(broken)) == 6


def test_counts_are_what_is_below(group: _model.Class) -> None:
    suites = document(group).findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["student01.ex1", "student01.ex6", "student02.ex6"]
    for suite in suites:
        counted = (len(suite.findall(f"testcase{below}")) for below in ("", "/failure", "/error", "/skipped"))
        assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [*map(str, counted)]
        assert suite.get("timestamp") == "2026-04-07T01:00:00"
    assert [suite.get("failures") for suite in suites][:2] == ["0", "1"]


def test_a_failure_says_all(group: _model.Class) -> None:
    (failure,) = document(group).findall("testsuite[@name='student01.ex6']/testcase/failure")
    lines = (failure.text or "").splitlines()
    assert lines[0] == "cpu-limited has the required requests and limits"
    assert [line.split(":")[0] for line in lines[1:]] == ["expected", "actual", "why", "look at", "problem", "next"]
    assert failure.get("message") == lines[2].removeprefix("actual: ")


def test_hostile_texts_stay_texts(group: _model.Class) -> None:
    evil = "]]><script>&amp;\"'\x07\ufffe x"
    student = dataclasses.replace(group.students[0], name=_records._text(evil))  # noqa: SLF001  as a file would be read
    root = document(dataclasses.replace(group, students=(student,)))
    assert shape(root) == []
    assert root.findall("testsuite")[0].get("hostname") == "]]><script>&amp;\"' x"
