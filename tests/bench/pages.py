# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time how long Chromium takes to open the page of a class of 200, against a page with nothing on it.

From the call to the first frame after the load event: what a person waits for. The rounds take turns.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.report import _html
from ansible_collections.kcna.labs.tests.browser import _class
from ansible_collections.kcna.labs.tools.browser import Browser, browser

FRAME = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(1)));"


def opened(window: Browser, page: Path) -> float:
    """Seconds until the page is there to be read."""
    begin = time.monotonic()
    window.open(page)
    window.ask("POST", "/execute/async", {"script": FRAME, "args": []})
    return time.monotonic() - begin


def main() -> int:
    """Measure, print one line per page and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--students", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, browser() as window:
        root = Path(scratch)
        _class.sample(root)
        group = _class.large(root, given.students)
        begin = time.monotonic()
        text = _html.Pages("ja", datetime.UTC).index(group)
        made = time.monotonic() - begin
        pages = {"empty": root / "empty.html", "class": root / "class.html"}
        pages["empty"].write_text("<!DOCTYPE html><title>empty</title><p>empty", encoding="utf-8")
        pages["class"].write_text(text, encoding="utf-8")
        for page in pages.values():
            opened(window, page)
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _round in range(given.rounds):
            for name, page in pages.items():
                times[name].append(opened(window, page))
    empty = statistics.median(times["empty"])
    print(f"median of {given.rounds} rounds, seconds ({given.students} students x {len(group.columns)} criteria)")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"  {name:7} {median:6.2f}  {median / empty:5.1f} x empty")
    print(f"  size: {len(text.encode()) / 1e6:.2f} MB, rendered in {made:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
