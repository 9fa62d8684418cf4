# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pure parts; the probes themselves are proven on a real VM and by its recorded snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_kubernetes
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Limits, Shared


def test_repetitions_are_left_out() -> None:
    item = {
        "kind": "Pod",
        "metadata": {
            "name": "a",
            "managedFields": [{}],
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}", "own": "kept"},
        },
    }
    assert _probes_kubernetes.stripped(item) == {
        "kind": "Pod",
        "metadata": {"name": "a", "annotations": {"own": "kept"}},
    }
    assert "annotations" in item["metadata"]  # the caller's object is untouched


def test_no_kubeconfig_is_an_error(tmp_path: Path) -> None:
    limits = Limits("student", str(tmp_path / "none"), 1, 1, 1000)
    with pytest.raises(ServiceError, match="there is no such file"):
        _probes_kubernetes.objects({"api_version": "v1", "kind": "Pod"}, limits, Shared())
    with pytest.raises(ServiceError, match="there is no such file"):
        _probes_kubernetes.api({"path": "/readyz"}, limits, Shared())


def test_what_a_secret_holds_is_not_kept() -> None:
    secret = {"kind": "Secret", "metadata": {"name": "s"}, "type": "Opaque", "data": {"password": "aHVudGVyMg=="}}
    assert _probes_kubernetes.stripped(secret)["data"] == {"password": None}
    assert "aHVudGVyMg" not in str(_probes_kubernetes.stripped(secret))
