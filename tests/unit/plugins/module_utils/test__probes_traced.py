# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.kcna.labs.plugins.module_utils import _probes_traced


def test_lines_that_hold_the_nonce() -> None:
    log = "GET /get?kcna=abc 200\nGET /get?kcna=def 200\n\n"
    assert _probes_traced.holding(log, "abc") == ["GET /get?kcna=abc 200"]
    assert _probes_traced.holding(log, "xyz") == []


def test_a_log_is_bounded() -> None:
    found = _probes_traced.holding("abc" + "x" * 10_000 + "\n" + "abc\n" * 100, "abc")
    assert len(found) == _probes_traced.MAX_LINES
    assert max(map(len, _probes_traced.holding("abc" + "x" * 10_000, "abc"))) == _probes_traced.MAX_LINE
