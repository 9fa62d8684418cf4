# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows docs/add-an-exercise notices when a step of it is missing; tests/commands follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.kcna.labs.tests.handbook import _text, follow_it, type_it


def document(folder: Path, text: str) -> _text.Document:
    path = folder / "add-an-exercise.md"
    path.write_text(text, encoding="utf-8")
    return _text.parse(path)


FILE = "```yaml file=a/b.yml\n- 1\n- 2\n```\n\n"
PATCH = "```diff patch\n--- a/a/b.yml\n+++ b/a/b.yml\n@@ -1,2 +1,2 @@\n - 1\n-- 2\n+- 3\n```\n\n"
SEE = "```console\n$ cat a/b.yml\n- 1\n- 3\n```\n"
VM = "```console vm\n$ kubectl version\n```\n\n"


def test_files_changes_and_commands_in_their_order(tmp_path: Path) -> None:
    checkout = follow_it.Checkout(tmp_path)
    checkout.root.mkdir(parents=True)
    (checkout.root / "tests" / "unit" / "snapshots").mkdir(parents=True)
    follow_it.follow(checkout, document(tmp_path, FILE + PATCH + VM + SEE))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PATCH + SEE, "add-an-exercise.md:1: cannot be applied"),
        (FILE + SEE, "add-an-exercise.md:9\n  typed:    cat a/b.yml\n  expected: - 3"),
        (FILE + PATCH + PATCH + SEE, "add-an-exercise.md:15: cannot be applied"),
    ],
)
def test_a_step_that_is_left_out_is_noticed(text: str, says: str, tmp_path: Path) -> None:
    checkout = follow_it.Checkout(tmp_path)
    checkout.root.mkdir(parents=True)
    with pytest.raises(type_it.Mismatch) as raised:
        follow_it.follow(checkout, document(tmp_path, text))
    assert str(raised.value).startswith(says)
