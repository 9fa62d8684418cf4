# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP client against a real server that misbehaves in every way a daemon can."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
import time
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import DockerApi, DockerError, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError


def whole_request(connection: socket.socket) -> bytes:
    """Headers and body, which may come in any number of pieces."""
    request = b""
    while (wanted := still_to_come(request)) and (piece := connection.recv(wanted)):
        request += piece
    return request


def still_to_come(request: bytes) -> int:
    """How many bytes to read at most; none when the request is whole."""
    head, end, body = request.partition(b"\r\n\r\n")
    if not end:
        return 65536
    length = re.search(rb"(?mi)^content-length: *(\d+)", head)
    return max(0, int(length[1]) - len(body)) if length else 0


@contextlib.contextmanager
def serving(socket_path: Path, *pieces: bytes, pause: float = 0) -> t.Iterator[list[bytes]]:
    """Answer every connection with these bytes, piece by piece, until nobody reads; collect the requests."""
    asked: list[bytes] = []
    over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            asked.append(whole_request(self.request))
            with contextlib.suppress(OSError):
                for piece in pieces:
                    self.request.sendall(piece)
                    over.wait(pause)

    with socketserver.ThreadingUnixStreamServer(str(socket_path), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield asked
        finally:
            over.set()
            server.shutdown()
            thread.join()


def answer(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "docker.sock"


def test_answer_and_query(path: Path) -> None:
    with serving(path, answer(b'[{"Id": "a"}]')) as asked:
        assert DockerApi(str(path)).get("/containers/json", {"all": True, "filters": {"label": ["x"]}}) == [{"Id": "a"}]
    assert asked[0].startswith(b"GET /containers/json?all=1&filters=%7B%22label%22%3A+%5B%22x%22%5D%7D HTTP/1.1\r\n")


def test_body_is_json(path: Path) -> None:
    with serving(path, answer(b"", "204 No Content")) as asked:
        assert DockerApi(str(path)).post("/x", body={"a": 1}) is None
    assert asked[0].endswith(b'\r\n\r\n{"a": 1}')
    assert b"Content-Type: application/json" in asked[0]


def test_delete(path: Path) -> None:
    with serving(path, answer(b"", "204 No Content")) as asked:
        assert DockerApi(str(path)).delete("/containers/a", {"force": 1}) is None
    assert asked[0].startswith(b"DELETE /containers/a?force=1 ")


def test_not_found_and_refused_differ(path: Path) -> None:
    with (
        serving(path, answer(b'{"message": "No such container: a"}', "404 Not Found")),
        pytest.raises(DockerNotFound) as info,
    ):
        DockerApi(str(path)).get("/containers/a/json")
    assert (info.value.reason, info.value.status) == ("No such container: a", 404)
    path.unlink()
    with serving(path, answer(b"oops", "500 Broken")), pytest.raises(DockerError) as refused:
        DockerApi(str(path)).get("/info")
    assert not isinstance(refused.value, DockerNotFound)
    assert refused.value.reason == "HTTP status 500"


def test_nobody_listens(path: Path) -> None:
    with pytest.raises(ServiceError) as info:
        DockerApi(str(path)).get("/info")
    assert info.value.as_dict() == {
        "what": f"Docker ({path})",
        "tried": "GET /info",
        "reason": "nothing is listening (No such file or directory)",
    }


def test_silence_is_an_error(path: Path) -> None:
    with serving(path, b"", pause=30), pytest.raises(DockerError, match=r"no answer within 0\.1 s"):
        DockerApi(str(path), timeout=0.1).get("/info")


def test_dripping_bytes_do_not_stretch_the_time(path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
    started = time.monotonic()
    # for 30 s, each pause far below the timeout
    with serving(path, head, *[b"x"] * 1500, pause=0.02):
        with pytest.raises(DockerError, match=r"no answer within 0\.3 s"):
            DockerApi(str(path), timeout=0.3).get("/info")
        assert time.monotonic() - started < 10


def test_too_large_an_answer(path: Path) -> None:
    with serving(path, answer(b'"' + b"x" * 1000 + b'"')), pytest.raises(DockerError, match="larger than 100 bytes"):
        DockerApi(str(path), max_bytes=100).get("/info")


@pytest.mark.parametrize("content", [b"no http at all\r\n\r\n", answer(b"{half")])
def test_nonsense_is_an_error(path: Path, content: bytes) -> None:
    with serving(path, content), pytest.raises(DockerError):
        DockerApi(str(path)).get("/info")
