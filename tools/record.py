# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep what a verify saw of one exercise as a recording for the unit tests.

    python tools/record.py results/latest/student01.snapshot.json solved ex6

The states are untouched, started and solved. Only the probes of that exercise are kept.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria, _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _snapshot

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "tests" / "unit" / "snapshots"
STATES = ("untouched", "started", "solved")


def part(snapshot: _snapshot.Snapshot, exercise: str) -> _snapshot.Snapshot:
    """The snapshot as if this exercise alone had been verified."""
    specs = _exercises.load(_exercises.known()[exercise], exercise).probes.values()
    keys = {_probe_specs.key(spec) for spec in specs}
    observation = next(item for item in snapshot.observations if exercise in item.exercises)
    waited = {
        name: seconds for name, seconds in observation.waited.items() if name.startswith(_criteria.prefix(exercise))
    }
    probes = [probe for probe in observation.probes if probe["key"] in keys]
    mine = dataclasses.replace(observation, exercises=[exercise], probes=probes, waited=waited)
    return dataclasses.replace(snapshot, observations=[mine])


def main() -> None:
    """Read the arguments and write the recordings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=pathlib.Path)
    parser.add_argument("state", choices=STATES)
    parser.add_argument("exercise", nargs="+", choices=list(_exercises.known()))
    given = parser.parse_args()
    snapshot = _snapshot.load(given.snapshot)
    for exercise in given.exercise:
        path = FOLDER / f"{exercise}.{given.state}.snapshot.json"
        text = json.dumps(part(snapshot, exercise).as_dict(), ensure_ascii=False, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
