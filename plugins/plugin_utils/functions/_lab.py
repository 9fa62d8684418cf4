# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Functions of selectors that know which objects are the lab's. Private to the collection."""

from __future__ import annotations

import typing as t

Object = dict[str, t.Any]

LIST: t.Final[t.Any] = {"types": ["array", "null"]}
NAMES: t.Final[t.Any] = {"types": ["array"]}

SHARED = "kcna-lab02"
# what is in them is the lab's, whatever its name
OWN = frozenset({"kcna-lab02-ex8", "kcna-lab02-capstone"})
PART_OF = "app.kubernetes.io/part-of"
# Kubernetes puts it into every namespace
EVERYWHERE = "kube-root-ca.crt"


def lab_objects(items: list[Object] | None, names: list[str]) -> list[str]:
    """Objects of the lab, as NAMESPACE/NAME: by name, by the label of the lab, or by a namespace of its own."""
    found = []
    for item in items or []:
        metadata = item.get("metadata") or {}
        namespace, name = metadata.get("namespace", ""), metadata.get("name", "")
        named = name in names or (metadata.get("labels") or {}).get(PART_OF) == SHARED
        if name != EVERYWHERE and (namespace in OWN or (namespace in (SHARED, "") and named)):
            found.append(f"{namespace}/{name}".lstrip("/"))
    return found


# Name -> function and what JMESPath checks before it calls.
FUNCTIONS: t.Final[t.Mapping[str, tuple[t.Callable[..., t.Any], tuple[t.Any, ...]]]] = {
    "lab_objects": (lab_objects, (LIST, NAMES)),
}
