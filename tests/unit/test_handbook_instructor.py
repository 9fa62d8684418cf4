# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What instructors read of a common mistake is what a student who makes it is told."""

from __future__ import annotations

import re

import pytest
from ansible_collections.kcna.labs.tests.handbook import _text
from ansible_collections.kcna.labs.tests.unit import test_mutants

ROW = re.compile(r"\| .+ \| `([\w.-]+)` \| (.+) \|")


def rows(language: str) -> list[tuple[str, str, str]]:
    """Where a mistake stands, the criterion that it fails, and what is said."""
    path = _text.HANDBOOK / f"instructor.{language}.md"
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return [
        (f"{path.name}:{number}", found[1], found[2].replace(r"\|", "|"))
        for number, line in lines
        if (found := ROW.fullmatch(line))
    ]


@pytest.mark.parametrize("language", _text.LANGUAGES)
def test_mistakes_are_worded_as_verify_words_them(language: str) -> None:
    known: dict[str, set[str]] = {criterion: set() for _where, criterion, _said in rows(language)}
    assert len(known) > 20
    for case in test_mutants.cases("mutants"):
        name, mutant = case.values
        if mutant["fails"] in known:
            verdicts = test_mutants.mutated(name, mutant, language)
            known[mutant["fails"]] |= {str(one.actual) for one in verdicts if one.outcome == "fail"}
    for where, criterion, said in rows(language):
        pattern = ".*".join(re.escape(part) for part in said.split("<...>"))
        assert any(re.fullmatch(pattern, actual) for actual in known[criterion]), (
            f"{where}: {criterion} says none of it: {sorted(known[criterion])}"
        )


def test_both_languages_name_the_same_mistakes() -> None:
    assert [criterion for _where, criterion, _said in rows("ja")] == [criterion for _w, criterion, _s in rows("en")]
