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
    nothing but DNS can be reached and the Services that it asks for have nothing behind them, and removes that
    namespace, also when the module is interrupted. It does so only where the Pod itself does not show that its init
    container has waited.
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
      - The key C(probe) says which, and other keys what of. What comes back is in RV(probes[].value).
      - V(api), C(path) - what the API server answers to a GET of this path.
      - V(app_trace), C(namespace), C(app), C(port), optional C(seconds) - asks the ready Pods with this value
        of the label C(app) for a page, and looks for that request in their logs and shared volumes, for so many
        seconds.
      - V(cgroup), C(namespace), C(pod), optional C(container) and C(interval_ms) - limits and use of CPU and
        memory of a container, without one the first; two samples where an interval is given.
      - V(connect), C(namespace), C(pod), C(to), C(port) - what comes of a TCP connection from a Pod to each
        Ready Pod with the label C(to), written as C(key=value).
      - V(cri_containers) - the containers in the node's container runtime, as C(crictl ps) tells them.
      - V(cri_images) - the images in the node's store, with names, digests and users.
      - V(cri_info) - the OCI runtime that starts containers unless a RuntimeClass says otherwise.
      - V(docker_containers) - all containers of Docker, as C(docker inspect) tells them.
      - V(docker_history), C(image) - the steps that made an image, the last one first.
      - V(docker_images) - all images of Docker, as C(docker image inspect) tells them.
      - V(docker_layers), C(image) - files that any layer holds, below the image's working directory and in folders
        that are not the system's.
      - V(docker_published), C(container_port), C(path) - a GET on the ports of the VM at which containers
        publish this port.
      - V(docker_stats) - memory in bytes that each running container of Docker uses, without page cache.
      - V(docker_top) - the processes of each running container of Docker.
      - V(docker_user), C(image) - the USER of an image, and the number that the image's own F(/etc/passwd) has for
        it; no number where it has none, so that no container of the image can start.
      - V(exec), C(namespace), C(pod), C(command), optional C(container) and C(seconds) - exit code and output
        of a command in a container, without one the first; C({nonce}) in it becomes a text that nobody has
        written before. It must not change anything, and runs once more where it succeeds and nothing is heard.
      - V(file), C(path), optional C(max_bytes) - type, owner, mode and times of a path on the VM, and the
        content of a file.
      - V(init_clone), C(namespace), C(app) - whether the init container of the Pods with this value of the
        label C(app) waits where nothing but DNS can be reached.
      - V(kubelets) - the endpoint through which each node's kubelet speaks CRI.
      - V(kubernetes), C(api_version), C(kind), optional C(namespace) - the objects of a kind, without a
        namespace those of all.
      - V(node) - kernel, hostname, memory and free space in bytes, CPUs, cgroup version and time of the VM.
      - V(pod_files), C(namespace), C(pod), C(container), C(paths), optional C(max_bytes) or C(tail_bytes) - the
        same as V(file) for paths inside a container.
      - V(pod_http), C(namespace), C(deployment), C(port), C(path) - a GET to each ready Pod of a Deployment, by
        way of the API server.
      - V(pod_open_files), C(namespace), C(pod), C(container) - inodes of the ordinary files that processes of a
        container have open, in ascending order.
      - V(processes), C(namespace) - uid, gid, capabilities and seccomp mode of the main process of each running
        container.
      - V(registry_image), C(port), C(repository), C(tag) - what a registry on the VM says of itself, and of an
        image's manifest and configuration.
      - V(registry_log), C(container), C(repository) - requests for manifests of a repository, and those that
        fetch blobs, in the log of the registry's container.
      - V(registry_login), C(namespace), C(secret), C(port), C(repository), C(tag) - what the registry on this
        port says to the credentials of a Secret.
      - V(secret_services), C(namespace) - which Secrets of a namespace name which Services of the cluster, by key;
        nothing else of what they hold is read out.
      - V(services), C(units) - whether systemd knows each of these services, and whether it runs.
      - V(traced_exec), C(namespace), C(pod), C(container), C(command), C(log_pod), optional C(log_container)
        and C(seconds) - the same as V(exec), with the lines in the log of another Pod that hold its nonce.
      - V(versions) - the versions of the programs C(docker) and C(containerd), and of Docker's daemon.
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
seealso:
  - module: kcna.labs.verify
    description: Judges what was seen.
  - plugin: kcna.labs.verdicts
    plugin_type: filter
    description: Judges it in a role, and writes nothing.
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
  sample:
    - key: '{"path":"~student/kcna-lab02/ex6-top.txt","probe":"file"}'
      spec: {probe: file, path: ~student/kcna-lab02/ex6-top.txt}
      status: absent
      value: null
      error: null
      elapsed_ms: 1
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
  sample: {hostname: student01, marker: {schema: 1, student: student01, account: student}}
elapsed_ms:
  description: Time taken by all probes in milliseconds.
  returned: success
  type: int
  sample: 640
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
    probes = _probe_run.observe(specs, _probes.PROBES, limits(module.params, recorded), _probes.AHEAD)
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
