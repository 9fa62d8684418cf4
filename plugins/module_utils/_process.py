# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run a command that answers in JSON. Private to the collection."""

from __future__ import annotations

import json
import shutil
import subprocess
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError

# Ansible's SSH sessions are no login shells, so /usr/local/bin may be missing from PATH.
SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def find(argv: t.Sequence[str]) -> str:
    """Path of the program that the first word names."""
    program = shutil.which(argv[0], path=SEARCH)
    if program is None:
        raise ServiceError(argv[0], " ".join(argv), "the command is not installed")
    return program


def run(argv: t.Sequence[str], timeout: float) -> str:
    """Return the command's standard output, or raise ServiceError."""
    program = find(argv)
    tried = " ".join(argv)
    try:
        done = subprocess.run(
            [program, *argv[1:]], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise ServiceError(argv[0], tried, f"no answer within {timeout:g} s") from None
    except OSError as error:
        raise ServiceError(argv[0], tried, error.strerror or str(error)) from error
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise ServiceError(argv[0], tried, lines[-1][:300] if lines else f"exit code {done.returncode}")
    return done.stdout.decode(errors="replace")


def run_json(argv: t.Sequence[str], timeout: float) -> t.Any:
    """Return the command's standard output, parsed."""
    output = run(argv, timeout)
    try:
        return json.loads(output)
    except ValueError:
        raise ServiceError(argv[0], " ".join(argv), "the answer is no JSON") from None
