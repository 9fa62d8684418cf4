# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say in the reader's language what a machine lacks before anything on it is touched."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils._told import ToldAction
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


class ActionModule(ToldAction):
    """Run the module of the same name."""

    def tell(self, result: dict[str, t.Any], say: Messages, variables: t.Mapping[str, t.Any]) -> None:  # noqa: ARG002
        """Translate each shortcoming."""
        if result.get("problems"):
            result["problems"] = [say.heard(problem) for problem in result["problems"]]
            since = (say("unfit_since", problem=problem) for problem in result["problems"])
            result["msg"] = say("unfit") + "".join(since)
