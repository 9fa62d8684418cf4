# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which failures are a sentence and nothing else; how they look is seen in the callback's test."""

from __future__ import annotations

import types
import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.report import _result


def result(action: str, **answer: t.Any) -> t.Any:
    task = types.SimpleNamespace(action=action, resolved_action=action)
    return types.SimpleNamespace(task=task, result={"_ansible_no_log": False, "changed": False, **answer})


@pytest.mark.parametrize(
    ("action", "answer", "expected"),
    [
        ("kcna.labs.verify", {"msg": "1 criteria could not be judged", "failed": True, "exception": "x"}, True),
        ("ansible.builtin.fail", {"msg": "no"}, True),
        ("ansible.builtin.command", {"msg": "non-zero return code"}, False),
        ("kcna.labs.observe", {"msg": "no", "rc": 1}, False),
        ("kcna.labs.verify", {"msg": "Task failed: 'x' is undefined"}, False),
        ("kcna.labs.verify", {"msg": ["no"]}, False),
        ("kcna.labs.verify", {"failed": True}, False),
    ],
)
def test_is_message(action: str, answer: dict[str, t.Any], expected: bool) -> None:
    assert _result.is_message(result(action, **answer)) is expected


def test_a_debug_message() -> None:
    found = result("debug", _ansible_verbose_always=True, msg=["a  b", "c\nd\x1b[2J"], answer=42)
    del found.result["changed"]
    assert _result.is_debug(found)
    lines = list(_result.debug_lines(found, lambda value: f"\n    {value}"))
    assert lines == ["a  b", "c", "d", "{'answer': 42}"]
    assert not _result.is_debug(result("debug", msg="x"))
    assert not _result.is_debug(result("command", _ansible_verbose_always=True))
