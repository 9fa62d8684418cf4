# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A student's folder and files in it, made by root. Private to the collection.

    workspace = Workspace("/home/student/kcna-lab02", "student")   # WorkspaceError: it is somebody else's, or no folder
    workspace.make(seeded="ex2")     # unless it is there; a folder that a start has made earns no point
    workspace.stale({"app.py": "..."})   # the names whose file is not exactly that, with what they hold now
    workspace.write("app.py", "...")

The folder belongs to a student while root writes to it. Every step is taken from the open folder, so that no link can
lead elsewhere, and a file is there whole or not at all.
"""

from __future__ import annotations

import os
import pathlib
import pwd
import secrets
import stat
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils._files import SEEDED

FOLDER_MODE: t.Final = 0o755
FILE_MODE: t.Final = 0o644
# more than any file of a lab; of a longer one the beginning is compared and shown
MOST_BYTES: t.Final = 1 << 20


class WorkspaceError(Exception):
    """What stands in the way; the message names it and the next step."""


class Workspace:
    def __init__(self, path: str, account: str) -> None:
        self.path = path
        self.account = account
        try:
            self._owner = pwd.getpwnam(account)
        except KeyError:
            raise WorkspaceError(f"there is no account {account} on this machine") from None
        self.exists = self._look()

    def _look(self) -> bool:
        try:
            found = pathlib.Path(self.path).lstat()
        except FileNotFoundError:
            return False
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self._owner.pw_uid:
            raise WorkspaceError(
                f"{self.path} is no directory of {self.account} (it is a link, a file, or somebody else's). "
                "Nothing was changed. Move it away or remove it, and run this again."
            )
        return True

    def make(self, seeded: str = "") -> None:
        """Make the folder, unless it is there; `seeded` names the exercise whose start needs it."""
        if self.exists:
            return
        pathlib.Path(self.path).mkdir(mode=FOLDER_MODE)
        folder = self._open()
        try:
            os.fchown(folder, self._owner.pw_uid, self._owner.pw_gid)
            os.fchmod(folder, FOLDER_MODE)
            if seeded:
                os.setxattr(folder, SEEDED, seeded.encode())
        finally:
            os.close(folder)
        self.exists = True

    def stale(self, files: t.Mapping[str, str]) -> dict[str, str | None]:
        """Names of files that are not exactly as given -> what they hold now; None where there is no file."""
        if not self.exists:
            return dict.fromkeys(files)
        folder = self._open()
        try:
            found = {name: self._read(folder, name) for name in files}
        finally:
            os.close(folder)
        return {name: held for name, (held, right) in found.items() if not right or held != files[name]}

    def write(self, name: str, content: str) -> None:
        """Put a file there whole, in place of whatever has this name but a folder."""
        folder = self._open()
        scratch = f".{name}.{secrets.token_hex(4)}"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(scratch, flags, 0o600, dir_fd=folder), "w", encoding="utf-8", newline="") as file:
                file.write(content)
                os.fchown(file.fileno(), self._owner.pw_uid, self._owner.pw_gid)
                os.fchmod(file.fileno(), FILE_MODE)
            try:
                os.rename(scratch, name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                os.unlink(scratch, dir_fd=folder)
                raise
        finally:
            os.close(folder)

    def _open(self) -> int:
        return os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def _read(self, folder: int, name: str) -> tuple[str | None, bool]:
        """What a file holds, and whether it is a plain file of the student's with the right mode."""
        try:
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None, False
        if stat.S_ISDIR(found.st_mode):
            raise WorkspaceError(f"{self.path}/{name} is a directory. Move it away or remove it, and run this again.")
        if not stat.S_ISREG(found.st_mode):
            return None, False
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with os.fdopen(os.open(name, flags, dir_fd=folder), "rb") as file:
            held = file.read(MOST_BYTES).decode(errors="replace")
        owned = (found.st_uid, found.st_gid) == (self._owner.pw_uid, self._owner.pw_gid)
        return held, owned and stat.S_IMODE(found.st_mode) == FILE_MODE and found.st_nlink == 1
