# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ansible-playbook as a process: its output in a pipe, or on a terminal that somebody looks at."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import typing as t
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.executable).parent / "ansible-playbook")
TIMEOUT_S = 180
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
# the terminal that a process was given is the one whose Ctrl-C reaches it
OWN_TERMINAL = """
import fcntl, os, signal, sys, termios
# what nohup and & ignore would be ignored here as well
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
SGR = re.compile(r"\x1b\[[0-9;]*m")


class Done(t.NamedTuple):
    code: int
    output: str

    def screen(self) -> list[str]:
        """What stands on the terminal in the end, without colours: a line may have been written over."""
        lines = []
        for written in SGR.sub("", self.output).replace("\r\n", "\n").split("\n"):
            line = ""
            for piece in re.split(r"(\r|\x1b\[K)", written):
                # whoever returns to the beginning of a line rewrites or clears all of it
                line = "" if piece == "\r" else line + piece.removeprefix("\x1b[K")
            lines.append(line)
        return lines


def environment(**more: str) -> dict[str, str]:
    """The same for everybody, whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ANSIBLE_", "LC_"))}
    for name in ("NO_COLOR", "COLUMNS", "TERM"):
        kept.pop(name, None)
    fixed = {"KCNA_LABS_CLASS": "kcna-unit", "LANG": "C.UTF-8", "ANSIBLE_PYTHON_INTERPRETER": sys.executable}
    return {**kept, **fixed, **more}


def piped(*arguments: str, **more: str) -> Done:
    """The command in a pipe, from where its ansible.cfg is."""
    done = subprocess.run(
        [PROGRAM, *arguments],
        cwd=ROOT / "playbooks",
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(errors="backslashreplace"))


def typed(
    *command: str,
    columns: int = 80,
    until: t.Callable[[str], bool] | None = None,
    cwd: Path | None = None,
    **more: t.Any,
) -> Done:
    """The command on a terminal of its own; Ctrl-C is typed as soon as the output so far is as `until` says."""
    terminal, theirs = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, *command],
        cwd=cwd or ROOT / "playbooks",
        env=environment(**{"TERM": "xterm-256color", **more}),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    output, deadline = b"", time.monotonic() + TIMEOUT_S
    while True:
        if time.monotonic() > deadline:
            process.kill()
        if until is not None and until(output.decode(errors="replace")):
            os.write(terminal, b"\x03")
            until = None
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            # how Linux says that nobody holds the other side any more
            break
        if not data:
            break
        output += data
    os.close(terminal)
    return Done(process.wait(), output.decode(errors="backslashreplace"))
