# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What of a task's result is said to the reader. Private to the collection."""

from __future__ import annotations

import textwrap
import typing as t

from ansible.utils.fqcn import add_internal_fqcns
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._plain import plain

# A word of a message is shown up to here.
LIMIT = 2000
DEBUG: t.Final = add_internal_fqcns(("debug",))
FAIL: t.Final = add_internal_fqcns(("fail",))
# All that a failure holds which is a message and nothing else.
SAID: t.Final = {"msg", "failed", "changed", "exception", "warnings", "deprecations"}


def harmless(text: str) -> list[str]:
    """Lines that cannot do anything to a terminal: piece by piece, since a table keeps its spaces."""
    return [" ".join(plain(piece, LIMIT) for piece in line.split(" ")) for line in text.split("\n")]


def is_message(result: t.Any) -> bool:
    """Whether a failure is what a plugin of ours, or a task that fails by design, has to say to the reader.

    Then nothing else is known about it but where in our own files it was said. Ansible's own texts begin otherwise.
    """
    known = {name for name in result.result if not name.startswith("_")}
    action = str(result.task.resolved_action)
    message = result.result.get("msg")
    return (
        (action.startswith("kcna.labs.") or action in FAIL)
        and known <= SAID
        and isinstance(message, str)
        and not message.startswith("Task failed")
    )


def is_debug(result: t.Any) -> bool:
    """Whether it is a message by design."""
    return result.task.action in DEBUG and bool(result.result.get("_ansible_verbose_always"))


def debug_lines(result: t.Any, dump: t.Callable[[dict[str, t.Any]], str]) -> t.Iterator[str]:
    """Lines of a debug task's message; what is no text is dumped."""
    for name, value in result.result.items():
        if name.startswith("_") or name == "results":
            continue
        texts = value if isinstance(value, list) else [value]
        if not all(isinstance(text, str) for text in texts):
            texts = [textwrap.dedent(dump({name: value}).strip("\n"))]
        yield from harmless("\n".join(texts))
