# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about an application whose names are the student's own. Private to the collection."""

from __future__ import annotations

import copy
import re
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._quantity import Number, binary_size, cores, quantity
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

SERVERS = re.compile(r"(^|/)(python[0-9.]*|flask|gunicorn|uwsgi|waitress-serve|hypercorn)$|^gunicorn:")
# what Flask answers where there is no such page
WERKZEUG = "The requested URL was not found on the server"
NET_BIND_SERVICE = 1 << 10
ROOT = ("0", "root")
FILTER = 2
FILTERED = ("RuntimeDefault", "Localhost")
LIMIT_RANGER = "kubernetes.io/limit-ranger"
# LimitRanger plugin set: cpu, memory request for container web; cpu, memory limit for init container wait
FILLED_IN = re.compile(r"(\w+(?:, \w+)*) (request|limit) for (init )?container ([a-z0-9-]+)")
HOST_NAMESPACES = ("hostNetwork", "hostPID", "hostIPC")


def app_ready(args: Object, say: Messages) -> list[Finding]:
    """A ready Pod with two running containers, and as many of them as its owner wants."""
    label = args["label"]
    mine = _app_pods.labelled(args["pods"], label)
    wanted, name = say("app_pod", label=label), f"app={label}"
    if not mine:
        return [Finding(False, wanted, say("not_found", name=f"Pod {name}"))]
    good = _app_pods.ready(args["pods"], label)
    if not good:
        shown = [f"{pod['metadata']['name']}: {_states(pod)}" for pod in mine]
        return [Finding(False, wanted, say("is", label=f"Pod {name}", value=shown))]
    found = [Finding(True, wanted, say("is", label=f"Pod {name}", value=[pod["metadata"]["name"] for pod in good]))]
    for owner in args["owners"]:
        template = (((owner.get("spec") or {}).get("template") or {}).get("metadata") or {}).get("labels") or {}
        if template.get("app") == label and _app_pods.SEEDED not in template:
            status, replicas = owner.get("status") or {}, owner["spec"].get("replicas", 1)
            ready = min(status.get("readyReplicas") or 0, status.get("updatedReplicas", replicas) or 0)
            name = f"{owner['kind']} {owner['metadata']['name']} ready"
            found.append(_same(ready >= replicas, name, replicas, ready, say))
    return found


def flask_app(args: Object, say: Messages) -> list[Finding]:
    """Healthy, and made with Flask: the package is there, the process is Python, and Flask is what answers."""
    found = []
    for item in args["trace"]["pods"][:1]:
        health, flask = item["health"], item["flask"] or {}
        body = _functions.from_json(health["body"])
        state = body.get("status") if isinstance(body, dict) else None
        words = [word for word in flask.get("words") or [] if SERVERS.search(word)]
        answers = flask.get("loaded") or WERKZEUG in item["missing"]["body"]
        found += [
            _same(health["status"] == 200, "GET :5000/health", 200, health["status"], say),
            _same(state == "healthy", "/health .status", "healthy", state, say),
            _same(bool(words), say("main_process"), "python", " ".join(flask.get("args") or []), say),
            _same(bool(flask.get("package")), "flask", say("package"), flask.get("package"), say),
            _same(bool(answers), say("answered_by"), "Flask", "Flask" if answers else None, say),
        ]
    return found


def init_db(args: Object, say: Messages) -> list[Finding]:
    """An init container that ended well names a database: a Service with ready endpoints, or a host outside."""
    pod = args["pods"][0]
    named = _app_pods.database(pod, args["services"], args["slices"], args["config_maps"])
    wanted = say("init_names_db")
    if named is not None:
        return [Finding(True, wanted, say("is", label=named.container, value=named.service))]
    states = _app_pods.statuses(pod)
    inits = [
        f"{item['name']} ({_functions.state(states.get(item['name']))})" for item in _app_pods.init_containers(pod)
    ]
    return [Finding(False, wanted, say("is", label="initContainers", value=inits))]


def init_waits(args: Object, say: Messages) -> list[Finding]:
    """Seen to wait when the database came late, or else a copy of it that has none to reach."""
    pod = args["pods"][0]
    named = _app_pods.database(pod, args["services"], args["slices"], args["config_maps"])
    wanted = say("init_waits")
    if named is not None and _app_pods.waited(pod, named, args["all_pods"]):
        return [Finding(True, wanted, say("init_waited", name=named.container))]
    clone = args["clone"] or {}
    if clone.get("container") is None:
        return [Finding(False, wanted, say("is", label="clone", value=None))]
    shown = say("clone_ended", name=clone["container"], code=clone["exit_code"])
    # who lets time pass does not wait for anything
    idle = clone.get("sent") == 0
    if clone["exit_code"] is None:
        shown = say("clone_idles" if idle else "clone_waits", name=clone["container"])
    return [Finding(clone["exit_code"] != 0 and not idle, wanted, shown)]


def nonroot(args: Object, say: Messages) -> list[Finding]:
    """No running process is root's, and no init container may be."""
    found = []
    for pod in args["pods"]:
        for item in _processes(args, pod):
            label = f"uid ({item['container']})"
            holds = 0 not in item["uids"]
            found.append(
                Finding(holds, say("not_equals", label=label, arg=0), say("is", label=label, value=item["uids"][1]))
            )
        for init in _app_pods.init_containers(pod):
            user, must = (_effective(pod, init, field) for field in ("runAsUser", "runAsNonRoot"))
            label = f"runAsNonRoot ({init['name']})"
            # without a word of the Pod's, the image says who runs it
            its = _image_user(pod, init["name"], args["images"]) if user is None else user
            holds = must is True or str(its or 0) not in ROOT
            shown = say("is", label=f"runAsUser ({init['name']})", value=user) if user is not None else None
            found.append(
                Finding(holds, say("equals", label=label, arg=True), shown or say("is", label=label, value=must))
            )
    return found


def _image_user(pod: Object, name: str, images: list[Object]) -> str | None:
    image = _app_pods.statuses(pod).get(name, {}).get("imageID")
    return next((item.get("User") for item in images if image in (item["Id"], *(item["RepoDigests"] or ()))), None)


def least_privilege(args: Object, say: Messages) -> list[Finding]:
    """The kernel's own word of what runs, the Pod's of what has ended; and nothing of the host's."""
    found = []
    for pod in args["pods"]:
        for item in _processes(args, pod):
            name = item["container"]
            bound, effective = (item[field] & ~NET_BIND_SERVICE for field in ("cap_bnd", "cap_eff"))
            shown = f"{item['cap_bnd']:016x} / {item['cap_eff']:016x}"
            found += [
                _same(not bound | effective, f"CapBnd / CapEff ({name})", f"{0:016x} / {0:016x}", shown, say),
                _same(item["no_new_privs"], f"NoNewPrivs ({name})", 1, int(item["no_new_privs"]), say),
                _same(item["seccomp"] == FILTER, f"Seccomp ({name})", FILTER, item["seccomp"], say),
            ]
        for field in HOST_NAMESPACES:
            if pod["spec"].get(field):
                found.append(_same(False, field, False, True, say))
        for item in (*_app_pods.containers(pod), *_app_pods.init_containers(pod)):
            if (item.get("securityContext") or {}).get("privileged"):
                found.append(_same(False, f"privileged ({item['name']})", False, True, say))
        for init in _app_pods.init_containers(pod):
            found += _confined(pod, init, say)
    return found


def _confined(pod: Object, init: Object, say: Messages) -> list[Finding]:
    """An init container has ended, so its specification is all that tells."""
    name = init["name"]
    given = init.get("securityContext") or {}
    capabilities = given.get("capabilities") or {}
    dropped = [_capability(word) for word in capabilities.get("drop") or []]
    added = [word for word in map(_capability, capabilities.get("add") or []) if word != "NET_BIND_SERVICE"]
    profile = (_effective(pod, init, "seccompProfile") or {}).get("type")
    escalation = given.get("allowPrivilegeEscalation")
    return [
        _same("ALL" in dropped and not added, f"capabilities ({name})", {"drop": ["ALL"]}, capabilities, say),
        _same(escalation is False, f"allowPrivilegeEscalation ({name})", False, escalation, say),
        _same(profile in FILTERED, f"seccompProfile ({name})", FILTERED[0], profile, say),
    ]


def _capability(word: str) -> str:
    return word.upper().removeprefix("CAP_")


def resources(args: Object, say: Messages) -> list[Finding]:
    """Requests and limits in the owner's template, room enough in them, and on the node for others."""
    found = []
    for pod in args["pods"]:
        template = _template(pod, args["replica_sets"], args["owners"])
        for item in (*(template.get("initContainers") or []), *(template.get("containers") or [])):
            found += _amounts(item, template, say)
        for name, status in _app_pods.statuses(pod).items():
            ends = [(status.get(field) or {}).get("terminated") or {} for field in ("state", "lastState")]
            if any(end.get("reason") == "OOMKilled" for end in ends):
                found.append(Finding(False, say("not_oom", name=name), say("is", label=name, value="OOMKilled")))
        found += _room(pod, args["trace"], say)
        found += _share(pod, args["nodes"], say)
    return found


def _amounts(container: Object, spec: Object, say: Messages) -> list[Finding]:
    """What a container may ask for and use: its own amounts, else those that all containers of the Pod share."""
    limits: Object = {}
    requests: Object = {}
    for holder in (spec, container):
        own = (holder.get("resources") or {}).get("limits") or {}
        limits.update(own)
        # the API server takes a limit for a request that is not there
        requests.update({**own, **((holder.get("resources") or {}).get("requests") or {})})
    found = []
    for kind, amounts in (("requests", requests), ("limits", limits)):
        for name in ("cpu", "memory"):
            amount = quantity(amounts.get(name))
            label = f"{container['name']} {kind}.{name}"
            holds = amount is not None and amount > 0
            found.append(Finding(holds, say("present", label=label), say("is", label=label, value=amounts.get(name))))
    return found


def _room(pod: Object, trace: Object, say: Messages) -> list[Finding]:
    """Nobody is near a limit, neither a container nor all of them together."""
    used: Object = next((item["memory"] for item in trace["pods"] if item["pod"] == pod["metadata"]["name"]), {})
    together = sum(memory for memory in used.values() if memory is not None)
    shares = [(item["name"], item, used.get(item["name"])) for item in _app_pods.containers(pod)]
    found = []
    for name, holder, memory in [*shares, ("Pod", pod["spec"], together)]:
        limit = quantity(((holder.get("resources") or {}).get("limits") or {}).get("memory"))
        if limit and memory is not None:
            most = limit * 9 / 10
            wanted = say("at_most", label=f"{name} memory", arg=binary_size(most))
            shown = say("is", label=f"{name} memory", value=binary_size(memory))
            found.append(Finding(memory <= most, wanted, shown))
    return found


def _share(pod: Object, nodes: list[Object], say: Messages) -> list[Finding]:
    """Not more than half of the node."""
    node = next((item for item in nodes if item["metadata"]["name"] == pod["spec"].get("nodeName")), None)
    found = []
    for name, show in (("cpu", cores), ("memory", binary_size)):
        all_of_it = quantity(((node or {}).get("status") or {}).get("allocatable", {}).get(name))
        if all_of_it is not None:
            total = sum((_request(item, name) for item in _app_pods.containers(pod)), Number(0))
            # an init container has its own before the others begin; what the Pod asks for as a whole covers both
            total = max(
                [total, _request(pod["spec"], name), *(_request(item, name) for item in _app_pods.init_containers(pod))]
            )
            wanted = say("at_most", label=f"requests.{name}", arg=show(all_of_it / 2))
            found.append(
                Finding(total <= all_of_it / 2, wanted, say("is", label=f"requests.{name}", value=show(total)))
            )
    return found


def _request(holder: Object, name: str) -> Number:
    return quantity(((holder.get("resources") or {}).get("requests") or {}).get(name)) or Number(0)


def _template(pod: Object, replica_sets: list[Object], owners: list[Object]) -> Object:
    """What the student wrote: in the Pod itself a LimitRange may have filled in what was missing."""
    uids = {item["uid"] for item in pod["metadata"].get("ownerReferences") or []}
    owner = next((item for item in (*replica_sets, *owners) if item["metadata"]["uid"] in uids), None)
    return t.cast(Object, owner["spec"]["template"]["spec"]) if owner else _without_defaults(pod)


def _without_defaults(pod: Object) -> Object:
    """The specification of a Pod that nobody owns: an annotation says what a LimitRange has filled in."""
    spec: Object = copy.deepcopy(pod["spec"])
    text = (pod["metadata"].get("annotations") or {}).get(LIMIT_RANGER) or ""
    for names, kind, init, container in FILLED_IN.findall(text):
        for item in spec.get("initContainers" if init else "containers") or []:
            if item["name"] == container:
                amounts = (item.get("resources") or {}).get(f"{kind}s") or {}
                for name in names.split(", "):
                    amounts.pop(name, None)
    return spec


def _processes(args: Object, pod: Object) -> list[Object]:
    return [item for item in args["processes"] if item["pod"] == pod["metadata"]["name"]]


def _effective(pod: Object, container: Object, field: str) -> t.Any:
    own = (container.get("securityContext") or {}).get(field)
    return (pod["spec"].get("securityContext") or {}).get(field) if own is None else own


def _states(pod: Object) -> str:
    return ", ".join(f"{name} {_functions.state(status)}" for name, status in _app_pods.statuses(pod).items())


def _same(holds: bool, label: str, wanted: t.Any, seen: t.Any, say: Messages) -> Finding:
    return Finding(holds, say("equals", label=label, arg=wanted), say("is", label=label, value=seen))


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "app_ready": Predicate(app_ready, frozenset({"pods", "owners", "label"})),
    "flask_app": Predicate(flask_app, frozenset({"trace"})),
    "init_db": Predicate(init_db, frozenset({"pods", "services", "slices", "config_maps"})),
    "init_waits": Predicate(init_waits, frozenset({"pods", "all_pods", "services", "slices", "config_maps", "clone"})),
    "least_privilege": Predicate(least_privilege, frozenset({"pods", "processes"})),
    "nonroot": Predicate(nonroot, frozenset({"pods", "processes", "images"})),
    "resources": Predicate(resources, frozenset({"pods", "replica_sets", "owners", "trace", "nodes"})),
}
