# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Remove what belongs to an exercise, and say in the reader's language what stays and why."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils._told import ToldAction
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


class ActionModule(ToldAction):
    """Run the module of the same name."""

    def tell(self, result: dict[str, t.Any], say: Messages, variables: t.Mapping[str, t.Any]) -> None:  # noqa: ARG002
        """Translate the reasons, and why nothing was removed."""
        for item in result.get("kept") or ():
            item["reason"] = say.heard(item["reason"])
        if result.get("failed"):
            result["msg"] = say.heard(str(result["msg"]))
