# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab text's checklist, answered from criteria. Private to the collection."""

from __future__ import annotations

import functools
import typing as t

import yaml
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._exercises import COLLECTION
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._results import Results, criteria

State = t.Literal["now", "before", "open"]


class Item(t.NamedTuple):
    """One thing that the student can do after the lab, by the criteria that show it."""

    title: t.Mapping[str, str]
    criteria: tuple[str, ...]


class Answer(t.NamedTuple):
    """`open` names the criteria that have never passed."""

    item: Item
    state: State
    open: tuple[str, ...]


@functools.cache
def items(lab: str) -> tuple[Item, ...]:
    """The lab's checklist, in the text's order; empty for a lab without one."""
    path = COLLECTION / "files" / lab / "checklist.yml"
    # a snapshot may say anything
    if not lab.isalnum() or not path.exists():
        return ()
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Item(entry["title"], tuple(entry["criteria"])) for entry in loaded)


def answers(checklist: t.Iterable[Item], results: Results) -> list[Answer]:
    """Answers to the items of which this run has judged a criterion."""
    judged = {item["id"]: item["verdict"] == "pass" for item in criteria(results)}
    ever = {*results.get("ever_passed", ()), *(name for name, passes in judged.items() if passes)}
    return [_answer(item, judged, ever) for item in checklist if judged.keys() & set(item.criteria)]


def _answer(item: Item, judged: t.Mapping[str, bool], ever: t.Collection[str]) -> Answer:
    missing = tuple(name for name in item.criteria if name not in ever)
    if missing:
        return Answer(item, "open", missing)
    passes = all(judged.get(name, True) for name in item.criteria)
    return Answer(item, "now" if passes else "before", ())
