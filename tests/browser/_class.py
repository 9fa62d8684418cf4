# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classes whose pages are looked at: a small one with hostile names, and a large one."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.report import _model, _records
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run

TWICE = "cpu-limited has twice the CPU limit"
NAMES = {
    "student04": '"><script>document.title = "owned"</script><img src=x onerror="document.title = \'owned\'">',
    "student05": "]]></style></title><style>body { display: none }</style>{{ 7 * 7 }}",
    "student06": '=HYPERLINK("http://example.invalid", "x")',
    "student07": "\u05d0\u05d1\u05d2 \u0627\u0644\u0637\u0627\u0644\u0628",
    "student08": "x" * 400,
}


def sample(root: Path) -> None:
    """Eight students over three runs; one has lost something, some are not who they say they are."""
    runs = []
    for hour in (1, 2, 3):
        plans = {f"student0{number}": _sample_class.upto(f"ex{number}", "started") for number in range(1, 9)}
        plans["student03"] |= {"ex1": "untouched" if hour == 3 else "solved"}
        plans["student02"] |= {"ex6": TWICE}
        # the cleaning as well: no class is judged by more
        plans["student01"] |= {"clean": "untouched"}
        runs.append(Run(f"2026-04-07T0{hour}:00:00.000Z", plans))
    _sample_class.write(root, runs)
    for student, name in NAMES.items():
        for path in root.rglob(f"{student}.json"):
            data = json.loads(path.read_text(encoding="utf-8"))
            data["student"] = name
            for item in data["exercises"]["ex9"]["criteria"]:
                # without the verdict that the judge gives, the results' own words are shown
                item.update(verdict="fail", title=name, expected=name, actual=name * 20, why=name, hints=[name] * 3)
            path.write_text(json.dumps(data), encoding="utf-8")


def large(root: Path, students: int = 200) -> _model.Class:
    """A class of many: one student of a recorded class, again and again under other names."""
    group = _model.build(_records.read(root))
    one = next(student for student in group.students if student.name == "student02")
    names = [f"student{number:03}" for number in range(students)]
    return dataclasses.replace(group, students=tuple(dataclasses.replace(one, name=name, key=name) for name in names))
