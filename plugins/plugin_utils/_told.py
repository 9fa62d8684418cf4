# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Actions that say in the reader's language what the module of their name has said. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages, UnknownLanguage


class ToldAction(ActionBase):
    """Runs the module; a subclass says what of its answer is told otherwise."""

    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """The module's answer in the language of lab_language."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        try:
            say = _run.Settings(variables, self._templar.template).messages()
        except UnknownLanguage as error:
            raise AnsibleActionFail(str(error)) from error
        result.update(self._execute_module(module_args=self.arguments(), task_vars=variables))
        # Ansible would show what the module raised in place of what is told
        result.pop("exception", None)
        self.tell(result, say, variables)
        return result

    def arguments(self) -> dict[str, t.Any]:
        """What the module is given."""
        given: dict[str, t.Any] = self._task.args
        return given

    def tell(self, result: dict[str, t.Any], say: Messages, variables: t.Mapping[str, t.Any]) -> None:
        """Change the answer in place, or raise AnsibleActionFail."""
        raise NotImplementedError
