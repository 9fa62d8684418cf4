# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _process
from ansible_collections.kcna.labs.plugins.module_utils._errors import ServiceError


def test_output() -> None:
    assert _process.run(["echo", "a b"], 5) == "a b\n"
    assert _process.run_json(["echo", '{"a": 1}'], 5) == {"a": 1}


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["no-such-program"], "the command is not installed"),
        (["sh", "-c", "echo first >&2; echo last >&2; exit 3"], "last"),
        (["sh", "-c", "exit 3"], "exit code 3"),
        (["sleep", "60"], "no answer within 0.1 s"),
    ],
)
def test_failures_say_why(argv: list[str], reason: str) -> None:
    with pytest.raises(ServiceError) as info:
        # those that end do so sooner or later on a busy machine
        _process.run(argv, 0.1 if "0.1 s" in reason else 30)
    assert (info.value.what, info.value.tried, info.value.reason) == (argv[0], " ".join(argv), reason)


def test_half_json() -> None:
    with pytest.raises(ServiceError, match="no JSON"):
        _process.run_json(["echo", "{"], 5)
