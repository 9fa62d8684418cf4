# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Server and credentials of a kubeconfig's current context. Private to the collection."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import os
import pathlib
import ssl
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _process
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError


@dataclasses.dataclass(frozen=True)
class Access:
    """How to reach one API server; no secret of it may end up in a message."""

    server: str
    context: ssl.SSLContext = dataclasses.field(repr=False)
    token: str | None = dataclasses.field(repr=False)


def load(path: str, timeout: float = 10) -> Access:
    """Read a kubeconfig by kubectl: it is YAML, which the standard library cannot read."""
    tried = f"reading {path}"
    if not pathlib.Path(path).is_file():
        raise ServiceError("kubeconfig", tried, "there is no such file")
    config = _process.run_json(
        ["kubectl", "config", "view", "--raw", "--minify", "--flatten", "-o", "json", f"--kubeconfig={path}"], timeout
    )
    return access(config, tried)


def access(config: dict[str, t.Any], tried: str) -> Access:
    """What a minified, flattened kubeconfig says; `tried` is for messages."""
    try:
        cluster: dict[str, t.Any] = config["clusters"][0]["cluster"]
        user: dict[str, t.Any] = config["users"][0]["user"]
        server: str = cluster["server"]
    except (KeyError, IndexError, TypeError):
        raise ServiceError("kubeconfig", tried, "its current context has no cluster or no user") from None
    try:
        return Access(server, _context(cluster, user), user.get("token"))
    except (OSError, ValueError) as error:
        raise ServiceError("kubeconfig", tried, f"its certificates cannot be used ({error})") from error


def _context(cluster: dict[str, t.Any], user: dict[str, t.Any]) -> ssl.SSLContext:
    # Not create_default_context: it insists on RFC 5280 extensions that cluster authorities may lack.
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if cluster.get("certificate-authority-data"):
        context.load_verify_locations(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode("ascii"))
    else:
        context.load_default_certs()
    certificate, key = user.get("client-certificate-data"), user.get("client-key-data")
    if certificate and key:
        # Python loads a certificate from a path only: an anonymous file keeps the key off the disk.
        with _in_memory(certificate) as certificate_path, _in_memory(key) as key_path:
            context.load_cert_chain(certificate_path, key_path)
    return context


@contextlib.contextmanager
def _in_memory(encoded: str) -> t.Iterator[str]:
    descriptor = os.memfd_create("kubeconfig")
    try:
        os.write(descriptor, base64.b64decode(encoded))
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
