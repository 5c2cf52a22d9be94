"""Exponential and logarithm in every arithmetic: balls (Arb), float64, SymPy, and the second evaluator's own series.

    exponential(A, x)   e^x          logarithm(A, x)   log x for x > 0

In exact rational arithmetic the value is a ball, except at e^0 = 1 and log 1 = 0. The second evaluator shares no code
with Arb: it sums Taylor series in fractions with a proved remainder and rounds outwards.

    e^r for |r| <= 1/2:   |e^r - sum_(j<=n) r^j / j!| <= 2 |r|^(n+1) / (n+1)!     (geometric series with ratio 1/2)
    log m for 1 <= m < 2: 2 artanh y with y = (m-1)/(m+1) <= 1/3; the terms from y^(2n+1) on add up to at most
                          2 y^(2n+1) / ((2n+1) (1 - y^2))
Larger arguments: e^r = (e^(r / 2^m))^(2^m) and log(2^k m) = k log 2 + log m with log 2 = 2 artanh(1/3).

What is not covered: complex arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.compare import certain
from numerics.arithmetic.floats import Floats
from numerics.arithmetic.radical import as_ball
from numerics.arithmetic.symbols import Symbols
from numerics.second.arithmetic import Second
from numerics.second.interval import Interval


def exponential(A: Arithmetic, x: Any) -> Any:
    """e^x. Raises NotExpressible where the world has no value."""
    if isinstance(A, Floats):
        return np.exp(np.minimum(x, 700.0))
    if isinstance(A, Second):
        return _monotone(_exp, x, A.bits)
    if isinstance(A, Symbols):
        import sympy

        return sympy.exp(x)
    if not isinstance(x, arb) and certain(x, "==", 0):
        return A.number(1)
    return arb(as_ball(x)).exp()


def logarithm(A: Arithmetic, x: Any) -> Any:
    """log x. Raises NotExpressible unless x > 0 for certain."""
    if isinstance(A, Floats):
        return np.log(np.maximum(x, 1e-300))
    if isinstance(A, Second):
        if A.certain(x, ">", 0) is not True:
            raise NotExpressible("logarithm of a number that is not certainly positive")
        return _monotone(_log, x, A.bits)
    if isinstance(A, Symbols):
        import sympy

        return sympy.log(x)
    if not isinstance(x, arb) and certain(x, "==", 1):
        return A.number(0)
    ball = arb(as_ball(x))
    if not ball > 0:
        raise NotExpressible("logarithm of a number that is not certainly positive")
    return ball.log()


def _monotone(f: Callable[[Fraction, int], Interval | Fraction], x: Any, bits: int) -> Any:
    """An increasing function on a fraction or an interval."""
    if not isinstance(x, Interval):
        return f(Fraction(x), bits)
    low, high = f(x.low, bits), f(x.high, bits)
    return Interval(
        low.low if isinstance(low, Interval) else low, high.high if isinstance(high, Interval) else high, bits
    )


def _exp(r: Fraction, bits: int) -> Interval | Fraction:
    if r == 0:
        return Fraction(1)
    halvings = max(0, (2 * abs(r.numerator) // r.denominator).bit_length())
    work = bits + halvings + 10
    small = Interval(r / 2**halvings, r / 2**halvings, work)
    power = total = Interval(Fraction(1), Fraction(1), work)
    j = 0
    bound = Fraction(1, 2)  # >= |small| (the outward rounding of the ends stays below 1/2 + 2^-work)
    while True:
        j += 1
        power = power * small / j
        total = total + power
        size = max(abs(power.low), abs(power.high))
        if size < Fraction(1, 1 << work):
            break
    remainder = 2 * size * (bound + Fraction(1, 1 << work))  # next term <= size * |small|, then ratio <= 1/2
    value = Interval(total.low - remainder, total.high + remainder, work)
    for _ in range(halvings):
        value = value * value
    return Interval(value.low, value.high, bits)


def _log(x: Fraction, bits: int) -> Interval | Fraction:
    if x == 1:
        return Fraction(0)
    k = x.numerator.bit_length() - x.denominator.bit_length()
    m = x / Fraction(2) ** k
    if m < 1:
        k, m = k - 1, m * 2
    work = bits + abs(k).bit_length() + 10
    value = _artanh((m - 1) / (m + 1), work) + k * _artanh(Fraction(1, 3), work)
    return Interval(value.low, value.high, bits)


def _artanh(y: Fraction, work: int) -> Interval:
    """2 artanh y for 0 <= y <= 1/3."""
    base = Interval(y, y, work)
    square, power = base * base, base
    total = Interval(Fraction(0), Fraction(0), work)
    n = 0
    while power.high > Fraction(1, 1 << work):
        total = total + 2 * power / (2 * n + 1)
        power = power * square
        n += 1
    rest = 2 * power.high / (2 * n + 1) * Fraction(9, 8)
    return Interval(total.low, total.high + rest, work)
