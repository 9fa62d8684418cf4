# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program of exercise 4 that makes the registry with a password: all that it does without Docker."""

from __future__ import annotations

import base64
import hashlib
import http.server
import importlib.util
import io
import json
import re
import subprocess
import sys
import tarfile
import threading
import types
import typing as t
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[3] / "roles/ex4_deployment/files/private_registry.py"
MANIFESTS, BLOBS = "/v2/kcna-webapp/manifests/", "/v2/kcna-webapp/blobs/"
UPLOADS = f"{BLOBS}uploads/"
Store = dict[str, bytes]


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


LAYER, CONFIG = b"layer" * 50_000, b"{}"
KIND = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST = json.dumps(
    {"mediaType": KIND, "config": {"digest": digest(CONFIG)}, "layers": [{"digest": digest(LAYER)}]}
).encode()
INDEX = json.dumps({"manifests": [{"digest": digest(MANIFEST)}]}).encode()
BLOBS_OF_IT = {BLOBS + digest(content): content for content in (CONFIG, LAYER)}
ONE = {**BLOBS_OF_IT, f"{MANIFESTS}v1.0": MANIFEST}
MANY = {**BLOBS_OF_IT, f"{MANIFESTS}v1.0": INDEX, MANIFESTS + digest(MANIFEST): MANIFEST}


class Registry(http.server.BaseHTTPRequestHandler):
    """Blobs and manifests by their paths, behind a password where there is one."""

    store: t.ClassVar[Store]
    password: t.ClassVar[str | None] = None
    asked: t.ClassVar[list[str]]

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.asked.append(f"{self.command} {self.path}")
        path, _query, name = self.path.partition("?digest=")
        if self.password and self.headers["Authorization"] != self.password:
            self.answer(401)
        elif self.command == "POST":
            self.answer(202, Location=f"{UPLOADS}1")
        elif self.command == "PUT" and path.startswith(UPLOADS):
            self.keep(BLOBS + name, body, right=digest(body) == name)
        elif self.command == "PUT":
            self.keep(path, body, right=bool(self.headers["Content-Type"]))
        else:
            self.answer(200 if path in self.store else 404, self.store.get(path, b""))

    def do_GET(self) -> None:
        self.handle_any()

    def do_HEAD(self) -> None:
        self.handle_any()

    def do_POST(self) -> None:
        self.handle_any()

    def do_PUT(self) -> None:
        self.handle_any()

    def keep(self, path: str, body: bytes, *, right: bool) -> None:
        if right:
            self.store[path] = body
        self.answer(201 if right else 400, b"" if right else b"DIGEST_INVALID")

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Type": KIND, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: t.Any) -> None:
        """Say nothing."""


class Served(t.NamedTuple):
    port: int
    store: Store
    asked: list[str]


@pytest.fixture
def serve() -> t.Iterator[t.Callable[..., Served]]:
    servers = []

    def start(store: Store, password: str | None = None) -> Served:
        served, asked = dict(store), list[str]()
        handler = type("Served", (Registry,), {"store": served, "password": password, "asked": asked})
        server = http.server.ThreadingHTTPServer(("localhost", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return Served(int(server.server_address[1]), served, asked)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def program() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("private_registry", PROGRAM)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RIGHT = basic("student", "kcna")


def test_without_the_password_it_sees_a_refusal_and_with_it_the_image(
    program: types.ModuleType, serve: t.Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "TARGET", serve(ONE, RIGHT).port)
    assert [program.status_of(each) for each in (None, basic("student", "wrong"), RIGHT)] == [401, 401, 200]
    monkeypatch.setattr(program, "TARGET", serve({}, RIGHT).port)
    assert program.status_of(RIGHT) == 404
    monkeypatch.setattr(program, "TARGET", 1)
    assert program.status_of(RIGHT) is None


@pytest.mark.parametrize("image", [ONE, MANY], ids=["manifest", "index"])
def test_the_image_is_copied_whole_and_each_blob_once(
    program: types.ModuleType, serve: t.Callable[..., Served], monkeypatch: pytest.MonkeyPatch, image: Store
) -> None:
    source, target = serve(image), serve({}, RIGHT)
    monkeypatch.setattr(program, "SOURCE", source.port)
    monkeypatch.setattr(program, "TARGET", target.port)
    program.copy("v1.0", RIGHT)
    assert target.store == image
    target.asked.clear()
    program.copy("v1.0", RIGHT)
    assert not [line for line in target.asked if UPLOADS in line], "a blob that is there is not sent again"


def test_what_cannot_be_copied_is_said(
    program: types.ModuleType, serve: t.Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "SOURCE", serve({}).port)
    with pytest.raises(SystemExit, match=r"does not serve kcna-webapp:v1\.0 \(HTTP 404\)"):
        program.copy("v1.0", RIGHT)
    monkeypatch.setattr(program, "SOURCE", serve({**ONE, BLOBS + digest(LAYER): b"something else"}).port)
    target = serve({}, RIGHT)
    monkeypatch.setattr(program, "TARGET", target.port)
    with pytest.raises(SystemExit, match=r"HTTP 400, DIGEST_INVALID"):
        program.copy("v1.0", RIGHT)
    with pytest.raises(SystemExit, match=r"HTTP 401"):
        program.copy("v1.0", basic("student", "wrong"))
    assert f"{MANIFESTS}v1.0" not in target.store, "no manifest without its blobs"


def test_the_hash_is_bcrypt_of_this_password_alone(program: types.ModuleType) -> None:
    def crypt(password: str, salt: str) -> str:
        words = ["perl", "-e", program.HASHED, salt]
        return subprocess.run(words, input=password, capture_output=True, text=True, check=True).stdout

    for password in ("kcna", "a b'\"$(id)`\\", "日本語"):
        made = program.bcrypt(password)
        assert re.fullmatch(r"\$2b\$05\$[./A-Za-z0-9]{53}", made)
        assert crypt(password, made) == made
        assert crypt(password + "x", made) != made
    assert program.bcrypt("kcna") != program.bcrypt("kcna")


def test_the_archive_holds_one_file_that_the_registry_can_read(program: types.ModuleType) -> None:
    with tarfile.open(fileobj=io.BytesIO(program.archive("htpasswd", b"student:x\n"))) as tar:
        (member,) = tar.getmembers()
        stream = tar.extractfile(member)
        assert stream
        assert (member.name, member.mode, stream.read()) == ("htpasswd", 0o644, b"student:x\n")


@pytest.mark.parametrize("given", ["", "no json", "{}", '{"user": "student"}', "[]"])
@pytest.mark.parametrize("verb", ["look", "make"])
def test_bad_input_ends_it_before_docker_is_asked(tmp_path: Path, verb: str, given: str) -> None:
    docker = tmp_path / "docker"
    docker.write_text(f"#!/bin/sh\n: >'{tmp_path}/asked'\n", encoding="utf-8")
    docker.chmod(0o755)
    words = [sys.executable, "-c", PROGRAM.read_text(encoding="utf-8"), verb]
    done = subprocess.run(words, input=given, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert not (tmp_path / "asked").exists()
