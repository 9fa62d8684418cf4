# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The predicates of _predicates_storage, by their names."""

from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.plugins.plugin_utils.predicates import _predicates

Object = dict[str, t.Any]

LOST, KEPT = "/srv/empty-dir/test.txt", "/srv/host-path/test.txt"
CREATED = "2026-01-31T09:00:10Z"
EPOCH = 1769850000  # 09:00:00
RECORD = f"{LOST} 11 {EPOCH}\n{KEPT} 22 {EPOCH + 1}\n"


def wrong(name: str, **args: t.Any) -> list[tuple[str, str]]:
    assert set(args) == _predicates.PREDICATES[name].arguments
    findings = _predicates.PREDICATES[name].judge(args, Messages("en"))
    return [(item.expected, item.actual) for item in findings if not item.holds]


def file(inode: int, second: int) -> Object:
    return {"inode": inode, "mtime": f"2026-01-31T09:00:{second:02}.250000Z"}


def lost(**changes: t.Any) -> list[tuple[str, str]]:
    args = {"text": RECORD, "lost": LOST, "kept": KEPT, "created": CREATED, "began": CREATED}
    return wrong("lost_with_pod", **args | {"lost_file": None, "kept_file": file(22, 1)} | changes)


def test_a_file_is_lost_and_the_other_is_not() -> None:
    assert lost() == []


@pytest.mark.parametrize(
    "text",
    [
        f"some heading\n{RECORD}",
        f"{RECORD}{LOST} 33 {EPOCH + 2}\n",
        f"{LOST} 11 {EPOCH}\n/srv/other 5 6\n{KEPT} 7 8\n{KEPT} 22 {EPOCH + 1}",
    ],
)
def test_more_may_be_recorded(text: str) -> None:
    assert lost(text=text) == []


def test_a_hasty_student_needs_one_second() -> None:
    text = RECORD.replace(f"11 {EPOCH}", f"11 {EPOCH + 10}")
    assert lost(text=text, began="2026-01-31T09:00:11Z") == []
    # nor does a container that began anew make the Pod younger
    assert len(lost(text=RECORD.replace(f"11 {EPOCH}", f"11 {EPOCH + 11}"), began="2026-01-31T09:00:20Z")) == 1
    assert len(lost(text=text, began=None)) == 1


def test_the_file_may_be_written_again_later() -> None:
    assert lost(lost_file=file(11, 20)) == []
    assert lost(lost_file=file(12, 0)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": f"{KEPT} 22 {EPOCH + 1}"}, "a row for /srv/empty-dir/test.txt with a time before"),
        ({"text": RECORD.replace(f"11 {EPOCH}", f"11 {EPOCH + 10}")}, "a row for /srv/empty-dir/test.txt with a time"),
        ({"text": f"{LOST} 11 {EPOCH}"}, "record of /srv/host-path/test.txt = the file of now (inode 22"),
        ({"kept_file": file(23, 1)}, "record of /srv/host-path/test.txt = the file of now (inode 23"),
        ({"kept_file": file(22, 3)}, "record of /srv/host-path/test.txt = the file of now (inode 22"),
        ({"lost_file": file(11, 0)}, "/srv/empty-dir/test.txt is gone"),
    ],
)
def test_what_the_record_does_not_prove(changes: Object, expected: str) -> None:
    found = lost(**changes)
    assert len(found) == 1
    assert found[0][0].startswith(expected)
    assert found[0][0] != found[0][1]


@pytest.mark.parametrize(
    "text", [None, "", "stat: can't stat\n", f"{LOST} x y\n", f"{LOST} {'9' * 5000} 1\n{KEPT} ² 1"]
)
def test_a_record_that_is_none(text: str | None) -> None:
    assert [actual for _expected, actual in lost(text=text)] == [f"no row for {LOST}", f"no row for {KEPT}"]


def test_a_pod_that_is_not_there_proves_nothing() -> None:
    assert len(lost(created=None)) == 1


# --- init containers --------------------------------------------------------------------------------------------------


def ended(name: str, start: int, finish: int, code: int = 0) -> Object:
    times = {"startedAt": f"2026-01-31T09:00:{start:02}Z", "finishedAt": f"2026-01-31T09:00:{finish:02}Z"}
    return {"name": name, "state": {"terminated": {"exitCode": code, **times}}}


def pod(*statuses: Object, order: tuple[str, ...] = ("first", "second"), main: int = 3) -> Object:
    return {
        "metadata": {"name": "p"},
        "spec": {"initContainers": [{"name": name} for name in order], "containers": [{"name": "main"}]},
        "status": {
            "initContainerStatuses": [item for item in statuses if item["name"] in order],
            "containerStatuses": [
                {"name": "main", "state": {"running": {"startedAt": f"2026-01-31T09:00:{main:02}Z"}}},
                *(item for item in statuses if item["name"] not in order),
            ],
        },
    }


def order(made: Object) -> list[tuple[str, str]]:
    return wrong("init_order", pod=made, order=["first", "second"], main="main")


@pytest.mark.parametrize(
    "made",
    [
        pod(ended("first", 0, 1), ended("second", 2, 3)),
        pod(ended("first", 3, 3), ended("second", 3, 3)),
        pod(ended("first", 0, 1), ended("zero", 1, 1), ended("second", 2, 3), order=("first", "zero", "second")),
    ],
)
def test_init_containers_in_order(made: Object) -> None:
    assert order(made) == []


@pytest.mark.parametrize(
    ("made", "actual"),
    [
        (pod(ended("first", 0, 1, 1), ended("second", 2, 3)), ["init container first ended with 1"]),
        (
            pod(ended("first", 3, 3), ended("second", 3, 3), order=("second", "first")),
            ["init containers in the order second → first"],
        ),
        (pod(ended("first", 0, 2), ended("second", 1, 3)), ["init containers in the order first → second"]),
        (pod(ended("first", 0, 1), ended("second", 2, 3), main=2), ["init containers in the order first → second"]),
        (
            pod(ended("first", 0, 1), ended("second", 2, 3), order=("second",)),
            ["first is no init container", "init containers in the order second"],
        ),
        (
            pod({"name": "first", "state": {"running": {}}}, {"name": "second", "state": {"waiting": {}}}),
            [
                "init container first ended with nothing",
                "init container second ended with nothing",
                "init containers in the order first → second",
            ],
        ),
    ],
)
def test_init_containers_out_of_order(made: Object, actual: list[str]) -> None:
    found = [text for _expected, text in order(made)]
    assert len(found) == len(actual)
    assert all(text.startswith(start) for text, start in zip(found, actual, strict=True))
