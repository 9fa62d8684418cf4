# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Errors of the clients that talk to Docker, Kubernetes and the container runtime. Private to the collection."""

from __future__ import annotations


class ServiceError(Exception):
    """Something we asked did not answer as it should: who, what was tried, what came back."""

    def __init__(self, what: str, tried: str, reason: str) -> None:
        super().__init__(f"{what}: {tried}: {reason}")
        self.what = what
        self.tried = tried
        self.reason = reason

    def as_dict(self) -> dict[str, str]:
        return {"what": self.what, "tried": self.tried, "reason": self.reason}
