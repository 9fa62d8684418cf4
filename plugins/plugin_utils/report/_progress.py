# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How far a playbook is: one line for each stage, and one for what is under way. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report._report import COLORS, MARKS, columns, padded, wrapped
from ansible_collections.kcna.labs.plugins.plugin_utils.report._stage import Stage

BEGUN = "▶"
# Columns of a label before its time: the longest title of an exercise fits.
LABEL = 50
# Seconds after which a brief stage is worth a line.
LONG = 5
INDENT = "  "

Emit = t.Callable[[str, str | None], None]


class Progress:
    """Takes what Ansible reports, and emits lines with their colours; `now` is monotonic seconds.

    The thread that draws the status reads while the main thread writes: each value is replaced, none is changed.
    """

    def __init__(self, emit: Emit, now: t.Callable[[], float], announce: bool) -> None:
        self.say = Messages("ja")
        self.width: t.Callable[[], int] = lambda: 80
        self._emit = emit
        self._now = now
        # where no line can be rewritten, a stage's beginning is a line as well
        self._announce = announce
        self._stage: Stage | None = None
        self._leave_out()

    def _leave_out(self) -> None:
        self._began = self._spoke = self._now()
        self._worked = False
        self._failed: tuple[str, ...] = ()
        self.task("")

    def task(self, name: str) -> None:
        """A task begins."""
        self._step = name
        self._asked = self._done = 0
        self._attempt: tuple[int, int] | None = None

    def enter(self, stage: Stage, working: bool) -> None:
        """This is the stage now; `working` says that a task of it is really done, not only looked at."""
        if self._stage is None or self._stage.key != stage.key:
            self.leave()
            self._leave_out()
            self._stage = stage
        if working and not self._worked:
            self._worked = True
            if self._announce and not stage.brief:
                self._line(f"{BEGUN} {stage.label(self.say)}", None)

    def asked(self) -> None:
        """A host begins the task."""
        self._asked += 1

    def answered(self, host: str, failed: bool = False) -> None:
        """A host has done the task."""
        self._done += 1
        if failed and host not in self._failed:
            self._failed = (*self._failed, host)

    def attempt(self, number: int, most: int) -> None:
        """A host tries again: that is waiting, no failure."""
        self._attempt = max(self._attempt or (0, 0), (number, most))

    def leave(self) -> None:
        """The stage is over: say how it went."""
        stage, self._stage = self._stage, None
        if stage is None:
            return
        if stage.brief and (self._failed or self._now() - self._began < LONG):
            # what went wrong is said by itself
            return
        if not self._worked:
            # every host had a reason to leave it out
            if stage.exercise:
                self._over(stage, "skipped", self.say("progress_not_needed"))
            return
        took = duration(self._now() - self._began, self.say)
        if self._failed:
            hosts = ", ".join(plain(host) for host in sorted(self._failed))
            self._over(stage, "fail", f"{took}  {self.say('progress_failed', hosts=hosts)}")
        else:
            self._over(stage, "pass", took)

    def status(self, width: int) -> str:
        """What is under way, in at most `width` columns; nothing between two stages."""
        stage = self._stage
        if stage is None:
            return ""
        took = duration(self._now() - self._began, self.say)
        text = f"{BEGUN} {stage.label(self.say)}  {took}"
        return cut("  ".join([text, *self._details(stage)]), width)

    def still(self, after: float) -> None:
        """Where nothing was said for `after` seconds, a line says what is under way."""
        stage = self._stage
        if stage is None or not self._asked or self._now() - self._spoke < after:
            return
        took = duration(self._now() - self._began, self.say)
        self._line(cut("  ".join([f"{INDENT}… {took}", *self._details(stage)]), self.width()), None)

    def spoke(self) -> None:
        """Something else was printed."""
        self._spoke = self._now()

    def _details(self, stage: Stage) -> t.Iterator[str]:
        if stage.endless:
            return
        if self._asked > 1:
            yield self.say("progress_hosts", done=min(self._done, self._asked), all=self._asked)
        if self._attempt:
            yield self.say("progress_attempt", attempt=self._attempt[0], most=self._attempt[1])
        if self._step and self._step != stage.name:
            yield plain(self._step)

    def _over(self, stage: Stage, verdict: str, text: str) -> None:
        width = self.width()
        head = f"{MARKS[verdict]} {stage.label(self.say)}"
        room = min(LABEL, width - columns(text) - 2)
        lines = [f"{padded(head, max(room, columns(head)))}  {text}"]
        if columns(lines[0]) > width:
            lines = [*wrapped(head, width), *(f"{INDENT}{line}" for line in wrapped(text, width - len(INDENT)))]
        for line in lines:
            self._line(line, COLORS[verdict])

    def _line(self, text: str, color: str | None) -> None:
        self.spoke()
        self._emit(text, color)


def duration(seconds: float, say: Messages) -> str:
    """Seconds as a person reads them."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return say("progress_minutes", minutes=minutes, seconds=f"{rest:02}")
    return say("progress_seconds", seconds=rest)


def cut(text: str, width: int) -> str:
    """The beginning of a text, in at most `width` columns."""
    if columns(text) <= width:
        return text
    while text and columns(text) >= width:
        text = text[:-1]
    return f"{text}…" if width > 0 else ""
