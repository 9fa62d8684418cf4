# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against a daemon that answers in every way it can."""

from __future__ import annotations

import contextlib
import http.server
import socketserver
import threading
import typing as t
import urllib.parse
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.modules import image_availability

Pages = dict[str, tuple[int, str]]
NO_IMAGE = (404, '{"message": "No such image"}')
NO_ANSWER = (0, "")


class Daemon(http.server.BaseHTTPRequestHandler):
    pages: t.ClassVar[Pages] = {}
    asked: t.ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, text = self.pages.get(urllib.parse.unquote(self.path), NO_IMAGE)
        if not status:
            return
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def address_string(self) -> str:
        return "a client of the socket"

    def log_message(self, *_args: t.Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(path: Path, pages: Pages) -> t.Iterator[list[str]]:
    asked: list[str] = []
    handler = type("Pages", (Daemon,), {"pages": pages, "asked": asked})
    with socketserver.ThreadingUnixStreamServer(str(path), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "docker.sock"


def look(path: Path, *images: str, bases: dict[str, str] | None = None) -> dict[str, t.Any]:
    return image_availability.look(list(images), bases or {}, str(path))


def none_missing() -> dict[str, t.Any]:
    return {"missing": [], "docker": None}


def test_nothing_wanted_is_nothing_missing(path: Path) -> None:
    assert look(path) == none_missing()


def test_what_is_there_is_not_asked_of_the_registry(path: Path) -> None:
    with serving(path, {"/images/nginx:1.21/json": (200, "{}")}) as asked:
        assert look(path, "nginx:1.21") == none_missing()
    assert asked == ["/images/nginx:1.21/json"]


def test_what_can_be_pulled_is_not_missing(path: Path) -> None:
    with serving(path, {"/distribution/localhost:5000/a:1/json": (200, "{}")}) as asked:
        assert look(path, "localhost:5000/a:1") == none_missing()
    assert asked == ["/images/localhost:5000/a:1/json", "/distribution/localhost:5000/a:1/json"]


def test_every_missing_image_is_named_once_with_its_reason_in_order(path: Path) -> None:
    pages: Pages = {
        "/images/b:1/json": (200, "{}"),
        "/distribution/a:1/json": (500, '{"message": "mirror: connection refused"}'),
        "/distribution/c:1/json": (502, "<html>"),
        "/distribution/d:1/json": (500, '["no message"]'),
        "/distribution/e:1/json": NO_ANSWER,
        "/images/f?:1/json": (400, '{"message": "invalid reference format"}'),
        "/distribution/f?:1/json": (400, '{"message": "invalid reference format"}'),
        "/distribution/g:1/json": (500, '{"message": "' + "x" * 1000 + '"}'),
    }
    with serving(path, pages):
        found = look(path, "a:1", "b:1", "c:1", "d:1", "e:1", "a:1", "f?:1", "g:1")
    assert found["docker"] is None
    assert [(each["image"], each["reason"]) for each in found["missing"]] == [
        ("a:1", "mirror: connection refused"),
        ("c:1", "HTTP status 502"),
        ("d:1", "HTTP status 500"),
        ("e:1", "Remote end closed connection without response"),
        ("f?:1", "invalid reference format"),
        ("g:1", "x" * 300),
    ]


@pytest.mark.parametrize(("built", "missing"), [(200, []), (404, [{"image": "python:3", "reason": "No such image"}])])
def test_a_base_is_needed_only_where_nothing_was_built_from_it(
    path: Path, built: int, missing: list[dict[str, str]]
) -> None:
    with serving(path, {"/images/webapp:v1/json": (built, "{}")}) as asked:
        assert look(path, bases={"webapp:v1": "python:3"}) == {"missing": missing, "docker": None}
    assert "/distribution/webapp:v1/json" not in asked


@pytest.mark.parametrize("wanted", [{"images": ["a:1"]}, {"images": ["a:1", "b:1"]}, {"bases": {"webapp:v1": "a:1"}}])
def test_a_daemon_that_is_down_is_no_missing_image(path: Path, wanted: dict[str, t.Any]) -> None:
    found = look(path, *wanted.get("images", []), bases=wanted.get("bases"))
    assert found == {"missing": [], "docker": "nothing is listening (No such file or directory)"}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (NO_ANSWER, "Remote end closed connection without response"),
        ((500, '{"message": "disk broken"}'), "disk broken"),
    ],
)
def test_a_daemon_that_cannot_tell_is_no_missing_image(path: Path, page: tuple[int, str], reason: str) -> None:
    with serving(path, {"/images/a:1/json": page}) as asked:
        assert look(path, "a:1") == {"missing": [], "docker": reason}
    assert asked == ["/images/a:1/json"]


def test_registries_are_asked_side_by_side(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = threading.Barrier(2)
    handle = Daemon.do_GET

    def together(self: Daemon) -> None:
        if self.path.startswith("/distribution/"):
            both.wait(10)
        handle(self)

    monkeypatch.setattr(Daemon, "do_GET", together)
    with serving(path, {f"/distribution/{name}/json": (200, "{}") for name in ("a:1", "b:1")}):
        assert look(path, "a:1", "b:1") == none_missing()


def test_a_name_is_no_query(path: Path) -> None:
    with serving(path, {}) as asked:
        assert look(path, "a?b#c")["missing"] == [{"image": "a?b#c", "reason": "No such image"}]
    assert asked == ["/images/a%3Fb%23c/json", "/distribution/a%3Fb%23c/json"]
