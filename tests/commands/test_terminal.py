# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is seen of a playbook, in a pipe and on a terminal; every run is a real one, on this machine."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _report
from ansible_collections.kcna.labs.tests.commands._playing import CONTROL, PROGRAM, ROOT, SGR, Done, piped, typed

EN = ("-e", "lab_language=en")
WARNS = """#!/usr/bin/python
import json
print(json.dumps({"changed": False, "warnings": ["look out"], "deprecations": [{"msg": "old hat", "version": "9"}]}))
"""
HOSTS = """[students]
student[01:03] ansible_connection=local
[away]
gone ansible_host=127.0.0.1 ansible_port=1
"""


class Plays:
    """A folder of playbooks with a role that is named as an exercise's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "roles/ex6_thing/tasks").mkdir(parents=True)
        (folder / "library").mkdir()
        (folder / "library/warns.py").write_text(WARNS)
        (folder / "hosts").write_text(HOSTS)

    def role(self, *tasks: dict[str, t.Any]) -> None:
        (self.folder / "roles/ex6_thing/tasks/main.yml").write_text(yaml.safe_dump(list(tasks)))

    def book(self, *tasks: dict[str, t.Any], hosts: str = "students", **more: t.Any) -> list[str]:
        """Arguments that play these tasks."""
        path = self.folder / "play.yml"
        path.write_text(yaml.safe_dump([{"hosts": hosts, "gather_facts": False, "tasks": list(tasks), **more}]))
        return ["-i", str(self.folder / "hosts"), str(path), *EN]


@pytest.fixture
def plays(tmp_path: Path) -> Plays:
    return Plays(tmp_path)


def told(done: Done) -> list[str]:
    """Lines without what is different each time."""
    return re.sub(r"\d+ s\b", "N s", done.output).splitlines()


def task(name: str, **what: t.Any) -> dict[str, t.Any]:
    return {"name": name, **what}


INCLUDE = task("Solve exercise 6", include_role={"name": "ex6_thing"})


def test_a_pipe_gets_plain_lines(plays: Plays) -> None:
    plays.role(
        task("solve | Change", command="true"),
        task("solve | Look", command="true", changed_when=False),
        task("solve | Leave out", command="false", when=False),
        task(
            "solve | Show",
            debug={"msg": ["a   table", "of \x1b[31mtwo lines"]},
            when="inventory_hostname == 'student02'",
        ),
    )
    book = plays.book(
        INCLUDE,
        task("Solve exercise 7", include_role={"name": "ex7_thing"}, when=False),
        task("Show a value", debug={"var": "answer"}, run_once=True, vars={"answer": {"of": 42}}),
    )
    done = piped(*book, "-l", "student01,student02")
    assert done.code == 0, done.output
    assert told(done) == [
        "▶ ex6       Container resource management",
        "  student02: a   table",
        "  student02: of two lines",
        "✔ ex6       Container resource management           N s",
        "– ex7       Container storage management            not needed",
        "  student01: answer:",
        "  student01:     of: 42",
        "",
        "Done in N s, changes: 2",
    ]
    assert not CONTROL.search(done.output)


def test_a_pipe_hears_of_what_takes_long_and_of_no_retries(plays: Plays) -> None:
    plays.role(
        task(
            "solve | Wait",
            command=f"sh -c 'test -e {plays.folder}/here || ! touch {plays.folder}/here'",
            register="found",
        )
        | {"until": "found is succeeded", "retries": 3, "delay": 3}
    )
    done = piped(*plays.book(INCLUDE), "-l", "student01", KCNA_LABS_HEARTBEAT="1")
    assert done.code == 0, done.output
    assert "  … N s  attempt 2/4  solve | Wait" in told(done)
    assert "FAILED" not in done.output
    assert told(done)[-3:] == ["✔ ex6       Container resource management           N s", "", "Done in N s, changes: 1"]


def test_errors_are_shown_in_full_and_hosts_accounted_for(plays: Plays) -> None:
    plays.role(
        task(
            "solve | Break",
            command="sh -c 'echo out there; echo boom >&2; exit 3'",
            when="inventory_hostname == 'student02'",
        ),
        task("solve | Refuse", fail={"msg": "line one\nline two"}, when="inventory_hostname == 'student03'"),
        task("solve | Warn", warns={}, when="inventory_hostname == 'student01'"),
        task("solve | Stumble", command="false", ignore_errors=True),
        task("solve | Undefined", command="{{ nowhere }}", ignore_errors=True),
        {"block": [task("Fall", command="false")], "rescue": [task("Catch", command="true")]},
    )
    book = plays.book(INCLUDE, hosts="students:away")
    done = piped(*book)
    assert done.code == 4, done.output
    for line in (
        "TASK [ex6_thing : solve | Break] ***",
        "fatal: [student02]: FAILED! => ",
        "    stderr: boom",
        "    stdout: out there",
        "    rc: 3",
        "✘ student03: ex6_thing : solve | Refuse\n  line one\n  line two\n",
        "fatal: [gone]: UNREACHABLE! => ",
        "[WARNING]: look out",
        "[DEPRECATION WARNING]: ",
        "old hat",
        "TASK [ex6_thing : solve | Stumble] ***",
        "...ignoring",
        "'nowhere' is undefined",
        "TASK [ex6_thing : Fall] ***",
    ):
        assert line in done.output, line
    assert "✘ ex6       Container resource management" in done.output
    assert "failed: gone, student02, student03\n" in done.output, "what is rescued did not fail"
    assert told(done)[-5:] == [
        "",
        "! gone: unreachable (ex6_thing : solve | Stumble)",
        "✘ student02: failed (ex6_thing : solve | Break)",
        "✘ student03: failed (ex6_thing : solve | Refuse)",
        "Ended with errors after N s, changes: 2",
    ]
    usual = piped(*book, ANSIBLE_STDOUT_CALLBACK="default")
    assert usual.code == done.code
    assert sum(map(int, re.findall(r"changed=(\d+)", usual.output))) == 2
    ours = set(told(done))
    lost = [line for line in told(usual) if line.startswith(("fatal:", "[ERROR]", "[WARNING]")) and line not in ours]
    assert lost == ["[ERROR]: Task failed: Action failed: line one", "fatal: [student03]: FAILED! => "], lost


def test_what_changes_is_never_swallowed(plays: Plays) -> None:
    plays.role(
        task("solve | Write", copy={"content": "new\n", "dest": f"{plays.folder}/out.{{{{ inventory_hostname }}}}"}),
        task("solve | Write several", copy={"content": "{{ item }}\n", "dest": f"{plays.folder}/of.{{{{ item }}}}"})
        | {"loop": [1, 2], "run_once": True},
    )
    book = [*plays.book(INCLUDE), "-l", "student01,student02"]
    checked = piped(*book, "--check")
    header = ["~ student01: ex6_thing : solve | Write", "~ student02: ex6_thing : solve | Write"]
    several = "~ student01: ex6_thing : solve | Write several"
    assert sorted(line for line in told(checked) if line.startswith("~")) == [*header[:1], several, *header[1:]]
    assert told(checked)[-1] == "Only checked, in N s: nothing was changed. Changes that would be made: 3"
    compared = piped(*book, "--check", "--diff")
    written = [line for line in told(compared) if line.startswith(("~", "+"))]
    for host in ("student01", "student02"):
        at = written.index(f"~ {host}: ex6_thing : solve | Write")
        assert written[at + 1 : at + 3] == [f"+++ after: {plays.folder}/out.{host}", "+new"]
    assert written[-5:] == [several, f"+++ after: {plays.folder}/of.1", "+1", f"+++ after: {plays.folder}/of.2", "+2"]
    assert not list(plays.folder.glob("o*.*"))
    made = piped(*book, "--diff")
    assert [line for line in told(made) if line.startswith(("~", "+"))][-5:] == written[-5:]
    assert told(made)[-1] == "Done in N s, changes: 3"


def test_verbose_is_the_usual_output(plays: Plays) -> None:
    plays.role(task("solve | Change", command="true"), task("solve | Show", debug={"msg": "shown"}))
    book = [*plays.book(INCLUDE), "-l", "student01", "-v"]
    ours, usual = piped(*book), piped(*book, ANSIBLE_STDOUT_CALLBACK="default")

    def same(done: Done) -> str:
        return re.sub(r"(delta|start|end): .*", r"\1", done.output)

    assert same(ours) == same(usual)
    assert "TASK [ex6_thing : solve | Change] ***" in ours.output


WAITING = task("solve | Wait for the thing", command="sleep 2", changed_when=False)
HEAD = "ex6       Container resource management"


def on_terminal(plays: Plays, columns: int = 80, **more: t.Any) -> Done:
    plays.role(WAITING, task("solve | Show", debug={"msg": "shown"}))
    return typed(PROGRAM, *plays.book(INCLUDE), "-l", "student01,student02", columns=columns, **more)


def test_a_terminal_has_a_line_that_is_rewritten(plays: Plays) -> None:
    done = on_terminal(plays)
    assert done.code == 0, done.output
    assert re.search(rf"\r▶ {HEAD}  \d+ s  0/2 hosts  solve \| Wait for [^\x1b]*\x1b\[K", done.output)
    lines = [re.sub(r"\d+ s", "N s", line) for line in done.screen()]
    assert sorted(lines[:2]) == ["  student01: shown", "  student02: shown"]
    assert lines[2:] == [f"✔ {HEAD}           N s", "", "Done in N s, changes: 0", ""]
    assert "\x1b[0;32m✔" in done.output


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"NO_COLOR": "whatever"}, {"ANSIBLE_NOCOLOR": "1"}])
def test_no_color(plays: Plays, setting: dict[str, str]) -> None:
    done = on_terminal(plays, columns=50, **setting)
    assert done.code == 0, done.output
    assert f"✔ {HEAD}" in done.output
    assert not SGR.search(done.output)
    assert all(_report.columns(line) <= 50 for line in done.screen())
    drawn = re.findall(r"\r([^\r\x1b\n]*)\x1b\[K", done.output)
    assert drawn
    assert max(map(_report.columns, drawn)) < 50, "a line that fills the terminal could not be rewritten"


def test_a_dumb_terminal_gets_what_a_pipe_gets(plays: Plays) -> None:
    done = on_terminal(plays, TERM="dumb")
    assert done.code == 0, done.output
    assert f"▶ {HEAD}\n" in done.output.replace("\r\n", "\n")
    assert not CONTROL.search(done.output.replace("\r\n", "\n"))


@pytest.mark.parametrize("setting", [{"LANG": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_a_locale_that_knows_no_japanese(plays: Plays, setting: dict[str, str]) -> None:
    plays.role(task("solve | 待つ", command="true"))
    *more, book = plays.book(INCLUDE)[:3]
    # a command of two playbooks, which are the same here
    done = piped(*more, book, book, "-l", "student01", "-e", "lab_language=ja", **setting)
    assert done.code == 0, done.output
    assert len(re.findall(r"^\S+ ex6 ", done.output, re.MULTILINE)) == 4
    assert "Traceback" not in done.output
    assert "Callback" not in done.output


def test_ctrl_c_leaves_the_cursor_on_a_new_line(plays: Plays) -> None:
    plays.role(task("solve | Sleep", command="sleep 60"))
    done = typed(PROGRAM, *plays.book(INCLUDE), "-l", "student01", until=lambda shown: "1 s" in shown)
    assert done.code == 99
    assert done.screen()[-2:] == ["[ERROR]: User interrupted execution", ""]
    assert "Traceback" not in done.output


def test_the_width_of_wide_characters(plays: Plays) -> None:
    plays.role(WAITING)
    done = typed(PROGRAM, *plays.book(INCLUDE)[:-2], "-l", "student01", columns=44, LANG="C.UTF-8")
    assert done.code == 0, done.output
    drawn = re.findall(r"\r([^\r\x1b\n]*)\x1b\[K", done.output)
    assert {_report.columns(line) for line in drawn if line} <= {42, 43}, drawn
    [line] = [line for line in done.screen() if line.startswith("✔")]
    assert re.fullmatch(r"✔ ex6       コンテナリソース管理 +\d+ 秒", line)
    assert _report.columns(line) == 44


def test_molecule_finds_the_number_of_changes(plays: Plays) -> None:
    """Molecule asks the last line whether a second run has changed anything."""
    template = yaml.safe_load((ROOT / "molecule/shared/vars.yml").read_text(encoding="utf-8"))["lab_changes"]
    found = re.search(r"regex_findall\('(.*)'\)", template.split(" | join")[0])
    assert found
    pattern = re.compile(found[1])
    plays.role(task("solve | Change", command="true"))
    for language in ("ja", "en"):
        done = piped(*plays.book(INCLUDE), "-l", "student01,student02", "-e", f"lab_language={language}")
        assert pattern.findall(done.output) == ["2"], done.output
