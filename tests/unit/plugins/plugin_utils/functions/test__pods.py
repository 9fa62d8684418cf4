# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _pods

POD = {"metadata": {"name": "p", "labels": {"app": "web", "tier": "front"}}}


def policy(selector: dict[str, t.Any] | None) -> list[dict[str, t.Any]]:
    return [{"metadata": {"name": "n"}, "spec": {"podSelector": selector}}]


def expression(key: str, operator: str, *values: str) -> dict[str, t.Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values) or None}]}


@pytest.mark.parametrize(
    "selector",
    [
        None,
        {},
        {"matchLabels": {"app": "web"}},
        {"matchLabels": {"app": "web", "tier": "front"}},
        expression("app", "In", "web", "api"),
        expression("app", "NotIn", "api"),
        expression("other", "NotIn", "api"),
        expression("app", "Exists"),
        expression("other", "DoesNotExist"),
    ],
)
def test_selected(selector: dict[str, t.Any] | None) -> None:
    assert _pods.isolating(policy(selector), POD) == ["n"]


@pytest.mark.parametrize(
    "selector",
    [
        {"matchLabels": {"app": "web", "tier": "back"}},
        expression("app", "In", "api"),
        expression("app", "NotIn", "web"),
        expression("other", "Exists"),
        expression("app", "DoesNotExist"),
        {"matchLabels": {"app": "web"}, **expression("tier", "In", "back")},
    ],
)
def test_not_selected(selector: dict[str, t.Any]) -> None:
    assert _pods.isolating(policy(selector), POD) == []


def test_nothing_there() -> None:
    assert _pods.isolating(None, POD) == []
    assert _pods.isolating(policy({}), None) == []
    assert _pods.isolating(policy({"matchLabels": {"a": "b"}}), {"metadata": {}}) == []


def item(name: str, owner: str, revision: str | None = None, **more: t.Any) -> dict[str, t.Any]:
    annotations = {} if revision is None else {"annotations": {_pods.REVISION: revision}}
    return {"metadata": {"name": name, "uid": name, "ownerReferences": [{"uid": owner}], **annotations, **more}}


DEPLOYMENT = {"metadata": {"name": "web", "uid": "d", "annotations": {_pods.REVISION: "2"}}}


def test_pods_of_the_present_template() -> None:
    sets = [item("old", "d", "1"), item("new", "d", "2"), item("strange", "e", "2")]
    pods = [item("a", "old"), item("b", "new"), item("c", "strange"), item("d", "new", deletionTimestamp="t")]
    found = _pods.current_pods(pods, sets, DEPLOYMENT)
    assert [pod["metadata"]["name"] for pod in found] == ["b"]


def test_no_pods() -> None:
    assert _pods.current_pods(None, None, None) == []
    assert _pods.current_pods([{"metadata": {}}], [{"metadata": {"uid": "x"}}], None) == []


def test_port_number() -> None:
    container = {"ports": [{"containerPort": 80}, {"name": "web", "containerPort": 5000}]}
    assert _pods.port_number(container, 5000) == 5000
    assert _pods.port_number(container, "web") == 5000
    assert _pods.port_number(container, "api") is None
    assert _pods.port_number(None, "web") is None
    assert _pods.port_number({}, None) is None
