"""The forward pass of a vector in integers of one fixed scale: the second decision of a failing sample.

Shares no arithmetic code with `vectors`: pure Python integers. An entry of G_k x is kept as (low, high) with
low <= 2^bits * entry <= high; the matrices are dyadic, so that N_k h is exact in integers, and only the product with c
and the last shift round, the lower end down and the upper end up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from numerics.products.rounding import Array
from numerics.products.sample import Setting
from numerics.second.interval import Interval, root

Ends = tuple[int, int]


def squared_norms(N: Iterable[Array], setting: Setting, x: Sequence[Fraction], bits: int = 96) -> list[Any]:
    """|G_k x|^2 / |x|^2 for k = 0 .. L as intervals."""
    start = sum((v * v for v in x), Fraction(0))
    if start == 0:
        raise ValueError("the vector has to be nonzero")
    found = []
    for h in _passed(N, setting, x, bits):
        squares = [_square(low, high) for low, high in h]
        low, high = (Fraction(sum(s[side] for s in squares), 1 << 2 * bits) for side in (0, 1))
        found.append(Interval(low, high, bits) / start)
    return found


def passed(N: Iterable[Array], setting: Setting, x: Sequence[Fraction], bits: int = 96) -> list[list[Any]]:
    """x, G_1 x, .., G_L x, entries as intervals."""
    one = 1 << bits
    return [[Interval(Fraction(a, one), Fraction(b, one), bits) for a, b in h] for h in _passed(N, setting, x, bits)]


def _passed(N: Iterable[Array], setting: Setting, x: Sequence[Fraction], bits: int) -> list[list[Ends]]:
    c = root(setting.s**2 / (setting.L * setting.d), 2, bits + 8)
    least_c, most_c = (c.low, c.high) if isinstance(c, Interval) else (c, c)  # a perfect square has an exact root
    c_low, c_high = floor(least_c * (1 << bits)), ceil(most_c * (1 << bits))  # c > 0, so c_low >= 0
    h = [(floor(v * (1 << bits)), ceil(v * (1 << bits))) for v in x]
    found = [h]
    for n in N:
        rows, scale = _integers(n)
        moved = []
        for (low, high), row in zip(h, rows, strict=True):
            least = sum(a * (ends[0] if a >= 0 else ends[1]) for a, ends in zip(row, h, strict=True))
            most = sum(a * (ends[1] if a >= 0 else ends[0]) for a, ends in zip(row, h, strict=True))
            down = least * (c_low if least >= 0 else c_high) >> (bits + scale)  # >> rounds down
            up = -(-most * (c_high if most >= 0 else c_low) >> (bits + scale))
            moved.append((low + down, high + up))
        h = moved
        found.append(h)
    return found


def _integers(n: Array) -> tuple[list[list[int]], int]:
    """(rows, scale) with n = rows / 2^scale exactly."""
    ratios = [[float(v).as_integer_ratio() for v in row] for row in n]
    scale = max(bottom.bit_length() - 1 for row in ratios for _, bottom in row)
    return [[top << (scale - bottom.bit_length() + 1) for top, bottom in row] for row in ratios], scale


def _square(low: int, high: int) -> Ends:
    """The ends of the squares of the numbers between low and high."""
    ends = low * low, high * high
    return (0 if low <= 0 <= high else min(ends)), max(ends)
