# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _answers


def node(text: str) -> t.Any:
    found = _answers.parse(text)
    return found and found["node"]


def test_every_field_is_there_as_text() -> None:
    found = _answers.parse("node: {name: n1, runtime_version: 1.10}\ncompare: {CRI-O: {speaks_cri: yes}}")
    assert found is not None
    assert found["node"] == {
        "name": "n1",
        "runtime": "",
        "runtime_version": "1.10",
        "kubelet_cri_endpoint": "",
        "oci_runtime": "",
    }
    assert found["compare"]["cri_o"]["speaks_cri"] == "yes"
    assert found["split"] == dict.fromkeys(_answers.FORM["split"], "")


@pytest.mark.parametrize(
    "text",
    [
        "node:\n  name: n1",
        "node: {name: n1}",
        "\ufeffnode:\r\n  name: n1\r\n",
        "node：\n　　name：　n1",  # as a Japanese keyboard writes it
        "node:\n\tname:\tn1",
        "NODE:\n  Name: ｎ１",
        "node: {name: [n1]}\nmore: {deep: {x: [1, 2]}}",
    ],
)
def test_as_people_write_it(text: str) -> None:
    assert node(text)["name"] == "n1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        "- a\n- list",
        "node: {name: n1",
        "node: &a {name: *a}",
        "a: &a [x, x]\nb: &b [*a, *a]\nnode: {name: *b}",
        "a: " + "[" * 2000,
        "\n".join(f"k{at}: v" for at in range(900)),
        "node: {name: n1} #" + "x" * (16 << 10),
        "node: {name: n1}\n---\nnode: {name: n2}",
        "%YAML 9.9\n---\nnode: {name: n1}\n%",
        "\x00\x01",
    ],
)
def test_what_cannot_be_read_is_nothing(text: str) -> None:
    assert _answers.parse(text) is None


@pytest.mark.parametrize("text", ["node: n1", "node: [name]", "node: {name: {a: b}}", "metadata: x\nlabels: y", "7: x"])
def test_another_shape_is_empty(text: str) -> None:
    assert set(node(text).values()) == {""}


def test_tags_make_no_objects_and_values_are_short() -> None:
    assert node("node: {name: !!python/name:os.system x}")["name"] in ("", "x")
    assert len(node("node: {name: " + "x" * 5000 + "}")["name"]) == 200
