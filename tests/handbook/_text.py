# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read from a document what a reader types, writes and sees; docs/handbook/README.md says how it is marked."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

LANGUAGES = ("ja", "en")
# The file itself, not the link in site-packages, says where the checkout is.
DOCS = Path(__file__).resolve().parents[2] / "docs"
HANDBOOK = DOCS / "handbook"

ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
TERMINAL = re.compile(r"terminal=(\d)")
FILE = re.compile(r"file=([\w./-]+)")
ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])")

Prompt = t.Literal["$", "#", "^C"]


class TextError(Exception):
    """A document that says what no machine can type."""


@dataclass(frozen=True)
class Step:
    """One thing to type, and the lines that are seen then."""

    prompt: Prompt
    text: str
    # each with its line in the document
    expected: tuple[tuple[int, str], ...]
    line: int

    @property
    def said(self) -> tuple[Prompt, str, tuple[str, ...]]:
        """Everything but where it stands."""
        return self.prompt, self.text, tuple(line for _number, line in self.expected)


@dataclass(frozen=True)
class Block:
    """A fenced block: commands to type, a file to write, or changes of files."""

    section: str
    document: Path
    line: int
    steps: tuple[Step, ...] = ()
    # the student types on before the command has ended
    interactive: bool = False
    terminal: int = 1
    # needs the student VM
    vm: bool = False
    file: str | None = None
    # a diff
    patch: bool = False
    content: str = ""

    @property
    def where(self) -> str:
        return f"{self.document.name}:{self.line}"

    @property
    def said(self) -> tuple[t.Any, ...]:
        """Everything but where it stands."""
        steps = tuple(step.said for step in self.steps)
        return self.section, self.interactive, self.terminal, self.vm, self.file, self.patch, self.content, steps


@dataclass(frozen=True)
class Heading:
    """A heading, its level, and the section that it stands in."""

    level: int
    text: str
    section: str
    line: int


@dataclass(frozen=True)
class Document:
    """One Markdown file of the handbook."""

    path: Path
    blocks: tuple[Block | str, ...]  # a str is a link to an answer, where its blocks are typed
    headings: tuple[Heading, ...]
    # section to its lines: first, and the one after the last
    sections: dict[str, tuple[int, int]]

    def text(self, section: str) -> str:
        """What a student reads in a section."""
        if section not in self.sections:
            raise TextError(f'{self.path.name}: no section begins with <a id="{section}"></a>')
        first, end = self.sections[section]
        return "\n".join(self.path.read_text(encoding="utf-8").splitlines()[first - 1 : end - 1])


def _steps(path: Path, first: int, lines: list[str], interactive: bool) -> tuple[Step, ...]:
    steps: list[Step] = []
    for number, line in enumerate(lines, first):
        if line == "^C":
            steps.append(Step("^C", "", (), number))
        elif line.startswith("$ "):
            steps.append(Step("$", line[2:], (), number))
        elif interactive and line.startswith("# "):
            steps.append(Step("#", line[2:], (), number))
        elif not steps:
            raise TextError(f"{path.name}:{number}: a console block begins with a command, not with {line!r}")
        elif line.startswith("> ") and not steps[-1].expected:
            steps[-1] = replace(steps[-1], text=f"{steps[-1].text}\n{line[2:]}")
        else:
            steps[-1] = replace(steps[-1], expected=(*steps[-1].expected, (number, line)))
        if steps[-1].prompt == "^C" and not interactive:
            raise TextError(f"{path.name}:{number}: ^C in a block that is not marked pty")
    return tuple(steps)


def _block(path: Path, section: str, line: int, info: str, content: str) -> Block | None:
    """One fenced block; one without a mark is for reading only."""
    language, *marks = info.split()
    if not marks and language != "console":
        return None
    block = Block(section, path, line)
    for mark in marks:
        terminal, file = TERMINAL.fullmatch(mark), FILE.fullmatch(mark)
        if language == "console" and mark == "pty":
            block = replace(block, interactive=True)
        elif language == "console" and terminal:
            block = replace(block, terminal=int(terminal[1]))
        elif language == "console" and mark == "vm":
            block = replace(block, vm=True)
        elif language == "diff" and mark == "patch":
            block = replace(block, patch=True, content=content)
        elif language != "console" and file:
            block = replace(block, file=file[1], content=content)
        else:
            raise TextError(f"{block.where}: a {language} block knows no mark {mark!r}")
    if language == "console":
        block = replace(block, steps=_steps(path, line + 1, content.splitlines(), block.interactive))
    return block


def parse(path: Path) -> Document:
    """Read a document."""
    source = path.read_text(encoding="utf-8")
    blocks: list[Block | str] = []
    headings: list[Heading] = []
    sections: dict[str, tuple[int, int]] = {}
    section, language = "", path.name.split(".")[1]
    answer = re.compile(rf"answers\.{language}\.md#([\w-]+)")
    tokens = MarkdownIt("commonmark").parse(source)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "inline" and (anchor := ANCHOR.fullmatch(token.content)):
            if anchor[1] in sections:
                raise TextError(f"{path.name}:{line}: a second section {anchor[1]}")
            if section:
                sections[section] = (sections[section][0], line)
            section = anchor[1]
            sections[section] = (line, len(source.splitlines()) + 1)
        elif token.type == "heading_open" and following:
            headings.append(Heading(int(token.tag[1]), following.content, section, line))
        elif token.type == "fence" and (block := _block(path, section, line, token.info, token.content)):
            blocks.append(block)
        elif token.type == "inline":
            links = [child.attrGet("href") or "" for child in token.children or () if child.type == "link_open"]
            blocks += [found[1] for link in links if (found := answer.fullmatch(str(link)))]
    return Document(path, tuple(blocks), tuple(headings), sections)


def added(language: str) -> Document:
    """Read how an exercise is added."""
    return parse(DOCS / ("add-an-exercise.ja.md" if language == "ja" else "add-an-exercise.md"))


@cache
def lab(language: str) -> Document:
    """Read the text of the lab."""
    return parse(HANDBOOK / f"lab02.{language}.md")


@cache
def answers(language: str) -> Document:
    """Read the answers to its tasks."""
    return parse(HANDBOOK / f"answers.{language}.md")


@cache
def script(language: str) -> tuple[Block, ...]:
    """List all that is typed, in its order, the answers where the text links to them."""
    typed: list[Block] = []
    section = ""
    for block in lab(language).blocks:
        if isinstance(block, Block):
            section = block.section
            typed.append(block)
            continue
        if block not in answers(language).sections:
            raise TextError(f"{lab(language).path.name}: links to {block}, which {answers(language).path.name} lacks")
        found = [item for item in answers(language).blocks if isinstance(item, Block) and item.section == block]
        typed += [replace(item, section=section) for item in found]
    return tuple(typed)


def seen(output: str) -> list[str]:
    """Return the lines a reader would see: without colours, cursor movements, empty lines and the width of columns."""
    text = ANSI.sub("", output).replace("\r", "\n")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _pattern(line: str) -> str:
    if line.strip() == "...":
        return r"(?:[^\n]*\n)*?"
    words = r"[^\n]*?".join(re.escape(part) for part in " ".join(line.split()).split("<...>"))
    # an empty column leaves no trace
    return rf"{words}\n".replace(r"\ [^\n]*?\ ", r"\ (?:[^\n]*?\ )?")


def unseen(step: Step, output: str, whole: bool = True) -> int | None:
    """Return the line of the document that the output does not bear out, or None; whole forbids any more output."""
    said = [(number, line) for number, line in step.expected if line.strip()]
    actual = "".join(f"{line}\n" for line in seen(output))
    patterns = [_pattern(line) for _number, line in said]
    begin = "" if whole else r"(?:[^\n]*\n)*?"
    for end in range(1, len(said) + 1):
        if not re.match(begin + "".join(patterns[:end]), actual):
            return said[end - 1][0]
    complete = re.fullmatch if whole else re.match
    if not complete(begin + "".join(patterns), actual):
        return said[-1][0] if said else step.line
    return None
