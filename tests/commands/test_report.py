# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report's playbook, run as a user runs it, on results that verify.yml wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.commands._playing import Done, piped
from ansible_collections.kcna.labs.tests.unit import _sample_class
from ansible_collections.kcna.labs.tests.unit._sample_class import Run

ROOT = Path(__file__).resolve().parents[2]
RUNS = [Run("2026-04-07T01:00:00.000Z", {"student01": {"ex1": "solved"}, "student02": {"ex1": "started"}})]
FILES = ["criteria.csv", "index.html", "junit.xml", "marks.csv", "students/student01.html", "students/student02.html"]


@pytest.fixture
def results(tmp_path: Path) -> Path:
    _sample_class.write(tmp_path / "results", RUNS)
    return tmp_path / "results"


def play(results: Path, *arguments: str, playbook: str = "report.yml") -> Done:
    return piped(playbook, "-e", f"lab_results_dir={results}", *arguments, NO_COLOR="1", COLUMNS="120")


def written(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_it_writes_every_form_and_the_second_time_nothing(results: Path) -> None:
    done = play(results)
    assert done.code == 0, done.output
    assert written(results / "report") == FILES
    assert f"受講者 2 名のレポート: {results}/report/index.html" in done.output
    again = play(results)
    assert "変更: 0 件" in again.output


def test_after_verify_as_it_is(results: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    done = play(fresh, "-e", f"lab_from_snapshots={results}/latest", playbook="verify.yml")
    assert done.code == 0, done.output
    assert play(fresh).code == 0
    assert "student02" in (fresh / "report" / "marks.csv").read_text(encoding="utf-8")


def test_check_mode_writes_nothing(results: Path) -> None:
    done = play(results, "--check")
    assert done.code == 0, done.output
    assert "実行すると変わるもの: 1 件" in done.output
    assert not (results / "report").exists()


def test_language(results: Path) -> None:
    done = play(results, "-e", "lab_language=en")
    assert f"Report of 2 students: {results}/report/index.html" in done.output
    assert '<html lang="en">' in (results / "report" / "index.html").read_text(encoding="utf-8")
    assert "web-server runs nginx:1.21" in (results / "report" / "criteria.csv").read_text(encoding="utf-8")


def test_a_broken_file_is_named_and_the_rest_is_written(results: Path) -> None:
    (results / "latest" / "student03.json").write_text('{"schema": 1')
    done = play(results, "-e", "lab_language=en")
    assert done.code == 0, done.output
    assert "Results that cannot be read are left out of the report: latest/student03.json" in done.output.replace(
        "\n", " "
    )
    assert "latest/student03.json" in (results / "report" / "index.html").read_text(encoding="utf-8")


def test_nothing_to_report(tmp_path: Path) -> None:
    done = play(tmp_path / "none", "-e", "lab_language=en")
    assert done.code != 0
    assert "Run verify.yml first." in done.output


def test_two_labs_are_two_reports(results: Path) -> None:
    path = results / "latest" / "student02.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "lab": "lab03", "started": "2026-04-08T01:00:00.000Z"}))
    done = play(results, "-e", "lab_language=en")
    assert done.code != 0
    assert "holds results of several labs (" in done.output


def test_a_folder_that_cannot_be_written(results: Path) -> None:
    (results / "report").write_text("in the way")
    done = play(results)
    assert done.code != 0
    assert "Traceback" not in done.output
    assert f"{results}/report" in done.output


def test_a_students_text_is_no_template(results: Path) -> None:
    for path in results.rglob("student01.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        data["student"] = "{{ lookup('pipe', 'id') }}"
        path.write_text(json.dumps(data), encoding="utf-8")
    assert play(results).code == 0
    assert "{{ lookup(&#39;pipe&#39;, &#39;id&#39;) }}" in (results / "report" / "index.html").read_text(
        encoding="utf-8"
    )
