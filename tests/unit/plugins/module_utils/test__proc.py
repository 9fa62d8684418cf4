# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import socket
import subprocess
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _proc
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Shared


@pytest.fixture
def child() -> t.Iterator[int]:
    with subprocess.Popen(["sleep", "60"]) as process:
        # the kernel shows the arguments a moment after the program has begun
        while not Path(f"/proc/{process.pid}/cmdline").read_bytes():
            time.sleep(0.01)
        yield process.pid
        process.kill()


def test_memberships_know_this_process() -> None:
    assert os.getpid() in _proc.memberships(Shared())


def test_members_are_those_of_the_container() -> None:
    groups = {os.getpid(): "1:name=systemd:/kubepods/pod1/mine", 999_999_999: "1:x:/other"}
    assert _proc.members(groups, "mine") == [os.getpid()]
    assert _proc.members(groups, "none") == []


def test_the_oldest_process_is_the_main_one(child: int) -> None:
    groups = {child: "0::/pod/abc\n", os.getpid(): "0::/pod/abc\n", 1: "0::/init.scope\n"}
    assert _proc.main_process(groups, "abc") == os.getpid()


def test_what_is_sent_is_counted() -> None:
    def sent() -> int:
        found = _proc.requests_sent(os.getpid())
        assert found is not None
        return found

    before = sent()
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        datagrams.sendto(b"x", ("127.0.0.1", 9))
        assert sent() > before
        before = sent()
        socket.create_connection(server.getsockname()).close()
        assert sent() > before
    assert _proc.requests_sent(999_999_999) is None


def test_open_files_are_the_ordinary_ones(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("x\n")
    (tmp_path / "closed").write_text("x\n")
    os.mkfifo(tmp_path / "pipe")
    inode = (tmp_path / "log").stat().st_ino
    nothing = subprocess.DEVNULL
    command = ["tail", "-f", str(tmp_path / "log")]
    with subprocess.Popen(command, stdin=nothing, stdout=subprocess.PIPE, stderr=nothing) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            assert _proc.open_files(process.pid) == {inode}
            # a log that was taken away is still followed
            (tmp_path / "log").unlink()
            assert _proc.open_files(process.pid) == {inode}
        finally:
            process.kill()
    assert _proc.open_files(1 << 30) == set()


def test_nobody_and_somebody_gone() -> None:
    assert _proc.main_process({}, "abc") is None
    assert _proc.main_process({1 << 30: "0::/pod/abc\n"}, "abc") is None
    assert _proc.identity(1 << 30) is None


def test_identity_of_a_process(child: int) -> None:
    found = _proc.identity(child)
    assert found is not None
    assert found["args"] == ["sleep", "60"]
    assert found["uids"] == [os.getuid()] * 4
    assert found["gids"] == [os.getgid()] * 4
    assert found["no_new_privs"] is False
    assert isinstance(found["cap_bnd"], int)
    assert found["seccomp"] in (0, 1, 2)


def test_a_hostile_name_does_not_shift_the_fields() -> None:
    with subprocess.Popen(["bash", "-c", "exec -a ') R 1 2 3 (' sleep 60"]) as process:
        try:
            assert _proc.main_process({process.pid: "abc"}, "abc") == process.pid
        finally:
            process.kill()
