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
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import UnknownLanguage


class ActionModule(ActionBase):
    """Check what the command line asks for, and give the run a name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the run."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        self.validate_argument_spec({})
        settings = _run.Settings(task_vars or {}, self._templar.template)
        try:
            run = _run.begin(settings, settings.messages())
        except (_run.RunError, UnknownLanguage) as error:
            raise AnsibleActionFail(str(error)) from error
        return {**result, "changed": False, "run": dataclasses.asdict(run)}
