"""The forward pass of a vector in intervals of fractions: the second decision of a failing sample.

Shares no arithmetic code with `vectors`: pure Python, outward rounding (numerics.second.interval).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from numerics.products.rounding import Array
from numerics.products.sample import Setting
from numerics.second.interval import Interval, root


def squared_norms(N: Iterable[Array], setting: Setting, x: Sequence[Fraction], bits: int = 96) -> list[Any]:
    """|G_k x|^2 / |x|^2 for k = 0 .. L as intervals."""
    start = sum((v * v for v in x), Fraction(0))
    if start == 0:
        raise ValueError("the vector has to be nonzero")
    found = []
    for h in passed(N, setting, x, bits):
        square = Interval(Fraction(0), Fraction(0), bits)
        for entry in h:
            square = square + entry**2
        found.append(square / start)
    return found


def passed(N: Iterable[Array], setting: Setting, x: Sequence[Fraction], bits: int = 96) -> list[list[Any]]:
    """x, G_1 x, .., G_L x, entries as intervals."""
    c = root(setting.s**2 / (setting.L * setting.d), 2, bits + 8)
    h: list[Any] = [Interval(v, v, bits) for v in x]
    found = [h]
    for n in N:
        rows = [[Fraction(float(value)) for value in row] for row in n]
        moved = []
        for i, row in enumerate(rows):
            total = Interval(Fraction(0), Fraction(0), bits)
            for value, entry in zip(row, h, strict=True):
                total = total + entry * value
            moved.append(h[i] + total * c)
        h = moved
        found.append(h)
    return found
