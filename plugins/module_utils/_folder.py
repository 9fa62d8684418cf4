# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files of a folder by name, never through a symbolic link. Private to the collection.

The folder belongs to a student and the module runs as root: every step is taken from the
directory above it, so that no link can lead elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import shutil
import stat
import typing as t


class FolderError(Exception):
    """A folder that must not be touched; the message names it and the next step."""


def refuse_link(path: str) -> None:
    """Raise unless the folder is a real one or does not exist."""
    folder = pathlib.Path(path)
    if folder.is_symlink():
        raise FolderError(
            f"{path} is a symbolic link to {folder.readlink()}: nothing was removed. "
            f"Remove the link, or make {path} a real directory."
        )


def kind_of(root: str, relative: str) -> str | None:
    """file, link, directory or special; None where there is nothing."""
    with _parent(root, relative) as (parent, name):
        if parent is None:
            return None
        try:
            mode = os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode
        except FileNotFoundError:
            return None
    for kind, test in (("file", stat.S_ISREG), ("link", stat.S_ISLNK), ("directory", stat.S_ISDIR)):
        if test(mode):
            return kind
    return "special"


def remove(root: str, relative: str) -> None:
    """Remove one file or link, if it is still there."""
    with _parent(root, relative) as (parent, name), contextlib.suppress(FileNotFoundError):
        if parent is not None:
            os.unlink(name, dir_fd=parent)


def entries(path: str) -> tuple[str, ...] | None:
    """Full paths of what a real directory holds; None where there is none."""
    if pathlib.Path(path).is_symlink() or not pathlib.Path(path).is_dir():
        return None
    return tuple(sorted(str(entry) for entry in pathlib.Path(path).iterdir()))


def remove_empty(path: str) -> bool:
    """Remove an empty directory; False if something was put into it meanwhile."""
    try:
        pathlib.Path(path).rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.ENOTDIR):
            return False
        raise
    return True


def holds_mount(path: str, mounts: str = "/proc/self/mountinfo") -> bool:
    """Whether another file system, or a part of one, shows at this place or below it."""
    # the kernel writes a space as \\040; the names that a lab gives have none
    points = [line.split()[4] for line in pathlib.Path(mounts).read_text(encoding="utf-8").splitlines()]
    return any(f"{point}/".startswith(f"{path}/") for point in points)


def remove_tree(root: str, name: str) -> bool:
    """Remove what is in `root` under this name with all its content; False if something fills it meanwhile.

    Links go, and what they lead to stays. Each step is taken from the handle of the directory above.
    """
    with _parent(root, name) as (parent, _name), contextlib.suppress(FileNotFoundError):
        if parent is None:
            return True
        if not stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
            os.unlink(name, dir_fd=parent)
            return True
        try:
            shutil.rmtree(name, dir_fd=parent)
        except RecursionError:
            raise FolderError(f"{root}/{name} is nested too deeply: remove it by hand (rm -r {root}/{name})") from None
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            return False
    return True


@contextlib.contextmanager
def _parent(root: str, relative: str) -> t.Iterator[tuple[int | None, str]]:
    *folders, name = pathlib.PurePosixPath(relative).parts
    try:
        descriptor = _descend(root, folders)
    except (FileNotFoundError, NotADirectoryError):
        yield None, name
        return
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        yield None, name  # a link on the way: what lies behind it is not the exercise's
        return
    try:
        yield descriptor, name
    finally:
        os.close(descriptor)


def _descend(root: str, folders: t.Sequence[str]) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    descriptor = os.open(root, flags)
    for folder in folders:
        try:
            deeper = os.open(folder, flags, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = deeper
    return descriptor
