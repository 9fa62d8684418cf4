# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._jmespath import SelectorError, selector
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions

POD = {
    "metadata": {"name": "demo", "labels": {"a": "b"}},
    "spec": {
        "containers": [{"name": "one", "image": "busybox"}],
        "initContainers": [{"name": "side", "restartPolicy": "Always"}, {"name": "init"}],
    },
    "status": {
        "containerStatuses": [{"name": "one", "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "image": "other"}],
        "initContainerStatuses": [{"name": "side", "state": {"running": {"startedAt": "x"}}}],
    },
}
IMAGES = [
    {"Id": "i1", "RepoTags": ["nginx:1.21", "mine:1"]},
    {"Id": "i2", "RepoTags": None},
    {"Id": "i3", "RepoTags": ["nginx:alpine"]},
]


def docker(name: str, image: str, *, status: str = "running", labels: dict[str, str] | None = None) -> dict[str, t.Any]:
    return {"Name": name, "Image": image, "State": {"Status": status}, "Config": {"Labels": labels}}


DATA = {
    "pods": [{"metadata": {"name": "demo", "deletionTimestamp": "now"}}, POD],
    "images": IMAGES,
    "containers": [
        docker("web", "i1"),
        docker("old", "i3", status="exited"),
        docker("held", "i1", status="paused"),
        docker("start", "i3", labels={_functions.SEEDED: "ex2"}),
        docker("none", "i2"),
    ],
    "seen": [{"image_id": "i1"}, {"image_id": "i3"}],
    "none": None,
    "json": '[{"a": 1}]',
    "marked": '\ufeff[{"a": 1}]',
    "half": "[",
    "deep": "[" * 100000,
    "csv": "image,memory\nnginx:1,2\nubuntu,3",
    "number": 5,
    "policies": [{"metadata": {"name": "deny"}, "spec": {"podSelector": {"matchLabels": {"a": "b"}}}}],
    "log": {"content": "one\ntwo\nthr", "truncated": False},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("named(pods, 'demo').metadata.labels.a", "b"),
        ("named(pods, 'other')", None),
        ("of_image(seen, images, 'nginx:1.21')", [{"image_id": "i1"}]),
        ("of_image(seen, images, 'nginx')", []),
        ("of_image(none, none, 'nginx')", []),
        ("named(none, 'demo')", None),
        ("containers(named(pods, 'demo'))[].name", ["one", "side"]),
        ("containers(none)", []),
        ("container(named(pods, 'demo'), 'one').image", "busybox"),
        ("container(named(pods, 'demo'), 'one').labels.a", "b"),
        ("container(named(pods, 'demo'), 'init')", None),
        ("state(container(named(pods, 'demo'), 'one'))", "waiting (CrashLoopBackOff)"),
        ("state(container(named(pods, 'demo'), 'side'))", "running"),
        ("state(container(named(pods, 'demo'), 'none'))", None),
        ("docker_named(containers, 'old').Image", "i3"),
        ("docker_named(containers, 'we')", None),
        ("image_tag(images, 'docker.io/library/nginx:1.21').Id", "i1"),
        ("image_tag(images, 'nginx')", None),
        ("tags(images, 'i1')", ["nginx:1.21", "mine:1"]),
        ("tags(images, none)", []),
        ("running_of(containers, images, 'nginx')[].Name", ["web"]),
        ("running_of(containers, images, 'mine')[].Name", ["web"]),
        ("minus(number, number)", 0),
        ("minus(number, none)", None),
        ("divide(number, `2`)", 2.5),
        ("divide(number, `0`)", None),
        ("from_json(json)[0].a", 1),
        ("from_json(marked)[0].a", 1),
        ("from_json(half)", None),
        ("from_json(deep)", None),
        ("from_json(none)", None),
        ("table(csv)[0].memory", "2"),
        ("table(none)", None),
        ("answers(csv)", None),
        ("answers(none)", None),
        ("answers('node: {name: n1}').node.name", "n1"),
        ("app_pods(pods, 'capstone')", []),
        ("app_pods(none, 'capstone')", []),
        ("isolating(policies, named(pods, 'demo'))", ["deny"]),
        ("isolating(none, none)", []),
        ("lab_objects(none, ['demo'])", []),
        ("of_image(none, none, 'nginx:1.21')", []),
        ("lines(log)", ["one", "two"]),
        ("lines(none)", []),
        ("occurring(lines(log), json)", []),
        ("occurring(lines(log), 'a one')", ["one"]),
        ("common(lines(log), containers(named(pods, 'demo'))[].name)", ["one"]),
        ("common(none, none)", []),
        ("current_pods(none, none, none)", []),
        ("current_pods(pods, none, named(pods, 'demo'))", []),
        ("port_number(none, number)", 5),
        ("port_number(none, none)", None),
        ("digest(csv)", None),
        ('length(rows_for(csv, \'image\', `["nginx", "ubuntu"]`))', 2),
        ('rows_for(csv, \'image\', `["nginx", "alpine"]`)', None),
    ],
)
def test_functions(text: str, expected: t.Any) -> None:
    assert selector(text).search(DATA) == expected


def test_every_function_is_tried_somewhere() -> None:
    # where selectors are searched; the names of functions stand in other tests for other reasons
    names = ("functions/test__*.py", "criteria/test__jmespath.py", "predicates/test__network.py")
    tests = [path for name in names for path in Path(__file__).parents[1].glob(name)]
    tried = "".join(test.read_text(encoding="utf-8") for test in tests)
    assert not [name for name in _functions.FUNCTIONS if f"{name}(" not in tried]


@pytest.mark.parametrize("text", ["a b", "no_such(a)", "a[?no_such(b)]", "", "length("])
def test_refused_when_loaded(text: str) -> None:
    with pytest.raises(SelectorError):
        selector(text)


def test_wrong_types_are_an_error_not_a_null() -> None:
    with pytest.raises(SelectorError, match="length"):
        selector("length(none)").search(DATA)


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("a.b[0].c", {"a"}),
        ("a[?b == c].d | [0]", {"a"}),
        ("named(pods, 'x').status && other", {"pods", "other"}),
        ("[a][?b] | [0]", {"a"}),
        ("{x: a, y: b.c}", {"a", "b"}),
        ("sort_by(a, &b)[0]", {"a"}),
        ("!a || b[].c", {"a", "b"}),
        ("a.*.b", {"a"}),
        ("minus(a[1].n, a[0].n) < `5`", {"a"}),
        ("from_json(a) | @[0].b || b", {"a"}),
    ],
)
def test_roots(text: str, roots: set[str]) -> None:
    assert selector(text).roots == roots


@pytest.mark.parametrize(
    ("thing", "exercise"),
    [
        ({"metadata": {"labels": {_functions.SEEDED: "ex2"}}}, "ex2"),
        ({"Config": {"Labels": {_functions.SEEDED: "ex3"}}}, "ex3"),
        ({"labels": {_functions.SEEDED: "ex4"}}, "ex4"),
        ({"metadata": {"labels": {"app": "webapp"}, "annotations": {_functions.SEEDED: "ex8"}}}, "ex8"),
        ({"metadata": {"labels": None}, "Config": None}, None),
        ("text", None),
    ],
)
def test_seeded_by(thing: t.Any, exercise: str | None) -> None:
    assert _functions.seeded_by(thing) == exercise
