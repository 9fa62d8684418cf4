#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Documentation of the action plugin require_student_vm."""

from __future__ import annotations

DOCUMENTATION = r"""
module: require_student_vm
short_description: Refuse a host that is no student VM
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Fails on a host without C(/etc/kcna-labs/student-vm.json), which provisioning writes when it is done.
  - Needs no Python on the host.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
seealso:
  - module: kcna.labs.begin
    description: Begins the run, before any VM is asked.
"""

EXAMPLES = r"""
- name: Require a student VM
  kcna.labs.require_student_vm:
"""

RETURN = r"""#"""
