# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions that selectors may call beside JMESPath's own. Private to the collection.

Each takes null for a missing argument and then answers null: an absent object is a normal answer.
"""

from __future__ import annotations

import json
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _app_pods
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _answers, _image, _table
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import (
    _lab,
    _network,
    _pods,
    _security,
    _storage,
    _text,
)

Object = dict[str, t.Any]

SEEDED = "kcna.labs/seeded"

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}
TEXT: t.Final[t.Any] = {"types": ["string", "null"]}
NAME: t.Final[t.Any] = {"types": ["string"]}
NAMES: t.Final[t.Any] = {"types": ["array"]}
NUMBER: t.Final[t.Any] = {"types": ["number", "null"]}


def seeded_by(thing: t.Any) -> str | None:
    """The exercise whose start made this thing, by its label or annotation; None where the student made it."""
    if not isinstance(thing, dict):
        return None
    metadata = thing.get("metadata") or {}
    places = (
        thing.get("labels"),
        metadata.get("labels"),
        metadata.get("annotations"),
        (thing.get("Config") or {}).get("Labels"),
    )
    return next((place[SEEDED] for place in places if isinstance(place, dict) and SEEDED in place), None)


def containers(pod: Object | None) -> list[Object]:
    """Containers of a Pod, sidecars among them, each with its specification and its status in one."""
    if pod is None:
        return []
    spec, status = pod.get("spec") or {}, pod.get("status") or {}
    sidecars = [item for item in spec.get("initContainers") or [] if item.get("restartPolicy") == "Always"]
    states = {
        item["name"]: item
        for item in [*(status.get("containerStatuses") or []), *(status.get("initContainerStatuses") or [])]
    }
    labels = (pod.get("metadata") or {}).get("labels") or {}
    return [
        {**item, **_state(states.get(item["name"], {})), "labels": labels}
        for item in [*(spec.get("containers") or []), *sidecars]
    ]


def _state(status: Object) -> Object:
    names = ("state", "lastState", "ready", "restartCount", "imageID", "containerID")
    return {name: status.get(name) for name in names}


def _first(items: t.Iterable[t.Any]) -> t.Any:
    return next(iter(items), None)


def named(items: list[Object] | None, name: str) -> Object | None:
    """Kubernetes object of this name; one that is being deleted is gone already."""
    metadata = [(item, item.get("metadata") or {}) for item in items or []]
    return _first(item for item, data in metadata if data.get("name") == name and not data.get("deletionTimestamp"))


def container(pod: Object | None, name: str) -> Object | None:
    """The container of this name."""
    return _first(item for item in containers(pod) if item["name"] == name)


def state(container: Object | None) -> str | None:
    """`running`, or what it is instead and why."""
    for name, detail in ((container or {}).get("state") or {}).items():
        reason = (detail or {}).get("reason")
        return f"{name} ({reason})" if reason else str(name)
    return None


def docker_named(items: list[Object] | None, name: str) -> Object | None:
    """The Docker container of this name."""
    return _first(item for item in items or [] if item.get("Name") == name)


def image_tag(images: list[Object] | None, reference: str) -> Object | None:
    """The image that carries this tag."""
    return _first(
        item for item in images or [] if any(_image.same(tag, reference) for tag in item.get("RepoTags") or [])
    )


def tags(images: list[Object] | None, image_id: str | None) -> list[str]:
    """All tags of the image with this id."""
    return [tag for item in images or [] if item.get("Id") == image_id for tag in item.get("RepoTags") or []]


def of_image(items: list[Object] | None, images: list[Object] | None, reference: str) -> list[Object]:
    """What a probe saw of containers whose image carries this tag."""
    image = image_tag(images, reference)
    return [item for item in items or [] if image is not None and item.get("image_id") == image["Id"]]


def running_of(items: list[Object] | None, images: list[Object] | None, name: str) -> list[Object]:
    """Running containers, not put there by a start, whose image has a tag in this repository."""
    return [
        item
        for item in items or []
        if item["State"]["Status"] == "running"
        and seeded_by(item) is None
        and any(_image.repository(tag) == _image.repository(name) for tag in tags(images, item["Image"]))
    ]


def minus(one: float | None, other: float | None) -> float | None:
    """The difference."""
    return None if one is None or other is None else one - other


def divide(one: float | None, other: float | None) -> float | None:
    """The quotient."""
    return None if one is None or not other else one / other


def from_json(text: str | None) -> t.Any:
    """Parsed JSON, or null where it is none."""
    try:
        return None if text is None else json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None


def table(text: str | None) -> list[_table.Row] | None:
    """Rows of a table written by hand, or null where it is none."""
    return None if text is None else _table.parse(text)


def rows_for(text: str | None, column: str, names: list[str]) -> list[_table.Row] | None:
    """The table's rows, or null unless it has a row for every name."""
    rows = table(text)
    if rows is None or not all(_table.rows_of(rows, column, name) for name in names):
        return None
    return rows


def answers(text: str | None) -> Object | None:
    """The fields of a form that was filled in as YAML, or null where it cannot be read."""
    return None if text is None else _answers.parse(text)


def app_pods(pods: list[Object] | None, label: str) -> list[Object]:
    """Ready Pods with this value of the label app and more than one running container, the newest first."""
    return _app_pods.ready(pods or [], label)


class Function(t.NamedTuple):
    """`signature` is what JMESPath checks before it calls."""

    call: t.Callable[..., t.Any]
    signature: tuple[t.Any, ...]


FUNCTIONS: t.Final[t.Mapping[str, Function]] = {
    "answers": Function(answers, (TEXT,)),
    "app_pods": Function(
        app_pods,
        (
            LIST,
            NAME,
        ),
    ),
    "container": Function(
        container,
        (
            OBJECT,
            NAME,
        ),
    ),
    "containers": Function(containers, (OBJECT,)),
    "divide": Function(
        divide,
        (
            NUMBER,
            NUMBER,
        ),
    ),
    "docker_named": Function(
        docker_named,
        (
            LIST,
            NAME,
        ),
    ),
    "from_json": Function(from_json, (TEXT,)),
    "image_tag": Function(
        image_tag,
        (
            LIST,
            NAME,
        ),
    ),
    "minus": Function(
        minus,
        (
            NUMBER,
            NUMBER,
        ),
    ),
    "named": Function(
        named,
        (
            LIST,
            NAME,
        ),
    ),
    "of_image": Function(of_image, (LIST, LIST, NAME)),
    "rows_for": Function(
        rows_for,
        (
            TEXT,
            NAME,
            NAMES,
        ),
    ),
    "running_of": Function(
        running_of,
        (
            LIST,
            LIST,
            NAME,
        ),
    ),
    "state": Function(state, (OBJECT,)),
    "table": Function(table, (TEXT,)),
    "tags": Function(
        tags,
        (
            LIST,
            TEXT,
        ),
    ),
    **{
        name: Function(*item)
        for topic in (
            _lab,
            _network,
            _pods,
            _security,
            _storage,
            _text,
        )
        for name, item in topic.FUNCTIONS.items()
    },
}
