# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The time that a line of a log begins with, in the ways that programs write it. Private to the collection."""

from __future__ import annotations

import datetime
import re
import typing as t

# the time begins among the first characters of a line: after an address or a level, and not in a request
NEAR_BEGINNING = 40
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,]\d+)?"
_ZONE = r"(?:\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?![A-Za-z0-9]))?"
# 2026-01-31 09:00:00, 2026/01/31T09:00:00Z, 20260131_090000
ISO = rf"(?P<year>\d{{4}})[-/]?(?P<month>\d\d)[-/]?(?P<day>\d\d)[T _]{_CLOCK.replace(':(', ':?(')}{_ZONE}"
# 31/Jan/2026:09:00:00 +0900, as web servers write it; 31 Jan 2026 09:00:00 GMT
COMMON = rf"(?P<day>\d\d?)[-/ ]{_MONTH}[-/ ](?P<year>\d{{4}})[: T]{_CLOCK}{_ZONE}"
# Sat Jan 31 09:00:00 2026, Sat Jan 31 09:00:00 UTC 2026
ASCTIME = rf"{_MONTH}\s+(?P<day>\d\d?)\s+{_CLOCK}\s+(?:(?P<zone>UTC|GMT)\s+|[A-Z]{{2,5}}\s+)?(?P<year>\d{{4}})"
JAPANESE = (
    r"(?P<year>\d{4})年\s?(?P<month>\d\d?)月\s?(?P<day>\d\d?)日\s?(?:[(（].[)）]\s?)?"
    r"(?P<hour>\d\d?)[時:](?P<minute>\d\d?)[分:](?P<second>\d\d?)秒?"
)
DATES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (ISO, COMMON, ASCTIME, JAPANESE))
# seconds or milliseconds since 1970
EPOCH = re.compile(
    r"\W*(?:t(?:s|ime(?:stamp)?)\s?[=:]\s?)?(?P<seconds>1\d{9})(?:\d{3})?(?:\.\d+)?(?!\d)", re.IGNORECASE
)


def begins_with(line: str) -> datetime.datetime | None:
    """The time near the beginning of a line; without tzinfo where the line does not say which zone it is in."""
    since = EPOCH.match(line)
    if since:
        return datetime.datetime.fromtimestamp(int(since["seconds"]), datetime.UTC)
    found = [match for pattern in DATES if (match := pattern.search(line)) and match.start() <= NEAR_BEGINNING]
    return _time(min(found, key=re.Match.start)) if found else None


def _time(match: re.Match[str]) -> datetime.datetime | None:
    parts = match.groupdict()
    month = parts["month"].lower()
    number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
    day, hour, minute, second = (int(parts[name]) for name in ("day", "hour", "minute", "second"))
    try:
        return datetime.datetime(int(parts["year"]), number, day, hour, minute, second, 0, _zone(parts.get("zone")))
    except ValueError:
        return None


def _zone(text: str | None) -> datetime.tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return datetime.UTC
    return t.cast(datetime.tzinfo, datetime.datetime.strptime(text, "%z").tzinfo)
