# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hint sends the student to a part of the handbook that is there, in both languages, and is about the criterion."""

from __future__ import annotations

import re
import typing as t

import pytest
from ansible_collections.kcna.labs.tests.contract._project import exercises, load, walk
from ansible_collections.kcna.labs.tests.contract.test_handbook import LISTED, NAMED
from ansible_collections.kcna.labs.tests.handbook import _text

both = pytest.mark.parametrize("language", _text.LANGUAGES)


def part(language: str, exercise: str, section: str) -> str | None:
    """Return what the handbook says below the heading of this number, and in the answers that it links to."""
    document = _text.lab(language)
    if section == exercise:
        # what must be gone by the end has its names in what came before
        names = document.sections if exercise == "clean" else [section]
        return "".join(document.text(name) for name in names)
    mine = [heading for heading in document.headings if heading.section == exercise]
    at = next((at for at, heading in enumerate(mine) if heading.text.split()[0] == section), None)
    if at is None:
        return None
    end = mine[at + 1].line if at + 1 < len(mine) else document.sections[exercise][1]
    lines = document.path.read_text(encoding="utf-8").splitlines()[mine[at].line - 1 : end - 1]
    text = "\n".join(lines)
    answers = _text.answers(language)
    linked = re.findall(rf"answers\.{language}\.md#([\w-]+)", text)
    return text + "".join(answers.text(name) for name in linked)


def demanded(criterion: dict[str, t.Any], probes: dict[str, t.Any]) -> set[str]:
    """Return the names of objects and files that the criterion cannot do without."""
    names: set[str] = set()
    judged = {key: value for key, value in criterion.items() if key != "hints"}
    for _where, value in walk(judged):
        if isinstance(value, str):
            names |= set(NAMED.findall(value))
            for _probe, listed in LISTED.findall(value):
                names |= set(re.findall(r"'([^' ]+)'", listed))
    for name in criterion["uses"]:
        spec = probes[name]
        paths = [*spec.get("paths", ()), *([spec["path"]] if spec["probe"] in ("file", "docker_published") else [])]
        names |= {path.rstrip("/").rsplit("/", 1)[-1] or path for path in paths}
        names |= {spec[key] for key in ("pod", "repository", "image", "secret", "deployment") if key in spec}
    return names


def called(criterion: dict[str, t.Any]) -> set[str]:
    """Return what a Japanese text about it has in Latin letters: fields, commands and the like."""
    return set(re.findall(r"[A-Za-z][\w.-]{3,}", criterion["title"]["ja"] + criterion["hint"]["ja"]))


def standing(names: set[str], text: str) -> set[str]:
    return {name for name in names if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}


@both
@pytest.mark.parametrize("exercise", exercises())
def test_the_section_is_there_and_treats_the_criterion(exercise: str, language: str) -> None:
    data = load(exercises()[exercise] / "criteria.yml")
    for criterion in data["criteria"]:
        place = f"{criterion['id']}: section {criterion['section']} of lab02.{language}.md"
        text = part(language, exercise, criterion["section"])
        assert text, f"{place} is not there"
        names = demanded(criterion, data["probes"])
        assert standing(names, text) or standing(called(criterion), text), f"{place} says nothing of {sorted(names)}"


@both
@pytest.mark.parametrize("exercise", [name for name in exercises() if name.startswith("ex")])
def test_no_other_section_names_more_of_what_a_criterion_demands(exercise: str, language: str) -> None:
    data = load(exercises()[exercise] / "criteria.yml")
    sections = sorted({criterion["section"] for criterion in data["criteria"]})
    texts = {section: part(language, exercise, section) or "" for section in sections}
    for criterion in data["criteria"]:
        names = demanded(criterion, data["probes"]) | called(criterion)
        found = {section: standing(names, text) for section, text in texts.items()}
        # what stands in all of them tells nothing
        everywhere = set.intersection(*found.values()) if len(found) > 1 else set()
        told = {section: len(words - everywhere) for section, words in found.items()}
        assert told[criterion["section"]] * 2 >= max(told.values()), f"{criterion['id']}: {found}"
