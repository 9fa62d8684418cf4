# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Read the lab's files, write them into a workspace, and refuse in the student's language what is not the student's."""

from __future__ import annotations

import typing as t
from pathlib import Path

from ansible.errors import AnsibleActionFail
from ansible_collections.kcna.labs.plugins.plugin_utils._told import ToldAction
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


class ActionModule(ToldAction):
    """Run the module of the same name."""

    def arguments(self) -> dict[str, t.Any]:
        """The files of `src` become contents: one connection for all of them."""
        given: dict[str, t.Any] = dict(self._task.args)
        names, source = given.pop("files", None) or [], given.pop("src", None)
        if not names:
            return given
        if not source:
            raise AnsibleActionFail("files are read from src, which is missing")
        try:
            read = {name: (Path(source) / name).read_text(encoding="utf-8") for name in names}
        except (OSError, UnicodeDecodeError) as error:
            raise AnsibleActionFail(str(error)) from error
        return {**given, "contents": {**read, **(given.get("contents") or {})}}

    def tell(self, result: dict[str, t.Any], say: Messages, variables: t.Mapping[str, t.Any]) -> None:  # noqa: ARG002
        """Translate why nothing was written."""
        if result.get("failed"):
            result["msg"] = say.heard(str(result["msg"]))
