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
  - Shows a hint for what fails, in up to three steps (where to look, what is wrong, how to go on).
    What was shown is recorded.
  - With O(ignore:lab_from_snapshots), judges saved snapshots again and reaches no VM.
  - With O(ignore:lab_watch=true), which M(kcna.labs.begin) has to allow, looks again every O(ignore:lab_watch_interval)
    seconds (3 by default, from 1 to 3600), and after a look that took longer as long as it took. Writes the results
    and says what has changed whenever a verdict is another, until the command is interrupted. It does not wait for
    what has not settled, and fails for nothing but a host that is no student VM.
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
        Nobody reads what such a look finds, so it shows no hints.
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
    and O(ignore:lab_kubeconfig). Whether it is a watch is in the run that M(kcna.labs.begin) has registered.
  - O(ignore:lab_hints) (V(0) to V(3), by default V(3)) says how many steps of a hint are shown.
    Where snapshots are judged again, it limits what was shown at the time.
  - O(ignore:lab_hint_cost) (by default V(0)) is what a step costs, in points. Marks stay what they are;
    C(hint_cost) and C(after_hints) stand beside them, and no criterion costs more than it has earned.
    With a price, hints are shown only of the criteria in O(ignore:lab_hint_for), one step more in each run,
    and what was shown on this VM before.
  - O(ignore:lab_hint_for) names criteria, or exercises for all of theirs, in a list or separated by commas.
    Without a price, hints are shown of these alone.
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
  description: Points earned and possible, how many criteria could not be judged, and what the hints have cost.
  returned: when a VM was judged
  type: dict
  sample: {earned: 17, possible: 19, errors: 0, hint_cost: 0.25, after_hints: 16.75}
exercises:
  description: Score of each exercise that was judged.
  returned: when a VM was judged
  type: dict
  sample: {ex6: {earned: 17, possible: 19, errors: 0, hint_cost: 0.25, after_hints: 16.75}}
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
