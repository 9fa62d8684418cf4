# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import threading

from ansible_collections.kcna.labs.plugins.plugin_utils.report import _status


def test_a_line_is_written_when_it_changes_and_cleared_once() -> None:
    stream = io.StringIO()
    line = _status.StatusLine(stream)
    for text in ("one", "one", "two"):
        line.draw(text)
    assert stream.getvalue() == "\rone\x1b[K\rtwo\x1b[K"
    line.clear()
    line.clear()
    assert stream.getvalue().endswith("two\x1b[K\r\x1b[K")
    line.draw("two")
    assert stream.getvalue().endswith("\r\x1b[K\rtwo\x1b[K")


def test_nothing_is_written_where_nothing_was_drawn() -> None:
    stream = io.StringIO()
    line = _status.StatusLine(stream)
    line.clear()
    line.draw("")
    assert stream.getvalue() == ""


def test_a_ticker_beats_until_it_is_stopped() -> None:
    beaten = threading.Event()
    ticker = _status.Ticker(0.001, beaten.set)
    ticker.start()
    assert beaten.wait(10)
    ticker.stop()
    beaten.clear()
    ticker.stop()
    assert not beaten.wait(0.05)


def test_a_ticker_that_was_never_started_can_be_stopped() -> None:
    _status.Ticker(1, lambda: None).stop()
