# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure parts; the probe itself is proven on a real VM and by its recorded snapshots."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_app

Object = dict[str, t.Any]


def mount(name: str, **more: str) -> Object:
    return {"name": name, "mountPath": f"/{name}", **more}


POD: Object = {
    "metadata": {"name": "a", "namespace": "n", "uid": "u"},
    "spec": {
        "containers": [
            {"name": "web", "volumeMounts": [mount("logs"), mount("code"), mount("own")]},
            {"name": "adapter", "volumeMounts": [mount("logs"), mount("logs", subPath="x")]},
            {"name": "ended", "volumeMounts": [mount("spare")]},
        ],
        "volumes": [
            {"name": "logs", "emptyDir": {}},
            {"name": "code", "configMap": {"name": "c"}},
            {"name": "own", "hostPath": {"path": "/x"}},
            {"name": "spare", "emptyDir": {}},
        ],
    },
    "status": {
        "containerStatuses": [
            {"name": name, "containerID": f"containerd://{name}", "state": {"running": {}}}
            for name in ("web", "adapter")
        ]
    },
}


def test_each_writable_volume_is_looked_at_once_as_the_sidecar_sees_it() -> None:
    found = [(name, item["name"], item.get("subPath")) for name, item in _probes_app.mounts(POD, "web")]
    assert found == [("adapter", "logs", None), ("adapter", "logs", "x"), ("web", "own", None)]


def test_lines_with_the_nonce_are_few_and_short() -> None:
    text = "\n".join(["other", *(f"{at} NONCE " + "x" * 5000 for at in range(9))])
    found = _probes_app.holding(text, "NONCE")
    assert [line[:1] for line in found] == list("45678")
    assert {len(line) for line in found} == {_probes_app.MAX_LINE}


@pytest.mark.parametrize(
    ("line", "expected"),
    [('{"a": 1}', True), ("{'a': 1}", False), ("[1]", False), ("text", False), ("[" * 100_000, False)],
)
def test_a_line_of_json(line: str, expected: bool) -> None:
    assert _probes_app.is_object(line) is expected
