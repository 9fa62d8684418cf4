# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which part of a playbook a task belongs to: an exercise, a role, or itself. Private to the collection."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible.playbook.role_include import IncludeRole
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import MESSAGES, Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _texts

# tasks of a playbook that are a stage of their own, by the plugin that does the work
ACTIONS: t.Final = {"kcna.labs.verify": "stage_verify", "kcna.labs.report": "stage_report"}


@dataclasses.dataclass(frozen=True)
class Stage:
    """What gets a line of its own; `brief` gets one only if it takes long, and `endless` has no part that is done."""

    key: str
    exercise: str | None = None
    message: str | None = None
    name: str = ""
    brief: bool = False
    endless: bool = False

    def label(self, say: Messages) -> str:
        """What the reader calls it."""
        if self.exercise:
            return f"{self.exercise:<8}  {say.pick(_texts.known()[self.exercise].title)}"
        return "  ".join(filter(None, [say(self.message) if self.message else "", self.name]))


def of(task: t.Any) -> Stage | None:
    """The stage of an Ansible task; None where only the tasks inside of it can say."""
    role, include = None, None
    for node in _upwards(task):
        # the outermost one counts: a role may include others
        role = getattr(node, "_role", None) or role
        include = node if isinstance(node, IncludeRole) else include
    if role is not None:
        return _of_role(role.get_name(), getattr(role, "_from_files", {}).get("tasks"))
    if include is not None:
        # its name may be a template, which its tasks have filled in
        name = str(include.args.get("name", include.args.get("role")))
        return None if "{{" in name else _of_role(name, include.args.get("tasks_from"))
    if task.resolved_action in ACTIONS:
        message = ACTIONS[task.resolved_action]
        if task.args.get("require") == "nothing":
            message = "stage_look"
        return Stage(identity(task), message=message)
    return Stage(identity(task), name=task.get_name().strip(), brief=True)


def identity(node: t.Any) -> str:
    """The same for all copies that Ansible makes of a task or block."""
    return str(getattr(node, "_uuid", id(node)))


def can_be_rescued(task: t.Any) -> bool:
    """Whether a failure of this task is one that the playbook provides for."""
    below = task
    for node in _upwards(task):
        if getattr(node, "rescue", None) and identity(below) in map(identity, node.block):
            return True
        below = node
    return False


def _of_role(full: str, tasks: str | None) -> Stage:
    key = f"{full}/{tasks or 'main'}"
    name = full.rpartition(".")[2]
    found = _exercises.ROLE.fullmatch(name)
    if found and found.group(1) in _texts.known():
        return Stage(key, exercise=found.group(1))
    for message in (f"stage_{name}_{tasks}", f"stage_{name}"):
        if full.startswith("kcna.labs.") and message in MESSAGES:
            return Stage(key, message=message)
    return Stage(key, name=name)


def _upwards(task: t.Any) -> t.Iterator[t.Any]:
    node = task
    while node is not None:
        yield node
        node = getattr(node, "_parent", None)
