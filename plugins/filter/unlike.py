# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Filter that tells Pods which must be replaced from those that may stay."""

from __future__ import annotations

DOCUMENTATION = r"""
name: unlike
short_description: Name the Pods that exist, but not as they shall be
version_added: 0.1.0
description:
  - A Pod cannot be changed, only replaced. This says which ones must be.
  - A Pod is as it shall be if everything that its manifest states is true of it.
  - More containers, labels and defaults do no harm. More resources do, since they decide the QoS class.
  - A Pod that is being deleted, was evicted, or has ended although it should run,
    or was killed and nobody knows why, must be replaced as well.
author: kcna.labs contributors (@kcna-labs)
positional: live
options:
  _input:
    description: Manifests of the Pods.
    type: list
    elements: dict
    required: true
  live:
    description: Pods of their namespace as the API server returns them.
    type: list
    elements: dict
    required: true
seealso:
  - module: kubernetes.core.k8s_info
    description: Finds the Pods.
  - plugin: kcna.labs.verdicts
    plugin_type: filter
    description: Judges what was seen by the criteria.
"""

EXAMPLES = r"""
- name: Say which Pods must be replaced
  ansible.builtin.debug:
    msg: "{{ manifests | kcna.labs.unlike(pods.resources) }}"
"""

RETURN = r"""
_value:
  description: Names of the Pods that must be replaced.
  type: list
  elements: str
  sample: [resource-demo]
"""

import typing as t

from ansible.errors import AnsibleFilterError

Object = dict[str, t.Any]


def unlike(wanted: list[Object], live: list[Object]) -> list[str]:
    """Names of Pods in `live` that are not as the manifest of that name says."""
    try:
        manifests = {manifest["metadata"]["name"]: manifest for manifest in wanted}
        present = [pod for pod in live if pod["metadata"]["name"] in manifests]
        return [
            pod["metadata"]["name"]
            for pod in present
            if _is_over(pod) or not _holds(manifests[pod["metadata"]["name"]]["spec"], pod["spec"])
        ]
    except (KeyError, TypeError) as error:
        raise AnsibleFilterError(f"kcna.labs.unlike takes manifests and live objects of Pods ({error!r})") from error


def _is_over(pod: Object) -> bool:
    status = pod.get("status", {})
    # a reason at this place means that the node gave it up: Evicted, NodeLost, Shutdown …
    if pod["metadata"].get("deletionTimestamp") or status.get("reason"):
        return True
    if pod["spec"].get("restartPolicy", "Always") == "Always":
        return status.get("phase") in ("Succeeded", "Failed")
    ended = [container.get("state", {}).get("terminated") or {} for container in status.get("containerStatuses") or ()]
    return any(state.get("reason") == "ContainerStatusUnknown" or _was_killed(state) for state in ended)


def _was_killed(state: Object) -> bool:
    """By a signal that the runtime cannot explain, for instance an OOM kill before it began to watch."""
    return state.get("exitCode") == 137 and state.get("reason") == "Error"


def _holds(wanted: t.Any, live: t.Any) -> bool:
    """Whether everything that is stated is there; lists of named things by name, other lists as they are."""
    if isinstance(wanted, dict):
        return isinstance(live, dict) and all(_holds(value, live.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list) and wanted and all(isinstance(item, dict) and "name" in item for item in wanted):
        named = {item["name"]: item for item in live or ()}
        return all(
            item["name"] in named
            and _holds(item, named[item["name"]])
            and _effective(item.get("resources") or {}) == _effective(named[item["name"]].get("resources") or {})
            for item in wanted
        )
    if isinstance(wanted, list) and isinstance(live, list) and len(wanted) == len(live):
        # ports and the like: the API server adds a default to each
        return all(_holds(item, other) for item, other in zip(wanted, live, strict=True))
    return bool(wanted == live)


def _effective(resources: Object) -> Object:
    """The API server copies a limit without a request into the requests."""
    limits = resources.get("limits") or {}
    return {"limits": limits, "requests": {**limits, **(resources.get("requests") or {})}}


class FilterModule:
    """The filter of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Name and function."""
        return {"unlike": unlike}
