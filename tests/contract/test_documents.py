# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents in both languages have the same parts; what the handbook says to a machine is in test_handbook.py."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from urllib.parse import unquote

import pytest
from ansible_collections.kcna.labs.tests.contract._project import ROOT, exercises, files, relative
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Japanese, English
PAIRS = [
    ("README.ja.md", "README.md"),
    ("docs/add-an-exercise.ja.md", "docs/add-an-exercise.md"),
    ("docs/errata.ja.md", "docs/errata.md"),
    ("docs/handbook/lab02.ja.md", "docs/handbook/lab02.en.md"),
    ("docs/handbook/answers.ja.md", "docs/handbook/answers.en.md"),
    ("docs/handbook/instructor.ja.md", "docs/handbook/instructor.en.md"),
]
# what a reader of one language is sent to; a name that is the reader's to fill in
LANGUAGE = re.compile(r"(?:\.(?:ja|en))?\.md\b")
OPEN = re.compile(r"<[^>]+>")
HEADING = re.compile(r"(?m)^#+ (.+)$")
# as GitHub makes anchors of headings
SLUG = re.compile(r"[^\w\- ]")
CELLS = {"th_open", "td_open", "tr_open", "table_close"}
COMMENT = re.compile(r"\s+#.*")
ROLE = re.compile(r"\| `(\w+)` \| .+ \| \[\w+\]\(roles/(\w+)/README\.md\) \|")
MINUTES = re.compile(r"\| `(\w+)` \| .+ \| \d+ \| .+ \|")


@dataclass
class Part:
    """What cannot differ between languages: a level, a command, a link, the names in the first cell of a row."""

    line: int
    kind: str
    says: t.Any

    @property
    def said(self) -> tuple[str, t.Any]:
        """Everything but where it stands."""
        return self.kind, sorted(self.says) if self.kind == "row" else self.says


def parts(path: Path) -> list[Part]:
    """What both languages of a document have in common, in its order."""
    found: list[Part] = []
    line, cell = 0, 0
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        line = token.map[0] + 1 if token.map else line
        if token.type in CELLS:
            cell = cell + 1 if token.type in ("th_open", "td_open") else 0
        if token.type == "tr_open":
            found.append(Part(line, "row", []))
        elif token.type == "inline":
            if cell == 1:
                found[-1].says += named(token)
            found += [Part(line, "link", target) for target in targets(token, path)]
        elif part := whole(token):
            found.append(Part(line, *part))
    return found


def named(token: Token) -> list[str]:
    """Names in a text."""
    return [OPEN.sub("<>", child.content) for child in token.children or () if child.type == "code_inline"]


def targets(token: Token, path: Path) -> list[str]:
    """What a text links to, and its pictures."""
    found = [child.attrGet("href") or child.attrGet("src") for child in token.children or ()]
    return [LANGUAGE.sub(".md", place(str(target), path)) for target in found if target]


def place(target: str, path: Path) -> str:
    """The target of a link; a heading, which is called otherwise in each language, by its number in the file."""
    name, _hash, anchor = target.partition("#")
    if not anchor or "://" in name:
        return target
    text = (path.parent / unquote(name) if name else path).read_text(encoding="utf-8")
    called = [SLUG.sub("", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)]
    anchor = unquote(anchor)
    if anchor in called:
        return f"{name}#{called.index(anchor)}"
    assert f'id="{anchor}"' in text, f"{relative(path)}: nothing in {name} is called {anchor}"
    return target


def whole(token: Token) -> tuple[str, t.Any] | None:
    """A heading or a block."""
    if token.type == "heading_open":
        return "heading", token.tag
    if token.type == "code_block":
        return "commands", [COMMENT.sub("", row) for row in token.content.splitlines()]
    if token.type == "fence":
        # what is printed is in the reader's language
        return token.info, len(token.content.splitlines()) if token.info == "text" else token.content
    return None


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
def test_both_languages_have_the_same_parts(pair: tuple[str, str]) -> None:
    for ja, en in zip_longest(*(parts(ROOT / name) for name in pair)):
        places = f"{pair[0]}:{ja and ja.line}, {pair[1]}:{en and en.line}"
        assert (ja and ja.said) == (en and en.said), places


def test_every_pair_is_compared() -> None:
    japanese = {relative(path) for path in files() if path.name.endswith(".ja.md")}
    assert {ja for ja, _en in PAIRS} == japanese


@pytest.mark.parametrize("name", PAIRS[0])
def test_the_readme_lists_every_exercise(name: str) -> None:
    rows = [
        found.groups() for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if (found := ROLE.match(line))
    ]
    missing = {exercise for exercise, _role in rows} ^ set(exercises())
    assert not missing, f"{name}: the table of exercises and roles/ differ in {sorted(missing)}"
    assert rows == [(exercise, role.name) for exercise, role in exercises().items()]


@pytest.mark.parametrize("name", PAIRS[-1])
def test_the_instructor_finds_every_exercise(name: str) -> None:
    rows = [
        found[1] for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if (found := MINUTES.match(line))
    ]
    assert rows == list(exercises()), name
