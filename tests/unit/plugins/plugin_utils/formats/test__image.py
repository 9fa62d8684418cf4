# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats import _image


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", ("docker.io/library/nginx", "latest", "")),
        ("nginx:1.21", ("docker.io/library/nginx", "1.21", "")),
        ("index.docker.io/library/nginx", ("docker.io/library/nginx", "latest", "")),
        ("curlimages/curl", ("docker.io/curlimages/curl", "latest", "")),
        ("localhost:5000/app", ("localhost:5000/app", "latest", "")),
        ("localhost/app:v1", ("localhost/app", "v1", "")),
        ("registry.k8s.io/pause:3.10", ("registry.k8s.io/pause", "3.10", "")),
        ("nginx@sha256:a", ("docker.io/library/nginx", "", "sha256:a")),
        ("nginx:1.21@sha256:a", ("docker.io/library/nginx", "1.21", "sha256:a")),
    ],
)
def test_parse(text: str, expected: tuple[str, str, str]) -> None:
    assert tuple(_image.parse(text)) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nginx", "docker.io/library/nginx:latest", True),
        ("nginx:1.21", "nginx:alpine", False),
        ("nginx:1@sha256:a", "nginx:2@sha256:a", True),
        ("nginx@sha256:a", "nginx@sha256:b", False),
        ("localhost:5000/nginx", "nginx", False),
    ],
)
def test_same(one: str, other: str, same: bool) -> None:
    assert _image.same(one, other) is same


def test_repository_and_tag() -> None:
    assert _image.repository("nginx:1.21") == _image.repository("docker.io/library/nginx")
    assert [_image.has_tag(text) for text in ("nginx", "nginx:1", "localhost:5000/x", "x@sha256:a")] == [
        False,
        True,
        False,
        True,
    ]
