#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Prove that a NetworkPolicy is enforced on a student VM."""

from __future__ import annotations

DOCUMENTATION = r"""
module: networkpolicy_canary
short_description: Prove that a NetworkPolicy is enforced
version_added: 0.1.0
description:
  - Expects the objects of C(files/cluster/canary.yaml) in the namespace C(kcna-canary), and asks for that namespace's
    deletion in the end, without waiting for it.
  - Sends real requests between its Pods, by Pod IP and by Service, with HTTP servers and clients that run inside their
    network namespaces.
  - Runs on the node, as root.
author: kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: none
  diff_mode:
    support: none
options:
  kubeconfig:
    description: Kubeconfig of an administrator.
    type: path
    default: /etc/kubernetes/admin.conf
  timeout:
    description: Seconds until the answers must be those of an enforced policy.
    type: int
    default: 60
seealso:
  - module: kcna.labs.cluster_state
    description: Says whether the cluster that it runs in is ready.
"""

EXAMPLES = r"""
- name: Prove that policies are enforced
  kcna.labs.networkpolicy_canary:
"""

RETURN = r"""
enforced:
  description: Whether every answer was the one that an enforced policy brings about.
  returned: success
  type: bool
  sample: true
allowed:
  description: What came of the request that the policy allows.
  returned: success
  type: str
  sample: "200"
denied:
  description: What came of the request that the policy denies.
  returned: success
  type: str
  sample: timeout
answers:
  description: Every request with the expected and the actual outcome.
  returned: success
  type: list
  elements: dict
  sample:
    - {question: friend to guarded, expected: "200", actual: "200"}
    - {question: stranger to guarded, expected: timeout, actual: timeout}
"""

import sys

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _canary
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "kubeconfig": {"type": "path", "default": "/etc/kubernetes/admin.conf"},
            "timeout": {"type": "int", "default": 60},
        },
    )
    try:
        api = KubernetesApi.from_kubeconfig(module.params["kubeconfig"])
        proof = _canary.prove(api, sys.executable, module.params["timeout"])
        api.delete("v1", "Namespace", _canary.NAMESPACE)
    except ServiceError as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=True, **proof)


if __name__ == "__main__":
    main()
