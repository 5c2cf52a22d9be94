"""Extreme eigenvalues of symmetric matrices of fractions, by exact counting and bisection.

The characteristic polynomial comes from the Faddeev-LeVerrier recursion in fractions. All its roots are real, so the
number
of roots above c is the number of sign changes of the coefficients of chi(x + c) (Descartes' rule is an equality for
real-rooted polynomials). Bisection with that count encloses the largest root as narrowly as asked.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from numerics.second.interval import Interval

Rows = list[list[Any]]


def characteristic_polynomial(m: Rows) -> list[Fraction]:
    """Coefficients of det(x I - M), constant term first."""
    n = len(m)
    coefficients = [Fraction(1)]
    power = [[Fraction(0)] * n for _ in range(n)]
    for k in range(1, n + 1):
        shifted = [[power[i][j] + (coefficients[-1] if i == j else 0) for j in range(n)] for i in range(n)]
        power = [[sum((m[i][q] * shifted[q][j] for q in range(n)), Fraction(0)) for j in range(n)] for i in range(n)]
        coefficients.append(-sum((power[i][i] for i in range(n)), Fraction(0)) / k)
    return coefficients[::-1]


def roots_above(polynomial: list[Fraction], c: Fraction) -> int:
    """Number of roots > c of a real-rooted polynomial (constant term first), with multiplicity."""
    shifted = list(polynomial)
    for i in range(len(shifted)):  # Taylor shift by repeated synthetic division
        for j in range(len(shifted) - 2, i - 1, -1):
            shifted[j] += c * shifted[j + 1]
    signs = [x > 0 for x in shifted if x != 0]
    return sum(a != b for a, b in pairwise(signs))


def value_at(polynomial: list[Fraction], c: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in reversed(polynomial):
        total = total * c + coefficient
    return total


def largest_eigenvalue(m: Rows, bits: int) -> Any:
    """The largest eigenvalue of a symmetric matrix of fractions: a Fraction if it is a simple one, else an Interval."""
    polynomial = characteristic_polynomial(m)
    bound = max(sum(abs(x) for x in row) for row in m) + Fraction(1)
    low, high = -bound, bound
    while not _narrow(low, high, bits):
        middle = (low + high) / 2
        if roots_above(polynomial, middle) > 0:
            low = middle
        else:
            high = middle
    simple = _simplest_between(low, high)
    if value_at(polynomial, simple) == 0 and roots_above(polynomial, simple) == 0:
        return simple
    return Interval(low, high, bits + 4)


def _narrow(low: Fraction, high: Fraction, bits: int) -> bool:
    """When bisection stops; only width and time depend on it."""
    gap = high - low
    return gap <= max(abs(low), abs(high)) / (1 << bits) or gap < Fraction(1, 1 << 4 * bits)


def _simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of least denominator in [low, high]."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -_simplest_between(-high, -low)
    floor = low.numerator // low.denominator
    if floor == low:
        return Fraction(floor)
    if floor + 1 <= high:
        return Fraction(floor + 1)
    rest = _simplest_between(1 / (high - floor), 1 / (low - floor))
    return floor + 1 / rest


def enclose_largest(m: Rows, bits: int) -> Any:
    """The largest eigenvalue of every symmetric matrix within one of fractions and intervals (Weyl's inequality)."""
    if not any(isinstance(x, Interval) for row in m for x in row):
        return largest_eigenvalue(m, bits)
    middle = [[(x.low + x.high) / 2 if isinstance(x, Interval) else x for x in row] for row in m]
    n = len(m)
    middle = [[(middle[i][j] + middle[j][i]) / 2 for j in range(n)] for i in range(n)]
    gaps = [[_distance(m[i][j], middle[i][j]) for j in range(n)] for i in range(n)]
    radius = max(sum(row, Fraction(0)) for row in gaps)
    value = largest_eigenvalue(middle, bits)
    low, high = (value.low, value.high) if isinstance(value, Interval) else (value, value)
    return Interval(low - radius, high + radius, bits + 4)


def _distance(x: Any, middle: Fraction) -> Fraction:
    """How far members of x can be from the middle."""
    return max(x.high - middle, middle - x.low) if isinstance(x, Interval) else abs(x - middle)
