# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _log_time


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-01-31T09:00:00.123456+09:00 GET /", "2026-01-31T09:00:00+09:00"),
        ("2026/01/31 09:00:00 UTC GET /", "2026-01-31T09:00:00+00:00"),
        ("[20260131_090000] GET /", "2026-01-31T09:00:00"),
        ("2026-01-31 09:00:00,123 - INFO - GET /", "2026-01-31T09:00:00"),
        ("10.0.0.1 - - [31/Jan/2026:09:00:00 -0530] GET /", "2026-01-31T09:00:00-05:30"),
        ("INFO:app:31 jan 2026 09:00:00 GMT", "2026-01-31T09:00:00+00:00"),
        ("Sat Jan 31 09:00:00 2026 GET /", "2026-01-31T09:00:00"),
        ("Sat Jan 31 09:00:00 JST 2026 GET /", "2026-01-31T09:00:00"),
        ("2026年01月31日 09:00:00 GET /", "2026-01-31T09:00:00"),
        ("1769850000 GET /", "2026-01-31T09:00:00+00:00"),
        ("time=1769850000123 GET /", "2026-01-31T09:00:00+00:00"),
        # the first of two
        ("31/Jan/2026:09:00:00 GET /?since=2020-01-01T00:00:00Z", "2026-01-31T09:00:00"),
    ],
)
def test_the_time_that_a_line_begins_with(line: str, expected: str) -> None:
    found = _log_time.begins_with(line)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "GET /1769850000",
        "17698500001 GET /",
        "2026-02-30T09:00:00Z",
        "31/Foo/2026:09:00:00",
        "GET " + "/" * 40 + " 2026-01-31T09:00:00Z",
    ],
)
def test_no_time_near_the_beginning(line: str) -> None:
    assert _log_time.begins_with(line) is None
