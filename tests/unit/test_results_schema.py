# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published schema fits all results of the recordings, and nothing that a reader would stumble over."""

from __future__ import annotations

import copy
import functools
import json
import typing as t
from pathlib import Path

import jsonschema
import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _converge, _results, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import LANGUAGES, Messages

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "results.schema.json").read_text(encoding="utf-8"))
RECORDINGS = sorted((ROOT / "tests" / "unit" / "snapshots").glob("*.snapshot.json"))
CHECK = jsonschema.Draft202012Validator(SCHEMA)


@functools.cache
def results(path: Path, language: str, broken: bool = False) -> _results.Results:
    """What verify would write of a recording; of a broken one nothing could be read."""
    snapshot, say = _snapshot.load(path), Messages(language)
    graded = []
    for observation in snapshot.observations:
        probes = [] if broken else observation.probes
        seen = _snapshot.Observation(**{**vars(observation), "probes": probes})
        exercises = [_exercises.load(_exercises.known()[name], name) for name in observation.exercises]
        graded += [_results.Graded(item, seen, found) for item, found in _converge.judge_all(exercises, seen, say)]
    return json.loads(json.dumps(_results.build(snapshot, graded, say)))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == _results.SCHEMA


def test_recordings_were_found() -> None:
    assert len(RECORDINGS) == 3 * len(_exercises.known())


@pytest.mark.parametrize("broken", [False, True], ids=["", "nothing read"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name.removesuffix(".snapshot.json"))
def test_results_of_a_recording_fit(path: Path, language: str, broken: bool) -> None:
    assert [f"{error.json_path}: {error.message}" for error in CHECK.iter_errors(results(path, language, broken))] == []


CRITERION = "$.exercises.ex6.criteria[0]"
WRONG: t.Final[list[tuple[str, dict[str, t.Any], str]]] = [
    ("a schema of the future", {"schema": 3}, "$.schema"),
    ("a field that nobody knows", {"extra": 1}, "$"),
    ("a time that is not UTC", {"started": "2026-04-01T10:00:00.000+09:00"}, "$.started"),
    ("no exercise", {"exercises": {}}, "$.exercises"),
    ("a stranger among the exercises", {"exercises": {"../x": {}}}, "$.exercises"),
    ("a negative score", {"score": {"earned": -1, "possible": 1, "errors": 0}}, "$.score.earned"),
    ("half a point", {"score": {"earned": 0.5, "possible": 1, "errors": 0}}, "$.score.earned"),
    ("twice the same", {"ever_passed": ["ex1.a", "ex1.a"]}, "$.ever_passed"),
]
WRONG_CRITERION: t.Final[list[tuple[str, dict[str, t.Any], str]]] = [
    ("a verdict that is none", {"verdict": "perhaps"}, f"{CRITERION}.verdict"),
    ("a point for a failure", {"verdict": "fail"}, f"{CRITERION}.earned"),
    ("no point for a pass", {"earned": 0}, f"{CRITERION}.earned"),
    ("a failure without evidence", {"verdict": "fail", "earned": 0, "actual": ""}, f"{CRITERION}.actual"),
    ("two lines", {"actual": "a\nb"}, f"{CRITERION}.actual"),
    ("an id that is none", {"id": "=cmd"}, f"{CRITERION}.id"),
]


def solved() -> _results.Results:
    return copy.deepcopy(results(ROOT / "tests" / "unit" / "snapshots" / "ex6.solved.snapshot.json", "en"))


@pytest.mark.parametrize(("change", "place"), [item[1:] for item in WRONG], ids=[item[0] for item in WRONG])
def test_it_refuses(change: dict[str, t.Any], place: str) -> None:
    assert place in {error.json_path for error in CHECK.iter_errors({**solved(), **change})}


@pytest.mark.parametrize(
    ("change", "place"), [item[1:] for item in WRONG_CRITERION], ids=[item[0] for item in WRONG_CRITERION]
)
def test_it_refuses_a_criterion(change: dict[str, t.Any], place: str) -> None:
    found = solved()
    found["exercises"]["ex6"]["criteria"][0].update(change)
    assert place in {error.json_path for error in CHECK.iter_errors(found)}


@pytest.mark.parametrize("name", SCHEMA["required"])
def test_every_field_is_there(name: str) -> None:
    found = solved()
    del found[name]
    assert any(name in error.message for error in CHECK.iter_errors(found))
