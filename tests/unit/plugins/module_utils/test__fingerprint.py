# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import copy
import os
import pathlib
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _fingerprint

POD: dict[str, t.Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {
        "name": "p",
        "namespace": "ns",
        "uid": "u1",
        "resourceVersion": "10",
        "generation": 1,
        "managedFields": [{"manager": "kubectl"}],
        "labels": {"a": "b"},
    },
    "spec": {"nodeName": "student01"},
    "status": {"phase": "Running"},
}


def changed(path: str, value: t.Any, base: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
    item = copy.deepcopy(base or POD)
    *folders, last = path.split(".")
    place = item
    for folder in folders:
        place = place[folder]
    place[last] = value
    return item


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("metadata.resourceVersion", "11"),
        ("metadata.generation", 2),
        ("metadata.managedFields", []),
        ("status", {"phase": "Failed"}),
    ],
)
def test_what_the_system_changes_is_left_out(path: str, value: t.Any) -> None:
    assert _fingerprint.kubernetes_object(changed(path, value)) == _fingerprint.kubernetes_object(POD)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("metadata.uid", "u2"),
        ("metadata.labels", {"a": "c"}),
        ("metadata.annotations", {"a": "c"}),
        ("metadata.finalizers", ["f"]),
        ("metadata.deletionTimestamp", "2026-01-31T09:00:00Z"),
        ("spec.nodeName", "student02"),
        ("data", {"key": "value"}),
    ],
)
def test_everything_else_is_kept(path: str, value: t.Any) -> None:
    assert _fingerprint.kubernetes_object(changed(path, value)) != _fingerprint.kubernetes_object(POD)


def test_nothing_of_a_secret_is_kept_but_its_version() -> None:
    secret = changed("kind", "Secret") | {"data": {"password": "cGFzcw=="}}
    thing = _fingerprint.kubernetes_object(secret)
    assert set(thing) == {"id", "labels", "version"}
    assert thing != _fingerprint.kubernetes_object(changed("metadata.resourceVersion", "11", secret))


def test_an_endpoint_slice_is_compared_by_id_only() -> None:
    slice_ = changed("kind", "EndpointSlice") | {"endpoints": [1]}
    assert _fingerprint.kubernetes_object(slice_) == {"id": "u1"}


def test_a_mirror_pod_is_compared_by_name_only() -> None:
    pod = changed("metadata.annotations", {"kubernetes.io/config.mirror": "1"})
    assert _fingerprint.kubernetes_object(pod) == {"id": ""}


def test_the_predefined_networks_have_no_id() -> None:
    assert _fingerprint.docker_network({"Name": "bridge", "Id": "1", "Driver": "bridge"})["id"] == ""
    assert _fingerprint.docker_network({"Name": "lab", "Id": "1", "Driver": "bridge"})["id"] == "1"


def test_an_image_without_names() -> None:
    assert _fingerprint.docker_image({"Id": "1", "RepoTags": ["<none>:<none>"], "RepoDigests": None}) == {
        "id": "1",
        "tags": [],
        "digests": [],
    }


def test_a_file_is_its_content_mode_and_owner(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    path.chmod(0o640)
    first = _fingerprint.file(str(path))
    assert (first["type"], first["mode"], first["owner"]) == ("file", "0640", f"{os.getuid()}:{os.getgid()}")
    os.utime(path, (1, 1))
    assert _fingerprint.file(str(path)) == first
    path.write_text("two")
    assert _fingerprint.file(str(path)) != first


def test_links_and_special_files_are_not_opened(tmp_path: pathlib.Path) -> None:
    (tmp_path / "link").symlink_to("/etc/shadow")
    os.mkfifo(tmp_path / "pipe")
    assert _fingerprint.file(str(tmp_path / "link"))["target"] == "/etc/shadow"
    assert _fingerprint.file(str(tmp_path / "pipe"))["type"] == "special"
    assert _fingerprint.file(str(tmp_path))["type"] == "directory"


def test_a_large_file_is_compared_by_size_and_time(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(_fingerprint.HASHED_BYTES + 1)
    assert _fingerprint.file(str(path))["content"].startswith(f"#{_fingerprint.HASHED_BYTES + 1}-")


@pytest.mark.parametrize(
    ("relative", "skipped"),
    [
        (".kube/cache", True),
        (".kube/cache/http/x", True),
        (".kube/config", False),
        (".kube", False),
        (".bash_history", True),
        ("kcna-lab02/x.kube/cached", False),
    ],
)
def test_what_tools_write_on_their_own_is_skipped(relative: str, skipped: bool) -> None:
    assert _fingerprint.is_skipped_file(relative) is skipped
