# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions of selectors that know how Kubernetes objects belong together. Private to the collection."""

from __future__ import annotations

import typing as t

Object = dict[str, t.Any]


def isolating(policies: list[Object] | None, pod: Object | None) -> list[str]:
    """Names of the NetworkPolicies that select the Pod."""
    if pod is None:
        return []
    labels = (pod.get("metadata") or {}).get("labels") or {}
    return [
        policy["metadata"]["name"]
        for policy in policies or []
        if _selects((policy.get("spec") or {}).get("podSelector") or {}, labels)
    ]


def _selects(selector: Object, labels: Object) -> bool:
    exact = (selector.get("matchLabels") or {}).items()
    return all(labels.get(key) == value for key, value in exact) and all(
        _fits(item, labels) for item in selector.get("matchExpressions") or []
    )


def _fits(expression: Object, labels: Object) -> bool:
    key, values = expression["key"], expression.get("values") or []
    return {
        "In": labels.get(key) in values,
        "NotIn": labels.get(key) not in values,
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
    }.get(expression["operator"], False)
