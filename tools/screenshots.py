# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the pictures of the report in docs/images, one in each language, from a class of recorded snapshots.

    python tools/screenshots.py

Needs Chromium (make browser) and a font with Japanese characters (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import datetime
import tempfile
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.report import _html, _model, _records
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import LAB, Run
from ansible_collections.kcna.labs.tools.browser import Browser, browser

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
JAPAN = datetime.timezone(datetime.timedelta(hours=9))
HOURS = (1, 2, 3, 4)
# the fault that the README shows: the page cache is taken for memory
HOG = "memory-limited writes a file on disk"
FAULTS: t.Final = {"ex2": "USER is root with a group", "ex4": "the memory limit is twice as large"}


def plan(number: int, at: int) -> _sample_class.Plan:
    """Where a student is after so many hours; some are quick, one is not."""
    pace = (1.1, 2.6, 1.9, 2.3, 1.5, 2.0, 2.9, 1.2, 2.2, 1.7, 2.4, 0.6)[number % 12]
    reached = min(int(pace * at), len(LAB) - 1)
    found = _sample_class.upto(LAB[reached], "started")
    for exercise, fault in FAULTS.items():
        if number % 5 == int(exercise[2:]) and found[exercise] == "solved":
            found[exercise] = fault
    return found


def sample(root: Path) -> None:
    """A class of twelve after four hours; student04 did exercise 6 as the original text had it."""
    runs = []
    for at in HOURS:
        plans = {f"student{number + 1:02}": plan(number, at) for number in range(12)}
        if plans["student04"]["ex6"] == "solved":
            plans["student04"]["ex6"] = HOG
        if at == HOURS[-1]:
            plans["student03"]["ex3"] = "untouched"
        runs.append(Run(f"2026-04-07T0{at}:30:00.000Z", plans))
    _sample_class.write(root, runs)


def shoot(window: Browser, page: Path, anchor: str, target: Path) -> None:
    """The window, scrolled to an element."""
    window.open(page)
    window.run("document.getElementById(arguments[0]).scrollIntoView()", anchor)
    target.write_bytes(window.picture())
    print(target, target.stat().st_size)


def main() -> None:
    """Make the class, its pages, and the pictures of two of them."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, browser(1280, 720) as window:
        root = Path(scratch)
        sample(root)
        group = _model.build(_records.read(root))
        index, student = root / "index.html", root / "student.html"
        index.write_text(_html.Pages("ja", JAPAN).index(group), encoding="utf-8")
        student.write_text(_html.Pages("en", JAPAN).student(group.students[3]), encoding="utf-8")
        shoot(window, index, "map", IMAGES / "class-report.png")
        shoot(window, student, "ex6.cpu-throttled", IMAGES / "student-report.png")


if __name__ == "__main__":
    main()
