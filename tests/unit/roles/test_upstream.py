# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start of exercise 5 puts its upstream right where somebody has changed it, and leaves a student's own alone."""

from __future__ import annotations

import copy
import functools
import json
import pathlib
import subprocess
import sys
import typing as t

import pytest

ROLE = pathlib.Path(__file__).parents[3] / "roles" / "ex5_multi_container"
# Ansible's loader of plugins changes how Python imports collections, so it has a process to itself.
TEMPLATE = """
import json, sys
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar

path, name, given = json.load(sys.stdin)
init_plugin_loader()
loader = DataLoader()
variables = {**loader.load_from_file(path, trusted_as_template=True), **given}
print(json.dumps(Templar(loader=loader, variables=variables).template(variables[name])))
"""
READY = {"conditions": [{"type": "Ready", "status": "True"}]}


def templated(name: str, live: list[dict[str, t.Any]]) -> t.Any:
    return json.loads(_templated(f"__ex5_multi_container_{name}", json.dumps({"items": live})))


@functools.cache
def _templated(name: str, live: str) -> str:
    given = {
        "role_path": str(ROLE),
        "ex5_multi_container_namespace": "kcna-lab02",
        "__ex5_multi_container_upstream": {"stdout": live},
    }
    told = json.dumps([str(ROLE / "vars" / "main.yml"), name, given])
    command = [sys.executable, "-c", TEMPLATE]
    return subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout


def made() -> dict[str, dict[str, t.Any]]:
    """What the first start has made, by kind, as it is when all is well."""
    found = {item["kind"]: copy.deepcopy(item) for item in templated("seeds", [])}
    del found["Namespace"]
    found["Pod"]["status"] = READY
    return found


def to_make(*live: dict[str, t.Any]) -> set[str]:
    return {item["kind"] for item in templated("missing", list(live))} - {"Namespace"}


def test_all_is_made_once() -> None:
    assert to_make() == {"ConfigMap", "Pod", "Service"}
    assert to_make(*made().values()) == set()
    assert not templated("upstream_fails", list(made().values()))


@pytest.mark.parametrize("kind", ["ConfigMap", "Pod", "Service"])
def test_what_was_removed_is_made_again(kind: str) -> None:
    assert to_make(*(item for item in made().values() if item["kind"] != kind)) == {kind}


@pytest.mark.parametrize("status", [{}, {"conditions": [{"type": "Ready", "status": "False"}]}])
def test_a_pod_that_does_not_answer_is_replaced(status: dict[str, t.Any]) -> None:
    live = made()
    live["Pod"]["status"] = status
    assert templated("upstream_fails", list(live.values()))
    assert to_make(*live.values()) == {"Pod"}


@pytest.mark.parametrize("data", [None, {"default.conf": "server {"}])
def test_another_configuration_is_put_right_and_the_pod_reads_it(data: dict[str, str] | None) -> None:
    live = made()
    live["ConfigMap"]["data"] = data
    if data is None:
        del live["ConfigMap"]["data"]
    assert templated("upstream_fails", list(live.values()))
    assert to_make(*live.values()) == {"ConfigMap", "Pod"}


def test_a_students_own_upstream_stays() -> None:
    live = made()
    for item in live.values():
        item["metadata"].pop("labels")
    live["ConfigMap"]["data"] = {"mine": "1"}
    live["Pod"]["status"] = {}
    assert not templated("upstream_fails", list(live.values()))
    assert to_make(*live.values()) == set()
