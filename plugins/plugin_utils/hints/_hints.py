# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Three steps of help where a criterion failed: where to look, what is wrong, how to go on. Private to the collection.

A pure function of the criterion and of what was seen, like the judge's. What the criterion's own file says of a case
goes before what is generally known of Pods, containers and files, and this before what it says of no case.
A hint never changes a verdict: a rule that trips over what was seen has nothing to say.
"""

from __future__ import annotations

import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Advice as Written
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria._criteria import Exercise
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _absent, _scene, _states, _values, _where
from ansible_collections.kcna.labs.plugins.plugin_utils.hints._scene import Advice
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._judge import UNJUDGEABLE, Verdict
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation
from ansible_collections.kcna.labs.plugins.plugin_utils.messages._messages import Messages

Rule = t.Callable[[_scene.Scene, Messages], Advice | None]
T = t.TypeVar("T")

# where, what, how
STEPS = 3
# the first that has something to say
RULES: t.Final[tuple[Rule, ...]] = (
    _states.seeded,
    _absent.absent,
    _absent.container,
    _states.pod,
    _states.deployment,
    _states.docker,
    _states.file,
    _states.http,
)


class Adviser:
    """Hints for the criteria of one exercise, by one look at the VM."""

    def __init__(self, exercise: Exercise, observation: Observation) -> None:
        self._stage = _scene.Stage(exercise, observation)

    def steps(self, verdict: Verdict, say: Messages) -> tuple[str, ...]:
        """Where to look, what is wrong, how to go on; nothing for a verdict that is no fail."""
        if verdict.outcome != "fail":
            return ()
        criterion = verdict.criterion
        scene = self._stage.scene(criterion)
        # what a start has put there is no case of what a student has done
        case, always = (None, None) if scene.seeded else _written(scene)
        known = _guarded(_known, scene, say)
        advice = _merged(_said(case, say), known, _said(always, say), lambda: _guarded(_values.values, scene, say))
        said = case or (None if known else always)
        return (
            _where_(scene, say.pick(said.where) if said and said.where else None, say),
            advice.what if advice else verdict.actual,
            (advice.how if advice else None) or say.pick(criterion.hint),
        )


def _written(scene: _scene.Scene) -> tuple[Written | None, Written | None]:
    """What the criteria file says of this case, and what it says of any."""
    advice = scene.criterion.advice
    case = next((item for item in advice if item.when is not None and scene.holds(item.when)), None)
    return case, next((item for item in advice if item.when is None), None)


def _known(scene: _scene.Scene, say: Messages) -> Advice | None:
    return next((advice for rule in RULES if (advice := _guarded(rule, scene, say)) is not None), None)


def _guarded(rule: t.Callable[[_scene.Scene, Messages], T | None], scene: _scene.Scene, say: Messages) -> T | None:
    try:
        return rule(scene, say)
    except UNJUDGEABLE:
        return None


def _said(written: Written | None, say: Messages) -> Advice | None:
    if written is None or not (written.what or written.how):
        return None
    return Advice(say.pick(written.what) if written.what else "", say.pick(written.how) if written.how else None)


def _merged(
    case: Advice | None, known: Advice | None, always: Advice | None, values: t.Callable[[], Advice | None]
) -> Advice | None:
    """The first that says what is wrong; one before it may have said how to go on."""
    how = None
    for found in (case, known, always):
        if found is None:
            continue
        how = how or found.how
        if found.what:
            return Advice(found.what, how)
    found = values()
    return Advice(found.what, how or found.how) if found else None


def _where_(scene: _scene.Scene, look: str | None, say: Messages) -> str:
    section = _absent.section(scene, say)
    commands = () if look else _guarded(lambda scene, _say: _where.commands(scene), scene, say) or ()
    look = look or say("hint_and").join(f"`{command}`" for command in commands)
    return say("hint_where", look=look, section=section) if look else section
