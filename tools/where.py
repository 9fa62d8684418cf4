# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print, as a shell script, every command to which the hints would send a student, to be run on the VM of a snapshot.

    python tools/where.py results/latest/student01.snapshot.json > where.sh

Run it there as `student`: it says which commands do not work. Whether a criterion passes does not matter here.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _exercises
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _scene, _things, _where
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import Adviser
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _snapshot
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._judge import Verdict
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages


def commands(snapshot: _snapshot.Snapshot) -> Iterator[tuple[str, str]]:
    """Criterion and command."""
    for seen in snapshot.observations:
        for name in seen.exercises:
            exercise = _exercises.load(_exercises.known()[name], name)
            stage = _scene.Stage(exercise, seen)
            for criterion in exercise.criteria:
                where = Adviser(exercise, seen).steps(Verdict(criterion, "fail"), Messages("en"))[0]
                # and wherever any of its checks would send them
                looked = (*_things.of_subject(criterion), *(_things.Thing(name) for name in criterion.uses))
                scene = stage.scene(criterion)
                found = [
                    _where.LOOKS[str(scene.spec(thing.probe)["probe"])](scene, thing)
                    for thing in looked
                    if scene.spec(thing.probe)
                ]
                found += re.findall(r"`([^`]+)`", where)
                yield from ((criterion.id, command) for command in dict.fromkeys(found))


def main() -> None:
    """One line for each."""
    for criterion, command in commands(_snapshot.load(Path(sys.argv[1]))):
        failed = shlex.quote(f"{criterion}: {command}")
        print(f"timeout 20 sh -c {shlex.quote(command)} > /dev/null 2>&1 < /dev/null || printf '%s\\n' {failed}")


if __name__ == "__main__":
    main()
