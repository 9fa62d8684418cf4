# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of exercise 9, from recordings of a real VM."""

from __future__ import annotations

import dataclasses
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._comparison import WIDEST, Compared, compare
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SNAPSHOTS = Path(__file__).parents[3] / "snapshots"
EX9 = _exercises.load(_exercises.known()["ex9"], "ex9")


def seen(state: str = "solved") -> _snapshot.Observation:
    return _snapshot.load(SNAPSHOTS / f"ex9.{state}.snapshot.json").observations[-1]


def changed(probe: str, **to: t.Any) -> _snapshot.Observation:
    """The solved VM, but for one probe."""
    key, observation = _probe_specs.key(EX9.probes[probe]), seen()
    probes = [{**item, **to} if item["key"] == key else item for item in observation.probes]
    return dataclasses.replace(observation, probes=probes)


def filled_in(form: str) -> _snapshot.Observation:
    return changed("answers_file", value={"type": "file", "content": form})


def rows(observation: _snapshot.Observation, language: str = "en") -> dict[str, tuple[str, str | None]]:
    found: Compared | None = compare(EX9, observation, Messages(language))
    return {row["label"]: (row["live"], row["written"]) for row in (found or {}).get("rows", [])}


def test_what_is_stands_beside_what_was_written_down() -> None:
    found = rows(seen())
    assert found["OCI runtime"] == ("runc", "runc")
    assert found["docker, version"] == ("20.10.24+dfsg1", "20.10.24")
    assert found["cri-o, service"] == ("absent", "absent")
    assert found["containers that Docker sees"] == ("1", None)
    assert EX9.comparison is not None
    assert len(found) == len(EX9.comparison.rows)


def test_both_languages_have_the_same_facts() -> None:
    japanese = rows(seen(), "ja")
    assert list(japanese.values()) == list(rows(seen()).values())
    assert "OCI ランタイム" in japanese


@pytest.mark.parametrize("state", ["untouched", "started"])
def test_there_is_no_table_before_anything_is_written_down(state: str) -> None:
    assert compare(EX9, seen(state), Messages("en")) is None


def test_a_fact_is_not_told_before_its_answer_is_written_down() -> None:
    found = rows(filled_in("node: {oci_runtime: crun}"))
    assert found["OCI runtime"] == ("runc", "crun")
    assert not {"docker, version", "kubelet's socket"} & set(found)
    assert "containers that Docker sees" in found


def test_what_could_not_be_read_is_left_out() -> None:
    found = rows(changed("cri_info", status="error", value=None))
    assert "OCI runtime" not in found
    assert "docker, version" in found


@pytest.mark.parametrize("form", ["- a list", "node: 7", "node: [a", "\0"])
def test_a_form_of_another_form(form: str) -> None:
    assert compare(EX9, filled_in(form), Messages("en")) is None


def test_what_a_student_writes_is_one_short_line_without_control_characters() -> None:
    answer = '"\\e[31mred\\u202e ' + "x" * 300 + '"'
    _live, written = rows(filled_in(f"node: {{oci_runtime: {answer}}}"))["OCI runtime"]
    assert written is not None
    assert written.startswith("red xxx")
    assert len(written) <= WIDEST


def test_an_exercise_without_a_table() -> None:
    exercise = _exercises.load(_exercises.known()["ex1"], "ex1")
    assert compare(exercise, seen(), Messages("en")) is None
