# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a rule for hints may look at: a failed criterion and everything that was seen. Private to the collection."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs
from ansible_collections.kcna.labs.plugins.plugin_utils.criteria import _criteria
from ansible_collections.kcna.labs.plugins.plugin_utils.functions import _functions
from ansible_collections.kcna.labs.plugins.plugin_utils.hints import _things
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _judge, _matchers
from ansible_collections.kcna.labs.plugins.plugin_utils.judge._snapshot import Observation

Object = dict[str, t.Any]


class Advice(t.NamedTuple):
    """What a rule says, in the language of the run; without `how`, the criterion's own hint says it."""

    what: str
    how: str | None = None


class Failed(t.NamedTuple):
    """A check that does not hold: the value and what it was compared with."""

    check: _criteria.Check
    value: t.Any
    argument: t.Any


@dataclasses.dataclass(frozen=True)
class Stage:
    """An exercise and what was seen of it: the same for all its criteria."""

    exercise: _criteria.Exercise
    observation: Observation

    @functools.cached_property
    def data(self) -> Object:
        """Values by probe; null for what could not be read: a hint is no verdict and does without."""
        seen = self.observation.by_key()
        probes = {name: seen.get(_probe_specs.key(spec)) for name, spec in self.exercise.probes.items()}
        values = {
            name: probe.get("value") if probe and probe["status"] != "error" else None for name, probe in probes.items()
        }
        return {_criteria.HOST: self.observation.host, **values}

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """Every name that some criterion of the exercise insists on."""
        return _things.names(self.exercise.criteria)

    def scene(self, criterion: _criteria.Criterion) -> Scene:
        """This criterion on it."""
        subject = _or_nothing(criterion.subject.select.search, self.data) if criterion.subject else None
        return Scene(self, criterion, {**self.data, _criteria.SUBJECT: subject})


@dataclasses.dataclass(frozen=True)
class Scene:
    """A criterion that failed, with the data its selectors see."""

    stage: Stage
    criterion: _criteria.Criterion
    data: Object

    @property
    def subject(self) -> t.Any:
        """What is judged."""
        return self.data[_criteria.SUBJECT]

    @property
    def absent(self) -> bool:
        """Whether there is no such thing."""
        return self.criterion.subject is not None and _judge.absent(self.subject)

    @property
    def seeded(self) -> str | None:
        """The exercise whose start put it there."""
        return _functions.seeded_by(self.subject)

    @functools.cached_property
    def things(self) -> tuple[_things.Thing, ...]:
        """What it is about: of the checks that fail, or else of the subject."""
        if self.criterion.subject is None and self.failed:
            checked = (thing for item in self.failed for thing in _things.of_check(self.criterion, item.check))
            return tuple(dict.fromkeys(checked))
        # a predicate may be told the label of the Pods that it looks for
        label = self.criterion.arguments.get("label")
        return tuple(
            dataclasses.replace(thing, label=label)
            if isinstance(label, str) and self.spec(thing.probe).get("kind") == "Pod"
            else thing
            for thing in _things.of_subject(self.criterion)
        )

    @functools.cached_property
    def failed(self) -> tuple[Failed, ...]:
        """Checks that do not hold; of alternatives, those of the one that lacks least."""
        if self.absent:
            return ()
        found: list[Failed] = []
        for item in self.criterion.expect:
            alternatives = item.alternatives if isinstance(item, _criteria.AnyOf) else ((item,),)
            tried = [list(self._failing(checks)) for checks in alternatives]
            least: list[Failed] = min(tried, key=len)
            found += least
        return tuple(found)

    def spec(self, probe: str) -> t.Mapping[str, t.Any]:
        """What a probe was asked; nothing for the host."""
        return self.stage.exercise.probes.get(probe, {})

    def object(self, thing: _things.Thing) -> Object | None:
        """The Kubernetes object, Docker container or image of this name."""
        find = {"docker_containers": _functions.docker_named, "docker_images": _functions.image_tag}
        items = self.data.get(thing.probe)
        if thing.name is None or not isinstance(items, list):
            return None
        return find.get(str(self.spec(thing.probe).get("probe")), _functions.named)(items, thing.name)

    def holds(self, select: t.Any) -> bool:
        """Whether a selector finds something; one that the data does not allow finds nothing."""
        return not _judge.absent(_or_nothing(select.search, self.data))

    def _failing(self, checks: t.Iterable[_criteria.Check]) -> t.Iterator[Failed]:
        for check in checks:
            value = _or_nothing(check.select.search, self.data)
            argument = _or_nothing(functools.partial(_judge.resolved, check.argument), self.data)
            if not _matchers.MATCHERS[check.matcher].holds(value, argument):
                yield Failed(check, value, argument)


def _or_nothing(search: t.Callable[[Object], t.Any], data: Object) -> t.Any:
    try:
        return search(data)
    except _judge.UNJUDGEABLE:
        return None
