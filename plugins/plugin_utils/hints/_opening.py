# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How many steps of a hint are shown, and at what cost: kept with what was seen of the VM. Private to the collection.

Steps are opened one after another. Without a price all that fails shows its steps, up to the limit. With a price only
what was asked for by name opens one more step in a run; what was opened before stays open. What was paid stays paid,
whatever the price is later.
"""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.kcna.labs.plugins.plugin_utils.hints._hints import STEPS

# in what is kept of the host
HINTS = "hints"
Json = dict[str, t.Any]


class Shown(t.NamedTuple):
    """The highest step shown on this VM, and the points that was worth."""

    steps: int = 0
    cost: float = 0


@dataclasses.dataclass(frozen=True)
class Policy:
    """What the command says: at most so many steps, points for each, and the criteria that were asked for (or all)."""

    limit: int = STEPS
    cost: float = 0
    asked: frozenset[str] | None = None


@dataclasses.dataclass(frozen=True)
class Opening:
    """What one look at the VM shows; `may` is the step that each criterion asked for may be opened to, None for all."""

    limit: int = STEPS
    cost: float = 0
    may: t.Mapping[str, int] | None = None
    shown: t.Mapping[str, Shown] = dataclasses.field(default_factory=dict)

    def open(self, criterion: str) -> int:
        """Steps shown of a criterion that fails."""
        if self.may is None:
            return self.limit
        return min(self.limit, max(self.may.get(criterion, 0), self.of(criterion).steps))

    def of(self, criterion: str) -> Shown:
        """What was shown before."""
        return self.shown.get(criterion, Shown())

    def after(self, criterion: str, steps: int) -> Shown:
        """What has been shown once these steps are."""
        before = self.of(criterion)
        new = max(0, steps - before.steps)
        return Shown(before.steps + new, points(before.cost + new * self.cost))

    def next(self, steps: int) -> float | None:
        """The price of one step more than these; None where it costs nothing or there is none."""
        return self.cost if self.cost and steps < self.limit else None

    def as_dict(self) -> Json:
        """JSON's view of it."""
        return {
            "limit": self.limit,
            "cost": self.cost,
            "may": None if self.may is None else dict(self.may),
            "shown": {name: item._asdict() for name, item in self.shown.items()},
        }


def begin(policy: Policy, shown: t.Mapping[str, Shown], earlier: Opening | None) -> Opening:
    """The opening of a look that comes now; a look that this run has had before has opened its step already."""
    may = None
    if policy.cost or policy.asked is not None:
        before = (earlier.may if earlier else None) or {}
        may = {
            name: before[name] if name in before else _one_more(policy, shown.get(name, Shown()))
            for name in sorted(policy.asked or ())
        }
    return Opening(policy.limit, policy.cost, may, shown)


def _one_more(policy: Policy, shown: Shown) -> int:
    return min(STEPS, shown.steps + 1) if policy.cost else STEPS


def of_host(host: Json, limit: int = STEPS) -> Opening:
    """What was kept; of a VM that was seen before there were steps, all up to the limit and nothing to pay."""
    kept: t.Any = host.get(HINTS)
    try:
        return Opening(kept["limit"], kept["cost"], kept["may"], parse(kept["shown"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Opening(limit)


def merged(openings: t.Iterable[Opening]) -> dict[str, Shown]:
    """All that was shown before any of several looks."""
    found: dict[str, Shown] = {}
    for opening in openings:
        for name, shown in opening.shown.items():
            found[name] = max(shown, found.get(name, shown))
    return found


def parse(shown: t.Mapping[str, t.Any]) -> dict[str, Shown]:
    """What results or a snapshot say was shown."""
    return {str(name): Shown(int(item["steps"]), points(item["cost"])) for name, item in shown.items()}


def points(number: float) -> float:
    """Points as they are written: to a thousandth, and whole ones as whole numbers."""
    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else rounded
