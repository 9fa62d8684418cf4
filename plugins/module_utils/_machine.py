# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What kind of machine this is and what is left of it, read from /proc. Private to the collection."""

from __future__ import annotations

import ipaddress
import os
import pathlib
import shutil
import typing as t

CAP_SYS_RESOURCE = 24
LISTENING = "0A"
ADMIN_PATH = ":/usr/local/sbin:/usr/sbin:/sbin"


class Listener(t.NamedTuple):
    port: int
    inode: str


class Machine:
    """Read-only view of one machine; `proc` and `sys` are elsewhere in tests."""

    def __init__(self, proc: str = "/proc", sys: str = "/sys") -> None:
        self.proc = pathlib.Path(proc)
        self.sys = pathlib.Path(sys)

    def memory_mb(self) -> dict[str, int]:
        """Megabytes in total and still to be had without swapping."""
        fields = dict(line.split(":", 1) for line in (self.proc / "meminfo").read_text().splitlines() if ":" in line)
        return {
            "total": int(fields["MemTotal"].split()[0]) // 1024,
            "available": int(fields["MemAvailable"].split()[0]) // 1024,
        }

    def pid1(self) -> str:
        return (self.proc / "1" / "comm").read_text().strip()

    def sys_resource(self) -> bool:
        """Whether a process here can ever hold CAP_SYS_RESOURCE."""
        status = (self.proc / "self" / "status").read_text().splitlines()
        bounding = next(line for line in status if line.startswith("CapBnd:"))
        return bool(int(bounding.split()[1], 16) & 1 << CAP_SYS_RESOURCE)

    def cgroup_version(self) -> int:
        return 2 if (self.sys / "fs" / "cgroup" / "cgroup.controllers").exists() else 1

    def routes(self) -> list[str]:
        """Networks that are reached by a route of their own, the default route left out."""
        return sorted({str(network) for network in self._routes() if network.prefixlen})

    def _routes(self) -> t.Iterator[ipaddress.IPv4Network]:
        for line in (self.proc / "net" / "route").read_text().splitlines()[1:]:
            fields = line.split()
            # both words are in the byte order of the machine, which is little-endian
            target, mask = (int.from_bytes(bytes.fromhex(fields[column]), "little") for column in (1, 7))
            yield ipaddress.IPv4Network((target, mask.bit_count()))

    def holder_of(self, port: int) -> str | None:
        """Who listens on a TCP port: its program and pid, None where the port is free."""
        inodes = {listener.inode for listener in self._listeners() if listener.port == port}
        return self._process_with(inodes) if inodes else None

    def _listeners(self) -> t.Iterator[Listener]:
        for table in ("tcp", "tcp6"):
            path = self.proc / "net" / table
            for line in path.read_text().splitlines()[1:] if path.exists() else []:
                fields = line.split()
                if fields[3] == LISTENING:
                    yield Listener(int(fields[1].rpartition(":")[2], 16), fields[9])

    def _process_with(self, inodes: set[str]) -> str:
        sockets = {f"socket:[{inode}]" for inode in inodes}
        for process in self.proc.glob("[0-9]*"):
            try:
                if any(link.is_symlink() and str(link.readlink()) in sockets for link in (process / "fd").iterdir()):
                    return f"{(process / 'comm').read_text().strip()} (pid {process.name})"
            except OSError:
                # the process has ended, or belongs to somebody else
                continue
        return "a process that only root may look at"


def find_command(name: str) -> str | None:
    """Path of a command, also where an ordinary user's PATH leaves out the sbin folders."""
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + ADMIN_PATH)


def existing(path: str) -> pathlib.Path:
    """The path, or the closest folder above that is there."""
    place = pathlib.Path(path)
    return place if place.exists() or place == place.parent else existing(str(place.parent))


def free_gb(path: str) -> float:
    """Gigabytes free where `path` is or would be made."""
    return shutil.disk_usage(existing(path)).free / 1e9
