# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The functions of _functions_security, in selectors."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import selector

DATA: dict[str, t.Any] = {
    "pod": {
        "metadata": {"name": "p"},
        "spec": {
            "securityContext": {
                "runAsUser": 1000,
                "runAsNonRoot": True,
                "fsGroup": 1000,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [
                {"name": "own", "securityContext": {"runAsUser": 0, "runAsNonRoot": False, "runAsGroup": None}},
                {"name": "plain"},
            ],
        },
    },
    "bare": {"metadata": {"name": "b"}, "spec": {"containers": [{"name": "c"}]}},
    "none": None,
    "bits": 0x400,
    "all": 0x1FFFFFFFFFF,
    "more": 1 << 50,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("security(pod, 'plain').runAsUser", 1000),
        ("security(pod, 'plain').seccompProfile.type", "RuntimeDefault"),
        ("security(pod, 'own').runAsUser", 0),
        ("security(pod, 'own').runAsNonRoot", False),
        ("security(pod, 'own').runAsGroup", None),
        ("security(pod, 'own').fsGroup", 1000),
        ("security(pod, 'other')", None),
        ("security(bare, 'c')", {"fsGroup": None}),
        ("security(none, 'c')", None),
        ("capabilities(bits)", ["NET_BIND_SERVICE"]),
        ("capabilities(`0`)", []),
        ("capabilities(`2818844155`)[0:3]", ["CHOWN", "DAC_OVERRIDE", "FOWNER"]),
        ("capabilities(all)[-1]", "CHECKPOINT_RESTORE"),
        ("capabilities(more)", ["50"]),
        ("capabilities(none)", None),
    ],
)
def test_functions(text: str, expected: t.Any) -> None:
    assert selector(text).search(DATA) == expected
