# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json
import pathlib
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils._class_state import (
    ClassState,
    StateError,
    Student,
    known_hosts_text,
    students_text,
)

ONE = {"name": "student01", "host": "172.30.0.11", "port": 22, "user": "root"}


@pytest.fixture
def state(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> ClassState:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return ClassState.of("kcna")


def put(state: ClassState, text: str) -> None:
    state.directory.mkdir(parents=True)
    state.students_file.write_text(text)


def test_nothing_provisioned_is_no_students(state: ClassState) -> None:
    assert state.students() == []


def test_what_is_written_is_read(state: ClassState) -> None:
    students = [Student("student01", "172.30.0.11", 22, "root"), Student("student02", "172.30.0.12", 2222, "root")]
    put(state, students_text(students))
    assert state.students() == students


def test_home_is_the_fallback(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert ClassState.of("a-b").directory == tmp_path / ".local" / "state" / "kcna-labs" / "a-b"


@pytest.mark.parametrize("name", ["", "Kcna", "../x", "a b", "-a", "a" * 32])
def test_class_names_that_make_no_container_name(name: str) -> None:
    with pytest.raises(StateError, match="KCNA_LABS_CLASS"):
        ClassState.of(name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"schema": 1, "students": [', "is no JSON"),
        ("[]", "is not of schema 1"),
        ('{"schema": 2, "students": []}', "is not of schema 1"),
        ('{"schema": 1}', "has no list"),
        ('{"schema": 1, "students": [7]}', "no student"),
        (json.dumps({"schema": 1, "students": [ONE, ONE]}), "names a student twice"),
    ],
)
def test_a_damaged_file_is_refused_by_name(state: ClassState, text: str, reason: str) -> None:
    put(state, text)
    with pytest.raises(StateError, match=reason) as caught:
        state.students()
    assert str(state.students_file) in str(caught.value)
    assert "provision.yml" in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "student01 -oProxyCommand=x"),
        ("name", ""),
        ("host", "-oProxyCommand=x"),
        ("host", "a b"),
        ("user", "root;x"),
        ("port", "22"),
        ("port", True),
        ("port", 0),
        ("port", 70000),
    ],
)
def test_words_that_would_change_the_ssh_command_are_refused(state: ClassState, field: str, value: t.Any) -> None:
    put(state, json.dumps({"schema": 1, "students": [{**ONE, field: value}]}))
    with pytest.raises(StateError, match=field):
        state.students()


def test_known_hosts_keep_replace_and_forget() -> None:
    present = "student01 ssh-ed25519 OLD1\nstudent02 ssh-ed25519 OLD2\nstudent03 ssh-ed25519 OLD3\n"
    students = [Student(f"student0{number}", "h", 22, "root") for number in (1, 2, 4)]
    text = known_hosts_text(present, students, {"student02": "ssh-ed25519 NEW2\n"})
    assert text == "student01 ssh-ed25519 OLD1\nstudent02 ssh-ed25519 NEW2\n"
