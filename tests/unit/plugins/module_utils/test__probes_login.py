# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import base64
import http.server
import json
import threading
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_login
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi, KubernetesNotFound
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared

LIMITS = Limits("student", "/nowhere", 2, 4, 1 << 20)
MANIFEST = {"config": {"digest": "sha256:" + "c" * 64}, "layers": []}


def encoded(value: t.Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return base64.b64encode(text.encode()).decode()


def config(**entries: t.Any) -> dict[str, str]:
    return {".dockerconfigjson": encoded({"auths": {name.replace("_", ":"): entry for name, entry in entries.items()}})}


BASIC = "Basic " + encoded("user:pass")


@pytest.mark.parametrize(
    "entry",
    [
        {"auth": encoded("user:pass")},
        {"auth": encoded("user:pass").rstrip("=")},
        {"username": "user", "password": "pass"},
        {"username": "other", "password": "other", "auth": encoded("user:pass")},
        {"username": "user", "password": "pass", "auth": "", "email": "user@example.com"},
    ],
)
def test_credentials(entry: dict[str, str]) -> None:
    assert _probes_login.credentials(config(localhost_5001=entry)) == {"localhost:5001": BASIC}


@pytest.mark.parametrize(
    "address", ["http://localhost:5001", "https://localhost:5001/v1/", "localhost:5001/kcna-webapp"]
)
def test_scheme_and_path_do_not_matter(address: str) -> None:
    data = {".dockerconfigjson": encoded({"auths": {address: {"auth": encoded("user:pass")}}})}
    assert _probes_login.credentials(data) == {"localhost:5001": BASIC}


def test_the_older_form() -> None:
    data = {".dockercfg": encoded({"localhost:5001": {"auth": encoded("user:pass")}})}
    assert _probes_login.credentials(data) == {"localhost:5001": BASIC}


@pytest.mark.parametrize("entry", [{}, None, 3, {"auth": "%%%"}, {"auth": encoded("nocolon")}, {"auth": ["a"]}])
def test_an_entry_without_user_and_password(entry: t.Any) -> None:
    found = _probes_login.credentials(config(localhost_5001=entry))
    assert found == {"localhost:5001": None}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {".dockerconfigjson": "%%%"},
        {".dockerconfigjson": encoded("{")},
        {".dockerconfigjson": encoded("[]")},
        {".dockerconfigjson": None},
    ],
)
def test_no_credentials(data: dict[str, t.Any]) -> None:
    assert _probes_login.credentials(data) == {}


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        right = self.headers.get("Authorization") == BASIC
        body = json.dumps(MANIFEST if right else {"errors": []}).encode()
        self.send_response(200 if right else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: t.Any) -> None:
        pass


@pytest.fixture
def port() -> t.Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(monkeypatch: pytest.MonkeyPatch, port: int, data: dict[str, str] | None) -> dict[str, t.Any]:
    def get(_self: t.Any, path: str) -> dict[str, t.Any]:
        if data is None:
            raise KubernetesNotFound("server", path, "no such Secret", 404)
        return {"type": "kubernetes.io/dockerconfigjson", "metadata": {"labels": {"a": "b"}}, "data": data}

    monkeypatch.setattr(KubernetesApi, "get", get)
    monkeypatch.setattr(_probes_login, "client", lambda *_args: KubernetesApi.__new__(KubernetesApi))
    spec = {"namespace": "lab", "secret": "s", "port": port, "repository": "kcna-webapp", "tag": "v1.0"}
    return _probes_login.login(spec, LIMITS, Shared())


def test_the_registry_accepts(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    found = ask(monkeypatch, port, config(**{f"localhost_{port}": {"username": "user", "password": "pass"}}))
    assert found["status"] == 200
    assert found["hosts"] == [f"localhost:{port}"]
    assert found["labels"] == {"a": "b"}
    assert found["digest"].startswith("sha256:")
    assert found["config_digest"] == "sha256:" + "c" * 64


def test_the_vm_has_two_names(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    found = ask(monkeypatch, port, config(**{f"127.0.0.1_{port}": {"username": "user", "password": "pass"}}))
    assert (found["status"], found["hosts"]) == (200, [f"127.0.0.1:{port}"])


def test_the_registry_refuses(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    found = ask(monkeypatch, port, config(**{f"localhost_{port}": {"username": "user", "password": "bad"}}))
    assert (found["status"], found["digest"], found["config_digest"]) == (401, None, None)


def test_an_entry_for_another_registry_is_not_sent(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    found = ask(monkeypatch, port, config(localhost_1={"username": "user", "password": "pass"}))
    assert (found["status"], found["hosts"]) == (None, ["localhost:1"])


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ask(monkeypatch, 1, config(localhost_1={"username": "user", "password": "pass"}))
    assert found["status"] is None
    assert "nothing is listening" in found["reason"]


def test_no_secret_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Absent):
        ask(monkeypatch, 1, None)


def test_nothing_of_the_credentials_is_kept(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    for password in ("pass", "bad"):
        found = ask(monkeypatch, port, config(**{f"localhost_{port}": {"username": "user", "password": password}}))
        text = json.dumps(found)
        assert password not in text.replace("kcna", "")
        assert encoded(f"user:{password}") not in text
