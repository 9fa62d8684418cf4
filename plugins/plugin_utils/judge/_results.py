# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Results of one VM: built from verdicts, kept as JSON, whole or not at all. Private to the collection."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import tempfile
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _opening
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import STEPS, Adviser
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _comparison
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._judge import Verdict
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation, Snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SCHEMA = 2
LATEST = "latest"
Results = dict[str, t.Any]


class Graded(t.NamedTuple):
    """One exercise with the observation it was judged by."""

    exercise: Exercise
    observation: Observation
    verdicts: list[Verdict]


def build(snapshot: Snapshot, graded: t.Sequence[Graded], say: Messages, limit: int = STEPS) -> Results:
    """The results file's content, with at most so many steps of each hint, whatever was shown at the time."""
    openings = [_opening.of_host(item.observation.host, limit) for item in graded]
    exercises: dict[str, Results] = {}
    for item, opening in zip(graded, openings, strict=True):
        criteria = _criteria(item, opening, say, limit)
        exercises[item.exercise.id] = {
            "score": _score(criteria),
            "criteria": criteria,
            "switched_off": _switched_off(item),
        }
        table = _comparison.compare(item.exercise, item.observation, say)
        if table is not None:
            exercises[item.exercise.id]["comparison"] = table
    # each observation counts once, however many exercises it served
    observations = {item.observation.started: item.observation for item in graded}
    last = observations[max(observations)]
    marker = last.host.get("marker") or {}
    return {
        "schema": SCHEMA,
        "lab": snapshot.lab,
        "student": snapshot.student,
        "started": min(observations),
        "elapsed_s": round(sum(item.elapsed_s for item in observations.values()), 3),
        "versions": marker.get("versions") or {},
        "standins": marker.get("standins") or [],
        "score": _score([one for exercise in exercises.values() for one in exercise["criteria"]]),
        "exercises": exercises,
        "provisioned": marker.get("provisioned"),
        "ever_passed": sorted({*(last.host.get("ever_passed") or ()), *_passed(exercises)}),
        "hints_shown": _shown(exercises, _opening.merged(openings)),
    }


def ever_passed(path: pathlib.Path, provisioned: str | None) -> list[str]:
    """Ids that have passed so far on the VM that was provisioned then, from its latest results."""
    try:
        return [name for name in _of_vm(path, provisioned)["ever_passed"] if isinstance(name, str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def hints_shown(path: pathlib.Path, provisioned: str | None) -> dict[str, _opening.Shown]:
    """The steps shown so far on that VM."""
    try:
        return _opening.parse(_of_vm(path, provisioned)["hints_shown"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _of_vm(path: pathlib.Path, provisioned: str | None) -> Results:
    results: Results = json.loads(path.read_text(encoding="utf-8"))
    return results if results["provisioned"] == provisioned else {}


def errors(results: Results) -> list[tuple[str, str]]:
    """Criteria that could not be judged, with the reason."""
    return [(item["id"], item["why"]) for item in criteria(results) if item["verdict"] == "error"]


def criteria(results: Results) -> list[dict[str, t.Any]]:
    """All criteria of all exercises."""
    return [item for exercise in results["exercises"].values() for item in exercise["criteria"]]


def folders(root: pathlib.Path, run: str) -> list[pathlib.Path]:
    """Where a run's files belong; the first is the run's own."""
    return [root / "runs" / run, root / LATEST]


def results_name(student: str) -> str:
    """File name of one student's results."""
    return f"{student}.json"


def snapshot_name(student: str) -> str:
    """File name of one student's snapshot."""
    return f"{student}.snapshot.json"


def write(path: pathlib.Path, content: t.Mapping[str, t.Any]) -> None:
    """Replace a file by this content as JSON."""
    replace(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


@contextlib.contextmanager
def undisturbed() -> t.Iterator[None]:
    """Ctrl-C waits until this is over: files that belong together are written together."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def replace(path: pathlib.Path, text: str) -> None:
    """Replace a file at once: a reader, or an interruption, sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        # half a surrogate pair cannot be written as UTF-8, but as the escape that JSON has for it
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        pathlib.Path(scratch).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            pathlib.Path(scratch).unlink()
        raise


def _passed(exercises: t.Mapping[str, t.Any]) -> list[str]:
    return [item["id"] for exercise in exercises.values() for item in exercise["criteria"] if item["verdict"] == "pass"]


def _switched_off(item: Graded) -> list[str]:
    judged = {verdict.criterion.id for verdict in item.verdicts}
    return [criterion.id for criterion in item.exercise.criteria if criterion.id not in judged]


def _score(criteria: t.Sequence[Results]) -> Results:
    """Marks stay what they are; what the hints have cost stands beside them."""
    earned = sum(item["earned"] for item in criteria)
    # no criterion costs more than it has earned
    cost = _opening.points(sum(min(item["earned"], item["hint_cost"]) for item in criteria))
    return {
        "earned": earned,
        "possible": sum(item["points"] for item in criteria),
        "errors": sum(item["verdict"] == "error" for item in criteria),
        "hint_cost": cost,
        "after_hints": _opening.points(earned - cost),
    }


def _shown(exercises: t.Mapping[str, t.Any], before: t.Mapping[str, _opening.Shown]) -> Results:
    """What has been shown on this VM, of these exercises and of others."""
    now = {
        item["id"]: _opening.Shown(item["hints_shown"], item["hint_cost"])
        for exercise in exercises.values()
        for item in exercise["criteria"]
        if item["hints_shown"]
    }
    return {name: shown._asdict() for name, shown in sorted({**before, **now}.items())}


def _criteria(item: Graded, opening: _opening.Opening, say: Messages, limit: int) -> list[Results]:
    adviser = Adviser(item.exercise, item.observation)
    found = []
    for verdict in item.verdicts:
        name = verdict.criterion.id
        steps = opening.open(name) if verdict.outcome == "fail" else 0
        shown = opening.after(name, steps)
        hints = {
            "hints": list(adviser.steps(verdict, say)[: min(steps, limit)]) if steps else [],
            "hints_shown": shown.steps,
            "hint_cost": shown.cost,
            "hint_next": opening.next(steps) if verdict.outcome == "fail" else None,
        }
        found.append({**_criterion(verdict, say), **hints, "waited_s": item.observation.waited.get(name, 0)})
    return found


def _criterion(verdict: Verdict, say: Messages) -> Results:
    criterion = verdict.criterion
    return {
        "id": criterion.id,
        "verdict": verdict.outcome,
        "points": criterion.points,
        "earned": verdict.earned,
        "title": say.pick(criterion.title),
        "expected": verdict.expected,
        "actual": verdict.actual,
        "why": verdict.why,
    }
