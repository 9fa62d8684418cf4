# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _cri, _process

if t.TYPE_CHECKING:
    import pytest


def test_image_as_crictl_prints_it() -> None:
    found = _cri.image(
        {
            "id": "sha256:a",
            "repoTags": ["docker.io/library/nginx:1.21"],
            "repoDigests": [],
            "size": "12",
            "pinned": False,
        }
    )
    assert found == _cri.CriImage("sha256:a", ("docker.io/library/nginx:1.21",), (), 12, pinned=False)
    assert _cri.image({"id": "sha256:a", "uid": {"value": "1000"}, "username": ""}).user == "1000"
    assert _cri.image({"id": "sha256:a", "uid": None, "username": "appuser"}).user == "appuser"


def test_container_as_crictl_prints_it() -> None:
    labels = {
        "io.kubernetes.container.name": "c",
        "io.kubernetes.pod.name": "p",
        "io.kubernetes.pod.namespace": "n",
        "io.kubernetes.pod.uid": "u",
    }
    item = {"id": "x", "labels": labels, "state": "CONTAINER_RUNNING", "imageRef": "sha256:a", "podSandboxId": "s"}
    assert _cri.container(item) == _cri.CriContainer("x", "c", "n", "p", "u", "s", "running", "sha256:a")


def test_sandbox_as_crictl_prints_it() -> None:
    item = {"id": "s", "metadata": {"uid": "u"}, "state": "SANDBOX_NOTREADY"}
    assert _cri.sandbox(item) == _cri.CriSandbox("s", "u", ready=False)
    assert _cri.sandbox({**item, "state": "SANDBOX_READY"}).ready


def test_missing_parts_are_empty() -> None:
    assert _cri.container({"id": "x", "labels": None, "image": {"image": "i"}}).image_id == "i"


def test_labels_as_ctr_prints_them() -> None:
    listed = """\
REF                                   TYPE                                       DIGEST   SIZE      PLATFORMS   LABELS
docker.io/library/kcna-webapp:v1.0    application/vnd.oci.image.manifest.v1+json sha256:a 151.8 MiB linux/amd64 \
io.cri-containerd.image=managed,kcna.labs/seeded=ex8
docker.io/library/nginx:1.21          application/vnd.oci.image.manifest.v1+json sha256:b 99.0 MiB  linux/amd64 \
io.cri-containerd.image=managed,not-kcna.labs/seeded=ex8
"""
    assert _cri.image_labels(listed, "kcna.labs/seeded") == {"docker.io/library/kcna-webapp:v1.0": "ex8"}
    assert _cri.image_labels("REF LABELS\n", "kcna.labs/seeded") == {}


def test_options_come_before_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crictl takes what follows an argument for one more argument; and its own 2 s are too short."""
    monkeypatch.setattr(_process, "run_json", lambda argv, _timeout: {"argv": argv})
    assert _cri.Cri(7).inspect("x")["argv"] == ["crictl", "--timeout=7s", "inspect", "-o", "json", "x"]
    assert _cri.Cri(7).info()["argv"] == ["crictl", "--timeout=7s", "info", "-o", "json"]
