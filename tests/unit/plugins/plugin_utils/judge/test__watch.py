# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Watching what was recorded on real VMs, one state after the other, while a clock runs that is moved by hand."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _results, _snapshot, _watch
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._converge import Clock
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SNAPSHOTS = Path(__file__).resolve().parents[3] / "snapshots"
EXERCISE = _exercises.load(_exercises.known()["ex1"], "ex1")
SAY = Messages("en")
# the probe of one criterion alone
TOP = "docker_top"


class Over(Exception):
    """The recording has come to its end."""


def state(name: str, unread: str | None = None) -> _results.Results:
    """Results of exercise 1 in this state; the probes of this kind could not be read, if one is named."""
    snapshot = _snapshot.load(SNAPSHOTS / f"ex1.{name}.snapshot.json")
    for probe in snapshot.observations[0].probes:
        if probe["spec"]["probe"] == unread:
            probe.update(status="error", value=None, error={"what": "Docker", "tried": "GET", "reason": "down"})
    observation = snapshot.observations[0]
    graded = [_results.Graded(EXERCISE, observation, _judge.judge(EXERCISE, observation, SAY))]
    return _results.build(snapshot, graded, SAY)


class Watched:
    """What a watch does while it sees one state after the other; each look takes so many seconds."""

    def __init__(self, *states: _results.Results | str, took: float = 1, interval: float = 3) -> None:
        self.time = 0.0
        self.slept: list[float] = []
        self.kept: list[int] = []
        self.told: list[tuple[int, _watch.News]] = []
        self._states, self._took, self._turn = states, took, -1
        with pytest.raises(Over):
            _watch.watch(self._look, self._keep, self._tell, Clock(lambda: self.time, self._sleep), interval)

    def _look(self) -> _results.Results:
        self._turn += 1
        self.time += self._took
        if self._turn == len(self._states):
            raise Over
        seen = self._states[self._turn]
        if isinstance(seen, str):
            raise _watch.Lost(seen)
        return seen

    def _keep(self) -> None:
        self.kept.append(self._turn)

    def _tell(self, news: _watch.News) -> None:
        assert news.results is None or self._turn in self.kept, "what is told is in the files already"
        self.told.append((self._turn, news))

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def ids(found: _watch.News) -> dict[str, tuple[str, str]]:
    return {item["id"]: (before, item["verdict"]) for before, item in found.changes}


UNTOUCHED, SOLVED = state("untouched"), state("solved")


def test_only_what_changes_is_kept_and_told() -> None:
    watched = Watched(UNTOUCHED, UNTOUCHED, SOLVED, SOLVED, SOLVED, UNTOUCHED)
    assert watched.kept == [0, 2, 5]
    assert [turn for turn, _news in watched.told] == [0, 2, 5]
    first, gained, lost = (news for _turn, news in watched.told)
    assert (first.before, first.results, first.changes) == (None, UNTOUCHED, ())
    assert len(gained.changes) == len(EXERCISE.criteria)
    assert ids(gained)["ex1.web-server-running"] == ("fail", "pass")
    assert ids(gained)["ex1.kernel-shared"] == ("skipped", "pass")
    assert (gained.before, gained.results) == (UNTOUCHED, SOLVED)
    assert ids(lost)["ex1.web-server-running"] == ("pass", "fail")


@pytest.mark.parametrize(("took", "pause"), [(0.5, 3), (3, 3), (7, 7)])
def test_no_more_than_half_of_the_time_goes_into_looking(took: float, pause: float) -> None:
    assert Watched(SOLVED, SOLVED, "gone", SOLVED, took=took).slept == [pause] * 4


def test_a_vm_that_is_gone_is_told_once_and_watched_when_it_is_back() -> None:
    watched = Watched("no route", "no route", SOLVED, "down", "still down", SOLVED, "down", UNTOUCHED)
    assert [(turn, news.lost, news.back, len(news.changes)) for turn, news in watched.told] == [
        (0, "no route", False, 0),
        (2, None, True, 0),
        (3, "down", False, 0),
        (5, None, True, 0),
        (6, "down", False, 0),
        (7, None, True, len(EXERCISE.criteria)),
    ]
    assert watched.kept == [2, 5, 7]


def test_what_cannot_be_read_is_told_once_and_is_no_change() -> None:
    down = state("solved", unread=TOP)
    watched = Watched(SOLVED, down, down, SOLVED, SOLVED)
    assert [turn for turn, _news in watched.told] == watched.kept == [0, 1, 3]
    unread, read = watched.told[1][1], watched.told[2][1]
    [(reason, names)] = unread.unread.items()
    assert "Docker: GET: down" in reason
    assert "ex1.compare-process-count" in names
    assert set(read.read) <= {criterion.id for criterion in EXERCISE.criteria}
    assert set(names) <= {*read.read, *ids(read)}


def test_what_changes_meanwhile_is_told_when_it_can_be_read_again() -> None:
    watched = Watched(UNTOUCHED, state("solved", unread=TOP), SOLVED)
    assert ids(watched.told[2][1])["ex1.compare-process-count"] == ("skipped", "pass")
    assert "ex1.compare-process-count" not in watched.told[2][1].read


def test_what_could_never_be_read_before() -> None:
    watched = Watched(state("solved", unread=TOP), SOLVED)
    assert [names for news in watched.told[:1] for names in news[1].unread.values()] == [["ex1.compare-process-count"]]
    assert ids(watched.told[1][1])["ex1.compare-process-count"] == ("error", "pass")


def test_the_results_are_those_of_a_single_look(tmp_path: Path) -> None:
    """What a watch leaves is what one verify of that moment would have left."""
    path, latest = tmp_path / "student01.json", [UNTOUCHED]
    clock = Clock(lambda: 0, lambda _seconds: None)
    states: t.Iterator[_results.Results] = iter([UNTOUCHED, SOLVED, SOLVED])

    def look() -> _results.Results:
        latest[0] = next(states)
        return latest[0]

    with pytest.raises(StopIteration):
        _watch.watch(look, lambda: _results.write(path, latest[0]), lambda _news: None, clock, 1)
    written = path.read_text(encoding="utf-8")
    _results.write(path, SOLVED)
    assert written == path.read_text(encoding="utf-8")
