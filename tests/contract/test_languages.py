# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a student or instructor reads exists in Japanese and in English, with the same placeholders.

docs/architecture.md says who speaks which language, and why modules speak English.
"""

from __future__ import annotations

import ast
import re
import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.messages import _modules
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import MESSAGES
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _html
from ansible_collections.kcna.labs.tests._sources import literals
from ansible_collections.kcna.labs.tests.contract._project import ROOT, exercises, files, load, relative, roles, walk

LANGUAGES = {"ja", "en"}
# {name} of a message, {{ name }} of a task
PLACEHOLDER = re.compile(r"\{\{?\s*(\w+)")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
JINJA = re.compile(r"\{\{.*?\}\}", re.DOTALL)
CATALOGUE = ROOT / "plugins" / "plugin_utils" / "messages"
# What runs on the controller. Modules run where messages are not, and the bundle is made by English-speaking tools.
SOURCES = [
    path
    for path in files()
    if re.fullmatch(
        r"plugins/(?!doc_fragments/|modules/|module_utils/|plugin_utils/(?:bundle|messages)/).*\.py", relative(path)
    )
]
TASKS = [path for path in files() if re.fullmatch(r"(?:roles/.*/tasks|playbooks)/.*\.yml", relative(path))]
# What is wrong with a file, or with the call of a filter. It is the reason within a sentence of messages/, or told to
# who writes criteria and roles, as ansible-lint does.
FOR_AUTHORS = (
    "filter/",
    "plugin_utils/criteria/",
    "plugin_utils/formats/_dockerignore.py",
    "plugin_utils/judge/_matchers.py",
    "plugin_utils/judge/_snapshot.py",
    "plugin_utils/report/_records.py",
)
WORD = re.compile(r"(?<![\w./-])[a-z]{2,}(?![\w/-])")
# commands and their options, patterns, markup, colours
CODE = re.compile(
    r"^(?:docker|crictl|kubectl|curl|sudo|systemctl|x (?:describe|exec|get|logs|top)|-o) "
    r"|[<>|\\]|::|\{\s|-src |^bright \w+$"
)
# what is compared with, not said: Werkzeug's page, a table's columns, what a student may write
DATA = (
    "authentication required",
    "no basic auth",
    "manifest unknown",
    "not found",
    "connection refused",
    "no such host",
    "dial tcp",
    "The requested URL was not found on the server",
    "pod, qos, memory_limit_bytes",
    "no limit",
)
# these read what a student wrote in either language
READ = (
    # what must not begin a line
    "plugins/plugin_utils/report/_report.py",
    "plugins/plugin_utils/formats/_log_time.py",
    "plugins/plugin_utils/formats/_table.py",
    "plugins/plugin_utils/predicates/_predicates.py",
    "plugins/plugin_utils/predicates/_runtime.py",
)


# what a folded YAML text leaves behind a full stop, or an indented one between its lines
GAP = re.compile(r"[、。] |\S  +\S")


def problems(node: t.Any, *, gaps: bool = True) -> list[str]:
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
        elif gaps and GAP.search(ja):
            found.append(f"{where}: a gap in the Japanese text")
    return found


@pytest.mark.parametrize("exercise", exercises())
def test_criteria_speak_both_languages(exercise: str) -> None:
    criteria = load(exercises()[exercise] / "criteria.yml")
    # what reads them takes the gaps of folded texts away
    assert not problems(criteria, gaps=False)
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
        assert not problems(load(path), gaps=path.name != "criteria.yml"), relative(path)


def test_the_checklist_speaks_both_languages() -> None:
    assert not problems(load(ROOT / "files" / "lab02" / "checklist.yml"))


# --- the catalogue ---


def test_messages_speak_both_languages() -> None:
    assert len(MESSAGES) > 200
    assert all(set(texts) == LANGUAGES for texts in MESSAGES.values())
    assert not problems(dict(MESSAGES))
    # symbols and figures are the same in any language
    assert not [
        name for name, texts in MESSAGES.items() if is_sentence(texts["ja"]) and not JAPANESE.search(texts["ja"])
    ]


def test_no_message_hides_another() -> None:
    names = [key.value for path in sorted(CATALOGUE.glob("_*.py")) for key in keys(path)]
    assert set(names) == set(MESSAGES)
    assert len(names) == len(set(names)), "a name stands in two catalogues"


def keys(path: Path) -> list[ast.Constant]:
    """The names of messages in a source file."""
    (table,) = [
        node.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "MESSAGES"
    ]
    assert isinstance(table, ast.Dict)
    return [key for key in table.keys if isinstance(key, ast.Constant)]


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_what_is_said_is_in_the_catalogue(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in ("say", "_say"):
            name, given = str(node.args[0].value), {item.arg for item in node.keywords}
            assert name in MESSAGES, f"{relative(path)}:{node.lineno}: there is no message {name}"
            wanted = set(PLACEHOLDER.findall(MESSAGES[name]["en"]))
            assert given in (wanted, {None}), f"{relative(path)}:{node.lineno}: {name} takes {sorted(wanted)}"


def test_every_message_is_said() -> None:
    sources = [*SOURCES, *(path for path in files() if relative(path).startswith("files/report/"))]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    spoken = set(re.findall(r"[\"'](\w+)[\"']", text)) | {f"verdict_{name}" for name in _html.LETTERS}
    # the name is put together: a kind of trouble, a type of file, a role with its tasks
    tasks = {f"{role.name}_{path.stem}" for role in roles() for path in role.glob("tasks/*.yml")}
    rest = spoken | tasks | {role.name for role in roles()}
    spoken |= {f"{begun}{part}" for begun in set(re.findall(r"f[\"'](\w+_)\{", text)) for part in rest}
    # those of modules are found by their English side, and the refusal of a language by itself
    assert set(MESSAGES) - spoken - set(_modules.MESSAGES) == {"unknown_language"}


# --- no sentence elsewhere ---


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    if relative(path).removeprefix("plugins/").startswith(tuple(FOR_AUTHORS)):
        return
    found = [
        f"{line}: {text}" for line, text in literals(path) if is_sentence(text) and _modules.understand(text) is None
    ]
    assert not found, "put it into plugin_utils/messages in both languages"


def is_sentence(text: str) -> bool:
    """Whether there are two English words or more that a reader would take for such."""
    return len(WORD.findall(re.sub(r"\{\w+\}", "", text))) > 1 and not CODE.search(text) and text not in DATA


@pytest.mark.parametrize("path", [path for path in SOURCES if relative(path) not in READ], ids=relative)
def test_no_japanese_stands_in_the_code(path: Path) -> None:
    assert not [f"{line}: {text}" for line, text in literals(path) if JAPANESE.search(text)]


def test_what_is_excepted_is_there() -> None:
    there = [relative(path) for path in SOURCES]
    for name in FOR_AUTHORS:
        assert any(path.startswith(f"plugins/{name}") for path in there), name
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert not [item for item in [*DATA, *READ] if item not in text and item not in there]


@pytest.mark.parametrize("path", TASKS, ids=relative)
def test_tasks_say_nothing_by_themselves(path: Path) -> None:
    """What a role says is picked by its language from vars/main.yml, where both stand side by side."""
    for where, value in walk(load(path)):
        if where.rsplit(".", 1)[-1] in ("msg", "fail_msg", "success_msg") and isinstance(value, str):
            outside = JINJA.sub("", value)
            inside = [text for found in JINJA.findall(value) for text in re.findall(r"'([^']*)'", found)]
            assert not re.search(r"\w", outside), f"{relative(path)}: {where}: {outside.strip()}"
            assert not [text for text in inside if is_sentence(text)], f"{relative(path)}: {where}: {inside}"


def test_tasks_were_found() -> None:
    said = [where for path in TASKS for where, _value in walk(load(path)) if where.endswith((".msg", ".fail_msg"))]
    assert len(said) > 30
