# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks that need no VM, run as a user runs them: regrading, and everything that is refused.

The actions begin, verify, require_pass and require_student_vm are all in it, and what the callback prints.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
import typing as t
from pathlib import Path

import pytest
import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _results, _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages
from ansible_collections.kcna.labs.tests.commands import _playing

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = ROOT / "tests" / "unit" / "snapshots"
# a host that is certainly no student VM, and the machine at hand
LOCAL = ["-i", "stranger,", "-e", "ansible_connection=local", "-e", "ansible_become=false"]
STUDENTS = "[students]\nstranger ansible_connection=local ansible_become=false\n"


class Done(t.NamedTuple):
    code: int
    output: str
    results: Path

    def student(self, name: str = "student01") -> dict[str, t.Any]:
        return json.loads((self.results / "latest" / f"{name}.json").read_text(encoding="utf-8"))


def marks(earned: int, possible: int, errors: int = 0) -> dict[str, int]:
    """The score where no hint has cost anything."""
    return {"earned": earned, "possible": possible, "errors": errors, "hint_cost": 0, "after_hints": earned}


@pytest.fixture
def play(tmp_path: Path) -> t.Callable[..., Done]:
    def run(playbook: str | Path, *arguments: str) -> Done:
        results = tmp_path / "results"
        given = (str(playbook), "-e", f"lab_results_dir={results}", *arguments)
        done = _playing.piped(*given, NO_COLOR="1", COLUMNS="120")
        return Done(done.code, done.output, results)

    return run


def inventory(tmp_path: Path) -> list[str]:
    path = tmp_path / "hosts.ini"
    path.write_text(STUDENTS)
    return ["-i", str(path)]


def saved(tmp_path: Path, *names: str, student: str = "student01") -> Path:
    """A folder of snapshots, as results/latest is one."""
    folder = tmp_path / "saved"
    folder.mkdir()
    for number, name in enumerate(names):
        data = json.loads((SNAPSHOTS / f"{name}.snapshot.json").read_text(encoding="utf-8"))
        data["student"] = student if number == 0 else f"{student}-{number}"
        (folder / f"{data['student']}.snapshot.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


def test_regrade_equals_the_first_verdicts(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex6.solved")
    done = play("verify.yml", "-e", f"lab_from_snapshots={folder}", "-e", "lab_language=en")
    assert done.code == 0, done.output
    observation = _snapshot.load(folder / "student01.snapshot.json").observations[0]
    exercise = _exercises.load(_exercises.known()["ex6"], "ex6")
    verdicts = _judge.judge(exercise, observation, Messages("en"))
    criteria = done.student()["exercises"]["ex6"]["criteria"]
    assert [(item["id"], item["verdict"], item["actual"]) for item in criteria] == [
        (item.criterion.id, item.outcome, item.actual) for item in verdicts
    ]
    assert done.student()["score"] == marks(19, 19)
    again = play("verify.yml", "-e", f"lab_from_snapshots={done.results / 'latest'}", "-e", "lab_language=en")
    assert again.student() == done.student()
    assert (again.results / "latest/student01.snapshot.json").read_text() == (
        done.results / "latest/student01.snapshot.json"
    ).read_text()
    assert "✔ 2/2  ex6.cpu-throttled             The CPU limit is really applied\n" in done.output
    assert "Score: 19 / 19 points" in done.output
    assert f"Results: {done.results}/latest/student01.json" in done.output
    assert "\x1b" not in done.output


def test_regrade_leaves_out_what_was_switched_off_then(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex9.solved", "ex9.solved")
    path = folder / "student01.snapshot.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["observations"][0]["host"]["switched_off"] = ["ex9.image-handed-over"]
    path.write_text(json.dumps(data), encoding="utf-8")
    # what the variable says now is no matter
    for now in ("true", "false"):
        switch = f"ex9_container_runtime_hand_over={now}"
        done = play("verify.yml", "-e", f"lab_from_snapshots={folder}", "-e", "lab_language=en", "-e", switch)
        assert done.code == 0, done.output
        assert done.student()["score"] == marks(16, 16)
        assert done.student()["exercises"]["ex9"]["switched_off"] == ["ex9.image-handed-over"]
        assert done.student("student01-1")["score"] == marks(18, 18)
        assert done.student("student01-1")["exercises"]["ex9"]["switched_off"] == []
        assert "Not judged, as the instructor has chosen: ex9.image-handed-over\n" in done.output


def test_regrade_of_several_students_in_japanese(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex1.solved", "ex1.untouched", "ex1.started", "ex1.untouched")
    done = play("verify.yml", "-e", f"lab_from_snapshots={folder}", "--tags", "ex1")
    assert done.code == 0, done.output
    assert done.student()["score"]["earned"] == 13
    assert done.student("student01-1")["score"] == marks(0, 13)
    assert list(done.student("student01-1")["exercises"]) == ["ex1"]
    assert "student01      13/13\n" in done.output
    assert "未達成: ex1.web-server-running" in done.output
    runs = list((done.results / "runs").iterdir())
    assert len(runs) == 1
    assert len(list(runs[0].iterdir())) == 8


def test_marks_do_not_fail_but_errors_do(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex1.solved")
    path = folder / "student01.snapshot.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    probe = next(item for item in data["observations"][0]["probes"] if item["spec"]["probe"] == "docker_top")
    reason = {"what": "Docker (/sock)", "tried": "GET /top", "reason": "gone"}
    probe.update(status="error", value=None, error=reason)
    path.write_text(json.dumps(data), encoding="utf-8")
    done = play("verify.yml", "-e", f"lab_from_snapshots={folder}", "-e", "lab_language=en")
    assert done.code != 0
    assert "1 criteria could not be judged: ex1.compare-process-count" in done.output
    assert "Docker (/sock): GET /top: gone" in done.output
    assert done.student()["score"] == marks(11, 13, errors=1)


def test_a_truncated_snapshot_is_refused_by_name(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex1.solved", "ex1.solved")
    path = folder / "student01-1.snapshot.json"
    path.write_text(path.read_text(encoding="utf-8")[:-100], encoding="utf-8")
    done = play("verify.yml", "-e", f"lab_from_snapshots={folder}")
    assert done.code != 0
    assert "student01-1.snapshot.json: no whole JSON file" in done.output
    assert not done.results.exists(), "nothing is written where one of the snapshots is broken"


def test_no_snapshots(play: t.Callable[..., Done], tmp_path: Path) -> None:
    done = play("verify.yml", "-e", f"lab_from_snapshots={tmp_path}", "-e", "lab_language=en")
    assert done.code != 0
    assert "There is no *.snapshot.json in" in done.output


@pytest.mark.parametrize("playbook", ["lab02.yml", "start.yml", "solve.yml", "verify.yml", "cleanup.yml"])
def test_unknown_tags_are_refused_with_the_known_ones(
    play: t.Callable[..., Done], tmp_path: Path, playbook: str
) -> None:
    done = play(playbook, *inventory(tmp_path), "--tags", "ex6,ex66", "-e", "lab_language=en")
    assert done.code != 0
    assert "There is no tag ex66. Known tags: prep, ex1, ex" in done.output


def test_unknown_tags_are_refused_where_the_hosts_are_limited(play: t.Callable[..., Done], tmp_path: Path) -> None:
    done = play("verify.yml", *inventory(tmp_path), "--skip-tags", "ex66", "-l", "stranger")
    assert done.code != 0
    assert "タグ ex66 はありません。" in done.output


@pytest.mark.parametrize("playbook", ["lab02.yml", "start.yml", "solve.yml", "verify.yml", "cleanup.yml"])
def test_a_host_that_is_no_student_vm_is_refused(play: t.Callable[..., Done], tmp_path: Path, playbook: str) -> None:
    done = play(playbook, *inventory(tmp_path), "-e", "lab_language=en")
    assert done.code != 0
    assert "stranger is no student VM: it has no /etc/kcna-labs/student-vm.json" in done.output
    assert "changes: 0" in done.output


def test_no_students(play: t.Callable[..., Done]) -> None:
    done = play("verify.yml", *LOCAL)
    assert done.code != 0
    assert "make lab" in done.output


def test_unknown_language(play: t.Callable[..., Done], tmp_path: Path) -> None:
    done = play("verify.yml", *inventory(tmp_path), "-e", "lab_language=fr")
    assert done.code != 0
    assert "lab_language fr is unknown. Known: ja, en" in done.output


@pytest.mark.parametrize("playbook", ["lab02.yml", "verify.yml"])
@pytest.mark.parametrize("variable", ["lab_hints=4", "lab_hint_cost=-0.5", "lab_hint_for=ex66"])
def test_hints_that_cannot_be_are_refused_before_any_vm(
    play: t.Callable[..., Done], tmp_path: Path, playbook: str, variable: str
) -> None:
    done = play(playbook, *inventory(tmp_path), "-e", variable, "-e", "lab_language=en")
    assert done.code != 0
    assert variable.partition("=")[0] in done.output
    assert "is no student VM" not in done.output


def test_regrade_with_fewer_steps_of_the_hints(play: t.Callable[..., Done], tmp_path: Path) -> None:
    folder = saved(tmp_path, "ex6.started")
    done = play("verify.yml", "-e", f"lab_from_snapshots={folder}", "-e", "lab_language=en", "-e", "lab_hints=2")
    assert done.code == 0, done.output
    assert "look at   `kubectl -n kcna-lab02 get pods` (section 6.1 of the text)\n" in done.output
    assert "problem   There is no Pod resource-demo in the namespace kcna-lab02 yet.\n" in done.output
    assert "next" not in done.output
    assert {len(item["hints"]) for item in _results.criteria(done.student()) if item["verdict"] == "fail"} == {2}
    assert not [item for item in _results.criteria(done.student()) if item["verdict"] != "fail" and item["hints"]]


@pytest.mark.parametrize(
    ("snapshot", "message"),
    [("ex1.solved", None), ("ex1.untouched", "Criteria not passed: ex1.web-server-running")],
)
def test_require_pass(play: t.Callable[..., Done], tmp_path: Path, snapshot: str, message: str | None) -> None:
    tasks = [
        {"kcna.labs.begin": None, "register": "kcna_labs_run"},
        {"kcna.labs.verify": None},
        {"kcna.labs.require_pass": None},
    ]
    playbook = tmp_path / "play.yml"
    playbook.write_text(
        yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tags": ["always"], "tasks": tasks}])
    )
    folder = saved(tmp_path, snapshot, student="localhost")
    done = play(playbook, "-e", f"lab_from_snapshots={folder}", "-e", "lab_language=en", "--tags", "ex1")
    assert (done.code == 0) == (message is None), done.output
    assert (message or "Done in ") in done.output


def test_require_pass_without_verify(play: t.Callable[..., Done], tmp_path: Path) -> None:
    tasks = [{"kcna.labs.begin": None, "register": "kcna_labs_run"}, {"kcna.labs.require_pass": None}]
    playbook = tmp_path / "play.yml"
    playbook.write_text(yaml.safe_dump([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    done = play(playbook, "-e", "lab_from_snapshots=x", "-e", "lab_language=en")
    assert done.code != 0
    assert "ex1, ex" in done.output
    assert "was not judged in this run" in done.output


@pytest.mark.parametrize(
    ("playbook", "variable", "message"),
    [
        ("verify.yml", "lab_watch_interval=0", "lab_watch_interval 0 cannot be used"),
        ("verify.yml", "lab_from_snapshots=x", "cannot go together with lab_from_snapshots"),
        ("lab02.yml", "lab_watch_interval=3", "lab_watch is for verify.yml only"),
    ],
)
def test_a_watch_is_refused_before_any_host_is_reached(
    play: t.Callable[..., Done], tmp_path: Path, playbook: str, variable: str, message: str
) -> None:
    done = play(playbook, *inventory(tmp_path), "-e", "lab_language=en", "-e", "lab_watch=true", "-e", variable)
    assert done.code != 0
    assert message in done.output
    assert "no student VM" not in done.output
    assert not done.results.exists()


def gone(tmp_path: Path) -> list[str]:
    """A class of two, neither of which answers."""
    path = tmp_path / "hosts.ini"
    path.write_text("[students]\nstudent[01:02] ansible_host=127.0.0.1 ansible_port=1\n")
    results = ["-e", f"lab_results_dir={tmp_path}/results", "-e", "lab_language=en", "--tags", "ex1"]
    return ["verify.yml", "-i", str(path), *results, "-e", "lab_watch=true", "-e", "lab_watch_interval=1"]


def test_a_watch_says_once_that_a_host_is_gone_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    begun: list[float] = []

    def several_turns_later(shown: str) -> bool:
        if shown.count("cannot be observed") == 2 and not begun:
            begun.append(time.monotonic())
        return bool(begun) and time.monotonic() - begun[0] > 5

    done = _playing.typed(_playing.PROGRAM, *gone(tmp_path), until=several_turns_later)
    assert done.code == 99
    assert "Watching for changes (Ctrl-C ends)  ex1" in done.output
    shown = done.screen()
    assert sum("cannot be observed" in line for line in shown) == 2, done.output
    assert shown[-3:] == ["[ERROR]: User interrupted execution", f"Results: {tmp_path}/results/latest", ""]
    assert "Traceback" not in done.output
    assert not [path for path in (tmp_path / "results").rglob("*") if path.is_file()]


def test_a_watch_does_not_outlive_its_command(tmp_path: Path) -> None:
    command = [_playing.PROGRAM, *gone(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT / "playbooks", env=_playing.environment(), stdout=subprocess.PIPE, text=True
    ) as watch:
        assert watch.stdout is not None
        seen = 0
        for line in watch.stdout:
            seen += "cannot be observed" in line
            if seen == 2:
                break
        workers = children(watch.pid)
        assert len(workers) >= 2
        watch.kill()
        deadline = time.monotonic() + 60
        while living := [pid for pid in workers if alive(pid)]:
            assert time.monotonic() < deadline, f"still there: {living}"
            time.sleep(0.2)


def children(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name of the program is in parentheses and may hold anything
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(path.parent.name))
    return found


def alive(pid: int) -> bool:
    """A process that is over but not yet fetched is no process any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_results_folders() -> None:
    assert _results.folders(Path("/r"), "id") == [Path("/r/runs/id"), Path("/r/latest")]
    assert shutil.which("ansible-playbook"), "the tests run in the virtual environment"
