# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Filters that compare what Docker has of a class with what the class shall be."""

from __future__ import annotations

DOCUMENTATION = r"""
name: class_plan
short_description: Say what must be done to the embedded VMs of a class
version_added: 0.1.0
description:
  - Compares the answer of M(community.docker.docker_host_info) with the number of students wanted.
  - VMs beyond that number stay in the class, for they hold somebody's work.
author: kcna.labs contributors (@kcna-labs)
positional: class_name, students
options:
  _input:
    description: >-
      Answer of M(community.docker.docker_host_info) with O(ignore:containers), O(ignore:containers_all),
      O(ignore:networks), O(ignore:volumes) and O(ignore:verbose_output) set.
    type: dict
    required: true
  class_name:
    description: Name of the class.
    type: str
    required: true
  students:
    description: Number of students that there shall be at least.
    type: int
    required: true
  routes:
    description: Networks that the machine reaches already, which the class's own network has to leave alone.
    type: list
    elements: str
    default: []
  image:
    description: Reference of the VM image in use. A VM of another image is kept and marked as outdated.
    type: str
    default: ''
  language:
    description: Language of the reasons to refuse.
    type: str
    choices: [ja, en]
    default: en
seealso:
  - plugin: kcna.labs.class_belongings
    plugin_type: filter
    description: Says what there is of a class.
  - module: kcna.labs.class_state
    description: Records how its VMs are reached.
"""

EXAMPLES = r"""
- name: Decide what to do
  ansible.builtin.debug:
    msg: "{{ docker | kcna.labs.class_plan('kcna', 2, routes=['10.0.0.0/8']) }}"
"""

RETURN = r"""
_value:
  description: What there is and what is to be done.
  type: dict
  contains:
    problems:
      description: Reasons to refuse.
      type: list
      elements: str
      sample: ["a container kcna-mirror is there that does not belong to class kcna: rename or remove it"]
    network:
      description: The network's C(name) and C(subnet), and whether it C(exists).
      type: dict
      sample: {name: kcna, subnet: 172.30.7.0/24, exists: true}
    mirror:
      description: The mirror's C(name) and C(address).
      type: dict
      sample: {name: kcna-mirror, address: 172.30.7.2}
    students:
      description: >-
        Each VM's C(name), C(container), C(volume) and C(address), whether it is C(outdated), and the C(action), which
        is V(create), V(remake) (what is left is no VM), V(start) or V(keep).
      type: list
      elements: dict
      sample:
        - name: student01
          container: kcna-student01
          volume: kcna-student01-var-lib
          address: 172.30.7.11
          action: keep
          outdated: false
    entries:
      description: What M(kcna.labs.class_state) takes as its option O(kcna.labs.class_state#module:students).
      type: list
      elements: dict
      sample: [{name: student01, host: 172.30.7.11}]
"""

import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.kcna.labs.plugins.plugin_utils._class_plan import PlanError, plan
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages, UnknownLanguage


def class_plan(
    docker: dict[str, t.Any],
    class_name: str,
    students: int,
    routes: list[str] | None = None,
    image: str = "",
    *,
    language: str = "en",
) -> dict[str, t.Any]:
    """Say what must be done to the embedded VMs of a class."""
    try:
        say = Messages(language)
    except UnknownLanguage as error:
        raise AnsibleFilterError(str(error)) from error
    try:
        found = plan(docker, class_name, students, routes or [], image)
    except PlanError as error:
        raise AnsibleFilterError(say.heard(str(error))) from error
    return {**found, "problems": [say.heard(problem) for problem in found["problems"]]}


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"class_plan": class_plan}
