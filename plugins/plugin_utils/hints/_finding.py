# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a rule has found: what is wrong, and how to go on. Private to the collection."""

from __future__ import annotations

import typing as t


class Advice(t.NamedTuple):
    """Sentences in the language of the run; without `how`, the criterion's own hint says it."""

    what: str
    how: str | None = None
