# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Fail a host on which a selected exercise is not complete."""

from __future__ import annotations

import json
import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _results
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages, UnknownLanguage


class ActionModule(ActionBase):
    """Fail a host on which a selected exercise is not complete."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Read what verify wrote in this run."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        self.validate_argument_spec({})
        variables = task_vars or {}
        settings = _run.Settings(variables, self._templar.template)
        try:
            say = settings.messages()
            run = _run.current(settings)
            if run is None:
                raise AnsibleActionFail(say("not_begun", name=_run.REGISTERED))
            self._require(settings, run, variables["inventory_hostname"], say)
        except UnknownLanguage as error:
            raise AnsibleActionFail(str(error)) from error
        return {**result, "changed": False}

    def _require(self, settings: _run.Settings, run: _run.Run, host: str, say: Messages) -> None:
        folder = _results.folders(settings.results(), run.id)[0]
        path = folder / _results.results_name(_run.file_name(host))
        try:
            results = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            results = {"exercises": {}}
        missing = [name for name in run.exercises if name not in results["exercises"]]
        if missing:
            raise AnsibleActionFail(say("no_results", exercise=", ".join(missing)))
        failed = [item["id"] for item in _results.criteria(results) if item["verdict"] != "pass"]
        if failed:
            raise AnsibleActionFail(say("not_passed", ids=", ".join(failed)))
