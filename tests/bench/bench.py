# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Time verify against a play that only pings and against the same checks in bash.

The rounds take turns, so that a busy minute of the machine hits all three alike. Needs a solved class: make lab.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = Path("tests/bench")


def play(arguments: list[str]) -> float:
    """Run one playbook and return the seconds it took; anything but success ends the measurement."""
    begin = time.monotonic()
    result = subprocess.run(["ansible-playbook", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    elapsed = time.monotonic() - begin
    if result.returncode != 0:
        raise SystemExit(f"bench: ansible-playbook {' '.join(arguments)} failed:\n{result.stdout}{result.stderr}")
    return elapsed


def observed(results: Path) -> float:
    """Return the longest time from the first look at a VM to its verdicts, waits included, in seconds."""
    snapshots = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("latest/*.snapshot.json")]
    if not snapshots:
        raise SystemExit("bench: no student VM was judged; make lab makes one")
    return max(sum(seen["elapsed_s"] for seen in snapshot["observations"]) for snapshot in snapshots)


def main() -> int:
    """Measure, print one line per contender and the ratios to a ping."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        contenders = {
            "ping": [str(BENCH / "ping.yml")],
            "verify": ["playbooks/verify.yml", "--extra-vars", f"lab_results_dir={scratch}"],
            "bash": [str(BENCH / "bash.yml")],
        }
        for arguments in contenders.values():  # the first run of each fills caches and opens the connection
            play(arguments)
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _round in range(rounds):
            for name, arguments in contenders.items():
                times[name].append(play(arguments))
        seen = observed(Path(scratch))
    ping = statistics.median(times["ping"])
    print(f"median of {rounds} rounds, seconds (all exercises, every VM of the class)")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"  {name:7} {median:6.2f}  {median / ping:4.1f} x ping  {median - ping:+6.2f} over ping")
    print(f"  of which looking and judging: {seen:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
