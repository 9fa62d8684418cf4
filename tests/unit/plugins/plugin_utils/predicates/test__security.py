# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _predicates, _security

Object = dict[str, t.Any]

PROCESS: Object = {"uids": [1000] * 4, "gids": [1000] * 4, "groups": [1000, 2000], "cap_eff": 0}
ROOT: Object = {**PROCESS, "uids": [0] * 4, "gids": [0] * 4, "groups": [], "cap_eff": 0xA80425FB}


def file(mode: str, uid: int = 0, gid: int = 0, *, read_only: bool = False) -> Object:
    return {"mode": mode, "uid": uid, "gid": gid, "read_only": read_only}


def wrong(name: str, **args: t.Any) -> list[tuple[str, str]]:
    assert set(args) == _predicates.PREDICATES[name].arguments
    findings = _predicates.PREDICATES[name].judge(args, Messages("en"))
    return [(item.expected, item.actual) for item in findings if not item.holds]


@pytest.mark.parametrize(
    ("found", "process", "expected"),
    [
        (file("0755"), PROCESS, False),
        (file("0755"), ROOT, True),
        (file("0555"), ROOT, True),
        (file("0755"), {**ROOT, "cap_eff": 0}, True),
        (file("0555"), {**ROOT, "cap_eff": 0}, False),
        (file("0777", read_only=True), ROOT, False),
        (file("1777"), PROCESS, True),
        (file("2775", gid=1000), PROCESS, True),
        (file("2775", gid=2000), PROCESS, True),
        (file("2755", gid=2000), PROCESS, False),
        (file("0755", uid=1000), PROCESS, True),
        # the first class that fits decides, even if a later one would allow more
        (file("0577", uid=1000), PROCESS, False),
        (file("0757", gid=1000), PROCESS, False),
        (None, ROOT, False),
    ],
)
def test_writable_as_access_says(found: Object | None, process: Object, expected: bool) -> None:
    assert _security.writable(found, process) is expected


def test_write_access() -> None:
    args: Object = {"process": PROCESS, "denied": ["/etc"], "allowed": ["/srv"]}
    good = {"/etc": file("0755"), "/srv": file("2777", gid=1000)}
    assert wrong("write_access", files=good, **args) == []
    assert wrong("write_access", files={**good, "/etc": file("0777")}, **args) == [
        ("/etc cannot be written to", "/etc can be written to")
    ]
    assert wrong("write_access", files={"/etc": file("0755")}, **args) == [
        ("/srv can be written to", "/srv cannot be written to")
    ]


POD: Object = {
    "metadata": {"name": "p"},
    "spec": {
        "containers": [
            {
                "name": "c",
                "volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "h", "mountPath": "/h"}],
            }
        ],
        "volumes": [{"name": "a", "emptyDir": {}}, {"name": "h", "hostPath": {"path": "/x"}}],
    },
}


@pytest.mark.parametrize(
    ("files", "holds"),
    [
        ({"/a": file("2777", gid=1000)}, True),
        ({"/a": file("0777", gid=1000)}, False),
        ({"/a": file("2777")}, False),
        ({"/a": file("0777"), "/h": file("2777", gid=1000)}, False),
        ({"/a": None}, False),
        ({}, False),
    ],
)
def test_an_empty_dir_of_the_group(files: Object, holds: bool) -> None:
    assert (wrong("fsgroup_volume", pod=POD, container="c", files=files, gid=1000) == []) is holds


def test_a_container_that_is_not_there_has_no_volumes() -> None:
    found = wrong("fsgroup_volume", pod=POD, container="d", files={"/a": file("2777", gid=1000)}, gid=1000)
    assert found == [("an emptyDir of group 1000 with the setgid bit", "group and mode of emptyDirs: nothing")]
