# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was on a VM at one moment: the file, and what differs between two of them. Private to the collection.

A thing has a kind, a name and an id, and fields that are compared. A field that begins with `#` is a
digest: it tells that a content changed, not what it was.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import tempfile
import typing as t

SCHEMA: t.Final = 1
CONTAINER: t.Final = "docker container"
IMAGE: t.Final = "docker image"
VOLUME: t.Final = "docker volume"
NETWORK: t.Final = "docker network"
NODE_IMAGE: t.Final = "node image"
FILE: t.Final = "file"
DIGEST_MARK: t.Final = "#"

Thing = dict[str, t.Any]
Things = dict[str, dict[str, Thing]]


class PhotographError(Exception):
    """A photograph that cannot be read, written or compared; the message names it and the next step."""


@dataclasses.dataclass(frozen=True)
class Scope:
    docker: bool = False
    kubernetes: bool = False
    cri: bool = False
    files: tuple[str, ...] = ()

    def covers(self, kind: str, name: str) -> bool:
        """Whether a thing of this kind and name would be in the photograph if it existed."""
        if kind == FILE:
            return any(f"{name}/".startswith(root.rstrip("/") + "/") for root in self.files)
        if kind == NODE_IMAGE:
            return self.cri
        return self.docker if kind in (CONTAINER, IMAGE, VOLUME, NETWORK) else self.kubernetes


@dataclasses.dataclass(frozen=True)
class Photograph:
    taken: str
    scope: Scope
    things: Things

    def has(self, kind: str, name: str, identity: str = "") -> bool:
        """Whether this very thing is in it: a thing made anew under an old name has another id."""
        thing = self.things.get(kind, {}).get(name)
        return thing is not None and thing["id"] == identity

    def lacks(self, kind: str, name: str, identity: str = "") -> bool:
        """Whether the thing was surely not there: it would be in the photograph, and is not."""
        return self.scope.covers(kind, name) and not self.has(kind, name, identity)

    def as_dict(self) -> dict[str, t.Any]:
        scope = {**dataclasses.asdict(self.scope), "files": list(self.scope.files)}
        return {"schema": SCHEMA, "taken": self.taken, "scope": scope, "things": self.things}


class Difference(t.NamedTuple):
    kind: str
    name: str
    change: t.Literal["added", "removed", "changed"]
    detail: str


def differences(before: Photograph, after: Photograph) -> list[Difference]:
    """What was added, removed or changed, in a stable order."""
    if before.scope != after.scope:
        raise PhotographError(f"cannot compare: the photograph of {before.taken} was taken with another scope")
    return [
        _difference(kind, name, before.things.get(kind, {}).get(name), after.things.get(kind, {}).get(name))
        for kind in sorted({*before.things, *after.things})
        for name in sorted({*before.things.get(kind, {}), *after.things.get(kind, {})})
        if before.things.get(kind, {}).get(name) != after.things.get(kind, {}).get(name)
    ]


def before_the_lab(
    now: Photograph, own: t.Collection[tuple[str, str]], baseline: Photograph | None, others: t.Iterable[Photograph]
) -> Photograph:
    """Leave out what is the lab's although it is there already.

    That is what stands under one of the exercise's own names and was not there when the VM was
    provisioned (a student may begin before the first start), and what another exercise brought
    since its own start (its workspace, its images): else neither cleanup would remove it.
    """
    earlier = list(others)

    def is_the_labs(kind: str, name: str, thing: Thing) -> bool:
        if any(other.lacks(kind, name, thing["id"]) for other in earlier):
            return True
        return baseline is not None and (kind, name) in own and baseline.lacks(kind, name, thing["id"])

    things = {
        kind: {name: thing for name, thing in named.items() if not is_the_labs(kind, name, thing)}
        for kind, named in now.things.items()
    }
    return dataclasses.replace(now, things=things)


def load(path: str) -> Photograph | None:
    """The photograph in a file, or None where there is no such file."""
    try:
        content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PhotographError(f"the photograph {path} cannot be read ({error}). {_next_step(path)}") from error
    try:
        return from_dict(content)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise PhotographError(f"the photograph {path} is damaged ({reason}). {_next_step(path)}") from error


def from_dict(content: t.Any) -> Photograph:
    """Check a parsed photograph as far as anything relies on it."""
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ValueError(f"it is no photograph of schema {SCHEMA}")
    scope = content["scope"]
    things: Things = content["things"]
    for named in things.values():
        for thing in named.values():
            if not isinstance(thing["id"], str):
                raise TypeError("an id is no text")
    return Photograph(str(content["taken"]), Scope(**{**scope, "files": tuple(scope["files"])}), things)


def save(photograph: Photograph, path: str) -> None:
    """Write it whole or not at all, readable for root only."""
    target = pathlib.Path(path)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file 0600
        descriptor, scratch = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                json.dump(photograph.as_dict(), stream, sort_keys=True)
                stream.flush()
                os.fsync(stream.fileno())
            pathlib.Path(scratch).replace(target)
        except BaseException:
            pathlib.Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PhotographError(f"the photograph {path} cannot be written ({error.strerror})") from error


def _next_step(path: str) -> str:
    return f"Remove {path} and run start of the exercise again; what it protected can then be told no more."


def _difference(kind: str, name: str, old: Thing | None, new: Thing | None) -> Difference:
    # images are known by their id, but called by their tags
    shown = " ".join((old or new or {}).get("tags") or [name])
    if old is None:
        return Difference(kind, shown, "added", _summary(new or {}))
    if new is None:
        return Difference(kind, shown, "removed", _summary(old))
    return Difference(kind, shown, "changed", _change(old, new))


def _summary(thing: Thing) -> str:
    shown = [f"{name} {_plain(value)}" for name, value in thing.items() if _shows(value)]
    return ", ".join(shown)[:300]


def _change(old: Thing, new: Thing) -> str:
    parts = []
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before != after:
            digest = not _shows(before) and not _shows(after)
            parts.append(name if digest else f"{name} {_plain(before)} -> {_plain(after)}")
    return ", ".join(parts)[:300]


def _shows(value: t.Any) -> bool:
    return value not in (None, "", []) and not str(value).startswith(DIGEST_MARK)


def _plain(value: t.Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
