# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses
import pathlib

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.kcna.labs.plugins.filter.verdicts import FilterModule, verdicts
from ansible_collections.kcna.labs.plugins.plugin_utils.judge import _snapshot

SNAPSHOTS = pathlib.Path(__file__).parents[2] / "snapshots"


@pytest.mark.parametrize(("state", "outcomes"), [("solved", {"pass"}), ("started", {"fail", "skipped"})])
def test_outcomes(state: str, outcomes: set[str]) -> None:
    seen = dataclasses.asdict(_snapshot.load(SNAPSHOTS / f"ex2.{state}.snapshot.json").observations[0])
    found = FilterModule().filters()["verdicts"](seen, "ex2")
    assert set(found.values()) == outcomes
    assert len(found) == 11


def test_what_is_no_observation_is_refused() -> None:
    with pytest.raises(AnsibleFilterError, match=r"kcna\.labs\.observe"):
        verdicts({"probes": []}, "ex2")
    with pytest.raises(AnsibleFilterError, match="no exercise ex0"):
        verdicts({}, "ex0")
