# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A class as JUnit XML, which CI servers read. Private to the collection.

What the two schemas in use (Ant's, which is strict about order and attributes, and Jenkins') both allow: one suite for
each exercise of a student, one case for each criterion.
"""

from __future__ import annotations

import typing as t
import xml.etree.ElementTree as ET

from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report._model import Class, Exercise, Row, Student
from ansible_collections.kcna.labs.plugins.plugin_utils.report._report import STEPS


def render(group: Class, say: Messages) -> str:
    """The document."""
    root = ET.Element("testsuites")
    pairs = [(student, exercise) for student in group.students for exercise in student.exercises]
    for number, (student, exercise) in enumerate(pairs):
        root.append(_suite(number, student, exercise, say))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(number: int, student: Student, exercise: Exercise, say: Messages) -> ET.Element:
    verdicts = [row.judged.verdict for row in exercise.rows]
    suite = ET.Element(
        "testsuite",
        {
            "name": f"{student.name}.{exercise.id}",
            "id": str(number),
            "package": student.lab,
            "hostname": student.name,
            # both schemas want seconds without a zone
            "timestamp": exercise.started[:19],
            "tests": str(len(verdicts)),
            "failures": str(verdicts.count("fail")),
            "errors": str(verdicts.count("error")),
            "skipped": str(verdicts.count("skipped")),
            "time": _seconds(sum(row.judged.waited_s for row in exercise.rows)),
        },
    )
    properties = ET.SubElement(suite, "properties")
    marks = (("earned", exercise.earned), ("possible", exercise.possible), ("hint_cost", exercise.hint_cost))
    for name, value in marks:
        ET.SubElement(properties, "property", {"name": name, "value": str(value)})
    for row in exercise.rows:
        suite.append(_case(row, f"{student.name}.{exercise.id}", say))
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    return suite


def _case(row: Row, name: str, say: Messages) -> ET.Element:
    item, why = row.judged, say.pick(row.texts.why)
    case = ET.Element("testcase", {"classname": name, "name": item.id, "time": _seconds(item.waited_s)})
    if item.verdict == "skipped":
        ET.SubElement(case, "skipped", {"message": why})
    elif item.verdict == "error":
        ET.SubElement(case, "error", {"message": why, "type": "error"}).text = say.pick(row.texts.title)
    elif item.verdict == "fail":
        actual = say.pick(row.texts.actual)
        ET.SubElement(case, "failure", {"message": actual, "type": "fail"}).text = "\n".join(_lines(row, say))
    return case


def _lines(row: Row, say: Messages) -> t.Iterator[str]:
    yield say.pick(row.texts.title)
    for name, text in (
        ("report_expected", row.texts.expected),
        ("report_actual", row.texts.actual),
        ("report_why", row.texts.why),
        *zip(STEPS, row.texts.hints, strict=False),
    ):
        if say.pick(text):
            yield f"{say(name)}: {say.pick(text)}"


def _seconds(value: float) -> str:
    return f"{value:.3f}"
