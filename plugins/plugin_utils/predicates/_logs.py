# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about logs and requests that pass from one container to another. Private to the collection."""

from __future__ import annotations

import datetime
import json
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions._text import lines
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

# ISO 8601 with a time, extended or basic
ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?|\d{8}T\d{4}(\d\d([.,]\d+)?)?)(Z|[+-]\d\d(:?\d\d)?)?")
STAMPED = re.compile(r"(\d{8}_\d{6}) (?:\[LEGACY\] )?(.*)")
HOST_HEADER = re.compile(r"^\s*proxy_set_header\s+Host\s+[\"']?([^\s;\"']+)", re.MULTILINE)


def json_records(args: Object, say: Messages) -> list[Finding]:
    """Each of the last lines is one JSON object with a time, a level and a message."""
    found = lines(args["file"])[-args["last"] :]
    wanted = say("json_record")
    bad = [line for line in found if not _is_record(line)]
    return [Finding(bool(found) and not bad, wanted, say("line", line=(bad or found or [""])[-1]))]


def lines_converted(args: Object, say: Messages) -> list[Finding]:
    """The source's newest lines, those aside that the adapter still may be busy with, stand in the target's records.

    The lines carry a time of their own, in the container's zone: how old each one is follows from the last one's
    distance and the age of the file. An adapter may strip the prefix; then all lines look alike, and what counts is
    that the target was written after the line was.
    """
    records = [_texts(line) for line in lines(args["target"])]
    whole = any(STAMPED.search(text) for record in records for text in record)
    # the newest first
    due = [(line, age) for line, age in _aged(args["source"]) if age > args["within_s"]][: args["last"]]
    # nothing is due in the first seconds: then the first line, which is the oldest there is
    due = due or _aged(args["source"])[-1:]
    late = [
        line
        for line, age in due
        if not any(_holds(record, line, whole=whole) for record in records)
        or (not whole and args["target"]["age_s"] > age)
    ]
    wanted = say("converted", line=(late or [line for line, _age in due] or [""])[0])
    return [Finding(bool(due) and not late, wanted, say("not_converted", count=len(late), of=len(due)))]


def upstream_answered(args: Object, say: Messages) -> list[Finding]:
    """A request through the proxy came back from the upstream: its log has it, or an outer one returns it."""
    request = args["request"]
    body, _newline, status = request["stdout"].rstrip().rpartition("\n")
    nonce, answer = request["nonce"], _parsed(body)
    returned = isinstance(answer, dict) and nonce in body
    arrived = bool(request["logged"]) or (returned and _is_echo(answer, nonce, args["config"]))
    shown = status if request["code"] == 0 else request["stderr"] or request["code"]
    return [
        Finding(
            status == "200" and request["code"] == 0,
            say("is", label="HTTP", value=200),
            say("is", label="HTTP", value=shown),
        ),
        Finding(returned, say("returned"), say("answer", body=body)),
        Finding(arrived, say("arrived"), say("arrived" if arrived else "not_arrived")),
    ]


def _is_record(line: str) -> bool:
    record = _parsed(line)
    if not isinstance(record, dict):
        return False
    texts = [record.get(name) for name in ("timestamp", "level", "message")]
    return all(isinstance(text, str) and text.strip() for text in texts) and _is_time(record["timestamp"])


def _is_time(text: str) -> bool:
    if ISO.fullmatch(text) is None:
        return False
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _aged(source: Object) -> list[tuple[str, float]]:
    """Lines and their age in seconds, the newest first."""
    found: list[tuple[str, float]] = []
    last = None
    for line in reversed(lines(source)):
        when = _stamp(line)
        if when is not None:
            last = last or when
            found.append((line, source["age_s"] + (last - when).total_seconds()))
    return found


def _stamp(line: str) -> datetime.datetime | None:
    match = STAMPED.match(line)
    try:
        # the zone is the container's own; only distances are used
        return datetime.datetime.strptime(match[1] + "+0000", "%Y%m%d_%H%M%S%z") if match else None
    except ValueError:
        return None


def _texts(line: str) -> list[str]:
    """The texts anywhere in a record; the line itself where it is none, since its form is judged elsewhere."""
    found: list[str] = []
    todo = [_parsed(line)]
    while todo:
        part = todo.pop()
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, dict | list):
            todo += part.values() if isinstance(part, dict) else part
    return found or [line]


def _holds(record: list[str], line: str, *, whole: bool) -> bool:
    if any(line in text for text in record):
        return True
    match = STAMPED.match(line)
    rest = match[2] if match else ""
    return not whole and bool(rest) and any(rest in text for text in record)


def _is_echo(answer: Object, nonce: str, config: Object | None) -> bool:
    """What httpbin.org itself answers: the arguments, the address of the caller, the header that the proxy set."""
    hosts = {host for text in (config or {}).values() for host in HOST_HEADER.findall(str(text))}
    arguments, headers = answer.get("args"), answer.get("headers")
    return (
        isinstance(arguments, dict)
        and isinstance(headers, dict)
        and nonce in arguments.values()
        and headers.get("Host") in hosts
        and isinstance(answer.get("origin"), str)
    )


def _parsed(text: str) -> t.Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "json_records": Predicate(json_records, frozenset({"file", "last"})),
    "lines_converted": Predicate(lines_converted, frozenset({"source", "target", "last", "within_s"})),
    "upstream_answered": Predicate(upstream_answered, frozenset({"request", "config"})),
}
