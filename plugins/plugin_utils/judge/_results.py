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
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._judge import Verdict
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation, Snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

SCHEMA = 1
LATEST = "latest"
Results = dict[str, t.Any]


class Graded(t.NamedTuple):
    """One exercise with the observation it was judged by."""

    exercise: Exercise
    observation: Observation
    verdicts: list[Verdict]


def build(snapshot: Snapshot, graded: t.Sequence[Graded], say: Messages) -> Results:
    """The results file's content."""
    exercises = {
        item.exercise.id: {
            "score": _score(item.verdicts),
            "criteria": [_criterion(verdict, item.observation, say) for verdict in item.verdicts],
            "switched_off": _switched_off(item),
        }
        for item in graded
    }
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
        "score": _score([verdict for item in graded for verdict in item.verdicts]),
        "exercises": exercises,
        "provisioned": marker.get("provisioned"),
        "ever_passed": sorted({*(last.host.get("ever_passed") or ()), *_passed(exercises)}),
    }


def ever_passed(path: pathlib.Path, provisioned: str | None) -> list[str]:
    """Ids that have passed so far on the VM that was provisioned then, from its latest results."""
    try:
        results = json.loads(path.read_text(encoding="utf-8"))
        if results["provisioned"] != provisioned:
            return []
        return [name for name in results["ever_passed"] if isinstance(name, str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


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


def _score(verdicts: t.Sequence[Verdict]) -> dict[str, int]:
    return {
        "earned": sum(verdict.earned for verdict in verdicts),
        "possible": sum(verdict.criterion.points for verdict in verdicts),
        "errors": sum(verdict.outcome == "error" for verdict in verdicts),
    }


def _criterion(verdict: Verdict, observation: Observation, say: Messages) -> dict[str, t.Any]:
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
        "hint": say.pick(criterion.hint),
        "waited_s": observation.waited.get(criterion.id, 0),
    }
