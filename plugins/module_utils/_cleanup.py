# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One cleanup: read the request, look, decide, remove, and say what became of it. Private to the collection."""

from __future__ import annotations

import pathlib
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _folder, _photograph, _removal, _selection

PHOTOGRAPHS: t.Final = "/var/lib/kcna-labs/photographs"
BASELINE: t.Final = "baseline.json"
# where an exercise may have a directory of its own on the node
HOST_FOLDERS: t.Final = ("/tmp", "/var/lib/kcna-lab02")  # noqa: S108  nothing is made there


class CleanupError(Exception):
    """A request that cannot be carried out; nothing was removed."""


class Cleanup:
    """One run of the module; `removed` and `kept` are right at any moment, also when it fails half-way."""

    def __init__(self, arguments: dict[str, t.Any]) -> None:
        self.request = request_of(arguments)
        self.services = _removal.Services(arguments["kubernetes"]["kubeconfig"])
        self.timeout: int = arguments["timeout"]
        self.path = arguments["photograph"] or f"{PHOTOGRAPHS}/{self.request.exercise}.json"
        self.removed: list[_selection.Removal] = []
        self.kept: list[_selection.Kept] = []

    def run(self, *, check_mode: bool) -> None:
        """Look, decide, and remove unless in check mode."""
        for folder in filter(None, (self.request.workspace, self.request.home)):
            _folder.refuse_link(folder)
        photograph, own = self._photograph()
        world = _removal.look(self.request, self.services)
        plan = _selection.plan(self.request, world, photograph, own=own, started=self._started())
        self.kept = list(plan.kept)
        if check_mode:
            self.removed = list(plan.removals)
        else:
            for outcome in _removal.carry_out(plan, self.request, self.services, self.timeout):
                self._note(outcome)
            # objects disappear in any order: say it in the order in which check mode announces it
            self.removed.sort(key=plan.removals.index)
        if own:
            if not check_mode:
                pathlib.Path(self.path).unlink(missing_ok=True)
            self.removed.append(_selection.Removal("photograph", self.path))

    def _photograph(self) -> tuple[_photograph.Photograph, bool]:
        baseline = str(pathlib.Path(self.path).with_name(BASELINE))
        own = _photograph.load(self.path)
        found = own or _photograph.load(baseline)
        if found is None:
            raise CleanupError(
                f"there is neither {self.path} nor {baseline}, so nobody can tell what was here before: "
                "nothing was removed. Run playbooks/provision.yml."
            )
        unseen = sorted({kind for kind, name in self.request.kinds() if not found.scope.covers(kind, name)})
        if unseen:
            path = self.path if own else baseline
            raise CleanupError(f"the photograph {path} does not cover {', '.join(unseen)}: nothing was removed")
        return found, own is not None

    def _started(self) -> frozenset[str]:
        """Exercises whose photograph is here."""
        return frozenset(path.stem for path in pathlib.Path(self.path).parent.glob("*.json") if path.name != BASELINE)

    def _note(self, outcome: _selection.Removal | _selection.Kept) -> None:
        if isinstance(outcome, _selection.Removal):
            self.removed.append(outcome)
        else:
            self.kept.append(outcome)

    def result(self) -> dict[str, t.Any]:
        """What Ansible is told."""
        removed = [{"kind": item.kind, "name": item.name, "detail": item.detail} for item in self.removed]
        kept = [{"kind": item.kind, "name": item.name, "reason": item.reason} for item in self.kept]
        lines = [f"{item.kind} {item.name}" + (f" ({item.detail})" if item.detail else "") for item in self.removed]
        return {
            "changed": bool(removed),
            "removed": removed,
            "kept": kept,
            "diff": {
                "before_header": f"what belongs to {self.request.exercise}",
                "after_header": "what stays",
                "before": "".join(f"{line}\n" for line in lines),
                "after": "",
            },
        }


def request_of(arguments: dict[str, t.Any]) -> _selection.Request:
    """The typed request; raises CleanupError for paths that lead out of their folder."""
    docker = {name: tuple(values) for name, values in arguments["docker"].items()}
    seeded = {name: tuple(values) for name, values in arguments["seeded"].items()}
    return _selection.Request(
        exercise=arguments["exercise"],
        **docker,
        objects=_objects(arguments["kubernetes"]["objects"]),
        node_images=tuple(arguments["node_images"]),
        node_names=tuple(arguments["node_names"]),
        seeded=_selection.Seeded(**{**seeded, "objects": _objects(seeded["objects"])}),
        workspace=_folder_of(arguments, "workspace", "files"),
        files=tuple(arguments["files"]),
        home=_folder_of(arguments, "home", "home_files"),
        home_files=tuple(arguments["home_files"]),
        directories_if_empty=tuple(arguments["directories_if_empty"]),
        host_directories=_host_directories(arguments["host_directories"]),
    )


def _objects(items: t.Iterable[dict[str, str]]) -> tuple[_selection.ObjectName, ...]:
    return tuple(_selection.ObjectName(**item) for item in items)


def _host_directories(paths: t.Sequence[str]) -> tuple[str, ...]:
    for path in paths:
        folder, _slash, name = path.rpartition("/")
        if folder not in HOST_FOLDERS or name in ("", ".", ".."):
            raise CleanupError(f"{path!r} is no path directly in {' or '.join(HOST_FOLDERS)}: nothing was removed")
    return tuple(paths)


def _folder_of(arguments: dict[str, t.Any], option: str, names: str) -> str:
    folder = (arguments[option] or "").rstrip("/")
    if arguments[names] and not folder.startswith("/"):
        raise CleanupError(f"{names} are named, and {option} is no absolute path: nothing was removed")
    for name in arguments[names]:
        path = pathlib.PurePosixPath(name)
        if path.is_absolute() or not path.parts or ".." in path.parts:
            raise CleanupError(f"{name!r} is no path below {folder}: nothing was removed")
    return folder
