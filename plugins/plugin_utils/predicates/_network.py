# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about who reaches whom. Private to the collection."""

from __future__ import annotations

import dataclasses
import ipaddress
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _storage
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

# what the canary of provisioning calls a refused connection
REFUSED: t.Final = "ConnectionRefusedError"
# exit codes of curl that say something about the way there
CURL: t.Final = {6: "curl_unresolved", 7: "curl_refused", 28: "curl_timeout"}


def service_reaches(args: Object, say: Messages) -> list[Finding]:
    """The Service has the port, and a ready endpoint of it is a Ready Pod with these labels."""
    service, port, labels = args["service"], args["port"], args["labels"]
    name = service["metadata"]["name"]
    ports = [item["port"] for item in service["spec"].get("ports") or []]
    good = {
        address["ip"]
        for pod in args["pods"]
        if _storage.ready(pod) and _network_policy.selects({"matchLabels": labels}, _labels(pod))
        for address in (pod.get("status") or {}).get("podIPs") or []
    }
    targets = _endpoints(args["slices"], name)
    shown = ", ".join(f"{address}:{number}" for address, number in targets)
    pairs = ",".join(f"{key}={value}" for key, value in labels.items())
    return [
        Finding(port in ports, say("service_port", name=name, port=port), say("service_port", name=name, port=ports)),
        Finding(
            any(address in good and number == port for address, number in targets),
            say("endpoint", name=name, labels=pairs, port=port),
            say("endpoints", name=name, endpoints=shown),
        ),
    ]


def default_deny(args: Object, say: Messages) -> list[Finding]:
    """A Pod without labels would be isolated in both directions, and nothing would be allowed to it."""
    pod = _network_policy.imaginary(args["namespace"], {}, args["namespaces"])
    found = []
    for direction in t.get_args(_network_policy.Direction):
        applied = _network_policy.isolating(args["policies"], pod, direction)
        open_by = [item["metadata"]["name"] for item in applied if _network_policy.rules(item, direction)]
        wanted = say("all_denied", direction=direction)
        if not applied:
            actual = say("not_isolated", direction=direction)
        else:
            actual = say("opened_by", direction=direction, names=open_by) if open_by else wanted
        found.append(Finding(bool(applied) and not open_by, wanted, actual))
    return found


def answers(args: Object, say: Messages) -> list[Finding]:
    """Curl in a Pod got this status, by the code that it printed and the one it ended with."""
    wanted = say("answer_is", url=args["url"], answer=args["status"])
    result = args["result"]
    if result is None:
        return [Finding(False, wanted, say("answer_is", url=args["url"], answer=None))]
    code, status = result["code"], result["stdout"].strip()
    if code == 0:
        return [Finding(status == args["status"], wanted, say("answer_is", url=args["url"], answer=status))]
    reason = say(CURL[code]) if code in CURL else say("curl_code", code=code)
    return [Finding(False, wanted, say("answer_is", url=args["url"], answer=reason))]


def refused_by_policy(args: Object, say: Messages) -> list[Finding]:
    """Policies keep one Pod from the others, by their own rules for what comes in, and it gets no answer."""
    pods = {item["metadata"]["name"]: item for item in args["pods"]}
    # one that was replaced while others settled is known no more
    reached = [item for item in args["reached"] or [] if item["outcome"] == "connected" and item["pod"] in pods]
    attempts = {item["address"]: item["outcome"] for item in args["attempts"] or []}
    denied = ("timeout", "refused") if args["canary"] == REFUSED else ("timeout",)
    found = [] if reached else [Finding(False, say("reached"), say("not_reached"))]
    source = _network_policy.party(args["source"], args["namespaces"])
    for item in reached:
        target = _network_policy.party(pods[item["pod"]], args["namespaces"])
        open_ = _network_policy.may_receive(args["policies"], source, target, "TCP", item["port"])
        place = f"{item['pod']}:{item['port']}"
        texts = [say("denied" if value else "allowed", place=place) for value in (True, not open_)]
        outcome = attempts.get(item["address"])
        found += [
            Finding(not open_, *texts),
            Finding(outcome in denied, say("no_answer", place=place), say("outcome", place=place, outcome=outcome)),
        ]
    return found


def may_send_only(args: Object, say: Messages) -> list[Finding]:
    """A Pod's policies let it out to one of these Pods, and not to those places.

    A place is an address, or the labels of a Pod, in the Pod's own namespace unless another one is named.
    """
    source = _network_policy.party(args["source"], args["namespaces"])
    found = []
    for port, targets in args["allowed"].items():
        parties = [_network_policy.party(pod, args["namespaces"]) for pod in targets]
        open_ = any(_sends(args["policies"], source, target, int(port)) for target in parties)
        names = " / ".join(pod["metadata"]["name"] for pod in targets)
        found.append(_access(f"{names}:{port}", wanted=True, open_=open_, say=say))
    for place in args["denied"]:
        if "address" in place:
            target, shown = _network_policy.outside(place["address"]), place["address"]
        else:
            labels, namespace = place["labels"], place.get("namespace")
            target = _network_policy.imaginary(namespace or source.namespace or "", labels, args["namespaces"])
            # it would be a neighbour of the Pods that are there
            target = dataclasses.replace(target, addresses=tuple(map(_neighbour, source.addresses)))
            shown = ",".join(f"{key}={value}" for key, value in labels.items())
            shown = f"{namespace}/{shown}" if namespace else shown
        open_ = _sends(args["policies"], source, target, place["port"])
        found.append(_access(f"{shown}:{place['port']}", wanted=False, open_=open_, say=say))
    return found


def _sends(policies: list[Object], source: _network_policy.Party, target: _network_policy.Party, port: int) -> bool:
    return _network_policy.may_send(policies, source, target, "TCP", port)


def _neighbour(address: str) -> str:
    """An address that another Pod of the node could have: the last one of the usual node's share."""
    network = ipaddress.ip_network(f"{address}/{24 if '.' in address else 64}", strict=False)
    return str(network.broadcast_address - 1)


def _access(place: str, *, wanted: bool, open_: bool, say: Messages) -> Finding:
    texts = [say("allowed" if value else "denied", place=place) for value in (wanted, open_)]
    return Finding(wanted is open_, *texts)


def _labels(pod: Object) -> dict[str, str]:
    return pod["metadata"].get("labels") or {}


def _endpoints(slices: list[Object], service: str) -> list[tuple[str, int]]:
    """(address, port) of every endpoint of a Service that is ready."""
    return [
        (address, port["port"])
        for item in slices
        if _labels(item).get("kubernetes.io/service-name") == service
        for endpoint in item.get("endpoints") or []
        # not said means ready
        if (endpoint.get("conditions") or {}).get("ready") is not False
        for address in endpoint["addresses"]
        for port in item.get("ports") or []
    ]


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "answers": Predicate(answers, frozenset({"url", "result", "status"})),
    "default_deny": Predicate(default_deny, frozenset({"policies", "namespaces", "namespace"})),
    "may_send_only": Predicate(may_send_only, frozenset({"policies", "namespaces", "source", "allowed", "denied"})),
    "refused_by_policy": Predicate(
        refused_by_policy,
        frozenset({"policies", "namespaces", "pods", "source", "attempts", "reached", "canary"}),
    ),
    "service_reaches": Predicate(service_reaches, frozenset({"service", "slices", "pods", "port", "labels"})),
}
