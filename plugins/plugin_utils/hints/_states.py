# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules for what is there and not in a state to do its work. Private to the collection."""

from __future__ import annotations

import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _pods
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._absent import section
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Advice, Failed, Object, Scene
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._things import Thing, of_check
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

KILLED = 137
# how the select of a check names a container's port
PORT = re.compile(r'Ports\."?(\d+)/tcp')
URL = re.compile(r"http://\S+")
# each kind of trouble has a message of its own for how to go on, but where the log says it
LOGGED: t.Final = frozenset({"crash", "crash_unknown", "ended"})
# the same thing must be done about these
HOW: t.Final = {"pull_missing": "pull", "bad_image": "pull"}


def seeded(scene: Scene, say: Messages) -> Advice | None:
    """A start has put it there."""
    exercise = scene.seeded
    if exercise is None or scene.criterion.subject is None:
        return None
    name = scene.criterion.subject.name
    return Advice(
        say("what_seeded", name=name, exercise=exercise), say("how_seeded", name=name, section=section(scene, say))
    )


def pod(scene: Scene, say: Messages) -> Advice | None:
    """The Pod does not run."""
    found = _pods.trouble(scene)
    if found is None:
        return None
    how = "logs" if found.kind in LOGGED else HOW.get(found.kind, found.kind)
    return Advice(say(f"what_{found.kind}", **found.values), say(f"how_{how}", **found.values))


def deployment(scene: Scene, say: Messages) -> Advice | None:
    """The Deployment has conditions that say why there are no Pods."""
    for thing in scene.things:
        found = scene.object(thing) if scene.spec(thing.probe).get("kind") == "Deployment" else None
        for item in ((found or {}).get("status") or {}).get("conditions") or []:
            if item["type"] == "ReplicaFailure" and item["status"] == "True":
                return Advice(say("what_no_replicas", name=thing.name, message=str(item.get("message"))[:300]))
        if found is not None and found["spec"].get("paused") and scene.failed:
            return Advice(say("what_paused", name=thing.name), say("how_paused"))
    return None


def docker(scene: Scene, say: Messages) -> Advice | None:
    """The Docker container does not run, or not from that image, or not on that port."""
    for thing in scene.things:
        if scene.spec(thing.probe).get("probe") != "docker_containers":
            continue
        found = scene.object(thing)
        checked = next((item for item in scene.failed if thing in of_check(scene.criterion, item.check)), None)
        if found is not None and checked is not None:
            return _docker(found, checked, say)
    return None


def _docker(found: Object, failed: Failed, say: Messages) -> Advice | None:
    select, state, name = failed.check.select.text, found["State"], found["Name"]
    if state["Status"] != "running":
        return _stopped(name, state, say)
    if "Ports" in select:
        ports = sorted({one["HostPort"] for pairs in (found.get("Ports") or {}).values() for one in pairs or []})
        port = PORT.search(select)
        values = {"name": name, "port": port[1] if port else "", "ports": ", ".join(ports), "arg": failed.argument}
        kind = "no_port" if not ports else "port_elsewhere" if failed.argument in ports else "other_port"
        what = say(f"what_{kind}", **values)
        return Advice(what, say("how_port"))
    if "Image" in select:
        return Advice(say("what_other_image", name=name, image=found["Config"].get("Image")))
    return None


def _stopped(name: str, state: Object, say: Messages) -> Advice:
    code = state.get("ExitCode")
    values = {"name": name, "code": code, "state": state["Status"]}
    if state["Status"] == "paused":
        return Advice(say("what_docker_state", **values), say("how_docker_paused"))
    if state["Status"] == "created":
        return Advice(say("what_docker_created", **values), say("how_docker_created"))
    if state.get("OOMKilled"):
        return Advice(say("what_docker_oom", **values), say("how_docker_oom"))
    if code in _pods.NO_COMMAND:
        return Advice(say("what_docker_exited", **values), say("how_start"))
    if code in (0, KILLED):
        return Advice(say("what_docker_exited", **values), say("how_docker_done"))
    return Advice(say("what_docker_exited", **values), say("how_docker_logs"))


def file(scene: Scene, say: Messages) -> Advice | None:
    """What the student was to write is no file, empty, somebody else's, or no JSON."""
    for name in scene.criterion.uses:
        if scene.spec(name).get("probe") != "file" or _wanted_gone(scene, name):
            continue
        found, path = scene.data.get(name), scene.spec(name)["path"].replace("~student", "~", 1)
        if found is None and any(name in item.check.select.roots for item in scene.failed):
            return Advice(say("what_no_file", name=path))
        advice = _file(scene, found, path, say) if isinstance(found, dict) else None
        if advice is not None:
            return advice
    return None


def _wanted_gone(scene: Scene, probe: str) -> bool:
    """Whether nothing is what was to be there."""
    gone = (item for item in scene.failed if item.check.matcher == "present" and item.argument is False)
    return any(probe in item.check.select.roots for item in gone)


def _file(scene: Scene, found: Object, path: str, say: Messages) -> Advice | None:
    checks = {item.check.select.text.rpartition(".")[2]: item for item in scene.failed}
    if "type" in checks:
        kinds = {name: say(f"type_{name}") for name in ("file", "directory", "symlink")}
        kind = kinds.get(found["type"], found["type"])
        wanted = kinds.get(str(checks["type"].argument), "")
        return Advice(say("what_type", path=path, kind=kind, wanted=wanted), say("how_type", path=path, wanted=wanted))
    if "owner" in checks:
        owner = found.get("owner") or found["uid"]
        return Advice(say("what_owner", path=path, owner=owner), say("how_owner"))
    if found.get("content") is not None and not found["content"].strip():
        return Advice(say("what_empty", path=path), say("how_empty"))
    if found.get("truncated"):
        return Advice(say("what_too_long", path=path, size=found["size"]))
    if any(item.check.select.text.startswith("from_json(") and item.value is None for item in scene.failed):
        return Advice(say("what_no_json", path=path), say("how_no_json"))
    return None


def http(scene: Scene, say: Messages) -> Advice | None:
    """Nobody answers, or with another status."""
    failed = next((item for item in scene.failed if item.check.select.text.endswith("status")), None)
    if failed is None or not isinstance(failed.check.argument, (int, list)):
        return None
    thing: Thing = next(iter(of_check(scene.criterion, failed.check)), Thing(""))
    answer = scene.subject if isinstance(scene.subject, dict) else scene.data.get(thing.probe)
    if not isinstance(answer, dict):
        return None
    name = scene.criterion.subject.name if scene.criterion.subject else ""
    address = URL.search(f"{name} {say.pick(failed.check.label) if failed.check.label else ''}")
    place = address[0] if address else say("the_application")
    if failed.value is None:
        nobody = "refused" in str(answer.get("reason"))
        return Advice(say("what_nobody" if nobody else "what_no_answer", place=place), say("how_no_answer"))
    if failed.value in (401, 403):
        return Advice(say("what_status", place=place, status=failed.value), say("how_status_login"))
    how = "how_status_broken" if int(failed.value) >= 500 else "how_status"
    return Advice(say("what_status", place=place, status=failed.value), say(how))
