#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Documentation of the action plugin require_pass."""

from __future__ import annotations

DOCUMENTATION = r"""
module: require_pass
short_description: Fail a host on which a selected exercise is not complete
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Reads the results that M(kcna.labs.verify) wrote in this run.
  - Fails unless every criterion of every selected exercise is V(pass).
  - Works on the controller only.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
notes:
  - Reads the variables O(ignore:lab_language) and O(ignore:lab_results_dir).
seealso:
  - module: kcna.labs.begin
    description: Begins the run.
  - module: kcna.labs.verify
    description: Judges it.
"""

EXAMPLES = r"""
- name: Require that all criteria pass
  kcna.labs.require_pass:
"""

RETURN = r"""#"""
