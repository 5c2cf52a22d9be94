"""Numbers of the arithmetic shown to readers: exact roots where they exist, honest decimals where they do not.

root(x, n)      the n-th root of a fraction, exact; None where it is irrational
written(x)      a fraction as it is, a float as a decimal that ends in "…" (digits cut off, not rounded)
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction

Number = Fraction | float
DIGITS = 9


def root(x: Fraction, n: int) -> Fraction | None:
    """The nonnegative n-th root of x >= 0 if it is rational."""
    top, bottom = _integer_root(x.numerator, n), _integer_root(x.denominator, n)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _integer_root(x: int, n: int) -> int | None:
    low, high = 0, 1 << (x.bit_length() // n + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**n <= x else (low, middle - 1)
    return low if low**n == x else None


def power(x: Fraction, top: int, bottom: int) -> Number:
    """x^(top/bottom) for x >= 0, exact where it is rational."""
    exact = root(x**top, bottom)
    return float(x) ** (top / bottom) if exact is None else exact


def written(x: Number) -> str:
    if isinstance(x, Fraction):
        return str(x)
    return f"{Decimal(x).normalize(Context(prec=DIGITS, rounding=ROUND_DOWN)):g}…"
