# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module as Ansible runs it: a process of its own that reads JSON and prints JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import typing as t
from pathlib import Path

from ansible_collections.kcna.labs.plugins.module_utils import _probe_run
from ansible_collections.kcna.labs.plugins.modules import observe


def run(**arguments: t.Any) -> dict[str, t.Any]:
    done = subprocess.run(
        [sys.executable, observe.__file__],
        input=json.dumps({"ANSIBLE_MODULE_ARGS": arguments}),
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout)


def test_looks_and_answers(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    spec = {"probe": "file", "path": str(tmp_path.resolve() / "a")}
    answer = run(probes=[spec, {"probe": "node"}, spec], kubeconfig="/none")
    assert answer["changed"] is False
    assert [item["spec"]["probe"] for item in answer["probes"]] == ["file", "node"]
    assert answer["probes"][0]["value"]["content"] == "x"
    assert set(answer["host"]) == {"marker", "hostname", "kernel", "cgroup_version"}
    assert answer["elapsed_ms"] >= 0


def test_a_probe_that_fails_does_not_fail_the_module() -> None:
    answer = run(probes=[{"probe": "kubernetes", "api_version": "v1", "kind": "Pod"}], kubeconfig="/none")
    assert answer["probes"][0]["status"] == "error"
    assert answer["probes"][0]["error"]["reason"] == "there is no such file"
    assert "failed" not in answer


def test_an_unknown_probe_is_refused() -> None:
    answer = run(probes=[{"probe": "node"}, {"probe": "elephant"}])
    assert answer["failed"] is True
    assert answer["msg"].startswith("probes[1]: probe: unknown probe 'elephant'")


def test_works_in_check_mode() -> None:
    assert run(probes=[{"probe": "node"}], _ansible_check_mode=True)["probes"][0]["status"] == "ok"


def test_limits_come_from_the_task_then_from_the_vm() -> None:
    params = {"account": None, "kubeconfig": None, "probe_seconds": 1.0, "total_seconds": 2.0, "max_bytes": 3}
    assert observe.limits(params, None) == _probe_run.Limits("student", "/etc/kubernetes/admin.conf", 1, 2, 3)
    recorded = {"account": "taro", "kubeconfig": "/k", "schema": 1}
    assert observe.limits(params, recorded) == _probe_run.Limits("taro", "/k", 1, 2, 3)
    given = {**params, "kubeconfig": "/mine"}
    assert observe.limits(given, recorded).kubeconfig == "/mine"
