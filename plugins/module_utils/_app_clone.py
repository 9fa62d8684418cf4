# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A copy of an init container that can reach nothing but DNS, as objects to create. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods
from ansible_collections.kcna.labs.plugins.module_utils._kubernetes_api import KubernetesApi

Object = dict[str, t.Any]

NAMESPACE: t.Final = "kcna-lab02-capstone-probe"
NAME: t.Final = "clone"
LABELS: t.Final = {
    "app.kubernetes.io/part-of": "kcna-lab02",
    "app.kubernetes.io/managed-by": "kcna.labs",
    "kcna.labs/exercise": "capstone",
}
DNS: t.Final = 53
# longer than anybody watches
SECONDS = 30
COPIED = ("image", "command", "args", "workingDir", "env", "envFrom", "resources", "securityContext")
KEPT_VOLUMES = ("configMap", "secret", "downwardAPI", "projected")
KEPT_SOURCES = ("configMap", "secret", "downwardAPI")


def parts(
    api: KubernetesApi, pod: Object, container: str, maps: t.Sequence[Object], services: t.Sequence[Object]
) -> list[Object]:
    """The namespace, the policy that closes it, copies of what the container reads, and the Pod, in this order.

    The Services that it names are there, with nothing behind them: a name that can be found is no database yet.
    """
    move = _mover([service["metadata"] for service in services])
    made = clone(pod, container)
    (copied,) = made["spec"]["containers"]
    copied.update({key: move(copied[key]) for key in ("command", "args", "env") if key in copied})
    home = pod["metadata"]["namespace"]
    wanted = _named(made, "configMap")
    here = [item for item in maps if item["metadata"]["namespace"] == home and item["metadata"]["name"] in wanted]
    copies = [{**item, "data": move(item.get("data") or {})} for item in here]
    for secret in sorted(_named(made, "secret")):
        found = api.read("v1", "Secret", secret, home)
        copies += [{**found, "apiVersion": "v1", "kind": "Secret"}] if found else []
    return [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": LABELS}},
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "deny-all", "namespace": NAMESPACE, "labels": LABELS},
            "spec": {
                "podSelector": {},
                "policyTypes": ["Ingress", "Egress"],
                "egress": [{"ports": [{"protocol": protocol, "port": DNS} for protocol in ("UDP", "TCP")]}],
            },
        },
        *_empty_services(services),
        *(_copy(item) for item in copies),
        made,
    ]


def _empty_services(services: t.Sequence[Object]) -> list[Object]:
    """Services of the same names and ports, which select no Pod."""
    found: dict[str, Object] = {}
    for service in services:
        spec = service["spec"]
        headless = spec.get("clusterIP") == "None"
        ports = [
            {key: port[key] for key in ("name", "port", "protocol") if key in port} for port in spec.get("ports") or []
        ]
        if spec.get("type") != "ExternalName" and (ports or headless):
            name = service["metadata"]["name"]
            made = {"ports": ports, **({"clusterIP": "None"} if headless else {})}
            metadata = {"name": name, "namespace": NAMESPACE, "labels": LABELS}
            found.setdefault(name, {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": made})
    return list(found.values())


def _mover(services: t.Sequence[Object]) -> t.Callable[[t.Any], t.Any]:
    """Makes db.NAMESPACE.svc of a text's db.home.svc: the full name is to lead to the empty Service, too."""
    names = [(re.escape(item["name"]), re.escape(item["namespace"])) for item in services]
    patterns = [re.compile(rf"(?<![\w-])({name})\.{home}(?![\w-])", re.IGNORECASE) for name, home in names]

    def move(value: t.Any) -> t.Any:
        if isinstance(value, dict):
            return {key: move(item) for key, item in value.items()}
        if isinstance(value, list):
            return [move(item) for item in value]
        if isinstance(value, str):
            for pattern in patterns:
                value = pattern.sub(rf"\1.{NAMESPACE}", value)
        return value

    return move


def clone(pod: Object, container: str) -> Object:
    """The init container as a Pod of its own: what it mounts to write to is empty, what it reads is a copy."""
    spec = pod["spec"]
    original = next(item for item in _app_pods.init_containers(pod) if item["name"] == container)
    volumes = [_volume(item) for item in spec.get("volumes") or [] if item["name"] in _app_pods.volumes_of(original)]
    there = {item["name"] for item in volumes if item}
    copy = {key: original[key] for key in COPIED if key in original}
    security = copy.get("securityContext")
    if security and security.get("privileged"):
        copy["securityContext"] = {**security, "privileged": False}
    mounts = [mount for mount in original.get("volumeMounts") or [] if mount["name"] in there]
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": NAME, "namespace": NAMESPACE, "labels": LABELS},
        "spec": {
            "restartPolicy": "Never",
            "nodeName": spec.get("nodeName"),
            "automountServiceAccountToken": False,
            "activeDeadlineSeconds": SECONDS,
            # with 0 the Pod is gone from the API while the node still runs it
            "terminationGracePeriodSeconds": 1,
            "securityContext": spec.get("securityContext") or {},
            "imagePullSecrets": spec.get("imagePullSecrets") or [],
            # the node has the image, for the original ran there
            "containers": [{**copy, "name": NAME, "imagePullPolicy": "IfNotPresent", "volumeMounts": mounts}],
            "volumes": [item for item in volumes if item],
        },
    }


def _volume(volume: Object) -> Object | None:
    """What a volume becomes; none where it held the token of the service account."""
    kind = next((kind for kind in KEPT_VOLUMES if kind in volume), None)
    if kind is None:
        return {"name": volume["name"], "emptyDir": {}}
    if kind != "projected":
        return {"name": volume["name"], kind: volume[kind]}
    if any("serviceAccountToken" in source for source in volume[kind].get("sources") or []):
        return None
    sources = [source for source in volume[kind].get("sources") or [] if any(name in source for name in KEPT_SOURCES)]
    return {"name": volume["name"], kind: {**volume[kind], "sources": sources}}


def _named(pod: Object, kind: str) -> set[str]:
    """Names of the ConfigMaps or Secrets that the Pod needs."""
    spec = pod["spec"]
    (container,) = spec["containers"]
    found = [(item.get("valueFrom") or {}).get(f"{kind}KeyRef") or {} for item in container.get("env") or []]
    found += [item.get(f"{kind}Ref") or {} for item in container.get("envFrom") or []]
    for volume in spec["volumes"]:
        sources = [volume, *((volume.get("projected") or {}).get("sources") or [])]
        found += [source[kind] for source in sources if kind in source]
    found += spec["imagePullSecrets"] if kind == "secret" else []
    return {name for item in found if (name := item.get("name") or item.get("secretName"))}


def _copy(item: Object) -> Object:
    kept: Object = {key: item[key] for key in ("apiVersion", "kind", "data", "binaryData", "type") if key in item}
    return {**kept, "metadata": {"name": item["metadata"]["name"], "namespace": NAMESPACE, "labels": LABELS}}
