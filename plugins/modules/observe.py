#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Look at a student VM without changing it."""

from __future__ import annotations

DOCUMENTATION = r"""
module: observe
short_description: Look at a student VM without changing it
version_added: 0.1.0
author: kcna.labs contributors (@kcna-labs)
description:
  - Runs a list of bounded, read-only probes side by side on a student VM and returns what they saw.
  - One probe makes something, V(init_clone). It runs a copy of an init container in a namespace of its own, in which
    nothing can be reached, and removes that namespace, also when the module is interrupted. It does so only where the
    Pod itself does not show that its init container has waited.
  - Knows nothing of exercises, points or expected values, those stay on the controller.
extends_documentation_fragment:
  - kcna.labs._attributes
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
options:
  probes:
    description:
      - What to look at. Equal entries are asked once.
      - The key C(probe) is one of V(api), V(app_trace), V(cgroup), V(connect), V(cri_containers),
        V(cri_images), V(cri_info), V(docker_containers), V(docker_history), V(docker_images), V(docker_layers),
        V(docker_published), V(docker_stats), V(docker_top), V(exec), V(file), V(init_clone), V(kubelets),
        V(kubernetes), V(node), V(pod_files), V(pod_http), V(processes), V(registry_image), V(registry_log),
        V(registry_login), V(services), V(traced_exec) and V(versions), the other keys depend on it.
    type: list
    elements: dict
    required: true
  account:
    description:
      - The student's account, whose home folder V(~student/) means in the path of a file.
      - Without it, the one that provisioning recorded on the VM.
    type: str
  kubeconfig:
    description:
      - The kubeconfig to reach the API server with.
      - Without it, the one that provisioning recorded on the VM.
    type: path
  probe_seconds:
    description: Longest time that one question to Docker or Kubernetes may take.
    type: float
    default: 10
  total_seconds:
    description: Longest time that all probes together may take. What has not answered by then is an error.
    type: float
    default: 20
  max_bytes:
    description: Largest answer that is accepted, for each probe.
    type: int
    default: 4194304
notes:
  - Needs root on the VM and nothing but Python's standard library.
"""

EXAMPLES = r"""
- name: Look at the Pods of the lab and at one file
  kcna.labs.observe:
    probes:
      - probe: kubernetes
        api_version: v1
        kind: Pod
        namespace: kcna-lab02
      - probe: file
        path: ~student/kcna-lab02/ex6-top.txt
"""

RETURN = r"""
probes:
  description: One entry for each different probe, in the order asked.
  returned: success
  type: list
  elements: dict
  contains:
    key:
      description: The probe as JSON with sorted keys.
      type: str
    spec:
      description: The probe as it was asked.
      type: dict
    status:
      description: V(ok), V(absent) when there is no such thing, V(error) when we could not look.
      type: str
    value:
      description: What was seen.
      type: raw
    error:
      description: What was asked, what was tried and what came back.
      type: dict
    elapsed_ms:
      description: Time taken in milliseconds.
      type: int
host:
  description:
    - The VM itself.
    - C(marker) is what provisioning wrote to V(/etc/kcna-labs/student-vm.json), null where there is none.
  returned: success
  type: dict
elapsed_ms:
  description: Time taken by all probes in milliseconds.
  returned: success
  type: int
"""

import json
import pathlib
import platform
import time
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils import _cgroup, _probe_run, _probe_specs, _probes

MARKER = "/etc/kcna-labs/student-vm.json"


def main() -> None:
    """Read the arguments, look, answer."""
    module = AnsibleModule(
        argument_spec={
            "probes": {"type": "list", "elements": "dict", "required": True},
            "account": {"type": "str"},
            "kubeconfig": {"type": "path"},
            "probe_seconds": {"type": "float", "default": 10},
            "total_seconds": {"type": "float", "default": 20},
            "max_bytes": {"type": "int", "default": 4194304},
        },
        supports_check_mode=True,
    )
    specs = module.params["probes"]
    for number, spec in enumerate(specs):
        try:
            _probe_specs.validate(spec)
        except _probe_specs.SpecError as error:
            module.fail_json(msg=f"probes[{number}]: {error}")
    started = time.monotonic()
    recorded = marker()
    probes = _probe_run.observe(specs, _probes.PROBES, limits(module.params, recorded))
    elapsed = round((time.monotonic() - started) * 1000)
    module.exit_json(changed=False, probes=probes, host=host(recorded), elapsed_ms=elapsed)


def limits(params: dict[str, t.Any], recorded: dict[str, t.Any] | None) -> _probe_run.Limits:
    """What the task says, else what provisioning recorded."""
    known = {"account": "student", "kubeconfig": "/etc/kubernetes/admin.conf", **(recorded or {})}
    return _probe_run.Limits(
        account=params["account"] or known["account"],
        kubeconfig=params["kubeconfig"] or known["kubeconfig"],
        probe_seconds=params["probe_seconds"],
        total_seconds=params["total_seconds"],
        max_bytes=params["max_bytes"],
    )


def host(recorded: dict[str, t.Any] | None) -> dict[str, t.Any]:
    """Facts of the VM that every snapshot carries."""
    return {
        "marker": recorded,
        "hostname": platform.node(),
        "kernel": platform.release(),
        "cgroup_version": _cgroup.version(),
    }


def marker() -> dict[str, t.Any] | None:
    """What provisioning left, or None on a machine that is no student VM."""
    try:
        recorded = json.loads(pathlib.Path(MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return recorded if isinstance(recorded, dict) else None


if __name__ == "__main__":
    main()
