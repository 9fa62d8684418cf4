#!/usr/bin/python
# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say what a machine lacks before anything on it is touched."""

from __future__ import annotations

DOCUMENTATION = r"""
module: preflight
short_description: Say what a machine lacks before anything on it is touched
version_added: 0.1.0
description:
  - Compares a machine with what is about to be put on it and fails with every shortcoming at once, in the language of
    O(ignore:lab_language).
  - Linux on amd64 is always required.
author: kcna.labs contributors (@kcna-labs)
extends_documentation_fragment: [kcna.labs._attributes]
attributes:
  check_mode:
    support: full
  diff_mode:
    support: N/A
options:
  python:
    description: Oldest Python version that will do.
    type: str
    default: "3.11"
  root:
    description: Whether the module must run as root or be able to become root without a password.
    type: bool
    default: false
  memory_mb:
    description: Megabytes of memory that must be available.
    type: int
    default: 0
  disk:
    description: Places that need free space. Places on one file system are added up.
    type: list
    elements: dict
    default: []
    suboptions:
      path:
        description: File or folder, which need not exist yet.
        type: path
        required: true
      gb:
        description: Gigabytes that must be free.
        type: float
        required: true
  ports:
    description: TCP ports on which nobody may listen.
    type: list
    elements: int
    default: []
  purpose:
    description: What memory, disk and ports are needed for, named in the messages.
    type: str
    default: this
  commands:
    description: Commands to look for. A missing one is no shortcoming.
    type: list
    elements: str
    default: []
  paths:
    description: Files and folders to look for. A missing one is no shortcoming.
    type: list
    elements: path
    default: []
seealso:
  - module: kcna.labs.bundle
    description: Makes the bundle, whose room on the disk this module looks at.
"""

EXAMPLES = r"""
- name: Check that two more student VMs fit
  kcna.labs.preflight:
    memory_mb: 2900
    disk:
      - {path: /var/lib/docker, gb: 12}
    ports: [5050]
    purpose: 2 student VMs
"""

RETURN = r"""
problems:
  description: Each shortcoming, with what is needed and what there is, in the language of O(ignore:lab_language).
  returned: always
  type: list
  elements: str
  sample: ["memory: 2900 MB needed for 2 student VMs, 812 MB available"]
commands:
  description: Path of each command looked for, null where it is missing.
  returned: always
  type: dict
  sample: {dockerd: /usr/sbin/dockerd, containerd: null}
paths:
  description: Whether each path looked for is there.
  returned: always
  type: dict
  sample: {/etc/kcna-labs/resolv.conf: false}
memory_mb:
  description: Total and available memory in megabytes.
  returned: always
  type: dict
  sample: {total: 7946, available: 5210}
pid1:
  description: Name of the process with pid 1.
  returned: always
  type: str
  sample: systemd
sys_resource:
  description: Whether CAP_SYS_RESOURCE can be had here.
  returned: always
  type: bool
  sample: true
routes:
  description: IPv4 networks that are reached by a route of their own.
  returned: always
  type: list
  elements: str
  sample: [192.0.2.0/24]
cgroup_version:
  description: Version of the cgroup hierarchy that is mounted, 1 or 2.
  returned: always
  type: int
  sample: 2
"""

import os
import platform
import subprocess
import sys
import typing as t

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.kcna.labs.plugins.module_utils._machine import Machine, existing, find_command, free_gb

SUDO_TIMEOUT_S = 10


def platform_problems(system: str, arch: str) -> list[str]:
    """Compare the platform with the only one that there are programs for."""
    if (system, arch) == ("Linux", "x86_64"):
        return []
    return [f"platform: Linux on x86_64 (amd64) needed, this is {system} on {arch}"]


def python_problems(needed: str, have: tuple[int, ...], executable: str) -> list[str]:
    """Compare versions of Python."""
    if have >= tuple(int(part) for part in needed.split(".")):
        return []
    return [f"Python: {needed} or newer needed, {executable} is {'.'.join(map(str, have))}"]


def root_problems(uid: int, sudo_works: t.Callable[[], bool]) -> list[str]:
    """Tell whether there is a way to be root."""
    if uid == 0 or sudo_works():
        return []
    return ["root: needed to install and start software, and neither root nor passwordless sudo is available"]


def memory_problems(needed: int, available: int, purpose: str) -> list[str]:
    """Compare memory."""
    if available >= needed:
        return []
    return [f"memory: {needed} MB needed for {purpose}, {available} MB available"]


def disk_problems(
    wanted: t.Iterable[dict[str, t.Any]],
    free: t.Callable[[str], float],
    device: t.Callable[[str], int],
    purpose: str,
) -> list[str]:
    """Compare needs with free space, adding up what lands on one file system."""
    needed: dict[int, float] = {}
    paths: dict[int, list[str]] = {}
    for want in wanted:
        where = device(want["path"])
        needed[where] = needed.get(where, 0) + want["gb"]
        paths.setdefault(where, []).append(want["path"])
    return [
        f"disk: {gb:.1f} GB needed in {' and '.join(paths[where])} for {purpose}, {free(paths[where][0]):.1f} GB free"
        for where, gb in needed.items()
        if free(paths[where][0]) < gb
    ]


def port_problems(ports: t.Iterable[int], holder: t.Callable[[int], str | None], purpose: str) -> list[str]:
    """Name who listens where nobody may."""
    held = {port: holder(port) for port in ports}
    return [f"port {port}: needed for {purpose}, taken by {who}" for port, who in held.items() if who]


def can_sudo() -> bool:
    """Try sudo without a password."""
    try:
        done = subprocess.run(["sudo", "-n", "true"], capture_output=True, timeout=SUDO_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def device_of(path: str) -> int:
    """Tell file systems apart, also by the path of what is not there yet."""
    return existing(path).stat().st_dev


def examine(params: dict[str, t.Any], machine: Machine) -> dict[str, t.Any]:
    """Compare the machine with what is asked of it."""
    memory = machine.memory_mb()
    problems = python_problems(params["python"], sys.version_info[:3], sys.executable)
    if params["root"]:
        problems += root_problems(os.geteuid(), can_sudo)
    problems += memory_problems(params["memory_mb"], memory["available"], params["purpose"])
    problems += disk_problems(params["disk"], free_gb, device_of, params["purpose"])
    problems += port_problems(params["ports"], machine.holder_of, params["purpose"])
    return {
        "problems": problems,
        "memory_mb": memory,
        "pid1": machine.pid1(),
        "sys_resource": machine.sys_resource(),
        "cgroup_version": machine.cgroup_version(),
        "routes": machine.routes(),
        "commands": {name: find_command(name) for name in params["commands"]},
        "paths": {path: os.path.lexists(path) for path in params["paths"]},
    }


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={
            "python": {"type": "str", "default": "3.11"},
            "root": {"type": "bool", "default": False},
            "memory_mb": {"type": "int", "default": 0},
            "disk": {
                "type": "list",
                "elements": "dict",
                "default": [],
                "options": {"path": {"type": "path", "required": True}, "gb": {"type": "float", "required": True}},
            },
            "ports": {"type": "list", "elements": "int", "default": []},
            "purpose": {"type": "str", "default": "this"},
            "commands": {"type": "list", "elements": "str", "default": []},
            "paths": {"type": "list", "elements": "path", "default": []},
        },
        supports_check_mode=True,
    )
    wrong = platform_problems(platform.system(), platform.machine())
    # elsewhere there is no /proc to read on
    result = {"problems": wrong} if wrong else examine(module.params, Machine())
    if result["problems"]:
        module.fail_json(msg="This machine will not do. " + ". ".join(result["problems"]) + ".", **result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
