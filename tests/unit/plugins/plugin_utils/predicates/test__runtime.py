# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the mutants of exercise 9 do not reach; they try the rest on a recorded VM."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _runtime
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates._finding import Finding

SAY = Messages("en")
Object = dict[str, t.Any]


def judge(name: str, /, **args: t.Any) -> list[Finding]:
    assert set(args) == _runtime.PREDICATES[name].arguments
    return _runtime.PREDICATES[name].judge(args, SAY)


def holds(predicate: str, /, **args: t.Any) -> bool:
    return all(finding.holds for finding in judge(predicate, **args))


def node(name: str, version: str) -> Object:
    return {"metadata": {"name": name}, "status": {"nodeInfo": {"containerRuntimeVersion": version}}}


@pytest.mark.parametrize(
    ("runtime", "version", "expected"),
    [
        ("containerd", "1.6.20", True),
        ("containerd://1.6.20~ds1", "", True),
        ("CONTAINERD", "v1.6.20~ds1", True),
        ("containerd 1.6.20", "1.6.20", True),
        ("containerd", "", False),
        ("", "1.6.20", False),
        ("containerd", "1.6.2", False),
        ("containerd 1.6.20", "20.10.24", False),
        ("docker (containerd)", "1.6.20", False),
    ],
)
def test_node_runtime(runtime: str, version: str, expected: bool) -> None:
    nodes = [node("n1", "containerd://1.6.20~ds1")]
    assert holds("node_runtime", name="N1", runtime=runtime, version=version, nodes=nodes) is expected


def test_there_may_be_several_nodes_or_none() -> None:
    nodes = [node("n1", "containerd://1.6.20"), node("n2", "cri-o://1.30.1")]
    assert holds("node_runtime", name="n2", runtime="cri-o", version="1.30.1", nodes=nodes)
    assert not holds("node_runtime", name="n1", runtime="cri-o", version="1.30.1", nodes=nodes)
    assert not holds("node_runtime", name="n1", runtime="cri-o", version="1.30.1", nodes=[])


DOCKER = [{"Id": "aaaaaaaaaaaabbbb", "Name": "web"}]
CRI = [{"id": "ccccccccccccdddd", "name": "web"}]


@pytest.mark.parametrize(
    ("docker_only", "cri_only", "expected"),
    [
        ("web", "web", True),  # one name, two containers
        ("aaaaaaaaaaaa", "cccccc", True),
        ("aaaaa", "cccccc", False),
        ("web, aaaaaaaaaaaa", "web", True),
        ("web, cccccccccccc", "web", False),
        ("", "web", False),
        ("none", "web", False),
    ],
)
def test_containers_split(docker_only: str, cri_only: str, expected: bool) -> None:
    written = {"docker_only_container": docker_only, "cri_only_container": cri_only}
    assert holds("containers_split", written=written, docker=DOCKER, cri=CRI) is expected


def test_both_sides_may_list_the_same() -> None:
    same = [{"id": "aaaaaaaaaaaabbbb", "name": "web"}]
    for words, expected in (("none", True), ("なし", True), ("web", False), ("", False)):
        written = {"docker_only_container": words, "cri_only_container": words}
        assert holds("containers_split", written=written, docker=DOCKER, cri=same) is expected


def image(number: str, *tags: str, digests: tuple[str, ...] = ()) -> Object:
    return {"Id": f"sha256:{number * 64}", "RepoTags": list(tags), "RepoDigests": list(digests)}


@pytest.mark.parametrize(
    ("docker_only", "cri_only", "expected"),
    [
        ("mine:v1", "registry.k8s.io/pause:3.10", True),
        ("docker.io/library/mine:v1", "pause@sha256:0", False),
        ("1111111111", "registry.k8s.io/pause@sha256:" + "9" * 64, True),
        ("given:v1", "222222", True),  # it was Docker's alone
        ("box", "registry.k8s.io/pause:3.10", False),
        ("mine", "registry.k8s.io/pause:3.10", False),  # mine:latest is another
        ("mine:v1", "given:v1", False),
    ],
)
def test_images_split(docker_only: str, cri_only: str, expected: bool) -> None:
    docker = [image("1", "mine:v1"), image("3", "box:latest"), image("4", "given:v1"), image("5", "<none>:<none>")]
    cri = [
        image("2", "registry.k8s.io/pause:3.10", digests=("registry.k8s.io/pause@sha256:" + "9" * 64,)),
        image("3", "docker.io/library/box:latest"),
        image("4", "docker.io/library/given:v1"),
    ]
    written = {"docker_only_image": docker_only, "cri_only_image": cri_only}
    assert holds("images_split", written=written, docker=docker, cri=cri, handed_over="given:v1") is expected


@pytest.mark.parametrize(
    ("live", "word", "expected"),
    [
        ({"installed": True, "state": "active"}, "active (running)", True),
        ({"installed": True, "state": "active"}, "稼働していない", False),
        ({"installed": True, "state": "inactive"}, "stopped", True),
        ({"installed": True, "state": "inactive"}, "absent", False),
        ({"installed": False, "state": "inactive"}, "Not installed", True),
        ({"installed": False, "state": "inactive"}, "なし", True),
        ({"installed": False, "state": "inactive"}, "active", False),
        ({"installed": False, "state": "inactive"}, "", False),
    ],
)
def test_service_states(live: Object, word: str, expected: bool) -> None:
    written = {"cri_o": {"service_here": word}}
    assert holds("service_states", written=written, live={"crio": live}, units={"cri_o": "crio"}) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("yes", "Yes, always", "はい", "○", "対応"), True),
        (("no", "not", "非対応", "いいえ"), False),
        (("nothing", "yesterday", "", "maybe"), None),
    ],
)
def test_yes_and_no(words: tuple[str, ...], expected: bool | None) -> None:
    for word in words:
        written = {"docker": {"x": word}}
        for wanted in (True, False):
            assert holds("compared", written=written, wanted={"docker.x": wanted}, but={}) is (expected is wanted)
