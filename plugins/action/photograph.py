# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Take a photograph, and refuse in the student's language what is not the lab's."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible_collections.kcna.labs.plugins.plugin_utils._told import ToldAction
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


class ActionModule(ToldAction):
    """Run the module of the same name."""

    def tell(self, result: dict[str, t.Any], say: Messages, variables: t.Mapping[str, t.Any]) -> None:
        """Fail if something foreign stands under the exercise's names, and translate why nothing could be taken."""
        if result.get("failed"):
            result["msg"] = say.heard(str(result["msg"]))
        if result.get("foreign"):
            things = ", ".join(f"{item['kind']} {item['name']}" for item in result["foreign"])
            raise AnsibleActionFail(say("foreign", host=variables["inventory_hostname"], things=things))
