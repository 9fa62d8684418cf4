# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""On this very process."""

from __future__ import annotations

import os
import socket

from ansible_collections.kcna.labs.plugins.module_utils import _app_process

ME = {os.getpid(): "1:name=systemd:/kubepods/pod1/mine", 999_999_999: "1:x:/other"}


def test_a_socket_that_waits_is_found() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        assert not _app_process.listens(ME, "mine", port)
        listener.listen()
        assert _app_process.listens(ME, "mine", port)
        assert not _app_process.listens(ME, "none", port)


def test_this_process_is_no_flask() -> None:
    found = _app_process.flask(ME, "mine")
    assert found is not None
    assert "python" in " ".join(found["args"])
    assert _app_process.flask(ME, "none") is None
