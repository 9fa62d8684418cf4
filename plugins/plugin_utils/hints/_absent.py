# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules for what is not there: not made yet, made in another place, under another name. Private to the collection."""

from __future__ import annotations

import difflib
import re
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import SUBJECT
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _things
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Advice, Object, Scene
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._things import Thing
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

# two names of which so much is the same are one and a slip of the pen: compare-alpine and compare-apline, 0.93
ALIKE = 0.84


def absent(scene: Scene, say: Messages) -> Advice | None:
    """The subject is missing: in which of the ways that can be told apart."""
    if not scene.absent or scene.criterion.subject is None:
        return None
    for thing in scene.things:
        kind = scene.spec(thing.probe).get("probe")
        rule = {"kubernetes": _object, "docker_containers": _container, "docker_images": _image_}.get(str(kind))
        found = rule(scene, thing, say) if rule and thing.name else None
        if found is not None:
            return found
    name = scene.criterion.subject.name
    if any(scene.spec(thing.probe).get("probe") == "file" for thing in scene.things):
        return _file(scene, say)
    return Advice(say("what_absent", name=name))


def _object(scene: Scene, thing: Thing, say: Messages) -> Advice | None:
    """Of a Kubernetes object, or of a container in one."""
    spec = scene.spec(thing.probe)
    found = scene.object(thing)
    if found is not None:
        return _inside(found, thing, say)
    here, whole = spec.get("namespace", ""), f"{spec['kind']} {thing.name}"
    items = scene.data.get(thing.probe) or []
    if any(item["metadata"]["name"] == thing.name for item in items):
        return Advice(say("what_deleting", name=whole), say("how_deleting"))
    there = _elsewhere(scene, spec, str(thing.name))
    if there:
        return Advice(
            say("what_elsewhere", name=whole, there=there, here=here), say("how_elsewhere", there=there, here=here)
        )
    near = _near(scene, str(thing.name), [item["metadata"]["name"] for item in items])
    if near:
        return Advice(say("what_near", name=whole, near=near), say("how_near", name=thing.name))
    return Advice(say("what_absent_in", name=whole, namespace=here), say("how_absent", section=section(scene, say)))


def container(scene: Scene, say: Messages) -> Advice | None:
    """The Pod is there, and a check asks for a container that it does not have."""
    for item in scene.failed:
        for thing in _things.of_selector(item.check.select):
            if thing.probe == SUBJECT and isinstance(scene.subject, dict):
                found = _inside(scene.subject, thing, say)
                if found is not None:
                    return found
    return None


def _inside(found: Object, thing: Thing, say: Messages) -> Advice | None:
    """The object is there; the container may not be."""
    spec = found.get("spec") or {}
    pod = spec.get("template") if found.get("kind") == "Deployment" else found
    names = [item["name"] for item in _functions.containers(pod)]
    if thing.container is None or thing.container in names or not names:
        return None
    whole = f"{found.get('kind', 'Pod')} {found['metadata']['name']}"
    values = {"name": thing.container, "object": whole, "names": ", ".join(names)}
    return Advice(say("what_no_container", **values), say("how_no_container", name=thing.container))


def _elsewhere(scene: Scene, spec: t.Mapping[str, t.Any], name: str) -> str | None:
    """Another namespace in which the student has made an object of this name and kind, where some probe shows it."""
    wanted = {key: spec[key] for key in ("probe", "kind", "api_version")}
    for probe in scene.stage.observation.probes:
        other = probe.get("spec") or {}
        if probe["status"] != "ok" or {key: other.get(key) for key in wanted} != wanted:
            continue
        for item in probe["value"] or []:
            metadata = item["metadata"]
            place = metadata.get("namespace")
            mine = metadata["name"] == name and _functions.seeded_by(item) is None
            if mine and place != spec.get("namespace") and not metadata.get("deletionTimestamp"):
                return str(place)
    return None


def _container(scene: Scene, thing: Thing, say: Messages) -> Advice | None:
    items = scene.data.get(thing.probe) or []
    near = _near(scene, str(thing.name), [item["Name"] for item in items if _functions.seeded_by(item) is None])
    if near:
        return Advice(say("what_near", name=thing.name, near=near), say("how_near", name=thing.name))
    return Advice(say("what_no_docker", name=thing.name))


def _image_(scene: Scene, thing: Thing, say: Messages) -> Advice | None:
    """Perhaps it was built under another tag, or with other hyphens in its name."""
    repository = _image.repository(str(thing.name))
    tags = [tag for item in scene.data.get(thing.probe) or [] for tag in item.get("RepoTags") or []]
    wanted = _same_letters(repository)
    near = [tag for tag in tags if _same_letters(_image.repository(tag)) == wanted and tag not in scene.stage.names]
    if near:
        return Advice(say("what_near", name=thing.name, near=near[0]), say("how_near_image", name=thing.name))
    return Advice(say("what_absent", name=thing.name))


def _file(scene: Scene, say: Messages) -> Advice | None:
    """It is missing, or it is there and what is wanted of it cannot be read."""
    path = next(spec["path"] for spec in _files(scene)).replace("~student", "~", 1)
    there = [scene.data.get(thing.probe) for thing in scene.things]
    if any(there):
        return Advice(say("what_unreadable", name=path))
    return Advice(say("what_no_file", name=path))


def _files(scene: Scene) -> t.Iterator[t.Mapping[str, t.Any]]:
    for thing in scene.things:
        spec = scene.spec(thing.probe)
        if spec.get("probe") == "file":
            yield spec


def _near(scene: Scene, wanted: str, candidates: t.Iterable[str]) -> str | None:
    """A name that the lab does not know and that is nearly the wanted one."""
    strangers = [name for name in candidates if name not in scene.stage.names]
    return next((name for name in strangers if alike(name, wanted)), None)


def alike(one: str, other: str) -> bool:
    """Whether they differ by no more than a slip: case, hyphens and underscores do not count."""
    first, second = _same_letters(one), _same_letters(other)
    return first == second or difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


def _same_letters(name: str) -> str:
    return re.sub(r"[-_. ]", "", name.lower())


def section(scene: Scene, say: Messages) -> str:
    """What the text calls the place where it treats the criterion."""
    if scene.criterion.section == scene.stage.exercise.id:
        return say("hint_part", title=say.pick(scene.stage.exercise.title))
    return say("hint_section", section=scene.criterion.section)
