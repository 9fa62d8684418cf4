# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Filter that names what Docker has of a class."""

from __future__ import annotations

DOCUMENTATION = r"""
name: class_belongings
short_description: Name what Docker has of a class
version_added: 0.1.0
description:
  - Goes by the label C(kcna.labs/class) alone, so that nothing is removed with a class that only has a similar name.
author: kcna.labs contributors (@kcna-labs)
positional: class_name
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
seealso:
  - plugin: kcna.labs.class_plan
    plugin_type: filter
    description: Says what the class shall be.
"""

EXAMPLES = r"""
- name: Show what a class consists of
  ansible.builtin.debug:
    msg: "{{ docker | kcna.labs.class_belongings('kcna') }}"
"""

RETURN = r"""
_value:
  description: Names of the V(vms), of V(others) among the containers, of V(volumes) and V(networks).
  type: dict
  sample: {vms: [kcna-student01], others: [kcna-mirror], volumes: [kcna-student01-var-lib], networks: [kcna]}
"""

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils._class_plan import belongings


class FilterModule:
    """The filter, for Ansible."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"class_belongings": belongings}
