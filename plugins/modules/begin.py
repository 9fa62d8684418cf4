#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Documentation of the action plugin begin."""

from __future__ import annotations

DOCUMENTATION = r"""
module: begin
short_description: Check what a command asks for and give the run a name
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Refuses tags that are no exercise (and lists those that exist), and an inventory without any student VM.
  - Returns the run that M(kcna.labs.verify) and M(kcna.labs.require_pass) belong to. Register it as C(kcna_labs_run).
  - Works on the controller only.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
options:
  watch:
    description:
      - Whether this playbook can watch. Where it cannot, O(ignore:lab_watch) is refused.
    type: bool
    default: false
notes:
  - Reads the variables O(ignore:lab_language) (V(ja) by default, or V(en)), O(ignore:lab_results_dir),
    O(ignore:lab_from_snapshots), O(ignore:lab_watch) and O(ignore:lab_watch_interval).
seealso:
  - module: kcna.labs.verify
    description: Judges the exercises of the run.
  - module: kcna.labs.require_pass
    description: Ends the run.
"""

EXAMPLES = r"""
- name: Begin
  kcna.labs.begin:
  run_once: true
  register: kcna_labs_run
"""

RETURN = r"""
run:
  description: The run.
  returned: success
  type: dict
  contains:
    id:
      description: Name of the run, unique on this controller.
      type: str
      sample: 20260401T010203Z-9f3a
    started:
      description: When it began, UTC.
      type: str
      sample: "2026-04-01T01:02:03.004Z"
    exercises:
      description: The exercises that the tags select.
      type: list
      elements: str
      sample: [ex1, ex6]
    watch:
      description: Seconds between two looks of M(kcna.labs.verify), V(null) where it shall look once.
      type: float
      sample: 3
language:
  description: Language of the texts.
  returned: success
  type: str
  sample: ja
results:
  description: The folder of the latest results.
  returned: success
  type: str
  sample: results/latest
"""
