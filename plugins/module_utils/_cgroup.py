# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the kernel really applies to a Pod's container, cgroup v1 and v2. Private to the collection."""

from __future__ import annotations

import functools
import pathlib
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _proc
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import listed

# cgroup v1 says "no limit" as the largest number of pages: 9223372036854771712.
V1_UNLIMITED = 1 << 62


def probe(spec: Spec, limits: Limits, shared: Shared) -> dict[str, t.Any]:
    pods = listed("v1", "Pod", spec["namespace"], limits, shared)
    container_id = running_container(pods, spec["pod"], spec.get("container"))
    paths = find(_proc.memberships(shared).values(), container_id)
    if paths is None:
        raise Absent
    group = Group(paths, mountpoints())
    samples = [group.cpu_sample()]
    if spec.get("interval_ms"):
        time.sleep(spec["interval_ms"] / 1000)
        samples.append(group.cpu_sample())
    return {
        "version": group.version,
        "memory": group.memory(),
        "cpu": {**group.cpu_limit(), "samples": samples},
    }


def running_container(pods: t.Sequence[dict[str, t.Any]], pod: str, container: str | None) -> str:
    """The id of a running container; without a name, the Pod's first."""
    for item in pods:
        if item["metadata"]["name"] != pod or item["metadata"].get("deletionTimestamp"):
            continue
        status = item.get("status") or {}
        for entry in [*(status.get("containerStatuses") or []), *(status.get("initContainerStatuses") or [])]:
            running = (entry.get("state") or {}).get("running")
            if running and entry.get("containerID") and container in (None, entry["name"]):
                return t.cast(str, entry["containerID"].partition("://")[2])
    raise Absent


def find(memberships: t.Iterable[str], container_id: str) -> dict[str, str] | None:
    """Controller -> path of the container's cgroup; the empty controller is cgroup v2's one tree."""
    for text in memberships:
        if container_id not in text:
            continue
        paths: dict[str, str] = {}
        for line in text.splitlines():
            _number, controllers, path = line.split(":", 2)
            if container_id in path:
                # a process may sit in a group of its own further down
                before, _id, after = path.partition(container_id)
                own = before + container_id + after.partition("/")[0]
                paths.update(dict.fromkeys(controllers.split(","), own))
        if paths:
            return paths
    return None


class Group:
    """The files of one container's cgroup."""

    def __init__(self, paths: t.Mapping[str, str], mounts: t.Mapping[str, tuple[str, str]]) -> None:
        self.version = 1 if "memory" in paths else 2
        names = ("memory", "cpu", "cpuacct") if self.version == 1 else ("",)
        missing = [name for name in names if name not in mounts or name not in paths]
        if missing:
            raise ServiceError("cgroup", "looking for its mounts", f"no mount for {missing[0] or 'cgroup v2'}")
        self._folders = {name: _below(mounts[name], paths[name]) for name in names}

    def memory(self) -> dict[str, int | None]:
        if self.version == 1:
            limit = int(self._read("memory", "memory.limit_in_bytes"))
            detail = self._table("memory", "memory.stat")
            return {
                "limit_bytes": None if limit >= V1_UNLIMITED else limit,
                "usage_bytes": int(self._read("memory", "memory.usage_in_bytes")),
                "inactive_file_bytes": detail["total_inactive_file"],
                "active_file_bytes": detail["total_active_file"],
            }
        limit_text, detail = self._read("", "memory.max"), self._table("", "memory.stat")
        return {
            "limit_bytes": None if limit_text == "max" else int(limit_text),
            "usage_bytes": int(self._read("", "memory.current")),
            "inactive_file_bytes": detail["inactive_file"],
            "active_file_bytes": detail["active_file"],
        }

    def cpu_limit(self) -> dict[str, int | None]:
        if self.version == 1:
            quota, period = self._read("cpu", "cpu.cfs_quota_us"), self._read("cpu", "cpu.cfs_period_us")
        else:
            quota, period = self._read("", "cpu.max").split()
        return {"quota_us": None if quota in ("-1", "max") else int(quota), "period_us": int(period)}

    def cpu_sample(self) -> dict[str, int]:
        table = self._table("cpu" if self.version == 1 else "", "cpu.stat")
        usage = int(self._read("cpuacct", "cpuacct.usage")) if self.version == 1 else table["usage_usec"] * 1000
        # without a quota cgroup v2 may leave the two counters out
        return {
            "nr_periods": table.get("nr_periods", 0),
            "nr_throttled": table.get("nr_throttled", 0),
            "usage_ns": usage,
        }

    def _read(self, controller: str, name: str) -> str:
        path = self._folders[controller] / name
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise Absent from None
        except OSError as error:
            raise ServiceError("cgroup", f"reading {path}", error.strerror or str(error)) from error

    def _table(self, controller: str, name: str) -> dict[str, int]:
        rows = (line.split() for line in self._read(controller, name).splitlines())
        return {row[0]: int(row[1]) for row in rows if len(row) == 2}


@functools.cache
def mountpoints() -> dict[str, tuple[str, str]]:
    """Controller -> (mountpoint, the cgroup it shows at its root)."""
    found: dict[str, tuple[str, str]] = {}
    for line in (_proc.PROC / "self/mountinfo").read_text().splitlines():
        before, _dash, after = line.partition(" - ")
        kind, _source, options = after.split(" ", 2)
        root, mountpoint = before.split()[3:5]
        if kind == "cgroup2":
            found.setdefault("", (mountpoint, root))
        elif kind == "cgroup":
            for name in options.split(","):
                found.setdefault(name, (mountpoint, root))
    return found


def version() -> int | None:
    """The tree that limits memory: 1, 2, or None where there is none."""
    mounts = mountpoints()
    if "memory" in mounts:
        return 1
    return 2 if "" in mounts else None


def _below(mount: tuple[str, str], path: str) -> pathlib.Path:
    mountpoint, root = mount
    inner = path[len(root) :] if root != "/" and path.startswith(root) else path
    return pathlib.Path(mountpoint, inner.lstrip("/"))
