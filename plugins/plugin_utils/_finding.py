# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What one check or predicate found. Private to the collection."""

from __future__ import annotations

import typing as t


class Finding(t.NamedTuple):
    """Texts are for people, in their language, and harmless."""

    holds: bool
    expected: str
    actual: str
