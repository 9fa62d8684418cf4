# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _results
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation, Snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

MARKER = {"versions": {"kubernetes": "v1.36.3"}, "standins": ["nginx:1.21"]}


def results(*exercises: str, language: str = "en") -> _results.Results:
    """Results of a VM on which nothing could be read."""
    graded, observations = [], []
    for number, name in enumerate(exercises):
        observation = Observation([name], f"t{number}", 1.25, {"marker": MARKER}, [], {})
        exercise = _exercises.load(_exercises.known()[name], name)
        verdicts = _judge.judge(exercise, observation, Messages(language))
        graded.append(_results.Graded(exercise, observation, verdicts))
        observations.append(observation)
    return _results.build(Snapshot("lab02", "student01", "r", observations), graded, Messages(language))


def test_the_contract() -> None:
    found = results("ex1", "ex6")
    assert list(found) == [
        "schema",
        "lab",
        "student",
        "started",
        "elapsed_s",
        "versions",
        "standins",
        "score",
        "exercises",
        "provisioned",
        "ever_passed",
        "hints_shown",
    ]
    assert {**found, "exercises": None} == {
        "schema": 2,
        "lab": "lab02",
        "student": "student01",
        "started": "t0",
        "elapsed_s": 2.5,
        "versions": {"kubernetes": "v1.36.3"},
        "standins": ["nginx:1.21"],
        "score": {"earned": 0, "possible": 32, "errors": 19, "hint_cost": 0, "after_hints": 0},
        "exercises": None,
        "provisioned": None,
        "ever_passed": [],
        "hints_shown": {},
    }
    assert found["exercises"]["ex1"]["score"] == {
        "earned": 0,
        "possible": 13,
        "errors": 8,
        "hint_cost": 0,
        "after_hints": 0,
    }
    assert list(found["exercises"]["ex1"]["criteria"][0]) == [
        "id",
        "verdict",
        "points",
        "earned",
        "title",
        "expected",
        "actual",
        "why",
        "hints",
        "hints_shown",
        "hint_cost",
        "hint_next",
        "waited_s",
    ]


def test_language() -> None:
    assert results("ex1")["exercises"]["ex1"]["criteria"][0]["title"] == "web-server runs nginx:1.21"
    japanese = results("ex1", language="ja")["exercises"]["ex1"]["criteria"][0]["title"]
    assert japanese == "web-server が nginx:1.21 で動作している"


def test_errors_keep_the_total() -> None:
    found = results("ex6")
    assert found["score"]["possible"] == 19
    assert len(_results.errors(found)) == 11


def test_write_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.json"
    _results.write(path, {"a": "日本"})
    _results.write(path, {"b": "\ud800"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"b": "\ud800"}
    assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    _results.write(path, {"a": 1})
    with pytest.raises(TypeError):
        _results.write(path, {"a": 2, "b": object()})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


WRITER = """
import pathlib, sys
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _results
number = 0
while True:
    number += 1
    _results.write(pathlib.Path(sys.argv[1]), {"number": number, "filling": "x" * 200000})
    print(number, flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_at_any_moment_the_file_is_whole(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "a.json"
    for attempt in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.01 * attempt)
            writer.send_signal(number)
        assert json.loads(path.read_text(encoding="utf-8"))["number"] >= 1


def test_what_has_ever_passed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "student01.json"
    assert _results.ever_passed(path, "t1") == []
    path.write_text('{"provisioned": "t1", "ever_passed": ["ex1.kernel-shared", 7]}')
    assert _results.ever_passed(path, "t1") == ["ex1.kernel-shared"]
    assert _results.ever_passed(path, "t2") == [], "another VM under the same name"
    for text in ('{"provisioned": "t1", "ever_passed": 7}', '{"provisioned": "t1"}', "[]", "{"):
        path.write_text(text)
        assert _results.ever_passed(path, "t1") == []


def test_ctrl_c_waits_for_files_that_belong_together() -> None:
    seen = []
    # whoever runs the tests in the background has it ignored
    before = signal.signal(signal.SIGINT, lambda _number, _frame: seen.append("Ctrl-C"))
    try:
        with _results.undisturbed():
            signal.raise_signal(signal.SIGINT)
            seen.append("written")
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == ["written", "Ctrl-C"]
