# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.module_utils import _probe_specs, _probes


def test_every_kind_has_words_and_a_probe() -> None:
    assert set(_probe_specs.KINDS) == set(_probes.PROBES)
    assert set(_probes.AHEAD) <= set(_probes.PROBES)


def test_key_does_not_depend_on_order() -> None:
    one = _probe_specs.key({"probe": "file", "path": "/日本"})
    assert one == _probe_specs.key({"path": "/日本", "probe": "file"}) == '{"path":"/日本","probe":"file"}'


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({}, "probe"),
        ({"probe": "elephant"}, "probe"),
        ({"probe": ["file"]}, "probe"),
        ({"probe": "file"}, "path"),
        ({"probe": "file", "path": 1}, "path"),
        ({"probe": "file", "path": "/a", "mode": "0644"}, "mode"),
        ({"probe": "file", "path": "/a", "max_bytes": True}, "max_bytes"),
        ({"probe": "kubernetes", "api_version": "v1"}, "kind"),
    ],
)
def test_refused(spec: dict[str, t.Any], field: str) -> None:
    with pytest.raises(_probe_specs.SpecError) as info:
        _probe_specs.validate(spec)
    assert info.value.field == field


def test_accepted() -> None:
    _probe_specs.validate({"probe": "cgroup", "namespace": "n", "pod": "p", "interval_ms": 500})
