# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say what is under way, what went wrong, and the marks of all student VMs."""

from __future__ import annotations

DOCUMENTATION = r"""
name: terminal
type: stdout
short_description: Progress by exercise, errors in full, and the marks of all student VMs
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - While a playbook runs, there is one line for each exercise or role. On a terminal it is rewritten in place
    with the time, the hosts that are done and the present task. Elsewhere there is one when it begins, and one
    when it ends.
  - What M(kcna.labs.verify) wrote during the run is printed at the end as a table.
  - Errors, warnings, differences (C(--diff)) and the output of M(ansible.builtin.debug) are shown as always.
    In check mode, each change that would be made is a line.
  - With C(-v) and more it is Ansible's usual output, and the table.
  - Colours and characters follow E(NO_COLOR), E(ANSIBLE_NOCOLOR), E(ANSIBLE_FORCE_COLOR), E(TERM) and E(COLUMNS).
    Where there is no terminal, lines have 80 columns.
extends_documentation_fragment:
  - default_callback
  - result_format_callback
options:
  heartbeat:
    description:
      - Where the output is no terminal, so many seconds without a line are followed by one that says what is under way.
      - V(0) for never.
    type: int
    default: 30
    env:
      - name: KCNA_LABS_HEARTBEAT
requirements:
  - Enable it by C(stdout_callback = kcna.labs.terminal) in C(ansible.cfg), or E(ANSIBLE_STDOUT_CALLBACK).
"""

import atexit
import dataclasses
import functools
import os
import sys
import time
import typing as t

from ansible import constants, context
from ansible.playbook.role_include import IncludeRole
from ansible.plugins.callback.default import CallbackModule as Usual
from ansible.utils import color as ansible_color
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _progress, _report, _result, _stage, _status

BEGIN = "kcna.labs.begin"
VERIFY = "kcna.labs.verify"
REDRAW_S = 0.2
# So many exercises are named where they are judged.
SELECTED = 4

Method = t.TypeVar("Method", bound=t.Callable[..., None])


def quietly(method: Method) -> Method:
    """A method of our own, in place of which -v has Ansible's usual one."""

    @functools.wraps(method)
    def chosen(self: t.Any, *args: t.Any, **kwargs: t.Any) -> None:
        if self._display.verbosity:
            getattr(super(CallbackModule, self), method.__name__)(*args, **kwargs)
        else:
            method(self, *args, **kwargs)

    return t.cast(Method, chosen)


class CallbackModule(Usual):
    """Progress instead of tasks; everything that is not progress is Ansible's own."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "kcna.labs.terminal"

    def __init__(self) -> None:
        super().__init__()
        # a dictionary keeps the order and each file once: later tasks add to the same file
        self._files: dict[str, None] = {}
        self._say = Messages("ja")
        self._began = time.monotonic()
        self._progress = _progress.Progress(self._print, time.monotonic, announce=not _status.rewritable())
        self._progress.width = _status.width
        self._status = _status.StatusLine(sys.stdout)
        # Ansible holds it while it writes, and while it forks a worker: none is born in the middle of a line
        self._lock = self._display._lock  # noqa: SLF001  there is no other
        self._ticker = _status.Ticker(REDRAW_S, self._tick)
        atexit.register(self._at_exit)
        # of the task that went wrong, by host
        self._broken: dict[str, tuple[str, str]] = {}
        self._shown: set[tuple[str, str]] = set()
        # where the results are of a watch, which ends by Ctrl-C
        self._watching: str | None = None
        # the exercises, where it is not all of them
        self._selected = ""

    def set_options(self, *args: t.Any, **kwargs: t.Any) -> None:
        """Without -v no task is announced; Ansible has an option that keeps its banner for those that go wrong."""
        super().set_options(*args, **kwargs)
        if not self._display.verbosity:
            self.set_option("display_ok_hosts", False)

    # --- a playbook and its plays -------------------------------------------------------------------------------------

    def v2_playbook_on_start(self, playbook: t.Any) -> None:
        """From here on, nothing but us writes to the terminal unannounced."""
        if self._display.verbosity:
            super().v2_playbook_on_start(playbook)
            return
        if os.environ.get("NO_COLOR") and not constants.ANSIBLE_FORCE_COLOR:
            # Ansible reads it as a yes or no, while any text means no colour: https://no-color.org
            ansible_color.ANSIBLE_COLOR = False
        # a command may have several playbooks
        if not isinstance(self._display.display, _status.Announced):
            self._display.display = _status.Announced(self._display.display, self._lock, self._make_room)
        self._began = time.monotonic()
        # --step asks questions, which must stay on their line
        if not context.CLIARGS.get("step"):
            self._ticker = _status.Ticker(REDRAW_S, self._tick)
            self._ticker.start()

    @quietly
    def v2_playbook_on_play_start(self, play: t.Any) -> None:
        """The language may be known now."""
        self._play = play
        self._speak(play.get_variable_manager().extra_vars.get("lab_language"))
        # what workers print, and Ansible's own warnings, have the width of the terminal as well
        self._display.columns = _status.width() - 1

    @quietly
    def v2_playbook_on_no_hosts_remaining(self) -> None:
        """The end says of each host what became of it."""

    @quietly
    def v2_playbook_on_include(self, included_file: t.Any) -> None:
        """That is how, not what."""

    # --- tasks --------------------------------------------------------------------------------------------------------

    def _task_start(self, task: t.Any, prefix: str | None = None) -> None:
        # without -v this prints nothing; it is kept for the case that the task goes wrong, which shows its banner
        super()._task_start(task, prefix)
        if self._display.verbosity:
            return
        stage = _stage.of(task)
        if stage is None:
            return
        if stage.message == "stage_verify":
            stage = dataclasses.replace(stage, name=self._selected)
            if self._watching is not None:
                stage = dataclasses.replace(stage, message="stage_watch", endless=True)
        # an include that every host leaves out has done nothing
        self._progress.enter(stage, working=not isinstance(task, IncludeRole))
        self._progress.task(task.name or "")

    @quietly
    def v2_runner_on_start(self, host: t.Any, task: t.Any) -> None:  # noqa: ARG002  Ansible's signature
        """Count."""
        self._progress.asked()

    @quietly
    def v2_runner_retry(self, result: t.Any) -> None:
        """Waiting is no failure."""
        # those that are over, and all that may be: say the one that comes
        self._progress.attempt(result.result["attempts"] + 1, result.result["retries"])

    @quietly
    def v2_runner_on_async_poll(self, result: t.Any) -> None:
        """Waiting."""

    @quietly
    def v2_runner_on_async_ok(self, result: t.Any) -> None:
        """Waiting."""

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """Done."""
        self._collect(result)
        if self._display.verbosity:
            super().v2_runner_on_ok(result)
            return
        self._answered(result)
        self._tell_change(result)

    @quietly
    def v2_runner_item_on_ok(self, result: t.Any) -> None:
        """Part of it is done."""
        self._handle_warnings_and_exception(result)
        self._tell_message(result)

    @quietly
    def v2_runner_on_skipped(self, result: t.Any) -> None:
        """Nothing to do."""
        self._answered(result)

    @quietly
    def v2_runner_item_on_skipped(self, result: t.Any) -> None:
        """Nothing to do."""
        self._handle_warnings_and_exception(result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:
        """What was judged in part is collected as well; the rest is as usual."""
        self._collect(result)
        self._went_wrong(result, "host_failed", ignore_errors or _stage.can_be_rescued(result.task))
        if self._display.verbosity or ignore_errors or not _result.is_message(result):
            super().v2_runner_on_failed(result, ignore_errors)
            return
        self._handle_warnings(result.result)
        head = f"{_report.MARKS['fail']} {self.host_label(result)}: {self._name(result)}"
        for line in (head, *(f"  {line}" for line in _result.harmless(result.result["msg"]))):
            stderr = self.get_option("display_failed_stderr")
            self._display.display(line, color=constants.COLOR_ERROR, stderr=stderr)

    def v2_runner_on_unreachable(self, result: t.Any) -> None:
        """As usual."""
        self._went_wrong(result, "host_unreachable", bool(result.task.ignore_unreachable))
        super().v2_runner_on_unreachable(result)

    @quietly
    def v2_on_file_diff(self, result: t.Any) -> None:
        """Say whose difference it is, and show it."""
        whole = result.result
        parts = whole["results"] if result.task.loop and "results" in whole else [whole]
        found = [self._get_diff(part["diff"]) for part in parts if part.get("diff") and part.get("changed")]
        if any(found):
            self._tell_changed(result)
        for text in filter(None, found):
            self._display.display(text)

    def _answered(self, result: t.Any) -> None:
        self._progress.answered(result.host.get_name())
        self._handle_warnings_and_exception(result)
        self._tell_message(result)

    def _went_wrong(self, result: t.Any, message: str, provided_for: bool) -> None:
        host = result.host.get_name()
        self._progress.answered(host, failed=not provided_for)
        if not provided_for:
            self._broken[host] = (message, self._name(result))

    def _name(self, result: t.Any) -> str:
        """Of the task, with its templates filled in where that is known."""
        return self._last_task_name or result.task.get_name().strip()

    def _tell_change(self, result: t.Any) -> None:
        """In check mode nothing else says what would be done."""
        if result.task.check_mode and result.result.get("changed") and not result.is_skipped():
            self._tell_changed(result)

    def _tell_changed(self, result: t.Any) -> None:
        of = (_stage.identity(result.task), result.host.get_name())
        if of not in self._shown:
            self._shown.add(of)
            self._print(f"~ {self.host_label(result)}: {self._name(result)}", constants.COLOR_CHANGED)

    def _tell_message(self, result: t.Any) -> None:
        """The output of a debug task is a message to the reader."""
        if _result.is_debug(result):
            self._clean_results(result.result, result.task.action)
            for line in _result.debug_lines(result, self._dump_results):
                self._print(f"  {result.host.get_name()}: {line}".rstrip(), None)

    # --- results ------------------------------------------------------------------------------------------------------

    def _collect(self, result: t.Any) -> None:
        answer = result.result
        actions = (result.task.action, result.task.resolved_action)
        if BEGIN in actions and isinstance(answer.get("run"), dict):
            self._speak(answer.get("language"))
            names = answer["run"]["exercises"]
            self._selected = "" if len(names) > SELECTED else ", ".join(names)
            if answer["run"].get("watch"):
                self._watching = answer.get("results")
        if VERIFY not in actions:
            return
        self._speak(answer.get("language"))
        one = answer.get("results_file")
        for path in [one] if one else answer.get("results_files") or []:
            self._files[path] = None

    def v2_playbook_on_stats(self, stats: t.Any) -> None:
        """Print the marks, and what became of the hosts."""
        self._progress.leave()
        self._ticker.stop()
        self._status.clear()
        self._watching = None
        if self._display.verbosity:
            super().v2_playbook_on_stats(stats)
        for text, color in _report.of_files(list(self._files), self._say, _status.width()):
            self._print(text, color)
        # another playbook of the same command begins anew
        self._files = {}
        if not self._display.verbosity:
            self._print_end(stats)

    def _print_end(self, stats: t.Any) -> None:
        hosts = {host: stats.summarize(host) for host in stats.processed}
        broken = sorted(host for host, sums in hosts.items() if sums["failures"] or sums["unreachable"])
        self._print("", None)
        for host in broken:
            message, task = self._broken.get(host, ("host_failed", "?"))
            mark = _report.MARKS["error" if message == "host_unreachable" else "fail"]
            self._print(f"{mark} {self._say(message, host=host, task=task)}", constants.COLOR_ERROR)
        message = "ended_badly" if broken else "ended_check" if context.CLIARGS["check"] else "ended"
        took = _progress.duration(time.monotonic() - self._began, self._say)
        changed = sum(sums["changed"] for sums in hosts.values())
        color = constants.COLOR_ERROR if broken else constants.COLOR_OK
        self._print(self._say(message, time=took, changed=changed), color)

    # --- the terminal -------------------------------------------------------------------------------------------------

    def _speak(self, language: t.Any) -> None:
        if language in LANGUAGES:
            self._say = self._progress.say = Messages(language)

    def _print(self, text: str, color: str | None) -> None:
        self._display.display(text, color=color)

    def _make_room(self) -> None:
        self._status.clear()
        self._progress.spoke()

    def _tick(self) -> None:
        with self._lock:
            if _status.rewritable():
                self._status.draw(self._progress.status(_status.width() - 1))
            elif self.get_option("heartbeat") and self._watching is None:
                self._progress.still(self.get_option("heartbeat"))

    def _at_exit(self) -> None:
        """However the run ends, the cursor is left on a line of its own; a watch has no other end."""
        self._ticker.stop()
        self._status.clear()
        if self._watching is not None:
            self._print(self._say("report_file", path=self._watching), None)
