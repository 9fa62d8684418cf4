# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API client against a real TLS server that asks for a client certificate."""

from __future__ import annotations

import base64
import datetime
import http.server
import ipaddress
import json
import socket
import ssl
import threading
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _kubeconfig
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import (
    KubernetesApi,
    KubernetesError,
    KubernetesNotFound,
    Resource,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NOT_FOUND = {"message": 'pods "x" not found'}
ANSWERS: dict[str, tuple[int, t.Any]] = {
    "/api/v1/namespaces/lab/pods": (200, {"items": [{"metadata": {"name": "a"}}]}),
    "/api/v1/pods": (200, {"items": None}),
    "/api/v1/namespaces/lab/pods/a": (200, {"metadata": {"name": "a"}}),
    "/readyz": (200, "ok"),
    "/forbidden": (403, {"message": "no"}),
    "/broken": (503, "error trying to reach\nservice"),
    "/api": (
        200,
        {
            "items": [
                {
                    "metadata": {},
                    "versions": [
                        {
                            "version": "v1",
                            "resources": [
                                {
                                    "resource": "pods",
                                    "responseKind": {"kind": "Pod"},
                                    "scope": "Namespaced",
                                    "verbs": ["list"],
                                }
                            ],
                        }
                    ],
                }
            ]
        },
    ),
    "/apis": (200, {"items": [{"metadata": {"name": "apps"}, "versions": [{"version": "v1", "resources": []}]}]}),
}


class Authority:
    """A certificate authority and what it signs."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign("authority", self.key.public_key(), authority=True)

    def issue(self, name: str) -> tuple[bytes, bytes]:
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return self._sign(name, key.public_key(), authority=False), pem

    def _sign(self, name: str, public: ec.EllipticCurvePublicKey, *, authority: bool) -> bytes:
        now = datetime.datetime.now(datetime.UTC)
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority")])
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=1))
            .not_valid_after(now + datetime.timedelta(minutes=10))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(address, critical=False)
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


class Server(t.NamedTuple):
    url: str
    requests: list[dict[str, t.Any]]


@pytest.fixture(scope="module")
def server(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Server]:
    requests: list[dict[str, t.Any]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            peer = t.cast("ssl.SSLSocket", self.connection).getpeercert() or {}
            length = int(self.headers.get("Content-Length") or 0)
            requests.append(
                {
                    "method": self.command,
                    "path": self.path,
                    "accept": self.headers["Accept"],
                    "authorization": self.headers.get("Authorization"),
                    "peer": peer.get("subject"),
                    "body": self.rfile.read(length),
                }
            )
            status, content = ANSWERS.get(self.path, (404, NOT_FOUND))
            body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_DELETE = do_GET  # noqa: N815  the base class looks for it

        def log_message(self, format: str, *args: t.Any) -> None:  # noqa: A002  the base class names it
            """Quiet."""

    folder = tmp_path_factory.mktemp("tls")
    certificate, key = authority.issue("server")
    (folder / "chain").write_bytes(certificate + key)
    (folder / "authority").write_bytes(authority.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain")
    context.load_verify_locations(folder / "authority")
    context.verify_mode = ssl.CERT_REQUIRED
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as daemon:
        daemon.handle_error = lambda *_args: None  # type: ignore[method-assign]  # refused handshakes are the point
        daemon.socket = context.wrap_socket(daemon.socket, server_side=True)
        thread = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Server(f"https://127.0.0.1:{daemon.server_address[1]}", requests)
        daemon.shutdown()
        thread.join()


def access(
    url: str, trusted: Authority, client: tuple[bytes, bytes] | None, token: str | None = None
) -> _kubeconfig.Access:
    cluster = {"server": url, "certificate-authority-data": base64.b64encode(trusted.certificate).decode()}
    user: dict[str, t.Any] = {"token": token}
    if client:
        names = ("client-certificate-data", "client-key-data")
        user.update({name: base64.b64encode(part).decode() for name, part in zip(names, client, strict=True)})
    return _kubeconfig.access({"clusters": [{"cluster": cluster}], "users": [{"user": user}]}, "test")


@pytest.fixture
def api(server: Server, authority: Authority) -> KubernetesApi:
    server.requests.clear()
    return KubernetesApi(access(server.url, authority, authority.issue("admin")), timeout=5)


def test_list_names_its_kind(api: KubernetesApi, server: Server) -> None:
    assert api.list_kind("v1", "Pod", "lab") == [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}]
    assert api.list_kind("v1", "Pod") == []
    assert server.requests[0]["peer"] == ((("commonName", "admin"),),)


def test_read(api: KubernetesApi) -> None:
    assert api.read("v1", "Pod", "a", "lab") == {"metadata": {"name": "a"}}
    assert api.read("v1", "Pod", "x", "lab") is None


def test_delete_sends_its_conditions(api: KubernetesApi, server: Server) -> None:
    assert api.delete("v1", "Pod", "a", "lab", uid="u", grace_period_seconds=1) is True
    assert json.loads(server.requests[0]["body"])["preconditions"] == {"uid": "u"}
    assert json.loads(server.requests[0]["body"])["gracePeriodSeconds"] == 1
    assert api.delete("v1", "Pod", "x", "lab") is False


def test_text_and_status(api: KubernetesApi) -> None:
    assert api.get("/readyz") == "ok"
    with pytest.raises(KubernetesNotFound, match='pods "x" not found'):
        api.get("/apis/none")
    with pytest.raises(KubernetesError) as info:
        api.get("/forbidden")
    assert (info.value.status, info.value.reason, info.value.tried) == (403, "no", "GET /forbidden")
    with pytest.raises(KubernetesError, match="error trying to reach service"):
        api.get("/broken")


def test_discovery(api: KubernetesApi, server: Server) -> None:
    assert api.discover() == [Resource("v1", "Pod", "pods", namespaced=True, verbs=("list",))]
    assert "apidiscovery" in server.requests[0]["accept"]


def test_token(server: Server, authority: Authority) -> None:
    server.requests.clear()
    KubernetesApi(access(server.url, authority, authority.issue("admin"), token="secret")).get("/readyz")  # noqa: S106
    assert server.requests[0]["authorization"] == "Bearer secret"


def test_a_foreign_server_is_not_trusted(server: Server, authority: Authority) -> None:
    with pytest.raises(KubernetesError, match="certificate verify failed"):
        KubernetesApi(access(server.url, Authority(), authority.issue("admin"))).get("/readyz")


def test_without_certificate_the_server_refuses(server: Server, authority: Authority) -> None:
    with pytest.raises(KubernetesError) as info:
        KubernetesApi(access(server.url, authority, None)).get("/readyz")
    assert info.value.status == 0


def test_nobody_listens(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"https://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(KubernetesError, match="nothing is listening"):
        KubernetesApi(access(url, authority, authority.issue("admin"))).get("/readyz")


def test_unknown_kind() -> None:
    with pytest.raises(ValueError, match="unknown Kubernetes kind Elephant"):
        KubernetesApi.resource("v1", "Elephant")


@pytest.mark.parametrize(
    ("resource", "namespace", "name", "expected"),
    [
        (Resource("v1", "Pod", "pods", True), "lab", "a", "/api/v1/namespaces/lab/pods/a"),
        (Resource("v1", "Pod", "pods", True), None, None, "/api/v1/pods"),
        (Resource("v1", "Node", "nodes", False), "lab", "n", "/api/v1/nodes/n"),
        (
            Resource("apps/v1", "Deployment", "deployments", True),
            "lab",
            None,
            "/apis/apps/v1/namespaces/lab/deployments",
        ),
    ],
)
def test_paths(resource: Resource, namespace: str | None, name: str | None, expected: str) -> None:
    assert resource.path(namespace, name) == expected


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"clusters": None, "users": None}, "no cluster or no user"),
        ({"clusters": [{"cluster": {"server": "https://x"}}], "users": []}, "no cluster or no user"),
        (
            {"clusters": [{"cluster": {"server": "x", "certificate-authority-data": "eHl6"}}], "users": [{"user": {}}]},
            "certificates cannot be used",
        ),
    ],
)
def test_kubeconfig_refused(config: dict[str, t.Any], reason: str) -> None:
    with pytest.raises(ServiceError, match=reason):
        _kubeconfig.access(config, "reading x")


def test_kubeconfig_missing(tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="there is no such file"):
        _kubeconfig.load(str(tmp_path / "none"))


def test_access_hides_secrets(authority: Authority) -> None:
    shown = repr(access("https://x", authority, authority.issue("admin"), token="secret"))  # noqa: S106
    assert shown == "Access(server='https://x')"
