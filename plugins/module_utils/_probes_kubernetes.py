# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Probes of the Kubernetes API. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods, _kubeconfig
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import (
    KubernetesApi,
    KubernetesNotFound,
    Object,
)
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Absent, Limits, Shared
from ansible_collections.kcna.labs.plugins.module_utils._probe_specs import Spec

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def objects(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    return listed(spec["api_version"], spec["kind"], spec.get("namespace"), limits, shared)


def secret_services(spec: Spec, limits: Limits, shared: Shared) -> list[Object]:
    """What the Secrets of a namespace say of Services of the cluster, and nothing else that they hold."""
    services = listed("v1", "Service", None, limits, shared)

    def fetch() -> list[Object]:
        secrets = client(limits, shared).list_kind("v1", "Secret", spec["namespace"])
        return [_app_pods.service_names(secret, services) for secret in secrets]

    return shared.once(f"service names in secrets of {spec['namespace']}", fetch)


def api(spec: Spec, limits: Limits, shared: Shared) -> t.Any:
    try:
        return client(limits, shared).get(spec["path"])
    except KubernetesNotFound as error:
        raise Absent from error


def listed(api_version: str, kind: str, namespace: str | None, limits: Limits, shared: Shared) -> list[Object]:
    """One LIST per kind and namespace, whatever the number of probes that read it."""

    def fetch() -> list[Object]:
        found = client(limits, shared).list_kind(api_version, kind, namespace)
        return [stripped(item) for item in found]

    return shared.once(f"list {api_version} {kind} {namespace}", fetch)


def client(limits: Limits, shared: Shared) -> KubernetesApi:
    """The API server, with credentials that are read once."""
    access = shared.once("kubeconfig", lambda: _kubeconfig.load(limits.kubeconfig, limits.probe_seconds))
    return KubernetesApi(access, limits.probe_seconds, limits.max_bytes)


def stripped(item: Object) -> Object:
    """Without what only repeats the object: it doubles a snapshot's size."""
    metadata = dict(item["metadata"])
    metadata.pop("managedFields", None)
    annotations = {name: text for name, text in (metadata.get("annotations") or {}).items() if name != LAST_APPLIED}
    if annotations:
        metadata["annotations"] = annotations
    else:
        metadata.pop("annotations", None)
    found = {**item, "metadata": metadata}
    if item.get("kind") == "Secret":
        # which keys it has, never what they hold
        found["data"] = dict.fromkeys(item.get("data") or {})
        found.pop("stringData", None)
    return found
