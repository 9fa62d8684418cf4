# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Filter that tells solve what is still to do."""

from __future__ import annotations

DOCUMENTATION = r"""
name: verdicts
short_description: Judge an exercise by what was seen, and write nothing
version_added: 0.1.0
description:
  - Solve leaves alone what is right already, whoever made it. What is right, the criteria say.
author: kcna.labs contributors (@kcna-labs)
positional: exercise
options:
  _input:
    description: What M(kcna.labs.observe) returned for the probes of the exercise.
    type: dict
    required: true
  exercise:
    description: Id of the exercise.
    type: str
    required: true
seealso:
  - module: kcna.labs.observe
    description: Looks at the VM.
  - module: kcna.labs.verify
    description: Judges and writes results.
"""

EXAMPLES = r"""
- name: Look at what is there
  kcna.labs.observe:
    probes: "{{ (lookup('ansible.builtin.file', role_path ~ '/criteria.yml') | from_yaml).probes.values() }}"
  register: seen

- name: Say what is right
  ansible.builtin.debug:
    msg: "{{ seen | kcna.labs.verdicts('ex2') }}"
"""

RETURN = r"""
_value:
  description: For each criterion V(pass), V(fail), V(skipped) or V(error).
  type: dict
  sample: {ex2.image-built: pass, ex2.app-health: skipped}
"""

import json
import typing as t

from ansible.errors import AnsibleFilterError
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


def verdicts(seen: dict[str, t.Any], exercise: str) -> dict[str, str]:
    """Outcome by criterion."""
    known = _exercises.known()
    if exercise not in known:
        raise AnsibleFilterError(f"there is no exercise {exercise}")
    try:
        # matchers compare types, and Ansible's texts have a type of their own
        plain = json.loads(json.dumps({"host": seen["host"], "probes": seen["probes"]}))
    except (KeyError, TypeError, ValueError) as error:
        raise AnsibleFilterError(f"verdicts needs what kcna.labs.observe has returned: {error}") from error
    observation = _snapshot.Observation([exercise], "", 0, plain["host"], plain["probes"], {})
    judged = _judge.judge(_exercises.load(known[exercise], exercise), observation, Messages("en"))
    return {verdict.criterion.id: verdict.outcome for verdict in judged}


class FilterModule:
    """What Ansible loads."""

    def filters(self) -> dict[str, t.Any]:
        """Names and functions."""
        return {"verdicts": verdicts}
