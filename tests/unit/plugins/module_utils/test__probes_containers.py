# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pathlib
import textwrap

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probes_containers, _process
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


@pytest.mark.parametrize(
    ("says", "believed", "times"),
    [
        ("[ $n = 1 ] || echo healthy", (0, "healthy\n"), 2),
        ("true", (0, ""), 2),
        ("[ $n = 1 ] || exec sleep 60", (0, ""), 2),
        ("echo healthy", (0, "healthy\n"), 1),
        ("exit 7", (7, ""), 1),
        ("exec sleep 60", (124, ""), 1),
    ],
    ids=["lost once", "silent", "silent, then late", "told", "failed", "late"],
)
def test_silence_is_believed_when_it_is_heard_twice(
    says: str, believed: tuple[int, str], times: int, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "kubectl"
    program.write_text(
        textwrap.dedent(f"""\
            #!/bin/sh
            echo >>{tmp_path}/asked
            n=$(wc -l <{tmp_path}/asked)
            {says}
            """)
    )
    program.chmod(0o755)
    monkeypatch.setattr(_process, "find", lambda _argv: str(program))
    seen = _probes_containers.kubectl_exec({"namespace": "n", "pod": "p"}, ["true"], "/nowhere", 1)
    assert (seen["code"], seen["stdout"]) == believed
    assert len((tmp_path / "asked").read_text().splitlines()) == times
