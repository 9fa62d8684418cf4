# SPDX-FileCopyrightText: 2026 kcna.labs contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Numbers with units: Kubernetes quantities, and sizes as Docker's tools print them. Private to the collection."""

from __future__ import annotations

import decimal
import re
import typing as t

Number = decimal.Decimal

KUBERNETES = re.compile(r"([+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30}))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?")
SUFFIXES: t.Final = {
    "n": Number("1e-9"),
    "u": Number("1e-6"),
    "m": Number("1e-3"),
    **{unit: Number(1000) ** power for power, unit in enumerate("kMGTPE", 1)},
    **{f"{unit}i": Number(1024) ** power for power, unit in enumerate("KMGTPE", 1)},
}
SIZE = re.compile(r"(\d{1,20}(?:\.\d{1,9})?)\s*([kmgt]?)(i?)(?:b|bytes?)?", re.IGNORECASE)


def quantity(value: t.Any) -> Number | None:
    """The number a Kubernetes quantity (or a plain number) stands for; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    match = KUBERNETES.fullmatch(value.strip() if isinstance(value, str) else repr(value))
    if match is None:
        return None
    digits, suffix, exponent = match.groups()
    factor = SUFFIXES[suffix] if suffix else Number(10) ** int(exponent or 0)
    return Number(digits) * factor


def size(text: str) -> Number | None:
    """Bytes of `2.359MiB`, `2.4 MB`, `23.5G` or `2473000`; None where it is none."""
    match = SIZE.fullmatch(text.strip())
    if match is None:
        return None
    digits, unit, binary = match.groups()
    power = " kmgt".index(unit.lower()) if unit else 0
    return Number(digits) * Number(1024 if binary else 1000) ** power


def binary_size(number: Number | int) -> str:
    """Bytes as `60Mi`, the way a manifest writes them."""
    value = Number(number)
    for unit in ("", "Ki", "Mi", "Gi"):
        if abs(value) < 1024 or unit == "Gi":
            break
        value /= 1024
    return f"{value.quantize(Number('0.1')):f}".removesuffix(".0") + unit


def cores(number: Number) -> str:
    """CPU as `250m`, the way a manifest writes it."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{(number * 1000).quantize(Number('0.1')):f}".removesuffix(".0") + "m"
