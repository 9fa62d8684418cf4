# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter an embedded student VM as the student; further words are a command to run there instead."""

from __future__ import annotations

import os
import shlex
import sys

from ansible_collections.kcna.labs.plugins.module_utils._class_state import ClassState, StateError


def ssh_command(state: ClassState, name: str, command: list[str]) -> list[str]:
    """Build the argument list of ssh, with the class's own key and its pinned host keys."""
    students = {student.name: student for student in state.students()}
    if name not in students:
        there = f"there are: {', '.join(students)}" if students else "there is none: make lab makes one"
        raise StateError(f"no student VM is called {name}; {there}")
    student = students[name]
    options = {
        "UserKnownHostsFile": str(state.known_hosts),
        "GlobalKnownHostsFile": "/dev/null",
        "HostKeyAlias": name,
        "StrictHostKeyChecking": "yes",
        "IdentitiesOnly": "yes",
        "LogLevel": "ERROR",
    }
    login = "exec su --login student"
    if command:
        login += f" --command {shlex.quote(shlex.join(command))}"
    return [
        "ssh",
        *(["-t"] if sys.stdin.isatty() else []),
        *(word for option, value in options.items() for word in ("-o", f"{option}={value}")),
        *("-i", str(state.key), "-p", str(student.port), f"{student.user}@{student.host}", login),
    ]


def main() -> int:
    """Hand the terminal over to ssh."""
    if len(sys.argv) < 2:
        print("usage: shell.py STUDENT [COMMAND…]", file=sys.stderr)
        return 2
    try:
        command = ssh_command(ClassState.of(os.environ.get("KCNA_LABS_CLASS") or "kcna"), sys.argv[1], sys.argv[2:])
        os.execvp(command[0], command)  # noqa: S606
    except (StateError, OSError) as error:
        print(f"shell: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
