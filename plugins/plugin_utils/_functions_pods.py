# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions of selectors that know how Kubernetes objects belong together. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils import _network_policy

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
OBJECT: t.Final[t.Any] = {"types": ["object", "null"]}


def isolating(policies: list[Object] | None, pod: Object | None) -> list[str]:
    """Names of the NetworkPolicies that select the Pod."""
    if pod is None:
        return []
    labels = (pod.get("metadata") or {}).get("labels") or {}
    return [
        policy["metadata"]["name"]
        for policy in policies or []
        if _network_policy.selects((policy.get("spec") or {}).get("podSelector") or {}, labels)
    ]


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "isolating": (isolating, (LIST, OBJECT)),
}
