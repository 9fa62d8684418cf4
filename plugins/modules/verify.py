#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)

"""Documentation of the action plugin verify."""

from __future__ import annotations

DOCUMENTATION = r"""
module: verify
short_description: Judge exercises by what is seen on a student VM
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Looks at a student VM once through M(kcna.labs.observe) and judges every criterion on the controller.
  - What has not settled yet (a container that is just starting) is looked at again, as long as the criterion allows.
  - Writes C(<host>.json) and C(<host>.snapshot.json) below C(results/latest) and C(results/runs/<run>).
    Each file is written whole or not at all.
  - A criterion that names a variable of its role as its switch is left out with its points
    where that variable is false. The snapshot keeps the choice.
  - With O(ignore:lab_from_snapshots), judges saved snapshots again and reaches no VM.
  - Fails where a criterion could not be judged (verdict V(error)), never for marks, unless O(require) says otherwise.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
    details: It never changes the VM. The results on the controller are written in check mode, too.
  diff_mode:
    support: none
options:
  exercises:
    description: The exercises to judge. Without it, those that the command's tags select.
    type: list
    elements: str
  require:
    description:
      - V(judged) accepts any marks, V(pass) only full ones.
      - V(nothing) accepts what could not be judged as well, for a look before the work begins.
    type: str
    choices: [nothing, judged, pass]
    default: judged
  settle:
    description: Whether to wait for what has not settled yet.
    type: bool
    default: true
notes:
  - Reads the variables O(ignore:lab_language) (V(ja) by default, or V(en)), O(ignore:lab_results_dir)
    (C(results) below the folder where the command was started), O(ignore:lab_from_snapshots)
    and O(ignore:lab_kubeconfig).
seealso:
  - module: kcna.labs.observe
    description: Looks at the VM.
  - module: kcna.labs.report
    description: Writes the pages of a class.
  - module: kcna.labs.require_pass
    description: Fails unless all is passed.
"""

EXAMPLES = r"""
- name: Verify exercise 6
  kcna.labs.verify:
    exercises: [ex6]

- name: Judge all exercises as they are now, and fail unless all is passed
  kcna.labs.verify:
    require: pass
    settle: false
"""

RETURN = r"""
score:
  description: Points earned and possible, and how many criteria could not be judged.
  returned: when a VM was judged
  type: dict
  sample: {earned: 17, possible: 19, errors: 0}
exercises:
  description: Score of each exercise that was judged.
  returned: when a VM was judged
  type: dict
  sample: {ex6: {earned: 17, possible: 19, errors: 0}}
unsolved:
  description: Exercises that do not have full marks.
  returned: when a VM was judged
  type: list
  elements: str
  sample: [ex6]
results_file:
  description: The results of this VM.
  returned: when a VM was judged
  type: str
  sample: /srv/lab/results/latest/student01.json
results_files:
  description: The results of all VMs.
  returned: when snapshots were judged
  type: list
  elements: str
  sample: [/srv/lab/results/latest/student01.json]
language:
  description: Language of the texts.
  returned: always
  type: str
  sample: ja
"""
