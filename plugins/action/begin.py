# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Begin a run: refuse what does not exist, and name the run."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _results
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import UnknownLanguage


class ActionModule(ActionBase):
    """Check what the command line asks for, and give the run a name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the run."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        _validation, arguments = self.validate_argument_spec({"watch": {"type": "bool", "default": False}})
        settings = _run.Settings(task_vars or {}, self._templar.template)
        try:
            say = settings.messages()
            run = _run.begin(settings, say, may_watch=arguments["watch"])
        except (_run.RunError, UnknownLanguage) as error:
            raise AnsibleActionFail(str(error)) from error
        results = _results.folders(settings.results(), run.id)[-1]
        answer = {"run": dataclasses.asdict(run), "language": say.language, "results": str(results)}
        return {**result, "changed": False, **answer}
