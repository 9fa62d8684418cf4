# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions for selectors about what a container may do. Private to the collection.

Each takes null for a missing argument and then answers null: an absent object is a normal answer.
"""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions._storage import all_containers

Object = dict[str, t.Any]

OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}
NAME: t.Final[t.Any] = {"types": ["string"]}
NUMBER: t.Final[t.Any] = {"types": ["number", "null"]}

# capabilities(7), by their number
CAPABILITIES: t.Final = [
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "LINUX_IMMUTABLE",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_ADMIN",
    "NET_RAW",
    "IPC_LOCK",
    "IPC_OWNER",
    "SYS_MODULE",
    "SYS_RAWIO",
    "SYS_CHROOT",
    "SYS_PTRACE",
    "SYS_PACCT",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "MKNOD",
    "LEASE",
    "AUDIT_WRITE",
    "AUDIT_CONTROL",
    "SETFCAP",
    "MAC_OVERRIDE",
    "MAC_ADMIN",
    "SYSLOG",
    "WAKE_ALARM",
    "BLOCK_SUSPEND",
    "AUDIT_READ",
    "PERFMON",
    "BPF",
    "CHECKPOINT_RESTORE",
]
# what a container may say for itself instead of its Pod
INHERITED: t.Final = ("runAsUser", "runAsGroup", "runAsNonRoot", "seccompProfile")


def security(pod: Object | None, container: str) -> Object | None:
    """The effective security context of a container: its own word, or else the Pod's."""
    own = next((item for item in all_containers(pod) if item["name"] == container), None)
    if own is None or pod is None:
        return None
    whole, mine = pod["spec"].get("securityContext") or {}, own.get("securityContext") or {}
    inherited = {name: whole[name] for name in INHERITED if whole.get(name) is not None}
    said = {name: value for name, value in mine.items() if value is not None}
    return {"fsGroup": whole.get("fsGroup"), **inherited, **said}


def capabilities(bits: float | None) -> list[str] | None:
    """Names of the capabilities in a mask."""
    if bits is None:
        return None
    mask = int(bits)
    known = dict(enumerate(CAPABILITIES))
    return [known.get(bit, str(bit)) for bit in range(mask.bit_length()) if mask >> bit & 1]


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "capabilities": (capabilities, (NUMBER,)),
    "security": (security, (OBJECT, NAME)),
}
