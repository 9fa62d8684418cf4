# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who does what docs/add-an-exercise says sees what it says; test_documents.py compares its languages."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.kcna.labs.tests.handbook import _text, follow_it


def test_an_exercise_can_be_added(tmp_path: Path) -> None:
    """Without a VM: what it would record was recorded by molecule/add_an_exercise."""
    checkout = follow_it.Checkout(tmp_path)
    checkout.make()
    follow_it.follow(checkout, _text.added("ja"))
