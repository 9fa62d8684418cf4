# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about volumes and init containers. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]


class Row(t.NamedTuple):
    """A line of `stat -c "%n %i %Y"`."""

    inode: int
    modified: int


def lost_with_pod(args: Object, say: Messages) -> list[Finding]:
    """A record made before the Pod's creation names both files; one is the file of now, the other is gone.

    All these times are whole seconds. Whoever deletes by force may write and create the Pod anew within one; what the
    new Pod writes itself is no older than its container.
    """
    lost, kept = args["lost"], args["kept"]
    created = _seconds(args["created"]) or 0
    began = _seconds(args["began"]) or created
    recorded, live = _rows(args["text"], lost), _row(args["lost_file"])
    early = [row for row in recorded if row.modified <= created and row.modified < began]
    return [
        Finding(bool(early), say("recorded_before", path=lost, time=args["created"]), _recorded(lost, recorded, say)),
        _same_file(args["text"], kept, _row(args["kept_file"]), say),
        Finding(
            live is None or live not in recorded,
            say("gone", path=lost),
            say("still_there", path=lost, inode=live.inode) if live else say("gone", path=lost),
        ),
    ]


def init_order(args: Object, say: Messages) -> list[Finding]:
    """The init containers have ended well, one after the other, before the main container started."""
    pod, names, main = args["pod"], args["order"], args["main"]
    states = {
        item["name"]: item.get("state") or {}
        for kind in ("initContainerStatuses", "containerStatuses")
        for item in pod["status"].get(kind) or []
    }
    declared = [item["name"] for item in pod["spec"].get("initContainers") or [] if item["name"] in names]
    ended = {name: states.get(name, {}).get("terminated") or {} for name in names}
    found = [
        Finding(
            name in declared and ended[name].get("exitCode") == 0,
            say("init_ended", name=name),
            _ended(name, name in declared, ended[name], say),
        )
        for name in names
    ]
    ends = [ended[name].get("finishedAt") for name in names]
    starts = [
        *(ended[name].get("startedAt") for name in names[1:]),
        (states.get(main, {}).get("running") or {}).get("startedAt"),
    ]
    holds = declared == names and all(_not_later(end, start) for end, start in zip(ends, starts, strict=True))
    wanted = say("in_order", names=" → ".join([*names, main]))
    return [
        *found,
        Finding(
            holds,
            wanted,
            wanted if holds else say("other_order", names=" → ".join(declared), times=[*ends, starts[-1]]),
        ),
    ]


def _rows(text: str | None, path: str) -> list[Row]:
    rows = [line.split() for line in (text or "").removeprefix("\ufeff").splitlines()]
    return [
        Row(int(row[1]), int(row[2]))
        for row in rows
        if len(row) == 3 and row[0] == path and all(word.isdecimal() and len(word) < 21 for word in row[1:])
    ]


def _row(file: Object | None) -> Row | None:
    modified = _seconds(file["mtime"]) if file else None
    return None if file is None or modified is None else Row(file["inode"], modified)


def _seconds(time: str | None) -> int | None:
    found = _matchers.timestamp(time)
    return None if found is None else int(found[0].timestamp())


def _same_file(text: str | None, path: str, live: Row | None, say: Messages) -> Finding:
    recorded = _rows(text, path)
    wanted = say("recorded_now", path=path, inode=live.inode if live else None, time=live.modified if live else None)
    return Finding(live is not None and live in recorded, wanted, _recorded(path, recorded, say))


def _recorded(path: str, rows: list[Row], say: Messages) -> str:
    if not rows:
        return say("no_row", name=path)
    return say("recorded", path=path, inode=rows[-1].inode, time=rows[-1].modified)


def _ended(name: str, declared: bool, state: Object, say: Messages) -> str:
    if not declared:
        return say("no_init", name=name)
    return say("init_code", name=name, code=state.get("exitCode"))


def _not_later(one: str | None, other: str | None) -> bool:
    first, second = _matchers.timestamp(one), _matchers.timestamp(other)
    return first is not None and second is not None and first <= second


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "init_order": Predicate(init_order, frozenset({"pod", "order", "main"})),
    "lost_with_pod": Predicate(
        lost_with_pod, frozenset({"text", "lost", "kept", "created", "began", "lost_file", "kept_file"})
    ),
}
