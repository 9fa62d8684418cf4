# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Kubernetes API with a kubeconfig's credentials, standard library only. Private to the collection.

    api = KubernetesApi.from_kubeconfig("/etc/kubernetes/admin.conf")
    api.list_kind("v1", "Pod", "kcna-lab02")                 # list of dicts, each with apiVersion and kind
    api.read("v1", "Pod", "resource-demo", "kcna-lab02")  # dict, or None when there is none
    api.delete("v1", "Pod", "resource-demo", "kcna-lab02", uid="…")  # False when there was none
    for resource in api.discover(): api.items(resource)  # everything the server can list
    api.get("/readyz")                                  # a path of the API; KubernetesNotFound on 404
    api.answer("/api/v1/…/pods/web:80/proxy/")          # status and body as they are, whatever the status

Thread-safe: every request has a connection of its own.
"""

from __future__ import annotations

import dataclasses
import http.client
import json
import typing as t
import urllib.parse

from ansible_collections.kcna.labs.plugins.module_utils import _http, _kubeconfig
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

Object = dict[str, t.Any]

# Kind -> plural and whether it lives in a namespace: the kinds a lab asks for by name.
KINDS: t.Final[dict[str, tuple[str, bool]]] = {
    "ConfigMap": ("configmaps", True),
    "Deployment": ("deployments", True),
    "Endpoints": ("endpoints", True),
    "EndpointSlice": ("endpointslices", True),
    "Event": ("events", True),
    "LimitRange": ("limitranges", True),
    "Namespace": ("namespaces", False),
    "NetworkPolicy": ("networkpolicies", True),
    "Node": ("nodes", False),
    "PersistentVolume": ("persistentvolumes", False),
    "PersistentVolumeClaim": ("persistentvolumeclaims", True),
    "Pod": ("pods", True),
    "ReplicaSet": ("replicasets", True),
    "Secret": ("secrets", True),
    "Service": ("services", True),
    "StatefulSet": ("statefulsets", True),
}
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


class KubernetesError(ServiceError):
    """The API server could not be reached or refused; `status` is 0 when there was no answer."""

    def __init__(self, server: str, tried: str, reason: str, status: int = 0) -> None:
        super().__init__(f"Kubernetes API ({server})", tried, reason)
        self.status = status


class KubernetesNotFound(KubernetesError):
    """The API server answered that it has no such object or path."""


@dataclasses.dataclass(frozen=True)
class Resource:
    api_version: str
    kind: str
    plural: str
    namespaced: bool
    verbs: tuple[str, ...] = ()

    def path(self, namespace: str | None = None, name: str | None = None) -> str:
        root = "/api/" if "/" not in self.api_version else "/apis/"
        middle = f"/namespaces/{namespace}" if self.namespaced and namespace else ""
        return root + self.api_version + middle + f"/{self.plural}" + (f"/{name}" if name else "")


class KubernetesApi:
    def __init__(self, access: _kubeconfig.Access, timeout: float = 10, max_bytes: int = 32 << 20) -> None:
        self._access = access
        self.server = access.server
        self.timeout = timeout
        self.max_bytes = max_bytes

    @classmethod
    def from_kubeconfig(cls, path: str, timeout: float = 10) -> KubernetesApi:
        return cls(_kubeconfig.load(path, timeout), timeout)

    def get(self, path: str, accept: str = "application/json") -> t.Any:
        """GET a path of the API; text where the answer is no JSON."""
        return self._request("GET", path, accept=accept)

    def answer(self, path: str) -> _http.Answer:
        """GET what stands behind the API server, a Pod's page or its log; only no answer at all is an error."""
        return self._send("GET", path, accept="*/*", body=None)

    def list_kind(self, api_version: str, kind: str, namespace: str | None = None) -> list[Object]:
        """Every object of a kind, in one namespace or in all of them."""
        return self.items(self.resource(api_version, kind), namespace)

    def items(self, resource: Resource, namespace: str | None = None) -> list[Object]:
        # resourceVersion=0 answers from the API server's cache, but may be stale: not wanted here.
        found = self.get(resource.path(namespace))
        return [
            {"apiVersion": resource.api_version, "kind": resource.kind, **item} for item in found.get("items") or []
        ]

    def read(self, api_version: str, kind: str, name: str, namespace: str | None = None) -> Object | None:
        try:
            return t.cast(Object, self.get(self.resource(api_version, kind).path(namespace, name)))
        except KubernetesNotFound:
            return None

    def create(self, item: Object) -> None:
        """Make a new object; KubernetesError with status 409 where there is one of that name."""
        metadata = item["metadata"]
        path = self.resource(item["apiVersion"], item["kind"]).path(metadata.get("namespace"))
        self._request("POST", path, body=item)

    def delete(
        self,
        api_version: str,
        kind: str,
        name: str,
        namespace: str | None = None,
        *,
        uid: str | None = None,
        grace_period_seconds: int | None = None,
    ) -> bool:
        """Ask for an object's removal (and of its dependants); the caller waits until it is gone."""
        options: Object = {"apiVersion": "v1", "kind": "DeleteOptions", "propagationPolicy": "Background"}
        if uid is not None:
            options["preconditions"] = {"uid": uid}
        if grace_period_seconds is not None:
            options["gracePeriodSeconds"] = grace_period_seconds
        try:
            self._request("DELETE", self.resource(api_version, kind).path(namespace, name), body=options)
        except KubernetesNotFound:
            return False
        return True

    def discover(self) -> list[Resource]:
        """Every resource the server offers, in each group's preferred version."""
        found: list[Resource] = []
        for root in ("/api", "/apis"):
            for group in self.get(root, accept=AGGREGATED).get("items") or []:
                name = (group.get("metadata") or {}).get("name")
                version = group["versions"][0]
                api_version = f"{name}/{version['version']}" if name else version["version"]
                found += [_resource(api_version, item) for item in version.get("resources") or []]
        return found

    @staticmethod
    def resource(api_version: str, kind: str) -> Resource:
        if kind not in KINDS:
            raise ValueError(f"unknown Kubernetes kind {kind}: known are {', '.join(sorted(KINDS))}")
        plural, namespaced = KINDS[kind]
        return Resource(api_version, kind, plural, namespaced)

    def _request(
        self, method: str, path: str, *, accept: str = "application/json", body: Object | None = None
    ) -> t.Any:
        answer = self._send(method, path, accept=accept, body=body)
        content = _parsed(answer.body)
        if answer.status >= 400:
            message = content.get("message") if isinstance(content, dict) else " ".join(content.split())[:200]
            kind = KubernetesNotFound if answer.status == 404 else KubernetesError
            raise kind(self.server, f"{method} {path}", message or f"HTTP status {answer.status}", answer.status)
        return content

    def _send(self, method: str, path: str, *, accept: str, body: Object | None) -> _http.Answer:
        headers = {"Accept": accept, "User-Agent": "kcna-labs"}
        if self._access.token:
            headers["Authorization"] = f"Bearer {self._access.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            return _http.exchange(
                self._connection(),
                method,
                path,
                body=None if body is None else json.dumps(body).encode(),
                headers=headers,
                timeout=self.timeout,
                max_bytes=self.max_bytes,
            )
        except (OSError, http.client.HTTPException, _http.TooLarge) as error:
            raise KubernetesError(self.server, f"{method} {path}", _http.why(error, self.timeout)) from error

    def _connection(self) -> http.client.HTTPSConnection:
        url = urllib.parse.urlsplit(self.server)
        return http.client.HTTPSConnection(
            url.hostname or "", url.port or 443, timeout=self.timeout, context=self._access.context
        )


def _resource(api_version: str, item: Object) -> Resource:
    return Resource(
        api_version=api_version,
        kind=(item.get("responseKind") or {}).get("kind", ""),
        plural=item["resource"],
        namespaced=item.get("scope") == "Namespaced",
        verbs=tuple(item.get("verbs") or ()),
    )


def _parsed(body: bytes) -> t.Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
