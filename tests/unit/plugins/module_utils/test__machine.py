# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pathlib
import socket
import threading

import pytest
from ansible_collections.kcna.labs.plugins.module_utils._machine import Machine, find_command, free_gb

MEMINFO = "MemTotal:       24684300 kB\nMemFree:         1000000 kB\nMemAvailable:   12288000 kB\nHugePages_Total: 0\n"
ROUTE = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
"""


@pytest.fixture
def proc(tmp_path: pathlib.Path) -> pathlib.Path:
    for folder in ("1", "self", "net"):
        (tmp_path / folder).mkdir()
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "1" / "comm").write_text("systemd\n")
    (tmp_path / "net" / "route").write_text(ROUTE)
    return tmp_path


def test_memory_in_megabytes(proc: pathlib.Path) -> None:
    assert Machine(str(proc)).memory_mb() == {"total": 24105, "available": 12000}


def test_pid1(proc: pathlib.Path) -> None:
    assert Machine(str(proc)).pid1() == "systemd"


@pytest.mark.parametrize(("bounding", "expected"), [("000001ffffffffff", True), ("000001fffeffffff", False)])
def test_sys_resource_is_bit_24_of_the_bounding_set(proc: pathlib.Path, bounding: str, expected: bool) -> None:
    (proc / "self" / "status").write_text(f"Name:\tpython\nCapEff:\t0000000000000000\nCapBnd:\t{bounding}\n")
    assert Machine(str(proc)).sys_resource() is expected


@pytest.mark.parametrize(("unified", "version"), [(True, 2), (False, 1)])
def test_cgroup_version(tmp_path: pathlib.Path, unified: bool, version: int) -> None:
    (tmp_path / "fs" / "cgroup").mkdir(parents=True)
    if unified:
        (tmp_path / "fs" / "cgroup" / "cgroup.controllers").write_text("cpu memory\n")
    assert Machine(sys=str(tmp_path)).cgroup_version() == version


def test_routes_leave_the_default_route_out(proc: pathlib.Path) -> None:
    assert Machine(str(proc)).routes() == ["172.17.0.0/16", "192.0.2.0/24"]


def test_holder_of_a_port_is_named_and_a_free_port_has_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        holder = Machine().holder_of(port)
        assert holder is not None
        assert f"(pid {threading.main_thread().native_id})" in holder
    assert Machine().holder_of(port) is None


def test_holder_of_a_port_that_belongs_to_somebody_else(proc: pathlib.Path) -> None:
    line = "   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1"
    (proc / "net" / "tcp").write_text(f"header\n{line}\n")
    assert Machine(str(proc)).holder_of(8080) == "a process that only root may look at"
    assert Machine(str(proc)).holder_of(8081) is None


def test_commands_are_found_in_sbin_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert find_command("ldconfig") in {"/usr/sbin/ldconfig", "/sbin/ldconfig"}
    assert find_command("no-such-command-here") is None


def test_free_space_of_a_folder_that_is_not_there_yet(tmp_path: pathlib.Path) -> None:
    assert free_gb(str(tmp_path / "not" / "yet")) == pytest.approx(free_gb(str(tmp_path)), rel=0.05)
