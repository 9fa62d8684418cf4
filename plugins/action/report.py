# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write the report of a class from its results."""

from __future__ import annotations

import pathlib
import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import CriteriaError
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _results
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages, UnknownLanguage
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _csv, _html, _junit, _model, _records

ARGUMENTS: t.Final[dict[str, t.Any]] = {"dest": {"type": "path"}}
FOLDER = "report"


class ActionModule(ActionBase):
    """Read all results, write every form of the report."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Write what differs from what is there."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        _validation, arguments = self.validate_argument_spec(ARGUMENTS)
        settings = _run.Settings(task_vars or {}, self._templar.template)
        try:
            say = settings.messages()
            group = self._read(settings.results(), say)
            folder = pathlib.Path.cwd() / arguments["dest"] if arguments["dest"] else settings.results() / FOLDER
            changed = self._write({folder / name: text for name, text in _files(group, say).items()})
        except (CriteriaError, _run.RunError, UnknownLanguage, OSError) as error:
            raise AnsibleActionFail(str(error)) from error
        unread = [path for path, _reason in group.unread]
        if unread:
            self._display.warning(say("pages_unread", files=", ".join(unread)))
        index = folder / "index.html"
        message = say("pages_written", students=len(group.students), path=str(index))
        more = {"index": str(index), "students": len(group.students), "unread": unread}
        return {**result, "changed": bool(changed), "files": sorted(map(str, changed)), "msg": message, **more}

    def _read(self, root: pathlib.Path, say: Messages) -> _model.Class:
        found = _records.read(root)
        if not found.records:
            raise _run.RunError(say("pages_none", path=str(root)))
        labs = sorted({record.lab for record in found.records})
        if len(labs) > 1:
            raise _run.RunError(say("pages_labs", path=str(root), labs=", ".join(labs)))
        return _model.build(found)

    def _write(self, files: t.Mapping[pathlib.Path, str]) -> list[pathlib.Path]:
        """The files that were (in check mode: would be) written; one that is the same is left alone."""
        changed = [path for path, text in files.items() if not _holds(path, text)]
        if not self._task.check_mode:
            for path in changed:
                _results.replace(path, files[path])
        return changed


def _files(group: _model.Class, say: Messages) -> dict[str, str]:
    pages = _html.Pages(say.language)
    return {
        "index.html": pages.index(group),
        **{_html.student_file(student): pages.student(student) for student in group.students},
        "junit.xml": _junit.render(group, say),
        "marks.csv": _csv.marks(group),
        "criteria.csv": _csv.criteria(group, say),
    }


def _holds(path: pathlib.Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode(errors="backslashreplace")
    except OSError:
        return False
