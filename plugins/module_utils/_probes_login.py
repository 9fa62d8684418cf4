# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a registry answers to the credentials of a Secret. Private to the collection.

The credentials leave this file in the request's header alone: never in a value, an error or a log.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probes_http
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesNotFound
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec
from ansible_collections.kcna.labs.plugins.module_utils._probes_kubernetes import client

Object = dict[str, t.Any]

MAX_HOSTS = 20
LOCAL = ("localhost", "127.0.0.1")


def login(spec: Spec, limits: Limits, shared: Shared) -> Object:
    """Type and hosts of a Secret, and what the registry says to its entry; `status` is null without an entry."""
    path = f"/api/v1/namespaces/{spec['namespace']}/secrets/{spec['secret']}"
    try:
        secret = client(limits, shared).get(path)
    except KubernetesNotFound as error:
        raise Absent from error
    entries = credentials(secret.get("data") or {})
    return {
        "type": secret.get("type"),
        "labels": secret["metadata"].get("labels") or {},
        "hosts": [host[:200] for host in sorted(entries)][:MAX_HOSTS],
        **_request(spec, _entry(entries, spec["port"]), limits),
    }


def _entry(entries: t.Mapping[str, str | None], port: int) -> str | None:
    """That of the registry on the VM, by either name that the node has for itself."""
    return next((header for name in LOCAL if (header := entries.get(f"{name}:{port}")) is not None), None)


def _request(spec: Spec, header: str | None, limits: Limits) -> Object:
    if header is None:
        return {"status": None, "reason": None, "digest": None, "config_digest": None}
    path = f"/v2/{spec['repository']}/manifests/{spec['tag']}"
    accept = ", ".join((*_probes_http.MANIFESTS, *_probes_http.INDEXES))
    reply = _probes_http.get("127.0.0.1", spec["port"], path, limits.probe_seconds, accept, authorization=header)
    found = reply.status == 200
    return {
        "status": reply.status,
        "reason": reply.reason,
        "digest": "sha256:" + hashlib.sha256(reply.body).hexdigest() if found else None,
        "config_digest": _config_digest(reply.body) if found else None,
    }


def _config_digest(body: bytes) -> str | None:
    document = _parsed(body)
    config = document.get("config") if isinstance(document, dict) else None
    digest = config.get("digest") if isinstance(config, dict) else None
    return digest if isinstance(digest, str) and len(digest) < 100 else None


def credentials(data: t.Mapping[str, t.Any]) -> dict[str, str | None]:
    """Host -> header, as the kubelet reads a Secret; null where an entry gives no user and password."""
    found: dict[str, str | None] = {}
    for name, inner in ((".dockerconfigjson", "auths"), (".dockercfg", None)):
        document = _parsed(_decoded(data.get(name)))
        entries = document.get(inner) if inner and isinstance(document, dict) else document
        if isinstance(entries, dict):
            found.update({_host(address): _header(entry) for address, entry in entries.items()})
    return found


def _host(address: str) -> str:
    return re.sub(r"^https?://", "", address).partition("/")[0]


def _header(entry: t.Any) -> str | None:
    if not isinstance(entry, dict):
        return None
    # as the kubelet does it: what `auth` says goes before username and password
    if isinstance(entry.get("auth"), str) and entry["auth"]:
        pair = _decoded(entry["auth"])
    elif entry.get("username"):
        pair = f"{entry['username']}:{entry.get('password') or ''}".encode()
    else:
        return None
    return "Basic " + base64.b64encode(pair).decode() if b":" in pair else None


def _decoded(text: t.Any) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return b""


def _parsed(text: bytes) -> t.Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
