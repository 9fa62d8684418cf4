# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Print the marks of all student VMs when a playbook ends."""

from __future__ import annotations

DOCUMENTATION = r"""
name: report
type: aggregate
short_description: Print the marks of all student VMs when a playbook ends
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Collects the results that M(kcna.labs.verify) wrote during the run and prints them as one table.
  - Says nothing when no exercise was judged.
requirements:
  - Enable it by C(callbacks_enabled = kcna.labs.report) in C(ansible.cfg).
"""

import json
import pathlib
import shutil
import typing as t

from ansible.plugins.callback import CallbackBase
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _report

VERIFY = "kcna.labs.verify"


class CallbackModule(CallbackBase):
    """Remember where results were written, print them at the end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "kcna.labs.report"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(*args, **kwargs)
        # a dictionary keeps the order and each file once: later tasks add to the same file
        self._files: dict[str, None] = {}
        self._say = Messages("ja")

    def v2_runner_on_ok(self, result: t.Any) -> None:
        """Judged."""
        self._collect(result)

    def v2_runner_on_failed(self, result: t.Any, ignore_errors: bool = False) -> None:  # noqa: ARG002  Ansible's signature
        """Judged in part: results were written as well."""
        self._collect(result)

    def v2_playbook_on_stats(self, stats: t.Any) -> None:  # noqa: ARG002  Ansible's signature
        """Print the report."""
        found = []
        for path in self._files:
            try:
                found.append((path, json.loads(pathlib.Path(path).read_text(encoding="utf-8"))))
            except (OSError, ValueError) as error:
                self._display.error(self._say("report_unread", path=path, reason=str(error)), wrap_text=False)
        if not found:
            return
        found.sort(key=lambda item: item[1]["student"])
        width = shutil.get_terminal_size((120, 24)).columns
        for text, color in _report.lines([results for _path, results in found], self._say, width):
            self._display.display(text, color=color)
        folders = dict.fromkeys(str(pathlib.Path(path).parent) for path, _results in found)
        where = [path for path, _results in found] if len(found) == 1 else folders
        for path in where:
            self._display.display(self._say("report_file", path=path))

    def _collect(self, result: t.Any) -> None:
        if VERIFY not in (result.task.action, result.task.resolved_action):
            return
        answer = result.result
        if "language" in answer:
            self._say = Messages(answer["language"])
        one = answer.get("results_file")
        for path in [one] if one else answer.get("results_files") or []:
            self._files[path] = None
