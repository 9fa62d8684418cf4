# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time `lab02.yml --tags ex6` against a play of that role alone, and the whole lab, each after a cleanup.

The rounds take turns. Needs a class (make lab), and leaves the lab solved in it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile

from ansible_collections.kcna.labs.tests.bench.bench import BENCH, play


def main() -> int:
    """Measure, print a line for each and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        results = ["--extra-vars", f"lab_results_dir={scratch}"]
        contenders = {
            "the role alone": [str(BENCH / "role.yml"), *results],
            "lab02.yml --tags ex6": ["playbooks/lab02.yml", "--tags", "ex6", *results],
        }
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _round in range(rounds):
            for name, arguments in contenders.items():
                play(["playbooks/cleanup.yml", "--tags", "ex6"])
                times[name].append(play(arguments))
        play(["playbooks/cleanup.yml"])
        whole = play(["playbooks/lab02.yml", *results])
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"median of {rounds} rounds, seconds (start, solve and verify exercise 6, every VM of the class)")
    for name, median in medians.items():
        print(f"  {name:20} {median:6.2f}  {median / medians['the role alone']:4.2f} x the role alone")
    print(f"  lab02.yml, once      {whole:6.2f}  all exercises")
    return 0


if __name__ == "__main__":
    sys.exit(main())
