# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils import _functions_pods

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
    assert _functions_pods.isolating(policy(selector), POD) == ["n"]


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
    assert _functions_pods.isolating(policy(selector), POD) == []


def test_nothing_there() -> None:
    assert _functions_pods.isolating(None, POD) == []
    assert _functions_pods.isolating(policy({}), None) == []
    assert _functions_pods.isolating(policy({"matchLabels": {"a": "b"}}), {"metadata": {}}) == []
