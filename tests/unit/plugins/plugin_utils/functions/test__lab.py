# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.functions._lab import lab_objects


def thing(name: str, namespace: str = "", **labels: str) -> dict[str, t.Any]:
    metadata: dict[str, t.Any] = {"name": name, "labels": labels}
    return {"metadata": {**metadata, "namespace": namespace} if namespace else metadata}


def test_by_name_label_and_namespace() -> None:
    items = [
        thing("deny-all", "kcna-lab02"),
        thing("deny-all", "default"),
        thing("other", "kcna-lab02"),
        thing("other", "default", **{"app.kubernetes.io/part-of": "kcna-lab02"}),
        thing("labelled", "kcna-lab02", **{"app.kubernetes.io/part-of": "kcna-lab02"}),
        thing("mine", "kcna-lab02-ex8"),
        thing("kube-root-ca.crt", "kcna-lab02-ex8"),
        thing("deny-all"),
    ]
    assert lab_objects(items, ["deny-all"]) == [
        "kcna-lab02/deny-all",
        "kcna-lab02/labelled",
        "kcna-lab02-ex8/mine",
        "deny-all",
    ]
    assert lab_objects(None, ["x"]) == []
