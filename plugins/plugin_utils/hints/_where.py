# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where to look: commands that only look, for the student's own account. Private to the collection.

Only names from a criteria file become words of a command. Of what a student named, only what the API server has
checked to be a name of Kubernetes.
"""

from __future__ import annotations

import posixpath
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _pods
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Scene
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._things import Thing, of_check

Spec = t.Mapping[str, t.Any]
Look = t.Callable[[Scene, Thing], str]

FOLDER = "~student/kcna-lab02"
# what `kubectl describe` leaves out of a Pod or a Deployment
NOT_DESCRIBED = re.compile(r"imagePull|security|labels|seccomp")
# what `ls -l` shows of a file, and `cat` does not
FACTS = re.compile(r"\.(mode|mtime|ctime|owner|read_only|type)\b")
# kinds in the words of `kubectl get`
LISTS: t.Final = {"PersistentVolumeClaim": "pvc", "PersistentVolume": "pv", "NetworkPolicy": "networkpolicies"}
# Where a predicate judges, the probe that tells most of what it sees.
RANK: t.Final = (
    "file",
    "exec",
    "traced_exec",
    "NetworkPolicy",
    "docker_layers",
    "docker_history",
    "registry_log",
    "registry_image",
    "pod_files",
    "app_trace",
    "init_clone",
    "processes",
)


def commands(scene: Scene) -> tuple[str, ...]:
    """One command, or as many as there are things to look at; none where no probe shows it."""
    trouble = _pods.trouble(scene)
    if trouble is not None:
        return (trouble.look(),)
    things = _of_findings(scene) or scene.things
    found = [_command(scene, thing) for thing in things if scene.spec(thing.probe)]
    # of things that are named, the first: the others are what it is compared with
    return tuple(dict.fromkeys(found))[: 1 if scene.criterion.subject else 2]


def _of_findings(scene: Scene) -> tuple[Thing, ...]:
    """What the first check that fails looks at; or else what tells most of what the predicate sees."""
    if scene.seeded:
        return scene.things
    if scene.absent:
        return tuple(sorted(scene.things, key=lambda thing: thing.name is None or scene.object(thing) is not None))
    if scene.failed:
        checked = scene.failed if scene.criterion.subject is None else scene.failed[:1]
        return tuple(thing for item in checked for thing in of_check(scene.criterion, item.check))
    kinds = {_kind(scene.spec(name)): name for name in reversed(scene.criterion.uses)}
    told = next((kinds[kind] for kind in RANK if kind in kinds), None)
    if told is None:
        return ()
    return tuple(thing for thing in scene.things if thing.probe == told) or (Thing(told),)


def _kind(spec: Spec) -> str:
    return "NetworkPolicy" if spec.get("kind") == "NetworkPolicy" else str(spec["probe"])


def _command(scene: Scene, thing: Thing) -> str:
    return LOOKS[str(scene.spec(thing.probe)["probe"])](scene, thing)


def _kubectl(spec: Spec) -> str:
    return f"kubectl -n {spec['namespace']}" if "namespace" in spec else "kubectl"


def _kubernetes(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    kind = spec["kind"].lower()
    if spec["kind"] == "NetworkPolicy" and "namespace" in spec:
        return f"{_kubectl(spec)} describe {kind}"
    if thing.label is not None and not _gone(scene, thing):
        return f"{_kubectl(spec)} describe {kind} -l app={thing.label}"
    if thing.name is None or _gone(scene, thing):
        everywhere = "" if "namespace" in spec or kind == "persistentvolume" else " -A"
        return f"{_kubectl(spec)} get {LISTS.get(spec['kind'], kind + 's')}{everywhere}"
    if kind in ("configmap", "secret") or any(NOT_DESCRIBED.search(item.check.select.text) for item in scene.failed):
        return f"{_kubectl(spec)} get {kind} {thing.name} -o yaml"
    return f"{_kubectl(spec)} describe {kind} {thing.name}"


def _gone(scene: Scene, thing: Thing) -> bool:
    if thing.label is not None:
        items = scene.data.get(thing.probe) or []
        return not any(((item.get("metadata") or {}).get("labels") or {}).get("app") == thing.label for item in items)
    return scene.object(thing) is None


def _file(scene: Scene, thing: Thing) -> str:
    path = scene.spec(thing.probe)["path"]
    file = scene.data.get(thing.probe) or {}
    if not file and path.startswith(FOLDER + "/"):
        return f"ls -la {_home(FOLDER)}"
    return f"cat {_home(path)}" if file.get("type") == "file" and file["content"] else f"ls -ld {_home(path)}"


def _home(path: str) -> str:
    return path.replace("~student", "~", 1)


def _docker_images(scene: Scene, thing: Thing) -> str:
    if thing.name is None:
        return "docker images"
    if scene.object(thing) is None:
        return f"docker images {_image.parse(thing.name)[0].removeprefix('docker.io/library/')}"
    return f"docker image inspect {thing.name}"


def _docker_containers(scene: Scene, thing: Thing) -> str:
    found = scene.object(thing)
    if found is None or thing.name is None:
        return "docker ps -a"
    return f"docker {'logs' if found['State']['Status'] == 'exited' else 'inspect'} {thing.name}"


def _docker_published(scene: Scene, _thing: Thing) -> str:
    name = scene.criterion.subject.name if scene.criterion.subject else ""
    return f"curl -i {name}" if name.startswith("http://") and not scene.absent else "docker ps -a"


def _registry_image(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    up = (scene.data.get(thing.probe) or {}).get("status") == 200
    return f"curl -s http://localhost:{spec['port']}/v2/{spec['repository']}/tags/list" if up else "docker ps -a"


def _registry_login(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    if scene.data.get(thing.probe) is None:
        return f"{_kubectl(spec)} get secrets"
    path = r"jsonpath='{.data.\.dockerconfigjson}'"
    return f"{_kubectl(spec)} get secret {spec['secret']} -o {path} | base64 -d"


def _pod(spec: Spec, verb: str) -> str:
    inside = f" -c {spec['container']}" if "container" in spec else ""
    return f"{_kubectl(spec)} {verb} {spec['pod']}{inside}"


def _cgroup(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    if "interval_ms" not in spec:
        return f"{_kubectl(spec)} top pod {spec['pod']} --containers"
    folder = "/sys/fs/cgroup/cpu" if scene.stage.observation.host.get("cgroup_version") == 1 else "/sys/fs/cgroup"
    return f"{_pod(spec, 'exec')} -- cat {folder}/cpu.stat"


def _pod_files(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    text = scene.failed[0].check.select.text if scene.failed else ""
    name = scene.criterion.subject.name if scene.criterion.subject else ""
    path = next((path for path in spec["paths"] if path in text or posixpath.basename(path) in name), spec["paths"][0])
    file = (scene.data.get(thing.probe) or {}).get(path)
    if file is None:
        return f"{_pod(spec, 'exec')} -- ls -l {posixpath.dirname(path)}"
    if file["type"] != "file":
        return f"{_pod(spec, 'exec')} -- ls -ld {path}"
    return f"{_pod(spec, 'exec')} -- {'ls -l' if FACTS.search(text) else 'tail'} {path}"


def _processes(scene: Scene, thing: Thing) -> str:
    spec = scene.spec(thing.probe)
    if thing.name is None:
        return f"{_kubectl(spec)} get pods -o yaml"
    return f"{_kubectl(spec)} exec {thing.name} -c {thing.container} -- cat /proc/1/status"


def _exec(scene: Scene, thing: Thing) -> str:
    """The request that the probe makes, without what only the probe needs."""
    spec = scene.spec(thing.probe)
    url = spec["command"][-1].partition("?")[0]
    return f"{_pod(spec, 'exec')} -- curl -sS -m 5 {url}"


def _of_spec(form: str) -> Look:
    """A command that takes nothing but words of the probe."""
    return lambda scene, thing: form.format(**scene.spec(thing.probe))


LOOKS: t.Final[t.Mapping[str, Look]] = {
    "api": _of_spec("kubectl get --raw {path}"),
    "app_trace": _of_spec("kubectl -n {namespace} logs -l app={app} --all-containers --prefix --tail=20"),
    "cgroup": _cgroup,
    "connect": _of_spec("kubectl -n {namespace} describe networkpolicy"),
    "cri_containers": _of_spec("sudo crictl ps -a"),
    "cri_images": _of_spec("sudo crictl images"),
    "cri_info": _of_spec("sudo crictl info"),
    "docker_containers": _docker_containers,
    "docker_history": _of_spec("docker history {image}"),
    "docker_images": _docker_images,
    # the container is gone when the command has ended
    "docker_layers": _of_spec("docker run --rm {image} ls -AR"),
    "docker_published": _docker_published,
    "docker_stats": _of_spec("docker stats --no-stream"),
    "docker_top": _of_spec("docker ps"),
    "docker_user": _of_spec("docker run --rm {image} id"),
    "exec": _exec,
    "file": _file,
    "init_clone": _of_spec("kubectl -n {namespace} describe pod -l app={app}"),
    "kubelets": _of_spec("sudo grep -i endpoint /var/lib/kubelet/config.yaml"),
    "kubernetes": _kubernetes,
    "node": _of_spec("uname -r"),
    "pod_files": _pod_files,
    "pod_open_files": _of_spec("kubectl -n {namespace} exec {pod} -c {container} -- ls -l /proc/1/fd"),
    "pod_http": _of_spec("kubectl -n {namespace} describe deployment {deployment}"),
    "processes": _processes,
    "registry_image": _registry_image,
    "registry_log": _of_spec("docker logs {container}"),
    "registry_login": _registry_login,
    "secret_services": _of_spec("kubectl -n {namespace} get secrets"),
    "services": lambda scene, thing: f"systemctl is-active {' '.join(scene.spec(thing.probe)['units'])}",
    "traced_exec": _exec,
    "versions": _of_spec("docker --version"),
}
