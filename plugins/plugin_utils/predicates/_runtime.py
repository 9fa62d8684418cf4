# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Predicates about the node's container runtime: what was written down, against what is. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding, Predicate

Object = dict[str, t.Any]

VERSION = re.compile(r"\d+(?:\.\d+)+")
HEX = re.compile(r"[0-9a-f]{12,64}")
# what makes the contrary of a Japanese word before it: していない, されていません, ではない, なし
NOT = r"(?:で|し|され)?て?は?い?(?:ない|ません|なし|無し|せず)"
# the words count where they begin the answer: `no (cri-dockerd is needed)`
YES = re.compile(
    r"(yes|y|true|on|ok|o|1|はい|対応|可|有|あり|ある|○|〇|◯|◎|⭕|✓|✔|✅|する|します|できる|できます)(?![a-z0-9])"
)
NO = re.compile(
    r"(no|n|not|none|false|off|ng|0|いいえ|非対応|未対応|不可|無|×|x|✕|✖|✗|✘|❌"
    rf"|(?:対応|可能|あり|でき)?{NOT})(?![a-z0-9])"
)
RUNS = r"(?:稼働|起動|動作|実行|動いて)"
ACTIVE = re.compile(rf"(active|running|up|started|yes|true|はい|アクティブ|{RUNS})(?!{NOT})")
STOPPED = re.compile(rf"(inactive|stopped|dead|failed|down|no|false|いいえ|停止|非アクティブ|{RUNS}{NOT})")
# `inactive` is what systemd says of it, and so is the same in other words
ABSENT = re.compile(
    r"(absent|not|none|no|inactive|unknown|missing|-|false|(unit \S+ )?could not be found|いいえ|なし|無|未インストール"
    rf"|見つから|(?:インストール|存在)?{NOT}|停止|非アクティブ|{RUNS}{NOT})"
)
NOTHING = re.compile(r"(none|no|nothing|-|なし|無し|無)")


def node_runtime(args: Object, say: Messages) -> list[Finding]:
    """The name of a node, and its runtime with the version, in one field or in two."""
    nodes = {node["metadata"]["name"]: node for node in args["nodes"]}
    name, written = args["name"], f"{args['runtime']} {args['version']}".strip()
    node = nodes.get(name.lower()) or next(iter(nodes.values()), None)
    if node is None:
        return [Finding(False, say("present", label="Node"), say("not_found", name="Node"))]
    live = node["status"]["nodeInfo"]["containerRuntimeVersion"]
    kind, _colon, version = live.partition("://")
    words = re.findall(r"[a-z][a-z-]*", written.lower())
    holds = bool(words) and words[0] == kind and _versions(written) == _versions(version)[:1]
    return [
        _same(name.lower() in nodes, "node.name", " / ".join(nodes), name, say),
        _same(holds, "node.runtime, runtime_version", live, written, say),
    ]


def cri_endpoint(args: Object, say: Messages) -> list[Finding]:
    """The socket, with or without its scheme."""
    live = sorted({item["endpoint"] for item in args["kubelets"]})
    holds = _socket(args["written"]) in {_socket(item) for item in live}
    return [_same(holds, "node.kubelet_cri_endpoint", " / ".join(live), args["written"], say)]


def oci_runtime(args: Object, say: Messages) -> list[Finding]:
    """Its name, type or path; a version may follow."""
    live = args["live"]
    # `runc (1.1.5)`, `"runc"`
    words = re.findall(r"[a-z0-9./_-]+", args["written"].lower())
    known = {live["name"].lower(), str(live["type"]).lower()}
    holds = bool(words) and (words[0] in known or words[0].rpartition("/")[2] == live["name"].lower())
    return [_same(holds, "node.oci_runtime", live["name"], args["written"], say)]


def tool_versions(args: Object, say: Messages) -> list[Finding]:
    """The figures of each; what a distribution appends does not count."""
    found = []
    for tool, said in args["live"].items():
        figures = list(dict.fromkeys(version for text in said for version in _versions(text)[:1]))
        written = args["written"][tool]
        holds = bool(figures) and bool(_versions(written)) and _versions(written)[0] in figures
        found.append(_same(holds, f"tools.{tool}", " / ".join(figures), written, say))
    return found


def container_trace(args: Object, say: Messages) -> list[Finding]:
    """A running container of the Pod, and the process that it is on the node."""
    written = args["written"]
    pod = written["pod"].rpartition("/")[2].lower()
    mine = [item for item in args["processes"] if item["pod"] == pod]
    if not mine:
        running = sorted({item["pod"] for item in args["processes"]})
        return [_same(False, "trace.pod", " / ".join(running[:4]), written["pod"], say)]
    number = written["container_id"].lower().rpartition("://")[2]
    chosen = [item for item in mine if HEX.fullmatch(number) and item["id"].startswith(number)]
    ids = " / ".join(item["id"][:12] for item in mine)
    pids = [str(item["pid"]) for item in chosen or mine]
    return [
        _same(bool(chosen), f"trace.container_id ({pod})", ids, written["container_id"], say),
        _same(written["node_pid"] in pids, "trace.node_pid", " / ".join(pids), written["node_pid"], say),
    ]


def containers_split(args: Object, say: Messages) -> list[Finding]:
    """A container that only Docker lists, and one that only the CRI lists."""
    # `docker inspect` begins it with a slash
    docker = {item["Id"]: {item["Name"], f"/{item['Name']}"} for item in args["docker"]}
    cri = {item["id"]: {item["name"]} for item in args["cri"]}
    return [
        _one_sided("docker_only_container", args["written"], (docker, "docker ps -a"), (cri, "crictl ps -a"), say),
        _one_sided("cri_only_container", args["written"], (cri, "crictl ps -a"), (docker, "docker ps -a"), say),
    ]


def images_split(args: Object, say: Messages) -> list[Finding]:
    """An image reference that only Docker holds, and one that only the node's runtime holds.

    The image that start gave to Docker alone, and that the student then hands to the runtime, was a right answer.
    """
    docker, cri = _references(args["docker"]), _references(args["cri"])
    name = _normal(args["handed_over"])
    handed_over = {name, *(item["Id"] for item in args["cri"] if name in map(_normal, item["RepoTags"] or ()))}
    unshared = {name: names for name, names in cri.items() if name not in handed_over}
    return [
        _one_sided("docker_only_image", args["written"], (docker, "docker images"), (unshared, "crictl images"), say),
        _one_sided("cri_only_image", args["written"], (cri, "crictl images"), (docker, "docker images"), say),
    ]


def image_handed_over(args: Object, say: Messages) -> list[Finding]:
    """The Pod runs, unchanged, from the very image that Docker has."""
    pod, reference = args["pod"], args["reference"]
    if pod is None:
        return [Finding(False, "Pod cri-proof", say("not_found", name="Pod cri-proof"))]
    docker, node = args["docker"] or {}, args["node"] or {}
    spec: Object = next(iter((pod.get("spec") or {}).get("containers") or ()), {})
    status = pod.get("status") or {}
    ready = [item["status"] for item in status.get("conditions") or () if item["type"] == "Ready"]
    running = next((item.get("imageID") for item in status.get("containerStatuses") or ()), None)
    image, policy = spec.get("image"), spec.get("imagePullPolicy")
    same = docker.get("Id") is not None and node.get("Id") == docker.get("Id")
    found = [
        _same(isinstance(image, str) and _image.same(image, reference), "image", reference, image, say),
        _same(policy == "Never", "imagePullPolicy", "Never", policy, say),
        _same(same, say("node_image", name=reference), docker.get("Id"), node.get("Id"), say),
        _same(ready == ["True"], "Pod Ready", "True", next(iter(ready), None), say),
    ]
    if ready == ["True"] and same:
        known = {_digest(name) for name in (node["Id"], *node.get("RepoDigests", ()))}
        found.append(_same(_digest(running or "") in known, "imageID", node["Id"], running, say))
    return found


def compared(args: Object, say: Messages) -> list[Finding]:
    """Yes or no in each cell; `but` are words that make the other answer right as well."""
    found = []
    for cell, wanted in args["wanted"].items():
        engine, _dot, column = cell.partition(".")
        written = args["written"][engine][column]
        excused = any(word in written.lower() for word in args["but"].get(cell, ()))
        holds = _yes_or_no(written) is wanted or (excused and bool(written))
        found.append(_same(holds, f"compare.{engine}.{column}", "yes" if wanted else "no", written, say))
    return found


def service_states(args: Object, say: Messages) -> list[Finding]:
    """Whether each service runs here; of one that is not installed, systemd says `inactive` as well."""
    found = []
    for engine, unit in args["units"].items():
        live, written = args["live"][unit], args["written"][engine]["service_here"]
        if live["state"] == "active":
            wanted, words = "active", ACTIVE
        else:
            wanted, words = (live["state"], STOPPED) if live["installed"] else ("absent", ABSENT)
        holds = words.match(written.lower()) is not None
        found.append(_same(holds, f"compare.{engine}.service_here", wanted, written, say))
    return found


Side = tuple[t.Mapping[str, t.Collection[str]], str]


def _one_sided(field: str, written: Object, here: Side, there: Side, say: Messages) -> Finding:
    """Every word names something that is here and not there; `none` where there is no such thing."""
    label, words = f"split.{field}", [word for word in re.split(r"[,、\s]+", written[field]) if word]
    only = [name for name in here[0] if name not in there[0]]
    if not only:
        holds = bool(words) and NOTHING.fullmatch(words[0].lower()) is not None
        return _same(holds, label, "none", written[field], say)
    wanted = say("one_sided", label=label, here=here[1], there=there[1])
    if not words:
        return Finding(False, wanted, say("is", label=label, value=""))
    places = [{side[1] for side in (here, there) if _among(word, side[0])} for word in words]
    mine = [any(_names(word, name, here[0][name]) for name in only) for word in words]
    if all(mine):
        return Finding(True, wanted, say("is", label=label, value=written[field]))
    word, found = next((word, place) for word, place, good in zip(words, places, mine, strict=True) if not good)
    return Finding(False, wanted, say("is_in", label=label, value=word, places=" + ".join(sorted(found))))


def _among(word: str, things: t.Mapping[str, t.Collection[str]]) -> bool:
    return any(_names(word, name, others) for name, others in things.items())


def _names(word: str, name: str, others: t.Collection[str]) -> bool:
    """By its name, or by at least six digits of its id."""
    if word in others or word == name or _normal(word) == name:
        return True
    digits = word.lower().removeprefix("sha256:")
    return re.fullmatch(r"[0-9a-f]{6,64}", digits) is not None and name.removeprefix("sha256:").startswith(digits)


def _references(images: list[Object]) -> dict[str, frozenset[str]]:
    """Every tag, digest and id, in full."""
    names = [name for item in images for name in (*(item["RepoTags"] or ()), *(item["RepoDigests"] or ()))]
    known = {_normal(name) for name in names if "<none>" not in name}
    return dict.fromkeys(sorted({*known, *(item["Id"] for item in images)}), frozenset())


def _normal(reference: str) -> str:
    repository, tag, digest = _image.parse(reference)
    return f"{repository}@{digest}" if digest else f"{repository}:{tag}"


def _digest(name: str) -> str:
    return name.rpartition("@")[2]


def _socket(text: str) -> str:
    return re.sub(r"^/var/run/", "/run/", text.strip().removeprefix("unix://").rstrip("/"))


def _versions(text: str) -> list[str]:
    return list(dict.fromkeys(VERSION.findall(text)))


def _yes_or_no(text: str) -> bool | None:
    for words, answer in ((NO, False), (YES, True)):
        if words.match(text.lower()):
            return answer
    return None


def _same(holds: bool, label: str, wanted: t.Any, written: t.Any, say: Messages) -> Finding:
    return Finding(holds, say("equals", label=label, arg=wanted), say("is", label=label, value=written))


PREDICATES: t.Final[t.Mapping[str, Predicate]] = {
    "compared": Predicate(compared, frozenset({"written", "wanted", "but"})),
    "container_trace": Predicate(container_trace, frozenset({"written", "processes"})),
    "containers_split": Predicate(containers_split, frozenset({"written", "docker", "cri"})),
    "cri_endpoint": Predicate(cri_endpoint, frozenset({"written", "kubelets"})),
    "image_handed_over": Predicate(image_handed_over, frozenset({"pod", "reference", "docker", "node"})),
    "images_split": Predicate(images_split, frozenset({"written", "docker", "cri", "handed_over"})),
    "node_runtime": Predicate(node_runtime, frozenset({"name", "runtime", "version", "nodes"})),
    "oci_runtime": Predicate(oci_runtime, frozenset({"written", "live"})),
    "service_states": Predicate(service_states, frozenset({"written", "live", "units"})),
    "tool_versions": Predicate(tool_versions, frozenset({"written", "live"})),
}
