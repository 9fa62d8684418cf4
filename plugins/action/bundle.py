# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Make the bundle on the controller, with progress while it is made."""

from __future__ import annotations

import fcntl
import sys
import typing as t
from pathlib import Path

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.kcna.labs.plugins.plugin_utils import _run
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._files import BundleError
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._make import PartMaker, Schedule, check_space
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._manifest import Manifest
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._recipe import Part, Recipe
from ansible_collections.kcna.labs.plugins.plugin_utils.bundle._tools import (
    Workshop,
    apt_mirrors,
    apt_proxies,
    require_root,
)
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages, UnknownLanguage

RECIPE = Path(__file__).resolve().parents[2] / "files" / "bundle"
display = Display()


def _tell(text: str) -> None:
    display.display(f"  bundle | {text}")


class ActionModule(ActionBase):
    """See the documentation of the module kcna.labs.bundle."""

    TRANSFERS_FILES = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Make or check the bundle; only here an error becomes a failed task."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        _validated, arguments = self.validate_argument_spec(
            {
                "path": {"type": "path", "required": True},
                "cache": {"type": "path", "required": True},
                "verify": {"type": "str", "choices": ["full", "size"], "default": "full"},
                "state": {"type": "str", "choices": ["present", "verified"], "default": "present"},
            }
        )
        try:
            say = _run.Settings(task_vars or {}, self._templar.template).messages()
        except UnknownLanguage as error:
            raise AnsibleActionFail(str(error)) from error
        try:
            result.update(self._bundle(arguments, say))
        except BundleError as error:
            result.update(failed=True, msg=say.heard(str(error)))
        return result

    def _bundle(self, arguments: dict[str, t.Any], say: Messages) -> dict[str, t.Any]:
        recipe = Recipe(RECIPE)
        manifest = Manifest(Path(arguments["path"]))
        lacking = _lacking(recipe, manifest, arguments["verify"] == "full")
        made: set[str] = set()
        if lacking and arguments["state"] == "verified":
            listed = "; ".join(f"{name} ({say.heard(reason)})" for name, reason in lacking.items())
            raise BundleError(f"the bundle in {manifest.folder} is incomplete: {listed}. Run make bundle.")
        if lacking and not self._task.check_mode:
            cache = Path(arguments["cache"])
            with _Exclusive(cache):
                made = _make(recipe, manifest, cache, [part for part in recipe.parts if part.name in lacking])
        parts = [_row(part, manifest, lacking, made) for part in recipe.parts]
        if made or not lacking:
            _table(parts)
        standins = {image.replaces for entry in manifest.parts.values() for image in entry.images if image.replaces}
        return {"changed": bool(lacking), "parts": parts, "standins": sorted(standins)}


def _lacking(recipe: Recipe, manifest: Manifest, hashes: bool) -> dict[str, str]:
    states = {part.name: manifest.state(part.name, recipe.key(part), hashes) for part in recipe.parts}
    return {name: reason for name, reason in states.items() if reason}


def _make(recipe: Recipe, manifest: Manifest, cache: Path, parts: list[Part]) -> set[str]:
    require_root()
    manifest.folder.mkdir(parents=True, exist_ok=True)
    manifest.create()
    shop = Workshop(
        bundle=manifest.folder,
        cache=cache,
        python=sys.executable,
        mirrors=apt_mirrors(recipe.debian.suite),
        environment=apt_proxies(),
    )
    for left in (shop.bundle / ".scratch", shop.cache / "tmp"):
        shop.remove(left)
    check_space(parts, shop)
    maker = PartMaker(recipe, manifest, shop)
    maker.images.clean()
    Schedule(parts, maker.make, shop.activity, _tell).run()
    shop.remove(shop.bundle / ".scratch")
    manifest.sweep([part.name for part in recipe.parts])
    return {part.name for part in parts}


def _row(part: Part, manifest: Manifest, lacking: dict[str, str], made: set[str]) -> dict[str, t.Any]:
    entry = manifest.parts.get(part.name)
    state = "present" if part.name not in lacking else "made" if part.name in made else "missing"
    return {
        "name": part.name,
        "state": state,
        "reason": lacking.get(part.name, ""),
        "elapsed_s": entry.elapsed_s if entry else None,
        "size_bytes": entry.size_bytes if entry else 0,
    }


def _table(parts: list[dict[str, t.Any]]) -> None:
    _tell(f"{'part':<24}{'state':<10}{'seconds':>8}{'MB':>8}")
    for row in parts:
        seconds = f"{row['elapsed_s']:.0f}" if row["state"] == "made" else "-"
        _tell(f"{row['name']:<24}{row['state']:<10}{seconds:>8}{row['size_bytes'] / 1e6:>8.0f}")


class _Exclusive:
    """Lets one bundle be made at a time in a build cache; the system drops the lock when we end, however we end."""

    def __init__(self, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._file = cache / "lock"

    def __enter__(self) -> None:
        self._stream = self._file.open("a")
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BundleError(f"another run makes a bundle with {self._file.parent}; wait for its end") from error

    def __exit__(self, *_details: object) -> None:
        self._stream.close()
