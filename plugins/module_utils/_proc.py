# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the kernel says of processes, and which container they belong to. Private to the collection.

Facts come from proc(5): /proc/PID/cgroup, /proc/PID/stat, /proc/PID/status and the like. No tool in an image is needed.
"""

from __future__ import annotations

import contextlib
import itertools
import pathlib
import stat
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Shared

PROC = pathlib.Path("/proc")
# field 22 of /proc/PID/stat, counted from the state behind the command's closing bracket
START_TIME = 19
MAX_PROCESSES = 10
MAX_DESCRIPTORS = 1000
MAX_ARGUMENTS = 20
MAX_ARGUMENT = 500


def memberships(shared: Shared) -> dict[int, str]:
    """The cgroups of every process by its id, read once."""
    return shared.once("cgroup memberships", _memberships)


def main_process(groups: t.Mapping[int, str], container_id: str) -> int | None:
    """The oldest process of a container: what `kubectl exec` adds is younger."""
    members = {pid: _start_time(pid) for pid, text in groups.items() if container_id in text}
    alive = {pid: ticks for pid, ticks in members.items() if ticks is not None}
    return min(alive, key=lambda pid: alive[pid]) if alive else None


def members(groups: t.Mapping[int, str], container_id: str) -> list[int]:
    """Processes of a container, the first ones."""
    return sorted(pid for pid, text in groups.items() if container_id in text)[:MAX_PROCESSES]


def open_files(pid: int) -> set[int]:
    """Inodes of the ordinary files that a process has open; those of a process that has gone are none."""
    found = set()
    with contextlib.suppress(OSError):
        for entry in itertools.islice((PROC / str(pid) / "fd").iterdir(), MAX_DESCRIPTORS):
            with contextlib.suppress(OSError):
                facts = entry.stat()
                if stat.S_ISREG(facts.st_mode):
                    found.add(facts.st_ino)
    return found


def requests_sent(pid: int) -> int | None:
    """TCP connections begun and UDP datagrams sent in the network namespace of a process; None if it has gone.

    The counters are those of RFC 1213, which proc_net(5) shows in /proc/PID/net/snmp: a line of names and one of values
    for each protocol.
    """
    try:
        lines = [line.split() for line in (PROC / str(pid) / "net" / "snmp").read_text().splitlines()]
    except OSError:
        return None
    found = {}
    for names, values in itertools.pairwise(lines):
        if names[0] == values[0]:
            found.update({f"{names[0]}{name}": value for name, value in zip(names[1:], values[1:], strict=True)})
    return sum(int(found[name]) for name in ("Tcp:ActiveOpens", "Udp:OutDatagrams"))


def identity(pid: int) -> dict[str, t.Any] | None:
    """Users, groups, capabilities and what else limits a process; None if it has gone."""
    try:
        lines = (PROC / str(pid) / "status").read_text(errors="replace").splitlines()
        command = (PROC / str(pid) / "cmdline").read_bytes()[: MAX_ARGUMENTS * MAX_ARGUMENT]
    except OSError:
        return None
    fields = {name: text.strip() for name, _colon, text in (line.partition(":") for line in lines)}
    words = command.decode(errors="replace").rstrip("\0").split("\0")
    return {
        "pid": pid,
        "args": [word[:MAX_ARGUMENT] for word in words[:MAX_ARGUMENTS]],
        # real, effective, saved and file system id
        "uids": [int(item) for item in fields["Uid"].split()],
        "gids": [int(item) for item in fields["Gid"].split()],
        "groups": [int(item) for item in fields["Groups"].split()],
        "cap_eff": int(fields["CapEff"], 16),
        "cap_bnd": int(fields["CapBnd"], 16),
        "no_new_privs": fields["NoNewPrivs"] == "1",
        # 0 none, 1 strict, 2 filter
        "seccomp": int(fields["Seccomp"]),
    }


def _memberships() -> dict[int, str]:
    found = {}
    for entry in PROC.glob("[0-9]*/cgroup"):
        # the process may be gone by now
        with contextlib.suppress(OSError):
            found[int(entry.parent.name)] = entry.read_text()
    return found


def _start_time(pid: int) -> int | None:
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
    except OSError:
        return None
    # a command's name may hold spaces and brackets
    return int(text.rpartition(")")[2].split()[START_TIME])
