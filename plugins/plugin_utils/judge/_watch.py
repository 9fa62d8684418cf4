# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look at one VM again and again, and tell what has changed. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.judge._converge import Clock
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._results import Results, criteria

Item = dict[str, t.Any]


class Lost(Exception):
    """The VM cannot be observed now; the text says why."""


@dataclasses.dataclass(frozen=True)
class News:
    """What one look has brought.

    `changes` are criteria with the verdict they had before. What cannot be read is no verdict: `unread` are the
    criteria for which that is new, by the reason, and `read` those that are again as they were before.
    """

    before: Results | None = None
    results: Results | None = None
    changes: tuple[tuple[str, Item], ...] = ()
    unread: t.Mapping[str, list[str]] = dataclasses.field(default_factory=dict)
    read: tuple[str, ...] = ()
    lost: str | None = None
    back: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes or self.unread or self.read or self.lost or self.back)


class Memory:
    """What was told of one VM so far."""

    def __init__(self) -> None:
        self._results: Results | None = None
        # the last verdict of each criterion that was one, and what cannot be read now
        self._verdicts: dict[str, str] = {}
        self._unread: set[str] = set()
        self._lost = False

    def lose(self, reason: str) -> News | None:
        """It cannot be observed: that is told once, whatever reason the next look has."""
        told, self._lost = self._lost, True
        return None if told else News(lost=reason)

    def see(self, results: Results) -> News | None:
        """It was observed and judged. The first time everything is news."""
        before, self._results = self._results, results
        back, self._lost = self._lost, False
        items = criteria(results)
        unread: dict[str, list[str]] = {}
        for item in items:
            if item["verdict"] == "error" and item["id"] not in self._unread:
                unread.setdefault(item["why"], []).append(item["id"])
        readable = [item for item in items if item["verdict"] != "error"]
        changes = tuple(
            (self._verdicts.get(item["id"], "error"), item)
            for item in readable
            if self._verdicts.get(item["id"], "error") != item["verdict"]
        )
        changed = {item["id"] for _verdict, item in changes}
        read = tuple(item["id"] for item in readable if item["id"] in self._unread and item["id"] not in changed)
        self._verdicts |= {item["id"]: item["verdict"] for item in readable}
        self._unread = {item["id"] for item in items if item["verdict"] == "error"}
        if before is None:
            return News(results=results, unread=unread, back=back)
        news = News(before, results, changes, unread, read, back=back)
        return news or None


def watch(
    look: t.Callable[[], Results],
    keep: t.Callable[[], t.Any],
    tell: t.Callable[[News], None],
    clock: Clock,
    interval: float,
) -> t.NoReturn:
    """Look every `interval` seconds, keep and tell what has changed; only an exception ends it.

    A look that took longer than the interval is followed by a pause as long, so that no more than half of the time
    of a VM goes into being observed.
    """
    memory = Memory()
    while True:
        began = clock.now()
        try:
            news = memory.see(look())
        except Lost as error:
            news = memory.lose(str(error))
        if news is not None:
            if news.results is not None:
                keep()
            tell(news)
        clock.sleep(max(interval, clock.now() - began))
