"""Intervals with fractions as ends: an irrational number between two rationals, rounded outwards to dyadic ends.

Exact values are plain `Fraction`; an `Interval` appears only for roots and eigenvalues that are irrational. Every
operation
returns an interval that contains all results of the operation on members.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any


class Undefined(ArithmeticError):
    """The operation has no value for some member (division by an interval around 0, root of a negative number)."""


class Interval:
    """All real numbers between low and high (fractions), ends included; bits: the precision of outward rounding."""

    __slots__ = ("bits", "high", "low")

    def __init__(self, low: Fraction, high: Fraction, bits: int) -> None:
        if low > high:
            raise ValueError("an interval has low <= high")
        self.low, self.high, self.bits = round_down(low, bits), -round_down(-high, bits), bits

    def _of(self, other: Any) -> Interval:
        return other if isinstance(other, Interval) else Interval(Fraction(other), Fraction(other), self.bits)

    def __add__(self, other: Any) -> Interval:
        o = self._of(other)
        return Interval(self.low + o.low, self.high + o.high, self.bits)

    __radd__ = __add__

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.bits)

    def __sub__(self, other: Any) -> Interval:
        return self + (-self._of(other))

    def __rsub__(self, other: Any) -> Interval:
        return (-self).__add__(other)

    def __mul__(self, other: Any) -> Interval:
        o = self._of(other)
        corners = [x * y for x in (self.low, self.high) for y in (o.low, o.high)]
        return Interval(min(corners), max(corners), self.bits)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Interval:
        o = self._of(other)
        if o.low <= 0 <= o.high:
            raise Undefined("division by an interval around 0")
        return self * Interval(1 / o.high, 1 / o.low, self.bits)

    def __rtruediv__(self, other: Any) -> Interval:
        quotient: Interval = self._of(other) / self
        return quotient

    def __pow__(self, n: int) -> Interval:
        if n < 0:
            inverse: Interval = 1 / self**-n
            return inverse
        base = abs(self) if n % 2 == 0 else self  # on which the power is monotone
        return Interval(base.low**n, base.high**n, self.bits)

    def __abs__(self) -> Interval:
        return Interval(max(self.low, -self.high, Fraction(0)), max(-self.low, self.high), self.bits)

    def __repr__(self) -> str:
        return f"[{float(self.low):.12g}, {float(self.high):.12g}]"


def round_down(x: Fraction, bits: int) -> Fraction:
    """A dyadic number <= x with about `bits` significant bits (x itself when it is that short already)."""
    shift = bits - (abs(x.numerator).bit_length() - x.denominator.bit_length())
    if shift >= 0:
        return Fraction((x.numerator << shift) // x.denominator, 1 << shift)
    return Fraction((x.numerator // (x.denominator << -shift)) << -shift)


def integer_root(x: int, n: int) -> int:
    """The largest integer r with r^n <= x, for x >= 0 (Newton's method on integers)."""
    if x < 0:
        raise Undefined("root of a negative number")
    if x == 0:
        return 0
    r = 1 << -(-x.bit_length() // n)
    while True:
        step = ((n - 1) * r + x // r ** (n - 1)) // n
        if step >= r:
            return r
        r = step


def root(x: Any, n: int, bits: int) -> Any:
    """The n-th root of a nonnegative Fraction (exact when rational) or Interval."""
    if isinstance(x, Interval):
        low = root_below(max(x.low, Fraction(0)), n, bits)
        if x.high < 0:
            raise Undefined("root of a negative number")
        return Interval(low, root_above(x.high, n, bits), bits)
    p, q = integer_root(x.numerator, n), integer_root(x.denominator, n)
    if p**n == x.numerator and q**n == x.denominator:
        return Fraction(p, q)
    return Interval(root_below(x, n, bits), root_above(x, n, bits), bits)


def root_below(x: Fraction, n: int, bits: int) -> Fraction:
    """A dyadic number at most the n-th root, within about 2^-bits relative."""
    shift = bits + max(0, x.denominator.bit_length() - x.numerator.bit_length())
    return Fraction(integer_root((x.numerator << (n * shift)) // x.denominator, n), 1 << shift)


def root_above(x: Fraction, n: int, bits: int) -> Fraction:
    shift = bits + max(0, x.denominator.bit_length() - x.numerator.bit_length())
    return Fraction(integer_root(-(-(x.numerator << (n * shift)) // x.denominator), n) + 1, 1 << shift)


def log2_bounds(x: Fraction) -> int:
    """Some integer e with x <= 2^e, for x > 0."""
    return x.numerator.bit_length() - x.denominator.bit_length() + 1
