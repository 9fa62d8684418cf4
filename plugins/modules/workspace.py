#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Make a student's workspace and write files into it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: workspace
short_description: Make a student's workspace and write files into it
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Makes the folder of the student's files, unless it is there, and writes files into it, all in one go.
  - A path that is a link, a file or somebody else's directory is refused before anything is changed.
  - Files belong to the student and have the mode C(0644). Each is written as a whole or not at all. A link is replaced,
    never followed.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  path:
    description: The folder. Its parent has to exist.
    type: path
    required: true
  account:
    description: Account of the student, who owns the folder and the files.
    type: str
    required: true
  seeded:
    description: Exercise whose start needs the folder. Where it has to be made, it then earns no point.
    type: str
    default: ""
  src:
    description: A folder on the controller.
    type: path
  files:
    description: Names of files in O(src), to be written under the same names.
    type: list
    elements: str
    default: []
  contents:
    description: What else is to be written, by the names of the files; those of O(files) come here as well.
    type: dict
    default: {}
seealso:
  - module: kcna.labs.cleanup
    description: Removes such files again, and the folder where it is empty.
  - module: ansible.builtin.copy
    description: For a single file that is nobody's but root's.
"""

EXAMPLES = r"""
- name: Make the workspace and write the manifests of the text
  kcna.labs.workspace:
    path: /home/student/kcna-lab02
    account: student
    src: "{{ role_path }}/../../files/lab02/ex7"
    files: [volume-config.yaml, volume-types-pod.yaml]

- name: Keep the record
  kcna.labs.workspace:
    path: /home/student/kcna-lab02
    account: student
    contents:
      ex7-before.txt: "{{ recorded.stdout }}\n"
"""

RETURN = r"""
made:
  description: Whether the folder had to be made.
  returned: success
  type: bool
  sample: false
written:
  description: Names of the files that were written, or would be in check mode.
  returned: success
  type: list
  elements: str
  sample: [volume-config.yaml]
"""

import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils._workspace import Workspace, WorkspaceError

ARGUMENTS: dict[str, t.Any] = {
    "path": {"type": "path", "required": True},
    "account": {"type": "str", "required": True},
    "seeded": {"type": "str", "default": ""},
    # read by the action plugin of the same name
    "src": {"type": "path"},
    "files": {"type": "list", "elements": "str", "default": []},
    "contents": {"type": "dict", "default": {}},
}


def workspace(arguments: t.Mapping[str, t.Any], *, check_mode: bool, diff: bool) -> dict[str, t.Any]:
    """Make and write what is missing; the module's result."""
    contents: dict[str, str] = arguments["contents"]
    for name, content in contents.items():
        if name in {"", ".", ".."} or "/" in name:
            raise WorkspaceError(f"contents: {name!r} is no name of a file")
        if not isinstance(content, str):
            raise WorkspaceError(f"contents: {name} is no text but {type(content).__name__}")
    folder = Workspace(arguments["path"], arguments["account"])
    made, stale = not folder.exists, folder.stale(contents)
    if not check_mode:
        folder.make(arguments["seeded"])
        for name in stale:
            folder.write(name, contents[name])
    result: dict[str, t.Any] = {"changed": made or bool(stale), "made": made, "written": list(stale)}
    if diff:
        folders = [_diff(folder.path, "absent\n", "directory\n")] if made else []
        result["diff"] = folders + [
            _diff(f"{folder.path}/{name}", held or "", contents[name]) for name, held in stale.items()
        ]
    return result


def _diff(path: str, before: str, after: str) -> dict[str, str]:
    return {"before_header": path, "before": before, "after_header": path, "after": after}


def main() -> None:
    """Report to Ansible."""
    module = AnsibleModule(ARGUMENTS, supports_check_mode=True)
    try:
        result = workspace(module.params, check_mode=module.check_mode, diff=module._diff)  # noqa: SLF001  # the only way to know
    except (WorkspaceError, OSError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
