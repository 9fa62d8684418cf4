# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Solve of exercise 4 knows Pods and a node that still have what the registry had before a newer push."""

from __future__ import annotations

import json
import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

VARIABLES = pathlib.Path(__file__).parents[3] / "roles" / "ex4_deployment" / "vars" / "main.yml"
NOW, BEFORE = "sha256:" + "a" * 64, "sha256:" + "b" * 64
NAME = "localhost:5000/kcna-webapp"


def templated(name: str, **variables: t.Any) -> t.Any:
    loader = DataLoader()
    found = loader.load_from_file(str(VARIABLES), trusted_as_template=True)
    known = {**found, "__ex4_deployment_in_registry": {"docker_content_digest": NOW}, **variables}
    return Templar(loader=loader, variables=known).template(found[f"__ex4_deployment_{name}"])


@pytest.mark.parametrize(
    ("rc", "digests", "old"),
    [(1, None, False), (0, [f"{NAME}@{NOW}"], False), (0, [f"{NAME}@{BEFORE}"], True), (0, [], True)],
)
def test_the_node_has_an_old_image(rc: int, digests: list[str] | None, old: bool) -> None:
    stdout = "" if digests is None else json.dumps({"status": {"repoDigests": digests}})
    assert templated("old_image", __ex4_deployment_on_node={"rc": rc, "stdout": stdout}) is old


def pod(image: str, name: str = "webapp-deployment-1-a", **metadata: str) -> dict[str, t.Any]:
    status = {"containerStatuses": [{"name": "webapp", "imageID": image}, {"name": "helper", "imageID": "x"}]}
    return {"kind": "Pod", "metadata": {"name": name, **metadata}, "status": status}


@pytest.mark.parametrize(
    ("live", "old"),
    [
        ([], False),
        ([pod(f"{NAME}@{NOW}")], False),
        ([pod(f"{NAME}@{NOW}"), pod(f"{NAME}@{BEFORE}")], True),
        ([pod("")], False),
        ([{"kind": "Pod", "metadata": {"name": "webapp-deployment-1-a"}, "status": {}}], False),
        ([pod(f"{NAME}@{BEFORE}", deletionTimestamp="2026-04-01T00:00:00Z")], False),
        ([pod(f"{NAME}@{BEFORE}", "my-webapp-deployment-1-a")], False),
    ],
)
def test_pods_run_an_old_image(live: list[dict[str, t.Any]], old: bool) -> None:
    assert templated("old_pods", __ex4_deployment_before_solve={"stdout": json.dumps({"items": live})}) is old
