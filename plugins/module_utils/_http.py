# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One bounded HTTP request on a connection of the caller's. Private to the collection."""

from __future__ import annotations

import http.client
import time
import typing as t

CHUNK = 1 << 16


class TooLarge(Exception):
    """The answer is longer than the caller allows."""


class Answer(t.NamedTuple):
    status: int
    body: bytes


def exchange(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    timeout: float,
    max_bytes: int,
) -> Answer:
    """Send one request and read its whole answer, within `timeout` seconds in total and `max_bytes`.

    A socket's own timeout is counted anew for every read, so a peer that drips bytes would never
    run into it: the deadline is checked between reads as well.
    """
    deadline = time.monotonic() + timeout
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        parts: list[bytes] = []
        size = 0
        while chunk := response.read1(CHUNK):
            size += len(chunk)
            if size > max_bytes:
                raise TooLarge(f"the answer is larger than {max_bytes} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError("the answer did not end in time")
            parts.append(chunk)
        return Answer(response.status, b"".join(parts))
    finally:
        connection.close()


def why(error: BaseException, timeout: float) -> str:
    """Say in a few words why a request got no answer."""
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout:g} s"
    if isinstance(error, (FileNotFoundError, ConnectionRefusedError)):
        return f"nothing is listening ({error.strerror})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
