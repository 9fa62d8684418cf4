# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Against servers that behave as badly as a student's may."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
import time
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_http, _probes_images
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared

ALL = "0.0.0.0"  # noqa: S104
LIMITS = Limits("student", "/k", 10, 20, 1 << 20)
CONFIG = json.dumps({"config": {"ExposedPorts": {"5000/tcp": {}}, "User": "a"}, "history": [{"created_by": "pip"}]})
CONFIG_DIGEST = "sha256:" + hashlib.sha256(CONFIG.encode()).hexdigest()
MANIFEST = json.dumps({"mediaType": _probes_http.MANIFESTS[0], "config": {"digest": CONFIG_DIGEST}})
DIGEST = "sha256:" + hashlib.sha256(MANIFEST.encode()).hexdigest()
INDEX = json.dumps(
    {
        "manifests": [
            {"digest": "sha256:0", "platform": {"os": "unknown"}},
            {"digest": DIGEST, "platform": {"os": "linux"}},
        ]
    }
)
Pages = dict[str, tuple[int, str]]


class Handler(http.server.BaseHTTPRequestHandler):
    pages: t.ClassVar[Pages] = {}
    agents: t.ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.agents.append(self.headers["User-Agent"])
        status, text = self.pages.get(self.path, (404, ""))
        self.send_response(status)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        self.end_headers()
        if text == "endless":
            while self._write(b"x" * 65536):
                pass
        elif text == "drip":
            until = time.monotonic() + 30
            while self._write(b"x") and time.monotonic() < until:
                time.sleep(0.05)
        else:
            self._write(text.encode())

    def _write(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:
            return False
        return True

    def log_message(self, *_args: t.Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> t.Iterator[t.Callable[[Pages], int]]:
    servers = []

    def start(pages: Pages) -> int:
        handler = type("Pages", (Handler,), {"pages": pages, "agents": []})
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return int(server.server_address[1])

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_answer(serve: t.Callable[[Pages], int]) -> None:
    reply = _probes_http.get("127.0.0.1", serve({"/": (200, "hello")}), "/", 10)
    assert (reply.status, reply.body, reply.reason) == (200, b"hello", None)


def test_an_endless_answer_is_cut(serve: t.Callable[[Pages], int]) -> None:
    reply = _probes_http.get("127.0.0.1", serve({"/": (200, "endless")}), "/", 10)
    assert len(reply.body) == _probes_http.MAX_BODY


def test_a_dripping_answer_ends_in_time(serve: t.Callable[[Pages], int]) -> None:
    started = time.monotonic()
    reply = _probes_http.get("127.0.0.1", serve({"/": (200, "drip")}), "/", 0.5)
    assert reply.status == 200
    assert time.monotonic() - started < 10


def test_nobody_there_is_an_answer_too() -> None:
    reply = _probes_http.get("127.0.0.1", 1, "/", 1)
    assert reply.status is None
    assert "nothing is listening" in (reply.reason or "")


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ([{"IP": ALL, "PrivatePort": 5000, "PublicPort": 8080, "Type": "tcp"}], [("127.0.0.1", 8080)]),
        (
            [
                {"IP": "::", "PrivatePort": 5000, "PublicPort": 8080, "Type": "tcp"},
                {"IP": ALL, "PrivatePort": 5000, "PublicPort": 8080, "Type": "tcp"},
            ],
            [("127.0.0.1", 8080)],
        ),
        ([{"IP": "::", "PrivatePort": 5000, "PublicPort": 8080, "Type": "tcp"}], [("::1", 8080)]),
        ([{"IP": "10.0.0.1", "PrivatePort": 5000, "PublicPort": 80, "Type": "tcp"}], [("10.0.0.1", 80)]),
        ([{"PrivatePort": 5000, "Type": "tcp"}], []),
        ([{"IP": ALL, "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}], []),
        ([{"IP": ALL, "PrivatePort": 5000, "PublicPort": 8080, "Type": "udp"}], []),
    ],
)
def test_addresses(ports: list[dict[str, t.Any]], expected: list[tuple[str, int]]) -> None:
    assert _probes_http.addresses(ports, 5000) == expected


def look(port: int) -> dict[str, t.Any]:
    spec = {"probe": "registry_image", "port": port, "repository": "kcna-webapp", "tag": "v1.0"}
    return _probes_http.registry_image(spec, LIMITS, Shared())


REGISTRY: Pages = {
    "/v2/": (200, "{}"),
    "/v2/kcna-webapp/manifests/v1.0": (200, MANIFEST),
    f"/v2/kcna-webapp/blobs/{CONFIG_DIGEST}": (200, CONFIG),
}


def test_a_registry_with_the_image(serve: t.Callable[[Pages], int]) -> None:
    assert look(serve(REGISTRY)) == {
        "status": 200,
        "reason": None,
        "api": "registry/2.0",
        "manifest": {
            "status": 200,
            "digest": DIGEST,
            "digests": [DIGEST],
            "media_type": _probes_http.MANIFESTS[0],
        },
        "config_digest": CONFIG_DIGEST,
        "config": {"ExposedPorts": {"5000/tcp": {}}, "User": "a", "Labels": {}, "history": ["pip"]},
    }


def test_an_index_leads_to_the_manifest(serve: t.Callable[[Pages], int]) -> None:
    pages = {
        **REGISTRY,
        "/v2/kcna-webapp/manifests/v1.0": (200, INDEX),
        f"/v2/kcna-webapp/manifests/{DIGEST}": (200, MANIFEST),
    }
    seen = look(serve(pages))
    assert seen["manifest"]["digests"] == ["sha256:" + hashlib.sha256(INDEX.encode()).hexdigest(), DIGEST]
    assert seen["config"]["User"] == "a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "[" * 5000,
        '{"config": []}',
        '{"config": {"digest": "../../etc"}}',
        '{"config": {"digest": 1}}',
        '{"manifests": 1}',
        '{"manifests": [1, {"digest": "sha256:0", "platform": []}]}',
    ],
)
def test_a_registry_that_talks_nonsense(serve: t.Callable[[Pages], int], text: str) -> None:
    seen = look(serve({"/v2/": (200, ""), "/v2/kcna-webapp/manifests/v1.0": (200, text)}))
    assert seen["status"] == 200
    assert seen["config"] is None


@pytest.mark.parametrize("text", ["[]", '{"config": [], "history": 1}', '{"config": {"ExposedPorts": 1, "User": []}}'])
def test_a_configuration_that_is_nonsense(serve: t.Callable[[Pages], int], text: str) -> None:
    seen = look(serve({**REGISTRY, f"/v2/kcna-webapp/blobs/{CONFIG_DIGEST}": (200, text)}))
    nothing: dict[str, t.Any] = {"ExposedPorts": {}, "User": None, "Labels": {}, "history": []}
    assert seen["config"] in (None, nothing)


def test_no_registry() -> None:
    seen = look(1)
    assert seen["status"] is None
    assert seen["manifest"] is None
    assert "nothing is listening" in seen["reason"]


LOG = """\
\x01\x00\x00\x00\x00\x00\x00\x99172.17.0.1 - - [23/Nov/2026] "PUT /v2/kcna-webapp/manifests/v1.0 HTTP/1.1" 201 0 "" \
"docker/20.10.24+dfsg1 go/go1.19.8 UpstreamClient(Docker-Client/20.10.24 \\\\(linux\\\\))"
172.17.0.1 - - [23/Nov/2026:07:27:01 +0000] "HEAD /v2/kcna-webapp/blobs/sha256:a HTTP/1.1" 200 0 "" "docker/20.10.24"
172.17.0.1 - - [23/Nov/2026:07:27:02 +0000] "GET /v2/other/manifests/v1.0 HTTP/1.1" 200 0 "" "docker/20.10.24"
172.17.0.1 - - [23/Nov/2026:07:27:02 +0000] "GET /v2/kcna-webapp/blobs/sha256:c HTTP/1.1" 200 0 "" "docker/20.10.24"
172.17.0.1 - - [23/Nov/2026:07:27:02 +0000] "POST /v2/kcna-webapp/blobs/uploads/ HTTP/1.1" 202 0 "" "docker/20.10.24"
172.17.0.1 - - [23/Nov/2026:07:27:03 +0000] "GET /v2/kcna-webapp/manifests/sha256:ab HTTP/1.1" 404 10 "" "curl/8"
time="2026" level=info msg="GET /v2/kcna-webapp/manifests/v1.0"
"""


def test_requests_of_a_log() -> None:
    assert [
        (item["method"], item["reference"], item["status"], item["agent"].split(" ")[0])
        for item in _probes_http.requests(LOG, "kcna-webapp")
    ] == [
        ("PUT", "v1.0", 201, "docker/20.10.24+dfsg1"),
        ("GET", "sha256:c", 200, "docker/20.10.24"),
        ("GET", "sha256:ab", 404, "curl/8"),
    ]


@pytest.mark.parametrize(
    ("probe", "spec"),
    [
        (_probes_http.registry_log, {"container": "local-registry", "repository": "x"}),
        (_probes_images.history, {"image": "x"}),
        (_probes_images.files, {"image": "x"}),
    ],
)
def test_no_docker_is_an_error(probe: t.Any, spec: t.Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (_probes_http, _probes_images):
        monkeypatch.setattr(module, "SOCKET", "/nonexistent/docker.sock")
    with pytest.raises(ServiceError, match=r"Docker .*nothing is listening"):
        probe(spec, LIMITS, Shared())
