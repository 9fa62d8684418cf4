# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import typing as t

import pytest
from ansible_collections.kcna.labs.plugins.plugin_utils.formats._quantity import (
    Number,
    binary_size,
    cores,
    quantity,
    size,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.1", "100m"),
        ("1Gi", "1024Mi"),
        ("65536Ki", "64Mi"),
        ("1e3", "1k"),
        (0.25, "250m"),
        ("250000000n", "0.25"),
        (3, "3"),
    ],
)
def test_equal(one: t.Any, other: t.Any) -> None:
    assert quantity(one) is not None
    assert quantity(one) == quantity(other)


@pytest.mark.parametrize(("one", "other"), [("100M", "100Mi"), ("1m", "1M"), ("1", "1k")])
def test_different(one: str, other: str) -> None:
    assert quantity(one) != quantity(other)


@pytest.mark.parametrize("value", ["", "Mi", "1 Mi", "1MiB", "max", "1e999", "0x10", "٣.٤x", None, True, [], "1" * 40])
def test_no_quantity(value: t.Any) -> None:
    assert quantity(value) is None


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert quantity(text) is None or isinstance(quantity(text), Number)
    assert size(text) is None or isinstance(size(text), Number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.5MiB", 2621440),
        ("2.4 MB", 2400000),
        ("2473000", 2473000),
        ("316KiB", 323584),
        ("23.5G", 23500000000),
        ("512B", 512),
        ("64 bytes", 64),
        ("2.4 kB", 2400),
    ],
)
def test_size(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "MiB", "about 2MiB", "2,5MiB", "-1", "2 TiBx"])
def test_no_size(text: str) -> None:
    assert size(text) is None


@pytest.mark.parametrize(
    ("number", "expected"), [(62914560, "60Mi"), (1, "1"), (1536, "1.5Ki"), (1 << 40, "1024Gi"), (0, "0")]
)
def test_binary_size(number: int, expected: str) -> None:
    assert binary_size(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [("0.25", "250m"), ("2", "2"), ("0.0005", "0.5m"), ("0.12345", "123.4m")]
)
def test_cores(number: str, expected: str) -> None:
    assert cores(Number(number)) == expected
