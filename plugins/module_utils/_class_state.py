# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the controller knows about the embedded VMs of a class. Private to the collection."""

from __future__ import annotations

import json
import os
import pathlib
import re
import typing as t
from dataclasses import asdict, dataclass

SCHEMA = 1
CLASS_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
# these words become part of an ssh command line
FIELDS = {
    "name": re.compile(r"[a-z0-9][a-z0-9-]{0,62}"),
    "host": re.compile(r"[0-9A-Za-z][0-9A-Za-z.:-]{0,252}"),
    "user": re.compile(r"[a-z_][a-z0-9_-]{0,31}"),
}


class StateError(Exception):
    """The state of a class is damaged or named wrongly; the message names the file and the next step."""


@dataclass(frozen=True)
class Student:
    name: str
    host: str
    port: int
    user: str

    @classmethod
    def from_entry(cls, entry: t.Any) -> Student:
        """Check an entry of students.json; what is wrong with it continues a sentence about the file."""
        if not isinstance(entry, dict):
            raise StateError(f"has an entry that is no student: {entry!r}")
        for field, pattern in FIELDS.items():
            value = entry.get(field)
            if not isinstance(value, str) or not pattern.fullmatch(value):
                raise StateError(f"has a student with {field} {value!r}")
        port = entry.get("port")
        if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65536:
            raise StateError(f"has a student with port {port!r}")
        return cls(entry["name"], entry["host"], port, entry["user"])


@dataclass(frozen=True)
class ClassState:
    directory: pathlib.Path

    @classmethod
    def of(cls, class_name: str) -> ClassState:
        if not CLASS_NAME.fullmatch(class_name):
            raise StateError(
                f"KCNA_LABS_CLASS is {class_name!r}: a class is named with at most 31 small letters, digits and hyphens"
            )
        base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
        return cls(pathlib.Path(base).expanduser() / "kcna-labs" / class_name)

    @property
    def students_file(self) -> pathlib.Path:
        return self.directory / "students.json"

    @property
    def key(self) -> pathlib.Path:
        return self.directory / "ssh" / "id_ed25519"

    @property
    def known_hosts(self) -> pathlib.Path:
        return self.directory / "known_hosts"

    def students(self) -> list[Student]:
        """Students in the order of the file; none where nothing was ever provisioned."""
        try:
            content = json.loads(self.students_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._damaged(f"cannot be read ({error.strerror})") from error
        except ValueError as error:
            raise self._damaged(f"is no JSON ({error})") from error
        if not isinstance(content, dict) or content.get("schema") != SCHEMA:
            raise self._damaged(f"is not of schema {SCHEMA}")
        entries = content.get("students")
        if not isinstance(entries, list):
            raise self._damaged("has no list `students`")
        try:
            students = [Student.from_entry(entry) for entry in entries]
        except StateError as error:
            raise self._damaged(str(error)) from error
        if len({student.name for student in students}) != len(students):
            raise self._damaged("names a student twice")
        return students

    def _damaged(self, how: str) -> StateError:
        return StateError(
            f"{self.students_file} {how}. Remove that file and run provision.yml (make lab) again:"
            " it is written anew from the VMs that are there."
        )


def students_text(students: t.Iterable[Student]) -> str:
    return json.dumps({"schema": SCHEMA, "students": [asdict(student) for student in students]}, indent=2) + "\n"


def known_hosts_text(present: str, students: t.Iterable[Student], new_keys: dict[str, str]) -> str:
    """Lines of known_hosts: one a student, by name; a new key replaces the old, a student who left is forgotten."""
    pinned = dict(line.split(" ", 1) for line in present.splitlines() if " " in line) | new_keys
    return "".join(f"{student.name} {pinned[student.name].strip()}\n" for student in students if student.name in pinned)
