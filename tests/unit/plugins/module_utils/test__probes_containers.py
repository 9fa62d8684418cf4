# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.kcna.labs.plugins.module_utils import _probes_containers
from ansible_collections.kcna.labs.plugins.module_utils._probe_run import Shared


def test_running_containers_of_a_pod_with_a_sidecar() -> None:
    pod = {
        "status": {
            "containerStatuses": [
                {"name": "app", "state": {"running": {}}, "containerID": "containerd://a"},
                {"name": "gone", "state": {"terminated": {}}, "containerID": "containerd://b"},
                {"name": "early", "state": {"waiting": {}}},
            ],
            "initContainerStatuses": [{"name": "side", "state": {"running": {}}, "containerID": "containerd://c"}],
        }
    }
    assert _probes_containers.running(pod) == {"app": "a", "side": "c"}
    assert _probes_containers.running({}) == {}


def test_one_nonce_for_one_observation() -> None:
    shared = Shared()
    assert _probes_containers.nonce_of(shared) == _probes_containers.nonce_of(shared)
    assert _probes_containers.nonce_of(shared) != _probes_containers.nonce_of(Shared())
