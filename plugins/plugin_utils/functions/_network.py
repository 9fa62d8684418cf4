# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions for selectors about who reaches whom. Private to the collection."""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _network_policy

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
NAME: t.Final[t.Any] = {"types": ["string"]}


def breaches(
    connections: list[Object] | None, source: str, pods: list[Object], namespaces: list[Object], policies: list[Object]
) -> list[str]:
    """Addresses that answered a Pod although the policies deny it: they are not enforced."""
    by_name = {item["metadata"]["name"]: item for item in pods if not item["metadata"].get("deletionTimestamp")}
    answered = [item for item in connections or [] if item["outcome"] == "connected"]
    if source not in by_name:
        return []
    client = _network_policy.party(by_name[source], namespaces)
    return [
        item["address"]
        for item in answered
        if item["pod"] in by_name
        and not _network_policy.allows(
            policies, client, _network_policy.party(by_name[item["pod"]], namespaces), "TCP", item["port"]
        )
    ]


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "breaches": (breaches, (LIST, NAME, LIST, LIST, LIST)),
}
