"""Exponential and logarithm in intervals of fractions, for the second evaluator.

exp(x): x = 2^k r with |r| <= 1/2; the Taylor sum of e^r of order N leaves out at most 2 |r|^(N+1) / (N+1)!; squared k
times in intervals. log(x): x = 2^e m with 2/3 <= m <= 4/3, log m = 2 artanh(q), q = (m-1)/(m+1), |q| <= 1/5, where
the series left after q^(2N-1)/(2N-1) is at most |q|^(2N+1) / (1 - q^2); log 2 = 2 artanh(1/3) in the same way.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from numerics.second.interval import Interval, Undefined

_GUARD = 32
_EARLY = 0  # series stop this many bits early; the remainder covers it (tests make use of that)


def exp(x: Any, bits: int) -> Any:
    """e^x of a Fraction or Interval; exactly 1 at 0."""
    if not isinstance(x, Interval):
        return Fraction(1) if x == 0 else _exp_point(Fraction(x), bits)
    return Interval(_exp_point(x.low, bits).low, _exp_point(x.high, bits).high, bits)


def log(x: Any, bits: int) -> Any:
    """log x of a positive Fraction or Interval; exactly 0 at 1. Raises Undefined when some member is not positive."""
    low = x.low if isinstance(x, Interval) else Fraction(x)
    if low <= 0:
        raise Undefined("logarithm of a number that is not certainly positive")
    if not isinstance(x, Interval):
        return Fraction(0) if x == 1 else _log_point(low, bits)
    return Interval(_log_point(x.low, bits).low, _log_point(x.high, bits).high, bits)


def _exp_point(x: Fraction, bits: int) -> Interval:
    work = bits + _GUARD
    halvings = max(0, (abs(x.numerator) * 2 // x.denominator).bit_length())
    work += halvings
    r = Interval(x / 2**halvings, x / 2**halvings, work)
    term, total = Interval(Fraction(1), Fraction(1), work), Interval(Fraction(1), Fraction(1), work)
    n, size = 0, Fraction(1)
    while size > Fraction(1, 1 << (work - _EARLY)):
        n += 1
        term = term * r / n
        total = total + term
        size = max(abs(term.low), abs(term.high))
    total = total + Interval(-2 * size, 2 * size, work)  # the next term is below size / 2, and so on: a sum below size
    for _ in range(halvings):
        total = total * total
    return Interval(total.low, total.high, bits)


def _log_point(x: Fraction, bits: int) -> Interval:
    work = bits + _GUARD
    exponent = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** exponent
    while m > Fraction(4, 3):
        m, exponent = m / 2, exponent + 1
    while m < Fraction(2, 3):
        m, exponent = m * 2, exponent - 1
    total = _artanh_twice((m - 1) / (m + 1), work)
    if exponent:
        total = total + exponent * _artanh_twice(Fraction(1, 3), work)
    return Interval(total.low, total.high, bits)


def _artanh_twice(q: Fraction, work: int) -> Interval:
    power, total, k = Interval(q, q, work), Interval(Fraction(0), Fraction(0), work), 1
    square = Interval(q * q, q * q, work)
    while max(abs(power.low), abs(power.high)) > Fraction(1, 1 << (work - _EARLY)):
        total = total + power / k
        power, k = power * square, k + 2
    rest = 2 * max(abs(power.low), abs(power.high))
    return 2 * (total + Interval(-rest, rest, work))
