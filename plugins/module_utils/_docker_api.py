# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Docker Engine API over its unix socket, standard library only. Private to the collection.

    docker = DockerApi()
    docker.get("/containers/json", {"all": 1})            # list of dicts
    docker.post("/containers/abc/stop", {"t": 1})         # None where the daemon sends no body
    docker.delete("/containers/abc", {"force": 1})
    with docker.stream("/images/abc/get") as stream:      # for what is too long to be held
        stream.read(512)

Paths carry no version: the daemon then speaks its newest API. Query values may be str, int, bool or
a dict (`filters`), which is sent as JSON. Thread-safe: every request has a connection of its own.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _http
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

SOCKET = "/var/run/docker.sock"
Query = t.Mapping[str, t.Any]


class DockerError(ServiceError):
    """The daemon could not be reached or refused; `status` is 0 when there was no answer."""

    def __init__(self, socket_path: str, tried: str, reason: str, status: int = 0) -> None:
        super().__init__(f"Docker ({socket_path})", tried, reason)
        self.status = status


class DockerNotFound(DockerError):
    """The daemon answered that it has no such object."""


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("docker", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class _Stream:
    """An answer's bytes, read within a time that counts from its beginning."""

    def __init__(self, response: http.client.HTTPResponse, deadline: float) -> None:
        self._response = response
        self._deadline = deadline

    def read(self, size: int = -1) -> bytes:
        if time.monotonic() > self._deadline:
            raise TimeoutError("the answer did not end in time")
        return self._response.read(size)


class DockerApi:
    def __init__(self, socket_path: str = SOCKET, timeout: float = 10, max_bytes: int = 16 << 20) -> None:
        self.socket_path = socket_path
        self.timeout = timeout
        self.max_bytes = max_bytes

    def get(self, path: str, query: Query | None = None) -> t.Any:
        return self.request("GET", path, query)

    def post(self, path: str, query: Query | None = None, body: t.Any = None) -> t.Any:
        return self.request("POST", path, query, body)

    def delete(self, path: str, query: Query | None = None) -> t.Any:
        return self.request("DELETE", path, query)

    def request(self, method: str, path: str, query: Query | None = None, body: t.Any = None) -> t.Any:
        target = path + _encode(query)
        tried = f"{method} {target}"
        try:
            answer = _http.exchange(
                _UnixConnection(self.socket_path, self.timeout),
                method,
                target,
                body=None if body is None else json.dumps(body).encode(),
                headers={} if body is None else {"Content-Type": "application/json"},
                timeout=self.timeout,
                max_bytes=self.max_bytes,
            )
        except (OSError, http.client.HTTPException, _http.TooLarge) as error:
            raise DockerError(self.socket_path, tried, _http.why(error, self.timeout)) from error
        return self._result(tried, answer)

    @contextlib.contextmanager
    def stream(self, path: str) -> t.Iterator[t.IO[bytes]]:
        connection = _UnixConnection(self.socket_path, self.timeout)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            if response.status != 200:
                self._result(f"GET {path}", _http.Answer(response.status, response.read(1 << 16)))
            yield t.cast("t.IO[bytes]", _Stream(response, time.monotonic() + self.timeout))
        except (OSError, http.client.HTTPException) as error:
            raise DockerError(self.socket_path, f"GET {path}", _http.why(error, self.timeout)) from error
        finally:
            connection.close()

    def _result(self, tried: str, answer: _http.Answer) -> t.Any:
        try:
            content = json.loads(answer.body) if answer.body.strip() else None
        except ValueError:
            content = None
            if answer.status < 300:
                raise DockerError(self.socket_path, tried, "the answer is no JSON", answer.status) from None
        if answer.status >= 400:
            reason = content.get("message") if isinstance(content, dict) else None
            kind = DockerNotFound if answer.status == 404 else DockerError
            raise kind(self.socket_path, tried, reason or f"HTTP status {answer.status}", answer.status)
        return content


def _encode(query: Query | None) -> str:
    if not query:
        return ""
    return "?" + urllib.parse.urlencode({name: _plain(value) for name, value in query.items()})


def _plain(value: t.Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)
