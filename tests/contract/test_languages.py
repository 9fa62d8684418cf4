# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a student reads exists in Japanese and in English, with the same placeholders."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _messages
from ansible_collections.kcna.labs.tests.contract._project import exercises, load, relative, roles, walk

LANGUAGES = {"ja", "en"}
# {name} of a message, {{ name }} of a task
PLACEHOLDER = re.compile(r"\{\{?\s*(\w+)")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def problems(node: t.Any) -> list[str]:
    """Find every pair that is incomplete, empty, says different things, or has a language in the wrong place."""
    found = []
    for where, value in walk(node):
        if not isinstance(value, dict) or not LANGUAGES & set(value):
            continue
        if set(value) != LANGUAGES:
            found.append(f"{where}: has {sorted(value)}, not en and ja")
            continue
        ja, en = str(value["ja"] or ""), str(value["en"] or "")
        if not ja.strip() or not en.strip():
            found.append(f"{where}: empty")
        elif set(PLACEHOLDER.findall(ja)) != set(PLACEHOLDER.findall(en)):
            found.append(f"{where}: different placeholders")
        elif JAPANESE.search(en):
            found.append(f"{where}: the English text is Japanese")
    return found


@pytest.mark.parametrize("exercise", exercises())
def test_criteria_speak_both_languages(exercise: str) -> None:
    criteria = load(exercises()[exercise] / "criteria.yml")
    assert not problems(criteria)
    for criterion in criteria["criteria"]:
        texts = {field: criterion[field] for field in ("title", "why", "hint")}
        for at, variant in enumerate(criterion.get("hints", ())):
            texts |= {f"hints[{at}].{step}": variant[step] for step in ("what", "how") if step in variant}
        for field, text in texts.items():
            assert set(text) == LANGUAGES, f"{criterion['id']}: {field}"
            assert JAPANESE.search(text["ja"]), f"{criterion['id']}: {field}.ja is not Japanese"


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_roles_speak_both_languages(role: Path) -> None:
    for path in sorted(role.rglob("*.yml")):
        assert not problems(load(path)), relative(path)


def test_messages_speak_both_languages() -> None:
    catalogues = [value for value in vars(_messages).values() if isinstance(value, dict)]
    pairs = [
        value
        for table in catalogues
        for _where, value in walk(table)
        if isinstance(value, dict) and LANGUAGES & set(value)
    ]
    assert pairs, "no message found in _messages.py"
    for table in catalogues:
        assert not problems(table)
