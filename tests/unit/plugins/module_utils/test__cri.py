# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.kcna.labs.plugins.module_utils import _cri


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
