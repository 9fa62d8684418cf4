#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Record on the controller how the embedded VMs of a class are reached."""

from __future__ import annotations

DOCUMENTATION = r"""
module: class_state
short_description: Record how the embedded VMs of a class are reached
version_added: 0.1.0
description:
  - Writes C(students.json), which P(kcna.labs.embedded#inventory) reads, and C(known_hosts) with the VMs' pinned host
    keys.
  - Each file is written whole or not at all, and only when it changes.
author: kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
options:
  class_name:
    description: Name of the class.
    type: str
    required: true
  students:
    description: All students of the class, in order.
    type: list
    elements: dict
    required: true
    suboptions:
      name:
        description: Inventory name.
        type: str
        required: true
      host:
        description: Address for SSH.
        type: str
        required: true
      port:
        description: Port for SSH.
        type: int
        default: 22
      user:
        description: Account for SSH.
        type: str
        default: root
  host_keys:
    description: Public host keys to pin, by student. Students not named keep the key they have.
    type: dict
    default: {}
seealso:
  - plugin: kcna.labs.embedded
    plugin_type: inventory
    description: Reads what this module writes.
"""

EXAMPLES = r"""
- name: Record one VM
  kcna.labs.class_state:
    class_name: kcna
    students:
      - {name: student01, host: 172.30.0.11}
    host_keys:
      student01: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI...
"""

RETURN = r"""
unpinned:
  description: Students whose host key is not known yet.
  returned: always
  type: list
  elements: str
  sample: [student02]
"""

import os
import pathlib
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils._class_state import (
    ClassState,
    StateError,
    Student,
    known_hosts_text,
    students_text,
)


def read(path: pathlib.Path) -> str:
    """Read a file that may not be there yet."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def write(module: AnsibleModule, path: pathlib.Path, text: str) -> None:
    """Replace a file whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    module.add_cleanup_file(name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    pathlib.Path(name).replace(path)


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "class_name": {"type": "str", "required": True},
            "students": {
                "type": "list",
                "elements": "dict",
                "required": True,
                "options": {
                    "name": {"type": "str", "required": True},
                    "host": {"type": "str", "required": True},
                    "port": {"type": "int", "default": 22},
                    "user": {"type": "str", "default": "root"},
                },
            },
            "host_keys": {"type": "dict", "default": {}, "no_log": False},
        },
        supports_check_mode=True,
    )
    try:
        state = ClassState.of(module.params["class_name"])
        students = [Student.from_entry(entry) for entry in module.params["students"]]
    except StateError as error:
        module.fail_json(msg=str(error))
    pinned = read(state.known_hosts)
    after = {
        state.students_file: students_text(students),
        state.known_hosts: known_hosts_text(pinned, students, module.params["host_keys"]),
    }
    before = {state.students_file: read(state.students_file), state.known_hosts: pinned}
    changed = [path for path, text in after.items() if before[path] != text]
    if not module.check_mode:
        for path in changed:
            write(module, path, after[path])
    known = {line.split(" ", 1)[0] for line in after[state.known_hosts].splitlines()}
    module.exit_json(
        changed=bool(changed),
        unpinned=[student.name for student in students if student.name not in known],
        diff=[
            {"before_header": str(path), "after_header": str(path), "before": before[path], "after": after[path]}
            for path in changed
        ],
    )


if __name__ == "__main__":
    main()
