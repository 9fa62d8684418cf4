# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Take a photograph, and refuse in the student's language what is not the lab's."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import UnknownLanguage


class ActionModule(ActionBase):
    """Run the module of the same name."""

    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """The module's answer, unless something foreign stands under the exercise's names."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        result.update(self._execute_module(task_vars=variables))
        if result.get("foreign"):
            try:
                say = _run.Settings(variables, self._templar.template).messages()
            except UnknownLanguage as error:
                raise AnsibleActionFail(str(error)) from error
            things = ", ".join(f"{item['kind']} {item['name']}" for item in result["foreign"])
            raise AnsibleActionFail(say("foreign", host=variables["inventory_hostname"], things=things))
        return result
