# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph and a decision in one line, for the tests of what a cleanup selects."""

from __future__ import annotations

from ansible_collections.kcna.labs.plugins.module_utils._photograph import Photograph, Scope, Things
from ansible_collections.kcna.labs.plugins.module_utils._selection import Kept, Plan, Removal, Request, World, plan

W = "/home/student/kcna-lab02"
ALL = Scope(docker=True, kubernetes=True, cri=True, files=("/",))


def photo(things: Things | None = None, scope: Scope = ALL) -> Photograph:
    return Photograph("2026-01-31T09:00:00+00:00", scope, things or {})


def names(decisions: list[Removal] | list[Kept]) -> list[str]:
    return [decision.name for decision in decisions]


def decide(request: Request, world: World, things: Things | None = None, *, own: bool = True) -> Plan:
    return plan(request, world, photo(things), own=own)
