# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real files of the account that runs the tests; that root gives them to another is proved by molecule."""

from __future__ import annotations

import os
import pathlib
import pwd
import stat
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _workspace
from ansible_collections.kcna.labs.plugins.module_utils._files import SEEDED
from ansible_collections.kcna.labs.plugins.module_utils._workspace import Workspace, WorkspaceError
from ansible_collections.kcna.labs.plugins.modules.workspace import workspace

ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "kcna-lab02"


def run(path: pathlib.Path, *, check_mode: bool = False, diff: bool = False, **changes: t.Any) -> dict[str, t.Any]:
    arguments = {"path": str(path), "account": ME, "seeded": "", "contents": {}} | changes
    return workspace(arguments, check_mode=check_mode, diff=diff)


def mode(path: pathlib.Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_once_with_what_belongs_into_it(path: pathlib.Path) -> None:
    files = {"a.yaml": "a: 1\n", "b.txt": "コンテナ\r\n"}
    old = os.umask(0o077)
    try:
        assert run(path, contents=files) == {"changed": True, "made": True, "written": ["a.yaml", "b.txt"]}
    finally:
        os.umask(old)
    assert mode(path) == 0o755
    assert {entry.name: entry.read_bytes().decode() for entry in path.iterdir()} == files
    assert {mode(entry) for entry in path.iterdir()} == {0o644}
    assert run(path, contents=files) == {"changed": False, "made": False, "written": []}


def test_only_what_is_not_right_is_written(path: pathlib.Path) -> None:
    files = {"same": "x", "other": "x", "closed": "x", "linked": "x", "twice": "x", "new": "x"}
    path.mkdir()
    for name, content in {"same": "x", "other": "y", "closed": "x", "target": "x", "twice": "x", "mine": "m"}.items():
        (path / name).write_text(content)
        (path / name).chmod(0o644)
    (path / "closed").chmod(0o600)
    (path / "linked").symlink_to("target")
    (path / "hard").hardlink_to(path / "twice")
    assert run(path, contents=files)["written"] == ["other", "closed", "linked", "twice", "new"]
    assert all((path / name).read_text() == "x" and not (path / name).is_symlink() for name in files)
    assert sorted(entry.name for entry in path.iterdir()) == sorted([*files, "target", "mine", "hard"])


def test_a_link_is_replaced_and_what_it_leads_to_stays(path: pathlib.Path) -> None:
    path.mkdir()
    (path.parent / "secret").write_text("s")
    (path / "a").symlink_to(path.parent / "secret")
    run(path, contents={"a": "x"})
    assert (path.parent / "secret").read_text() == "s"
    assert (path / "a").read_text() == "x"


@pytest.mark.parametrize("kind", ["link", "file", "foreign"])
def test_what_is_no_folder_of_the_student_is_refused(
    path: pathlib.Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "link":
        (path.parent / "elsewhere").mkdir()
        path.symlink_to(path.parent / "elsewhere")
    elif kind == "file":
        path.write_text("")
    else:
        path.mkdir()
        owner = pwd.getpwnam(ME)
        other = pwd.struct_passwd((*owner[:2], owner.pw_uid + 1, *owner[3:]))
        monkeypatch.setattr(_workspace.pwd, "getpwnam", lambda _name: other)
    with pytest.raises(WorkspaceError, match=rf"{path} is no directory of {ME} .* Nothing was changed"):
        run(path, contents={"a": "x"})
    assert not list(path.parent.rglob("a"))


def test_a_folder_that_became_a_link_meanwhile_is_not_followed(path: pathlib.Path) -> None:
    path.mkdir()
    folder = Workspace(str(path), ME)
    path.rmdir()
    (path.parent / "elsewhere").mkdir()
    path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(NotADirectoryError):
        folder.write("a", "x")
    assert not list((path.parent / "elsewhere").iterdir())


def test_a_directory_under_the_name_of_a_file_is_refused_before_anything_is_written(path: pathlib.Path) -> None:
    (path / "b").mkdir(parents=True)
    with pytest.raises(WorkspaceError, match=rf"{path}/b is a directory"):
        run(path, contents={"a": "x", "b": "x"})
    assert not (path / "a").exists()


def test_a_pipe_is_replaced_and_not_waited_for(path: pathlib.Path) -> None:
    path.mkdir()
    os.mkfifo(path / "a")
    assert run(path, contents={"a": "x"})["written"] == ["a"]


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "/etc/a", "a/b"])
def test_names_stay_in_the_folder(path: pathlib.Path, name: str) -> None:
    with pytest.raises(WorkspaceError, match="is no name of a file"):
        run(path, contents={name: "x"})
    assert not path.exists()


def test_what_is_no_text_is_refused(path: pathlib.Path) -> None:
    with pytest.raises(WorkspaceError, match="a is no text but list"):
        run(path, contents={"a": ["x"]})


def test_an_account_that_is_not_there(path: pathlib.Path) -> None:
    with pytest.raises(WorkspaceError, match="there is no account nobody-here on this machine"):
        run(path, account="nobody-here")


def test_check_mode_tells_and_changes_nothing(path: pathlib.Path) -> None:
    told = run(path, contents={"a": "x\n"}, check_mode=True, diff=True)
    assert (told["changed"], told["made"], told["written"]) == (True, True, ["a"])
    assert not path.exists()
    run(path, contents={"a": "x\n"})
    told = run(path, contents={"a": "y\n"}, check_mode=True, diff=True)
    header = f"{path}/a"
    assert told["diff"] == [{"before_header": header, "before": "x\n", "after_header": header, "after": "y\n"}]
    assert (path / "a").read_text() == "x\n"


def test_a_folder_that_a_start_has_made_says_so(path: pathlib.Path) -> None:
    run(path, seeded="ex2")
    assert os.getxattr(path, SEEDED) == b"ex2"


def test_a_students_own_folder_does_not(path: pathlib.Path) -> None:
    path.mkdir()
    run(path, seeded="ex2")
    assert SEEDED not in os.listxattr(path)


def test_a_write_that_fails_leaves_nothing_behind(path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(path, contents={"a": "x"})

    def full(*_arguments: t.Any, **_more: t.Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(_workspace.os, "rename", full)
    with pytest.raises(OSError, match="no space left"):
        run(path, contents={"a": "y"})
    assert [entry.name for entry in path.iterdir()] == ["a"]
    assert (path / "a").read_text() == "x"
