#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say whether a student VM is provisioned and working."""

from __future__ import annotations

DOCUMENTATION = r"""
module: cluster_state
short_description: Say whether a student VM is provisioned and working
version_added: 0.1.0
description:
  - A VM is ready when it was provisioned from the same inputs (O(key)) and Docker, the API server, the node and the
    metrics API answer.
  - A VM that was provisioned but does not answer yet, for instance because it is booting, is given O(wait) seconds.
author: kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
options:
  key:
    description: Key of the inputs that a ready VM was provisioned from. Empty accepts any.
    type: str
    default: ''
  wait:
    description: Seconds to wait for a provisioned VM to work.
    type: int
    default: 0
  marker:
    description: File that the end of provisioning writes.
    type: path
    default: /etc/kcna-labs/student-vm.json
seealso:
  - module: kcna.labs.networkpolicy_canary
    description: Proves that policies are enforced.
"""

EXAMPLES = r"""
- name: Look at the VM
  kcna.labs.cluster_state:
    wait: 120
"""

RETURN = r"""
ready:
  description: Whether nothing is left to be done.
  returned: always
  type: bool
  sample: false
reasons:
  description: What is missing.
  returned: always
  type: list
  elements: str
  sample: [the metrics API knows no node yet]
provisioned:
  description: Whether provisioning ever came to its end here.
  returned: always
  type: bool
  sample: true
versions:
  description: Version of each program that answers.
  returned: always
  type: dict
  sample: {docker: 20.10.24, kubernetes: v1.36.3}
begun:
  description: Whether minikube was ever started here.
  returned: always
  type: bool
  sample: true
"""

import json
import pathlib
import time
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _process
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi

KUBECONFIG = "/etc/kubernetes/admin.conf"
TIMEOUT_S = 5
PAUSE_S = 0.5
COMPONENTS = {"Engine": "docker", "containerd": "containerd", "runc": "runc"}
MINIKUBE = "/var/lib/minikube/certs"


def read_marker(path: str) -> dict[str, t.Any] | None:
    """Read what the end of provisioning has written; none where it never came to that."""
    try:
        marker = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return marker if isinstance(marker, dict) else None


def node_ready(node: dict[str, t.Any]) -> bool:
    """Tell whether a node takes Pods."""
    conditions = (node.get("status") or {}).get("conditions") or []
    return any(condition["type"] == "Ready" and condition["status"] == "True" for condition in conditions)


def minikube_version() -> str:
    """Ask minikube for its version."""
    return _process.run(["minikube", "version", "--short"], TIMEOUT_S).strip()


def look() -> tuple[dict[str, str], list[str]]:
    """Versions of what works, and what does not, asked of each service itself."""
    versions: dict[str, str] = {}
    reasons: list[str] = []
    try:
        components = DockerApi(timeout=TIMEOUT_S).get("/version")["Components"]
        versions |= {COMPONENTS[each["Name"]]: each["Version"] for each in components if each["Name"] in COMPONENTS}
    except ServiceError as error:
        reasons.append(str(error))
    try:
        api = KubernetesApi.from_kubeconfig(KUBECONFIG, TIMEOUT_S)
        versions["kubernetes"] = api.get("/version")["gitVersion"]
        nodes = api.list_kind("v1", "Node")
        reasons += [f"node {node['metadata']['name']} is not Ready" for node in nodes if not node_ready(node)]
        if not api.get("/apis/metrics.k8s.io/v1beta1/nodes").get("items"):
            reasons.append("the metrics API knows no node yet")
        versions["minikube"] = minikube_version()
    except ServiceError as error:
        reasons.append(str(error))
    return versions, reasons


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "key": {"type": "str", "default": "", "no_log": False},
            "wait": {"type": "int", "default": 0},
            "marker": {"type": "path", "default": "/etc/kcna-labs/student-vm.json"},
        },
        supports_check_mode=True,
    )
    marker = read_marker(module.params["marker"])
    wanted = module.params["key"]
    reasons = []
    if marker is None:
        reasons = ["this VM was never provisioned to the end"]
    elif wanted and marker.get("key") != wanted:
        reasons = ["this VM was provisioned from another bundle or version"]
    deadline = time.monotonic() + (0 if reasons else module.params["wait"])
    versions, missing = look()
    while missing and time.monotonic() < deadline:
        time.sleep(PAUSE_S)
        versions, missing = look()
    module.exit_json(
        ready=not (reasons or missing),
        provisioned=marker is not None,
        begun=pathlib.Path(MINIKUBE).exists(),
        reasons=reasons + missing,
        versions=versions,
    )


if __name__ == "__main__":
    main()
