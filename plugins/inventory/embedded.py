# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Inventory of the student VMs that provisioning has made on this machine."""

from __future__ import annotations

DOCUMENTATION = r"""
name: embedded
short_description: Student VMs that the role student_vm has made on this machine
version_added: 0.1.0
description:
  - Lists the embedded student VMs of one class in the group C(students), which is there even when it is empty.
  - Reads only the file C(students.json) of the class, never Docker, so it answers at once and works without an engine.
author: kcna.labs contributors (@kcna-labs)
options:
  plugin:
    description: Marks a file as a source for this plugin.
    type: str
    required: true
    choices: [kcna.labs.embedded]
  class_name:
    description: Class whose VMs are listed.
    type: str
    default: kcna
    env:
      - name: KCNA_LABS_CLASS
seealso:
  - module: kcna.labs.class_state
    description: Writes the file that this plugin reads.
"""

EXAMPLES = r"""
# embedded.kcna.yml
plugin: kcna.labs.embedded
"""

import typing as t

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin
from ansible_collections.kcna.labs.plugins.module_utils._class_state import ClassState, StateError, Student

if t.TYPE_CHECKING:
    from ansible.inventory.data import InventoryData
    from ansible.parsing.dataloader import DataLoader

GROUP = "students"


class InventoryModule(BaseInventoryPlugin):
    """The plugin, for Ansible."""

    NAME = "kcna.labs.embedded"

    def verify_file(self, path: str) -> bool:
        """Tell whether a source is meant for this plugin."""
        return super().verify_file(path) and path.endswith((".kcna.yml", ".kcna.yaml"))

    def parse(self, inventory: InventoryData, loader: DataLoader, path: str, cache: bool = True) -> None:
        """Fill the group from the class's students.json."""
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        inventory.add_group(GROUP)
        try:
            state = ClassState.of(self.get_option("class_name"))
            students = state.students()
        except StateError as error:
            raise AnsibleParserError(str(error)) from error
        for student in students:
            inventory.add_host(student.name, group=GROUP)
            for name, value in host_vars(state, student).items():
                inventory.set_variable(student.name, name, value)


def host_vars(state: ClassState, student: Student) -> dict[str, t.Any]:
    """How Ansible reaches a student's VM."""
    return {
        # told apart from machines of their own, for which somebody else cares
        "lab_embedded": True,
        "ansible_host": student.host,
        "ansible_port": student.port,
        "ansible_user": student.user,
        "ansible_ssh_private_key_file": str(state.key),
        # Ansible's own default compresses, which takes long for 400 MB of programs and gains nothing on one machine
        "ansible_ssh_args": "-o ControlMaster=auto -o ControlPersist=300s",
        # host keys are pinned by name: a VM that comes back under another address stays known,
        # and another machine under its address does not become it
        "ansible_ssh_common_args": (
            f"-o UserKnownHostsFile='{state.known_hosts}' -o GlobalKnownHostsFile=/dev/null"
            f" -o HostKeyAlias={student.name} -o StrictHostKeyChecking=yes -o IdentitiesOnly=yes"
        ),
    }
