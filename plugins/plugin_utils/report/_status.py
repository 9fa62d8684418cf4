# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal, and its last line that is rewritten in place. Private to the collection."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
import typing as t

# Columns where there is no terminal, and lines where nothing says how many.
PIPED: t.Final = (80, 24)
CLEAR = "\r\x1b[K"


class StatusLine:
    """A line that is there until something else is printed; the caller holds the lock of the terminal."""

    def __init__(self, stream: t.TextIO) -> None:
        self._stream = stream
        self._drawn = ""

    def draw(self, text: str) -> None:
        """Show this, which must fit on one line."""
        if text != self._drawn:
            self._stream.write(f"\r{text}\x1b[K")
            self._stream.flush()
            self._drawn = text

    def clear(self) -> None:
        """Leave an empty line, with the cursor at its beginning."""
        if self._drawn:
            self._stream.write(CLEAR)
            self._stream.flush()
            self._drawn = ""


class Ticker:
    """Calls a function again and again, beside the main thread, until it is stopped."""

    def __init__(self, pause: float, beat: t.Callable[[], None]) -> None:
        self._pause = pause
        self._beat = beat
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kcna.labs.terminal", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; may be called more than once, and without a start."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._pause):
            self._beat()


class Announced:
    """Display.display, before which the status line is cleared: warnings and workers' messages come at any time."""

    def __init__(self, display: t.Callable[..., None], lock: t.Any, announce: t.Callable[[], None]) -> None:
        self._display = display
        self._lock = lock
        self._announce = announce
        self._process = os.getpid()

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> None:
        if os.getpid() != self._process:
            # a worker: its message travels to the main process, which comes here again
            self._display(*args, **kwargs)
            return
        with self._lock:
            self._announce()
            self._display(*args, **kwargs)
            # Ansible flushes when the next task begins, which may be much later; a closed pipe is Ansible's to notice
            with contextlib.suppress(OSError):
                sys.stdout.flush()


def rewritable() -> bool:
    """Whether a line can be written over."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def width() -> int:
    """Columns of the terminal, or of what there is instead."""
    return shutil.get_terminal_size(PIPED).columns
