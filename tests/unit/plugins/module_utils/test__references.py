# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _references


@pytest.mark.parametrize(
    ("reference", "repository", "full"),
    [
        ("nginx", "docker.io/library/nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.21", "docker.io/library/nginx", "docker.io/library/nginx:1.21"),
        ("library/nginx", "docker.io/library/nginx", "docker.io/library/nginx:latest"),
        ("curlimages/curl:8", "docker.io/curlimages/curl", "docker.io/curlimages/curl:8"),
        ("docker.io/library/nginx:1.21", "docker.io/library/nginx", "docker.io/library/nginx:1.21"),
        ("index.docker.io/library/nginx", "docker.io/library/nginx", "docker.io/library/nginx:latest"),
        ("localhost:5000/web:v1", "localhost:5000/web", "localhost:5000/web:v1"),
        ("localhost/web", "localhost/web", "localhost/web:latest"),
        ("registry.k8s.io/pause:3.10", "registry.k8s.io/pause", "registry.k8s.io/pause:3.10"),
        ("nginx:1.21@sha256:aa", "docker.io/library/nginx", "docker.io/library/nginx@sha256:aa"),
    ],
)
def test_short_and_long_forms_are_one(reference: str, repository: str, full: str) -> None:
    assert _references.repository(reference) == repository
    assert _references.full(reference) == full
    assert _references.full(full) == full
