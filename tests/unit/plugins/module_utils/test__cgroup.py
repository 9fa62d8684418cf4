# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _cgroup
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent

ID = "8f14e45fceea167a5a36dedd4bea2543"
V1 = f"""12:memory:/kubepods/burstable/podu/{ID}
4:cpu,cpuacct:/kubepods/burstable/podu/{ID}
0::/system.slice
"""
V2 = f"0::/kubepods.slice/kubepods-podu.slice/cri-containerd-{ID}.scope/worker\n"


def cache(inactive: int, active: int) -> dict[str, int]:
    return {"inactive_file_bytes": inactive, "active_file_bytes": active}


def pod(state: dict[str, t.Any], **metadata: t.Any) -> dict[str, t.Any]:
    status = {"name": "c", "containerID": f"containerd://{ID}", "state": state}
    return {"metadata": {"name": "p", **metadata}, "status": {"containerStatuses": [status]}}


def test_running_container() -> None:
    assert _cgroup.running_container([pod({"running": {"startedAt": "x"}})], "p", "c") == ID
    assert _cgroup.running_container([pod({"running": {"startedAt": "x"}})], "p", None) == ID


@pytest.mark.parametrize(
    ("pods", "name", "container"),
    [
        ([], "p", "c"),
        ([pod({"running": {"startedAt": "x"}})], "q", "c"),
        ([pod({"running": {"startedAt": "x"}})], "p", "d"),
        ([pod({"waiting": {}})], "p", "c"),
        ([pod({"running": {"startedAt": "x"}}, deletionTimestamp="now")], "p", "c"),
    ],
)
def test_no_running_container_is_absent(pods: list[t.Any], name: str, container: str) -> None:
    with pytest.raises(Absent):
        _cgroup.running_container(pods, name, container)


def test_find_in_v1() -> None:
    own = f"/kubepods/burstable/podu/{ID}"
    assert _cgroup.find(["1:memory:/\n0::/\n", V1], ID) == {"memory": own, "cpu": own, "cpuacct": own}


def test_find_in_v2_stops_at_the_container() -> None:
    assert _cgroup.find([V2], ID) == {"": f"/kubepods.slice/kubepods-podu.slice/cri-containerd-{ID}.scope"}


def test_nothing_found() -> None:
    assert _cgroup.find(["1:memory:/\n"], ID) is None


def files(folder: Path, content: dict[str, str]) -> tuple[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (folder / name).write_text(text)
    return str(folder), "/"


def test_v1(tmp_path: Path) -> None:
    memory = {
        "memory.limit_in_bytes": "104857600\n",
        "memory.usage_in_bytes": "70000000\n",
        "memory.stat": "cache 1\ninactive_file 5\ntotal_inactive_file 7\nactive_file 8\ntotal_active_file 9\n",
    }
    cpu = {
        "cpu.cfs_quota_us": "25000",
        "cpu.cfs_period_us": "100000",
        "cpu.stat": "nr_periods 10\nnr_throttled 9\nthrottled_time 5\n",
    }
    mounts = {
        "memory": files(tmp_path / "memory", memory),
        "cpu": files(tmp_path / "cpu", cpu),
        "cpuacct": files(tmp_path / "cpuacct", {"cpuacct.usage": "123"}),
    }
    group = _cgroup.Group({"memory": "/", "cpu": "/", "cpuacct": "/"}, mounts)
    assert group.version == 1
    assert group.memory() == {"limit_bytes": 104857600, "usage_bytes": 70000000, **cache(7, 9)}
    assert group.cpu_limit() == {"quota_us": 25000, "period_us": 100000}
    assert group.cpu_sample() == {"nr_periods": 10, "nr_throttled": 9, "usage_ns": 123}


def test_v2(tmp_path: Path) -> None:
    content = {
        "memory.max": "104857600",
        "memory.current": "70000000",
        "memory.stat": "inactive_file 5\nactive_file 6\n",
        "cpu.max": "25000 100000",
        "cpu.stat": "usage_usec 2\nnr_periods 10\nnr_throttled 9\n",
    }
    group = _cgroup.Group({"": "/pod/x"}, {"": (files(tmp_path / "pod/x", content) and str(tmp_path), "/")})
    assert group.version == 2
    assert group.memory() == {"limit_bytes": 104857600, "usage_bytes": 70000000, **cache(5, 6)}
    assert group.cpu_limit() == {"quota_us": 25000, "period_us": 100000}
    assert group.cpu_sample() == {"nr_periods": 10, "nr_throttled": 9, "usage_ns": 2000}


def test_no_limit(tmp_path: Path) -> None:
    one = files(
        tmp_path / "1",
        {
            "memory.limit_in_bytes": "9223372036854771712",
            "memory.usage_in_bytes": "1",
            "memory.stat": "total_inactive_file 0\ntotal_active_file 0",
            "cpu.cfs_quota_us": "-1",
            "cpu.cfs_period_us": "100000",
        },
    )
    v1 = _cgroup.Group({"memory": "/", "cpu": "/", "cpuacct": "/"}, dict.fromkeys(("memory", "cpu", "cpuacct"), one))
    assert (v1.memory()["limit_bytes"], v1.cpu_limit()["quota_us"]) == (None, None)
    two = files(
        tmp_path / "2",
        {
            "memory.max": "max",
            "memory.current": "1",
            "memory.stat": "inactive_file 0\nactive_file 0",
            "cpu.max": "max 100000",
        },
    )
    v2 = _cgroup.Group({"": "/"}, {"": two})
    assert (v2.memory()["limit_bytes"], v2.cpu_limit()["quota_us"]) == (None, None)


def test_container_gone_in_between_is_absent(tmp_path: Path) -> None:
    with pytest.raises(Absent):
        _cgroup.Group({"": "/gone"}, {"": (str(tmp_path), "/")}).memory()


def test_no_mount_is_an_error() -> None:
    with pytest.raises(ServiceError, match="no mount for memory"):
        _cgroup.Group({"memory": "/", "cpu": "/", "cpuacct": "/"}, {})


def test_mounts_of_this_machine() -> None:
    assert _cgroup.version() in (1, 2)


def test_mount_of_a_part_of_the_tree(tmp_path: Path) -> None:
    """Where the mount shows docker/x as its root, a path below docker/x is counted from there."""
    files(tmp_path / "pod", {"memory.max": "1", "memory.current": "1", "memory.stat": "inactive_file 0\nactive_file 0"})
    group = _cgroup.Group({"": "/docker/x/pod"}, {"": (str(tmp_path), "/docker/x")})
    assert group.memory()["limit_bytes"] == 1
