# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Run the tools that make a bundle. Private to the collection."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError, NotEnoughSpaceError

# What a tool says when a disk is full: the system's own words, which Go's programs begin with a small letter.
_DISK_FULL = "no space left on device"
_PROXIES = {"http_proxy": "Acquire::http::Proxy", "https_proxy": "Acquire::https::Proxy"}


@dataclass
class Workshop:
    """Where and how a bundle is made: folders, tools' environment, and what is going on for the progress line."""

    bundle: Path
    cache: Path
    python: str
    mirrors: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    activity: dict[str, str] = field(default_factory=dict)

    def scratch(self, part: str) -> Path:
        """An empty folder on the bundle's own disk, so that a finished file is moved and never copied."""
        folder = self.bundle / ".scratch" / part
        self.remove(folder)
        folder.mkdir(parents=True)
        return folder

    def remove(self, folder: Path) -> None:
        """Remove a scratch folder; root's tools may have written it."""
        if folder.exists():
            if os.geteuid() == 0:
                shutil.rmtree(folder)
            else:
                subprocess.run([*as_root(), "rm", "-rf", "--", str(folder)], check=True)

    def run(
        self,
        part: str,
        argv: t.Sequence[str | Path],
        *,
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        root: bool = False,
    ) -> None:
        """Run a tool with its output in the part's log; the last line of it is the part's activity."""
        # in English, because a full disk is recognised by what tools say about it; /tmp may be too small for a compiler
        variables = {"LC_ALL": "C.UTF-8", "TMPDIR": str(self.cache / "tmp"), **self.environment, **(env or {})}
        command = [str(word) for word in argv]
        if root and os.geteuid() != 0:
            # by name: a proxy's password must not stand in the process list
            command = [*as_root(), f"--preserve-env={','.join(variables)}", *command]
        log = self.cache / "logs" / f"{part}.log"
        for folder in (log.parent, self.cache / "tmp"):
            folder.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            output.write(f"\n$ {shlex.join(command)}\n".encode())
            output.flush()
            start = output.tell()
            code = self._watch(part, command, {**os.environ, **variables}, cwd, output)
        if code != 0:
            raise _failure(part, command, code, log, start)

    def _watch(self, part: str, command: list[str], env: dict[str, str], cwd: Path | None, output: t.BinaryIO) -> int:
        try:
            # The tool stays in our process group: whoever ends us ends it too.
            process = subprocess.Popen(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise BundleError(f"part {part}: {command[0]} cannot be run: {error.strerror}. Is it installed?") from error
        with process:
            try:
                for line in t.cast("t.IO[bytes]", process.stdout):
                    output.write(line)
                    output.flush()
                    self.activity[part] = line.decode(errors="replace").strip() or self.activity.get(part, "")
            except BaseException:
                process.kill()
                raise
        return process.returncode


def _failure(part: str, command: list[str], code: int, log: Path, start: int) -> BundleError:
    tail = log.read_bytes()[start:][-4000:].decode(errors="replace").strip()
    if _DISK_FULL in tail.lower():
        return NotEnoughSpaceError(
            f"part {part}: the disk became full ({_DISK_FULL}) while {command[0]} ran; "
            "nothing of this part was registered. Free some space and run it again: finished parts are kept."
        )
    last = "\n".join(tail.splitlines()[-12:])
    return BundleError(f"part {part}: {shlex.join(command[:6])} … failed ({code}). All output: {log}. Its end:\n{last}")


def as_root() -> list[str]:
    """Words in front of a command that needs root."""
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def require_root() -> None:
    """Refuse before anything is made when root's tools could not run."""
    if os.geteuid() == 0:
        return
    if (
        shutil.which("sudo") is None
        or subprocess.run([*as_root(), "true"], capture_output=True, check=False).returncode
    ):
        raise BundleError("images are built as root: run this as root, or as a user whom sudo asks for no password")


def apt_proxies() -> dict[str, str]:
    """The proxies that apt of this machine is configured with, for tools that read the environment only."""
    found = {}
    for variable, option in _PROXIES.items():
        words = shlex.split(_output(["apt-config", "shell", "VALUE", option]))
        value = words[0].partition("=")[2] if words else ""
        if value and value != "DIRECT" and variable not in os.environ:
            found[variable] = value
    return found


def apt_mirrors(suite: str) -> list[str]:
    """Lines of a sources.list: this machine's own mirrors where they carry the suite over HTTP, else Debian's."""
    layout = "$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)"
    listing = _output(["apt-get", "indextargets", "--format", layout, "Created-By: Packages"])
    rows = {tuple(row.split("|")) for row in listing.splitlines()}
    wanted = {
        suite: "http://deb.debian.org/debian",
        f"{suite}-updates": "http://deb.debian.org/debian",
        f"{suite}-security": "http://deb.debian.org/debian-security",
    }
    lines = []
    for codename, default in wanted.items():
        own = sorted(row[3] for row in rows if row[:3] == ("Debian", codename, "main") and row[3].startswith("http://"))
        lines.append(f"deb {own[0] if own else default} {codename} main")
    return lines


def _output(argv: list[str]) -> str:
    if shutil.which(argv[0]) is None:
        return ""
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout
