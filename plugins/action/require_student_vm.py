# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Refuse a host that provisioning has not finished."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import UnknownLanguage


class ActionModule(ActionBase):
    """Refuse a host that provisioning has not finished, before anything is changed on it."""

    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Ask by a plain command: such a host may have no Python where student VMs have it."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        self.validate_argument_spec({})
        variables = task_vars or {}
        try:
            say = _run.Settings(variables, self._templar.template).messages()
        except UnknownLanguage as error:
            raise AnsibleActionFail(str(error)) from error
        if self._low_level_execute_command(f"test -f {_run.MARKER}")["rc"] != 0:
            raise AnsibleActionFail(say("no_student_vm", host=variables["inventory_hostname"], marker=_run.MARKER))
        return {**result, "changed": False}
