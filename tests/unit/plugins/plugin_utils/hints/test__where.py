# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where to look, by what is seen; that each command only looks is said in test_hints.py."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _scene, _where
from ansible_collections.kcna.labs.tests.unit.test_mutants import exercise, recorded


def look(criterion: str, state: str = "solved") -> tuple[str, ...]:
    name = next(name for name in _exercises.known() if criterion in {item.id for item in exercise(name).criteria})
    found = next(item for item in exercise(name).criteria if item.id == criterion)
    return _where.commands(_scene.Stage(exercise(name), recorded(name, state)).scene(found))


@pytest.mark.parametrize(
    ("criterion", "solved", "untouched"),
    [
        ("prep.workdir", "ls -ld ~/kcna-lab02", "ls -ld ~/kcna-lab02"),
        ("ex1.web-server-running", "docker inspect web-server", "docker ps -a"),
        ("ex1.kernel-shared", "cat ~/kcna-lab02/ex1-comparison.csv", "ls -la ~/kcna-lab02"),
        ("ex2.image-built", "docker history kcna-webapp:v1.0", "docker images kcna-webapp"),
        ("ex2.image-exposes-5000", "docker image inspect kcna-webapp:v1.0", "docker images kcna-webapp"),
        ("ex2.image-has-no-junk", "docker run --rm kcna-webapp:v1.0 ls -AR", "docker run --rm kcna-webapp:v1.0 ls -AR"),
        ("ex2.app-health", "docker ps -a", "docker ps -a"),
        ("ex3.manifest-pushed", "curl -s http://localhost:5000/v2/kcna-webapp/tags/list", "docker ps -a"),
        ("ex3.pulled-back", "docker logs local-registry", "docker logs local-registry"),
        (
            "ex4.deployment-available",
            "kubectl -n kcna-lab02 describe deployment webapp-deployment",
            "kubectl -n kcna-lab02 get deployments",
        ),
        (
            "ex4.registry-secret",
            r"kubectl -n kcna-lab02 get secret registry-secret -o jsonpath='{.data.\.dockerconfigjson}' | base64 -d",
            "kubectl -n kcna-lab02 get secrets",
        ),
        (
            "ex5.ambassador-proxies",
            "kubectl -n kcna-lab02 exec ambassador-example -c main-app -- curl -sS -m 5 http://localhost/get",
            "kubectl -n kcna-lab02 exec ambassador-example -c main-app -- curl -sS -m 5 http://localhost/get",
        ),
        (
            "ex5.adapter-valid-json",
            "kubectl -n kcna-lab02 exec adapter-example -c log-adapter -- tail /var/log/formatted.log",
            "kubectl -n kcna-lab02 exec adapter-example -c log-adapter -- ls -l /var/log",
        ),
        ("ex6.oom-observed", "kubectl -n kcna-lab02 describe pod oom-demo", "kubectl -n kcna-lab02 get pods"),
        ("ex6.memory-held", *["kubectl -n kcna-lab02 top pod resource-demo --containers"] * 2),
        (
            "ex8.no-new-privs",
            "kubectl -n kcna-lab02-ex8 exec security-demo -c secure-container -- cat /proc/1/status",
            "kubectl -n kcna-lab02-ex8 exec security-demo -c secure-container -- cat /proc/1/status",
        ),
        (
            "ex8.webapp-service",
            "kubectl -n kcna-lab02-ex8 describe service webapp-service",
            "kubectl -n kcna-lab02-ex8 get services",
        ),
        (
            "ex8.attacker-denied",
            "kubectl -n kcna-lab02-ex8 describe networkpolicy",
            "kubectl -n kcna-lab02-ex8 get pods",
        ),
        ("ex9.oci-runtime", "cat ~/kcna-lab02/ex9-answers.yaml", "ls -la ~/kcna-lab02"),
        (
            "cap.init-db-check",
            "kubectl -n kcna-lab02-capstone describe pod -l app=capstone",
            "kubectl -n kcna-lab02-capstone get pods",
        ),
    ],
)
def test_it_follows_what_is_there(criterion: str, solved: str, untouched: str) -> None:
    assert look(criterion)[0] in (solved, "curl -i http://localhost:8080/health")
    assert look(criterion, "untouched")[0] == untouched


@pytest.mark.parametrize(("version", "path"), [(1, "/sys/fs/cgroup/cpu/cpu.stat"), (2, "/sys/fs/cgroup/cpu.stat")])
def test_the_cgroup_lies_where_the_node_has_it(version: int, path: str) -> None:
    seen = recorded("ex6", "solved")
    stage = _scene.Stage(exercise("ex6"), dataclasses.replace(seen, host={**seen.host, "cgroup_version": version}))
    scene = stage.scene(next(item for item in exercise("ex6").criteria if item.id == "ex6.cpu-throttled"))
    command = _where.LOOKS["cgroup"](scene, _where.Thing("cpu_cgroup"))
    assert command == f"kubectl -n kcna-lab02 exec resource-demo -c cpu-limited -- cat {path}"


def test_every_kind_of_probe_can_be_looked_at() -> None:
    used = {spec["probe"] for name in _exercises.known() for spec in exercise(name).probes.values()}
    assert used <= set(_where.LOOKS)
