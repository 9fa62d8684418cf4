# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-doc shows is complete, and its examples are of things that exist."""

from __future__ import annotations

import json
import re
import subprocess
import typing as t
from functools import cache
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.tests.contract._project import ROOT, exercises, load, relative, roles

Doc = dict[str, t.Any]
TYPES = ("module", "callback", "filter", "inventory")
# keywords of a task, beside the one module
KEYWORDS = {"name", "register", "vars", "run_once", "when", "loop"}
PLAYBOOKS = sorted((ROOT / "playbooks").glob("*.yml"))


def names(kind: str) -> list[str]:
    """Full names of the collection's public plugins of a kind, or of its roles."""
    if kind == "role":
        return [f"kcna.labs.{role.name}" for role in roles()]
    folder = ROOT / "plugins" / ("modules" if kind == "module" else kind)
    return sorted(f"kcna.labs.{path.stem}" for path in folder.glob("*.py") if not path.name.startswith("_"))


@cache
def docs(kind: str) -> dict[str, Doc]:
    """Everything ansible-doc knows of a kind, asked once: it takes seconds to start."""
    command = ["ansible-doc", "--json", "--type", kind, *names(kind)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Doc] = json.loads(done.stdout)
    assert sorted(found) == names(kind), done.stderr
    return found


every = pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in TYPES for name in names(kind)])


def lacking(options: t.Mapping[str, Doc], where: str) -> list[str]:
    """Options and suboptions without a description or a type."""
    found = []
    for name, option in options.items():
        found += [f"{where}{name}: no {field}" for field in ("description", "type") if not option.get(field)]
        if option.get("type") == "list" and not option.get("elements"):
            found.append(f"{where}{name}: no elements")
        found += lacking(option.get("suboptions") or option.get("options") or {}, f"{where}{name}.")
    return found


@every
def test_a_plugin_says_what_it_is(kind: str, name: str) -> None:
    doc = docs(kind)[name]["doc"]
    assert doc["description"]
    assert not doc["short_description"].endswith("."), "the first line is a title"
    assert not lacking(doc.get("options", {}), "")
    assert doc.get("seealso") or kind == "callback", "nothing says what it goes with"


@every
def test_what_is_returned_is_described_and_shown(kind: str, name: str) -> None:
    def check(values: t.Mapping[str, Doc], where: str, shown: bool) -> None:
        for key, value in values.items():
            place = f"{where}{key}"
            assert value.get("description"), f"{place}: no description"
            assert value.get("type"), f"{place}: no type"
            assert kind != "module" or where or value.get("returned"), f"{place}: returned when?"
            contains = value.get("contains") or {}
            assert shown or contains or "sample" in value, f"{place}: no sample"
            check(contains, f"{place}.", shown or "sample" in value)

    check(docs(kind)[name]["return"] or {}, "", False)


@pytest.mark.parametrize("name", names("module"))
def test_a_module_that_returns_something_says_what(name: str) -> None:
    silent = {"kcna.labs.require_pass", "kcna.labs.require_student_vm"}
    assert bool(docs("module")[name]["return"]) == (name not in silent)


def tasks(kind: str, name: str) -> list[Doc]:
    loaded = yaml.safe_load(docs(kind)[name]["examples"])
    assert isinstance(loaded, list)
    return loaded


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in ("module", "filter") for name in names(kind)])
def test_examples_use_what_exists(kind: str, name: str) -> None:
    assert name in docs(kind)[name]["examples"]
    for task in tasks(kind, name):
        (module,) = set(task) - KEYWORDS
        assert task.get("name"), f"an example of {module} has no name"
        if module in docs("module"):
            wrong = unknown(task[module] or {}, docs("module")[module]["doc"].get("options", {}))
            assert not wrong, f"{task['name']}: {wrong}"


def unknown(arguments: t.Any, options: t.Mapping[str, Doc]) -> list[str]:
    """Arguments that are no options, options that are missing, and values that are no choice."""
    if not isinstance(arguments, dict):  # a template
        return []
    found = [f"{key} is no option" for key in arguments if key not in options]
    for key, option in options.items():
        if key not in arguments:
            found += [f"{key} is required"] if option.get("required") else []
            continue
        given = arguments[key]
        if option.get("choices"):
            found += [f"{key}: {given} is none of {option['choices']}"] if given not in option["choices"] else []
        for item in (given if isinstance(given, list) else [given]) if option.get("suboptions") else ():
            found += unknown(item, option["suboptions"])
    return found


def test_all_examples_are_of_modules_that_ansible_finds(tmp_path: Path) -> None:
    shown = [task for kind in ("module", "filter") for name in names(kind) for task in tasks(kind, name)]
    assert len(shown) > 20
    book = tmp_path / "examples.yml"
    book.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": shown}]), encoding="utf-8")
    command = ["ansible-playbook", "--syntax-check", "--inventory", "localhost,", str(book)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_inventory_example_is_the_collections_own_file() -> None:
    example = yaml.safe_load(docs("inventory")["kcna.labs.embedded"]["examples"])
    assert example == load(ROOT / "playbooks" / "inventory" / "embedded.kcna.yml")


@pytest.mark.parametrize("name", names("role"))
def test_a_role_says_what_each_entry_point_does(name: str) -> None:
    for entry, spec in docs("role")[name]["entry_points"].items():
        assert spec.get("description"), f"{entry}: no description"
        assert not spec["short_description"].endswith("."), f"{entry}: the first line is a title"
        assert not lacking(spec.get("options", {}), f"{entry}: ")


@pytest.mark.parametrize("name", names("role"))
def test_every_task_file_that_others_include_is_an_entry_point(name: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "roles").rglob("tasks/*.yml"), *PLAYBOOKS])
    included = set(re.findall(rf"name: {re.escape(name)}\n\s+tasks_from: (\w+)", text))
    assert included <= set(docs("role")[name]["entry_points"])


def plain(text: str | list[str]) -> str:
    """A text without the marks of Markdown or ansible-doc, on one line."""
    whole = text if isinstance(text, str) else " ".join(text)
    return " ".join(re.sub(r"C\(([^)]*)\)|`([^`]*)`", r"\1\2", whole).split())


@pytest.mark.parametrize("exercise", exercises())
def test_an_exercise_says_the_same_in_its_readme(exercise: str) -> None:
    role = exercises()[exercise]
    readme = (role / "README.md").read_text(encoding="utf-8")
    entries = docs("role")[f"kcna.labs.{role.name}"]["entry_points"]
    for verb in ("start", "solve", "cleanup"):
        row = re.search(rf"(?m)^\| {verb} \| (.+) \|$", readme)
        assert row, f"{relative(role)}/README.md has no row for {verb}"
        said = plain(entries[verb]["description"])
        assert said == plain(row[1]), f"{relative(role)}: {verb} in meta/argument_specs.yml and README.md"
    assert plain(entries["main"]["description"]) in plain(readme)


def test_every_probe_is_documented_with_its_words() -> None:
    items = docs("module")["kcna.labs.observe"]["doc"]["options"]["probes"]["description"]
    said = {found[1]: item for item in items if (found := re.match(r"V\((\w+)\)", item))}
    assert list(said) == sorted(_probe_specs.KINDS)
    for probe, words in _probe_specs.KINDS.items():
        required, _optional, optional = said[probe].partition(" - ")[0].partition("optional")
        assert set(re.findall(r"C\((\w+)\)", required)) == set(words.required), probe
        assert set(re.findall(r"C\((\w+)\)", optional)) == set(words.optional), probe


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.name)
def test_a_playbook_says_at_its_head_what_it_is_for(playbook: Path) -> None:
    """There is no ansible-doc for playbooks."""
    text = playbook.read_text(encoding="utf-8")
    head = "\n".join(line[1:].removeprefix(" ") for line in re.match(r"(?:#.*\n)*", text)[0].splitlines()[2:])  # type: ignore[index]
    assert re.search(rf"(?m)^    ansible-playbook (?:-\S+ \S+ )?{re.escape(playbook.name)}\b", head), "no example"
    assert re.match(r"\s*[A-Z][^\n]+\.", head), "no sentence that says what it does"
    used = set(re.findall(r"\blab_[a-z_]+\b", text))
    assert not {name for name in used if f"{name} " not in head}, "a variable is not explained"
