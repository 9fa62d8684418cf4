# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.modules import preflight


def test_platform() -> None:
    assert preflight.platform_problems("Linux", "x86_64") == []
    assert preflight.platform_problems("Darwin", "arm64") == [
        "platform: Linux on x86_64 (amd64) needed, this is Darwin on arm64"
    ]


@pytest.mark.parametrize(("have", "fine"), [((3, 11, 0), True), ((3, 13), True), ((3, 9, 2), False), ((4,), True)])
def test_python(have: tuple[int, ...], fine: bool) -> None:
    problems = preflight.python_problems("3.11", have, "/usr/bin/python3")
    assert problems == ([] if fine else ["Python: 3.11 or newer needed, /usr/bin/python3 is 3.9.2"])


@pytest.mark.parametrize(("uid", "sudo", "fine"), [(0, False, True), (1000, True, True), (1000, False, False)])
def test_root(uid: int, sudo: bool, fine: bool) -> None:
    assert (preflight.root_problems(uid, lambda: sudo) == []) is fine


def test_memory_names_the_figures() -> None:
    assert preflight.memory_problems(1700, 1700, "1 VM") == []
    assert preflight.memory_problems(4100, 812, "3 VMs") == ["memory: 4100 MB needed for 3 VMs, 812 MB available"]


def test_disk_adds_up_what_lands_on_one_file_system() -> None:
    wanted = [{"path": "/var/lib/docker", "gb": 6.0}, {"path": "/home", "gb": 3.0}, {"path": "/data", "gb": 1.0}]
    devices = {"/var/lib/docker": 1, "/home": 1, "/data": 2}
    free = {"/var/lib/docker": 8.0, "/home": 8.0, "/data": 2.0}
    assert preflight.disk_problems(wanted, free.__getitem__, devices.__getitem__, "a class") == [
        "disk: 9.0 GB needed in /var/lib/docker and /home for a class, 8.0 GB free"
    ]


def test_ports_name_who_holds_them() -> None:
    holders = {5050: "nginx (pid 7)", 5051: None}
    assert preflight.port_problems([5050, 5051], holders.__getitem__, "the mirror") == [
        "port 5050: needed for the mirror, taken by nginx (pid 7)"
    ]


def test_device_of_a_path_that_is_not_there_yet() -> None:
    assert preflight.device_of("/no/such/place") == preflight.device_of("/")
