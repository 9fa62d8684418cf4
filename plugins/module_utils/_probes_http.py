# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of what containers serve: published applications, a registry and its log. Private to the collection."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _http, _probes_docker
from ansible_collections.kcna.labs.plugins.module_utils._docker_api import SOCKET, DockerApi, DockerNotFound
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared, in_parallel
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

Object = dict[str, t.Any]

AGENT = "kcna-labs-verify"
# A student's server may take its time or never end: it gets this long and may say so much.
SECONDS = 5.0
MAX_BODY = 64 << 10
MAX_DOCUMENT = 1 << 20
INDEXES = ("application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json")
MANIFESTS = ("application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json")
LOG_LINES = 5000
MAX_REQUESTS = 500
# the registry's access log: … "GET /v2/kcna-webapp/manifests/v1.0 HTTP/1.1" 200 1234 "" "docker/20.10.24 go/…"
REQUEST = re.compile(
    r'"(?P<method>[A-Z]{1,10}) /v2/(?P<name>[a-z0-9._/-]{1,200})/(?P<kind>manifests|blobs)/'
    r'(?P<reference>[\w.:+-]{1,200}) HTTP/[\d.]+" '
    r'(?P<status>\d{3}) \S+ "[^"]{0,500}" "(?P<agent>[^"\\]{0,300})'
)


class Reply(t.NamedTuple):
    """`status` is None where there was no answer; `reason` says why."""

    status: int | None
    headers: t.Mapping[str, str]
    body: bytes
    reason: str | None


def published(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """A GET on the host's ports of every running container that publishes `container_port`."""
    targets = [
        (item, address, number)
        for item in _probes_docker.running(limits, shared)
        for address, number in addresses(item.get("Ports") or (), spec["container_port"])
    ]

    def ask(target: tuple[Object, str, int]) -> Object:
        item, address, number = target
        reply = get(address, number, spec["path"], limits.probe_seconds)
        return {
            **_probes_docker.named(item),
            "host_port": number,
            "status": reply.status,
            "body": reply.body.decode("utf-8", errors="replace"),
            "reason": reply.reason,
        }

    return in_parallel(ask, targets)


def addresses(ports: t.Iterable[Object], container_port: int) -> list[tuple[str, int]]:
    """Where on the host a container's TCP port can be reached, each host port once."""
    found: dict[int, str] = {}
    for port in ports:
        if port.get("PrivatePort") == container_port and port.get("Type") == "tcp" and port.get("PublicPort"):
            address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(port.get("IP") or "", port.get("IP") or "127.0.0.1")  # noqa: S104
            if found.get(port["PublicPort"], "::1") == "::1":
                found[port["PublicPort"]] = address
    return [(address, number) for number, address in sorted(found.items())]


def registry_image(spec: Spec, limits: Limits, _shared: Shared) -> Object:
    """What a registry on the VM says of itself, of one image's manifest and of its configuration."""
    port, name = spec["port"], spec["repository"]
    base = get("127.0.0.1", port, "/v2/", limits.probe_seconds)
    manifest = _manifest(port, name, spec["tag"], limits) if base.status is not None else None
    digest = _mapping(_mapping(_mapping(manifest)["document"])["config"])["digest"]
    return {
        "status": base.status,
        "reason": base.reason,
        "api": base.headers.get("docker-distribution-api-version"),
        "manifest": manifest and {name: manifest[name] for name in ("status", "digest", "digests", "media_type")},
        "config_digest": digest if isinstance(digest, str) else None,
        "config": _config(port, name, digest, limits) if isinstance(digest, str) else None,
    }


def _manifest(port: int, name: str, reference: str, limits: Limits) -> Object:
    """The image's manifest; of an index, the one for this machine. `digests` are all that lead to it."""
    digests: list[str] = []
    found: Object = {"status": None, "digest": None, "media_type": None, "document": None}
    for _step in range(2):
        path = f"/v2/{name}/manifests/{reference}"
        reply = get("127.0.0.1", port, path, limits.probe_seconds, accept=", ".join((*MANIFESTS, *INDEXES)))
        document = _json(reply)
        found = {"status": reply.status, "digest": None, "media_type": None, "document": document}
        if reply.status != 200 or document is None:
            break
        digests.append("sha256:" + hashlib.sha256(reply.body).hexdigest())
        found.update(digest=digests[0], media_type=document.get("mediaType") or reply.headers.get("content-type"))
        reference = _for_this_machine(document)
        if not reference:
            break
    return {**found, "digests": digests}


def _for_this_machine(document: Object) -> str:
    entries = document.get("manifests")
    if not isinstance(entries, list):
        return ""
    known = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("digest"), str)]
    linux = [entry for entry in known if _mapping(entry.get("platform"))["os"] == "linux"]
    return str((linux or known or [{"digest": ""}])[0]["digest"])


def _config(port: int, name: str, digest: str, limits: Limits) -> Object | None:
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
        return None
    document = _json(get("127.0.0.1", port, f"/v2/{name}/blobs/{digest}", limits.probe_seconds))
    if document is None:
        return None
    config, steps = _mapping(document.get("config")), document.get("history")
    return {
        "ExposedPorts": dict(_mapping(config["ExposedPorts"])),
        "User": config["User"] if isinstance(config["User"], str) else None,
        "Labels": dict(_mapping(config["Labels"])),
        "history": [
            str(_mapping(step)["created_by"] or "")[:4000] for step in (steps if isinstance(steps, list) else [])[:300]
        ],
    }


class _Mapping(dict[str, t.Any]):
    def __missing__(self, _key: str) -> None:
        return None


def _mapping(value: t.Any) -> _Mapping:
    """Whatever a server has sent, as something that can be asked for a key."""
    return _Mapping(value) if isinstance(value, dict) else _Mapping()


def _json(reply: Reply) -> Object | None:
    try:
        document = json.loads(reply.body) if reply.status == 200 else None
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def registry_log(spec: Spec, limits: Limits, _shared: Shared) -> list[Object]:
    """Requests for manifests and blobs of one repository, in their order, as the registry's container logs them."""
    api = DockerApi(SOCKET, timeout=limits.probe_seconds)
    query = f"/containers/{spec['container']}/logs?stdout=1&stderr=1&tail={LOG_LINES}"
    try:
        with api.stream(query) as stream:
            data = _read(stream, limits.max_bytes)
    except DockerNotFound as error:
        raise Absent from error
    return requests(data.decode("utf-8", errors="replace"), spec["repository"])


def requests(log: str, repository: str) -> list[Object]:
    """From the access log's lines; more than the last few hundred are of no use."""
    mine = []
    for match in REQUEST.finditer(log):
        item = match.groupdict()
        # a push asks for each blob (HEAD) and fetches none
        fetches = (item.pop("kind"), item["method"]) != ("blobs", "HEAD")
        if item.pop("name") == repository and fetches:
            mine.append({**item, "status": int(item["status"])})
    return mine[-MAX_REQUESTS:]


def get(
    address: str, port: int, path: str, seconds: float, accept: str = "*/*", *, authorization: str | None = None
) -> Reply:
    """One bounded GET; what a server does wrong is an answer too, and never an exception."""
    seconds = min(seconds, SECONDS)
    deadline = time.monotonic() + seconds
    most = MAX_DOCUMENT if path.startswith("/v2/") else MAX_BODY
    connection = http.client.HTTPConnection(address, port, timeout=seconds)
    try:
        headers = {"User-Agent": AGENT, "Accept": accept}
        connection.request("GET", path, headers=headers | ({"Authorization": authorization} if authorization else {}))
        response = connection.getresponse()
        body = _read(response, most, deadline)
    except (OSError, http.client.HTTPException) as error:
        return Reply(None, {}, b"", _http.why(error, seconds)[:300])
    finally:
        connection.close()
    return Reply(response.status, {name.lower(): value[:300] for name, value in response.getheaders()}, body, None)


def _read(stream: t.Any, most: int, deadline: float | None = None) -> bytes:
    """At most so many bytes, and what has come by the deadline."""
    parts: list[bytes] = []
    size = 0
    read = getattr(stream, "read1", stream.read)
    while size < most and (deadline is None or time.monotonic() < deadline):
        chunk = read(min(1 << 16, most - size))
        if not chunk:
            break
        parts.append(chunk)
        size += len(chunk)
    return b"".join(parts)
