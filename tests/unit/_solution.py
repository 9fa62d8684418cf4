# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's reference solution, line by line: what solve writes and does, and what the handbook has a student type.

Commands that only look are no part of it: a hint that says where to look names them.
"""

from __future__ import annotations

import functools
import re
import typing as t
from pathlib import Path

import yaml
from ansible_collections.kcna.labs.tests.handbook import _text

ROOT = Path(__file__).resolve().parents[2]
# a line of so many characters says something; so do so many of its words in a row
LINE, WORDS = 20, 4
# shorter ones do as well, where they are all of a code span: EXPOSE 5000
SPAN = 8
LOOKS = re.compile(
    r"kubectl (-n \S+ )?(get|describe|logs|top|wait|rollout status|cluster-info|config view)\b"
    r"|kubectl (-n \S+ )?exec .*-- (cat|ls|tail|id|curl|head)\b"
    # the container is gone when the command has ended
    r"|docker run --rm \S+ (ls|free|ps|uname)\b"
    r"|docker (--version|ps|images|image inspect|inspect|history|logs|stats|top)\b"
    r"|(curl|cat|ls|ps|uname|free|head|cd|containerd|jq|systemctl is-active)\b|sleep \d+$"
    r"|sudo (grep|crictl (info|ps|images|inspect))\b"
)
WAITS = re.compile(r"until curl [^;]*; do sleep 1; done")
QUOTED = re.compile(r"\"([^\"]+)\"|'([^']+)'")
Lines = frozenset[str]


def looks(command: str) -> bool:
    """Whether a command changes nothing; one whose output goes into a file does."""
    if WAITS.fullmatch(command):
        return True
    return LOOKS.match(command) is not None and not re.search(r">\s*[^&\s]|;|&&", command)


@functools.cache
def lines() -> Lines:
    """Every line, with single spaces and without what makes it an entry of a list."""
    found: set[str] = set()
    for text in (*_files(), *_typed(), *_tasks()):
        for line in text.splitlines():
            bare = _bare(re.sub(r"\s# .*", "", line))
            if bare and not bare.startswith("#"):
                found |= {bare, *(_bare(one or other) for one, other in QUOTED.findall(bare))}
    return frozenset(line for line in found if len(line) >= SPAN)


@functools.cache
def runs() -> Lines:
    """What must not stand in a hint: long lines, and so many words of one in a row."""
    found = {line for line in lines() if len(line) >= LINE and " " in line}
    for line in lines():
        words = line.split()
        found |= {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
    return frozenset(run for run in found if len(run) >= LINE)


def given_away(hint: str) -> list[str]:
    """What a hint says of the solution in its own words."""
    # a command that only looks is no solution, whatever solve does with what it prints
    spans = [span for span in re.findall(r"`([^`]+)`", hint) if not looks(span)]
    text = " ".join(re.sub(r"`([^`]+)`", lambda span: "" if looks(span[1]) else f" {span[1]} ", hint).split())
    # in a hint it ends where a word ends
    padded = f" {text} "
    quoted = [run for run in runs() if run in text and re.search(rf"(?<![\w.-]){re.escape(run)}(?![\w.-])", padded)]
    return sorted({*quoted, *({_bare(span) for span in spans} & lines())})


def _bare(line: str) -> str:
    return " ".join(re.sub(r"^(- )+", "", line.strip()).split()).rstrip(" ;\\|&,")


def _files() -> t.Iterator[str]:
    for path in sorted((ROOT / "files" / "lab02").glob("*/*")):
        yield path.read_text(encoding="utf-8")


def _typed() -> t.Iterator[str]:
    """Commands, each as it stands and as one line; files of the answers."""
    for block in _text.script("en"):
        if block.file is not None:
            yield block.content
        for step in block.steps:
            whole = re.sub(r"\\\n\s*", "", step.text)
            if not looks(whole):
                yield step.text
                yield whole.replace("\n", " ")


def _tasks() -> t.Iterator[str]:
    """Texts of several words in what solve does."""
    for role in (ROOT / "roles").glob("*/criteria.yml"):
        for path in (*role.parent.glob("tasks/*.yml"), *role.parent.glob("vars/*.yml")):
            if path.stem not in ("start", "cleanup", "verify", "main") or path.parent.name == "vars":
                yield from (text for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))) if " " in text)
        for path in role.parent.glob("files/*.sh"):
            yield path.read_text(encoding="utf-8")


def _strings(node: t.Any) -> t.Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        # an argv is a command as well
        if len(node) > 1 and all(isinstance(item, str) for item in node):
            yield " ".join(node)
        for item in node:
            yield from _strings(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            # what a task is called and what it says when it fails is for people
            if key not in ("name", "msg", "fail_msg", "ja", "en"):
                yield from _strings(value)
