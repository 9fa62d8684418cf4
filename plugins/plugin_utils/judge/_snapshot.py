# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was seen on one VM, as it is kept and read again. Private to the collection."""

from __future__ import annotations

import dataclasses
import json
import pathlib
import typing as t

SCHEMA = 1
OBSERVATION: t.Final[t.Mapping[str, type | tuple[type, ...]]] = {
    "exercises": list,
    "started": str,
    "elapsed_s": (int, float),
    "host": dict,
    "probes": list,
    "waited": dict,
}
STATUSES = ("ok", "absent", "error")


class SnapshotError(Exception):
    """A file that is no whole snapshot."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")


@dataclasses.dataclass(frozen=True)
class Observation:
    """One look at the VM, for the exercises judged by it; `waited` is seconds by criterion id."""

    exercises: list[str]
    started: str
    elapsed_s: float
    host: dict[str, t.Any]
    probes: list[dict[str, t.Any]]
    waited: dict[str, float]

    def by_key(self) -> dict[str, dict[str, t.Any]]:
        """Probes by the JSON of their specification."""
        return {probe["key"]: probe for probe in self.probes}


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """All that one run saw of one student's VM."""

    lab: str
    student: str
    run: str
    observations: list[Observation]

    def with_observation(self, new: Observation) -> Snapshot:
        """This snapshot with the exercises of `new` seen anew."""
        kept = []
        for old in self.observations:
            exercises = [name for name in old.exercises if name not in new.exercises]
            if exercises:
                kept.append(dataclasses.replace(old, exercises=exercises))
        return dataclasses.replace(self, observations=[*kept, new])

    def as_dict(self) -> dict[str, t.Any]:
        """JSON's view of it."""
        return {"schema": SCHEMA, **dataclasses.asdict(self)}


def load(path: pathlib.Path) -> Snapshot:
    """Read a file that was written by as_dict, or raise SnapshotError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SnapshotError(str(path), error.strerror or str(error)) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise SnapshotError(str(path), f"no whole JSON file ({error})") from error
    return parse(data, str(path))


def parse(data: t.Any, file: str) -> Snapshot:
    """The snapshot in parsed JSON; `file` is for messages."""
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise SnapshotError(file, f"no snapshot of schema {SCHEMA}")
    for name in ("lab", "student", "run"):
        if not isinstance(data.get(name), str) or not data[name]:
            raise SnapshotError(file, f"{name} is missing or no text")
    observations = data.get("observations")
    if not isinstance(observations, list) or not observations:
        raise SnapshotError(file, "it holds no observation")
    return Snapshot(data["lab"], data["student"], data["run"], [_observation(item, file) for item in observations])


def _observation(data: t.Any, file: str) -> Observation:
    if not isinstance(data, dict):
        raise SnapshotError(file, "an observation is no object")
    for name, kind in OBSERVATION.items():
        if not isinstance(data.get(name), kind):
            raise SnapshotError(file, f"an observation's {name} is missing or of the wrong type")
    for probe in data["probes"]:
        if not isinstance(probe, dict) or not isinstance(probe.get("key"), str) or probe.get("status") not in STATUSES:
            raise SnapshotError(file, "a probe has no key or no status")
    return Observation(**{name: data[name] for name in OBSERVATION})
