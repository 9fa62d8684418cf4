# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of its answers the engine is known by: a run asks it in more than one play."""

from __future__ import annotations

import pathlib
import typing as t

import pytest
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

VARIABLES = pathlib.Path(__file__).parents[3] / "roles" / "container_engine" / "vars" / "main.yml"

SILENT = {"can_talk_to_docker": False, "msg": "no socket"}
BEFORE = {"can_talk_to_docker": True, "networks": ["left over"]}
NOW = {"can_talk_to_docker": True, "networks": []}


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ({"__container_engine": SILENT}, SILENT),
        ({"__container_engine": NOW}, NOW),
        pytest.param({"__container_engine": SILENT, "__container_engine_started": NOW}, NOW, id="started by this play"),
        pytest.param({"__container_engine": NOW, "__container_engine_started": BEFORE}, NOW, id="by an earlier play"),
    ],
)
def test_what_the_engine_has_is_what_it_said_last(asked: dict[str, t.Any], known: dict[str, t.Any]) -> None:
    loader = DataLoader()
    variables = {**loader.load_from_file(str(VARIABLES), trusted_as_template=True), **asked}
    assert Templar(loader=loader, variables=variables).template(variables["container_engine_info"]) == known
