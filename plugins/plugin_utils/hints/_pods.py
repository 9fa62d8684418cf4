# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What keeps a Pod from running, by what its status says. Private to the collection."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions, _pods, _storage
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Object, Scene
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._things import Thing

# what the API server lets a Pod or a container be called; nothing else becomes a word of a command
NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
# a check that asks whether something runs, rather than how it was specified
RUNS = re.compile(r"\b(status|state|lastState|ready)\b|\bready\(|\bstate\(")
# reasons of a waiting container, as the kubelet names them: pkg/kubelet/images/types.go, kuberuntime_container.go
WAITING: t.Final = {
    "ErrImagePull": "pull",
    "ImagePullBackOff": "pull",
    "ErrImageNeverPull": "never",
    "InvalidImageName": "bad_image",
    "CreateContainerConfigError": "config",
    "CreateContainerError": "start",
    "RunContainerError": "start",
    "ContainerCreating": "creating",
}
# what registries and runtimes say of a pull that fails, lower-case
PULL: t.Final = (
    ("pull_login", ("unauthorized", "authentication required", "no basic auth", "denied", "401", "403")),
    ("pull_missing", ("not found", "manifest unknown", "404")),
    ("pull_unreachable", ("connection refused", "no such host", "timeout", "dial tcp", "i/o")),
)
NO_COMMAND: t.Final = (126, 127, 128)


@dataclasses.dataclass(frozen=True)
class Trouble:
    """`kind` is the end of a message's name; `log` says which log tells more."""

    kind: str
    pod: Object
    container: str | None = None
    code: int | None = None
    image: str | None = None
    reason: str | None = None
    message: str | None = None
    log: t.Literal["", "now", "before"] = ""

    @property
    def values(self) -> Object:
        """What the messages name."""
        return {
            "pod": self.pod["metadata"]["name"],
            "container": self.container,
            "code": self.code,
            "image": self.image,
            "reason": self.reason,
            "message": (self.message or self.reason or "")[:300],
            "look": self.look(),
        }

    def look(self) -> str:
        """The command that shows it."""
        metadata = self.pod["metadata"]
        kubectl = f"kubectl -n {metadata['namespace']}"
        words = (metadata["name"], metadata["namespace"], self.container or "none")
        if not all(NAME.fullmatch(str(word)) for word in words):
            return "kubectl get pods -A"
        if not self.log or self.container is None:
            return f"{kubectl} describe pod {metadata['name']}"
        before = " --previous" if self.log == "before" else ""
        return f"{kubectl} logs {metadata['name']} -c {self.container}{before}"


def trouble(scene: Scene) -> Trouble | None:
    """What keeps the criterion's Pod from running, where that is what the criterion fails by."""
    for thing in scene.things:
        for pod in _pods_of(scene, thing):
            found = _of_pod(pod, thing.container)
            if found is not None and _matters(scene):
                return found
    return None


def _matters(scene: Scene) -> bool:
    if scene.absent:
        return True
    if scene.failed:
        return any(RUNS.search(item.check.select.text) for item in scene.failed)
    return scene.criterion.predicate is not None


def _pods_of(scene: Scene, thing: Thing) -> list[Object]:
    """The Pod of this name, those with this label, or those of the Deployment's present template."""
    kind, items = scene.spec(thing.probe).get("kind"), scene.data.get(thing.probe)
    if kind == "Pod" and thing.label is not None:
        return [
            item
            for item in items or []
            if (item["metadata"].get("labels") or {}).get("app") == thing.label
            and not item["metadata"].get("deletionTimestamp")
        ]
    found = scene.object(thing)
    if kind == "Deployment" and found is not None:
        namespace = scene.spec(thing.probe).get("namespace")
        mine = {
            spec["kind"]: scene.data[name]
            for name, spec in scene.stage.exercise.probes.items()
            if spec["probe"] == "kubernetes" and spec.get("namespace") == namespace
        }
        return _pods.current_pods(mine.get("Pod"), mine.get("ReplicaSet"), found)
    return [found] if kind == "Pod" and found is not None else []


def _of_pod(pod: Object, container: str | None) -> Trouble | None:
    status = pod.get("status") or {}
    conditions = {item["type"]: item for item in status.get("conditions") or []}
    scheduled = conditions.get("PodScheduled") or {}
    if scheduled.get("status") == "False":
        return Trouble("unscheduled", pod, reason=scheduled.get("reason"), message=scheduled.get("message"))
    if status.get("phase") == "Failed" and status.get("reason"):
        return Trouble("evicted", pod, reason=status["reason"], message=status.get("message"))
    own = [item for item in status.get("containerStatuses") or [] if container in (None, item["name"])]
    begun = (conditions.get("Initialized") or {}).get("status") != "False"
    for item in status.get("initContainerStatuses") or []:
        found = None if begun and item.get("ready") else _of_init(pod, item)
        if found is not None:
            return found
    found = next((found for item in own if (found := _of_container(pod, item)) is not None), None)
    if found is None and status.get("phase") == "Pending" and not own:
        return Trouble("pending", pod)
    return found


def _of_init(pod: Object, status: Object) -> Trouble | None:
    """An init container that has not ended well; a sidecar among them may run."""
    specs = {item["name"]: item for item in pod["spec"].get("initContainers") or []}
    if specs.get(status["name"], {}).get("restartPolicy") == "Always":
        return _of_container(pod, status)
    state = status.get("state") or {}
    if "running" in state:
        return Trouble("init", pod, status["name"], log="now")
    if (state.get("terminated") or {}).get("exitCode") == 0 or not state:
        return None
    # it waits for the one before
    return None if (state.get("waiting") or {}).get("reason") == "PodInitializing" else _of_container(pod, status)


def _of_container(pod: Object, status: Object) -> Trouble | None:
    state, name = status.get("state") or {}, status["name"]
    waiting, ended = state.get("waiting") or {}, state.get("terminated")
    if ended:
        return _ended(pod, name, ended, "now")
    if waiting.get("reason") == "CrashLoopBackOff":
        last = (status.get("lastState") or {}).get("terminated") or {}
        return _ended(pod, name, last, "before", again=True)
    if waiting.get("reason") in WAITING:
        kind, message = WAITING[waiting["reason"]], str(waiting.get("message") or "")
        image = _functions.container(pod, name) or _spec_of(pod, name)
        return Trouble(
            _pull(message) if kind == "pull" else kind,
            pod,
            name,
            image=str(image.get("image")),
            reason=waiting["reason"],
            message=message,
        )
    if "running" in state and status.get("ready") is False:
        return Trouble("not_ready", pod, name, log="now")
    return None


def _ended(pod: Object, name: str, ended: Object, log: t.Literal["now", "before"], *, again: bool = False) -> Trouble:
    code, reason = ended.get("exitCode"), ended.get("reason")
    if reason == "OOMKilled":
        return Trouble("oom", pod, name, code, reason=reason)
    if code in NO_COMMAND or reason in ("StartError", "ContainerCannotRun"):
        return Trouble("start", pod, name, code, reason=reason, message=ended.get("message"))
    if code == 0:
        return Trouble("completed", pod, name, code, log=log)
    kind = "ended" if not again else "crash" if code is not None else "crash_unknown"
    return Trouble(kind, pod, name, code, reason=reason, log=log)


def _pull(message: str) -> str:
    said = message.lower()
    return next((kind for kind, words in PULL if any(word in said for word in words)), "pull")


def _spec_of(pod: Object, name: str) -> Object:
    return next((item for item in _storage.all_containers(pod) if item["name"] == name), {})
