"""Enclosures of every rigorous world as a pair of rationals, and back.

ends(x)             (low, high), the exact ends of a number or enclosure, as Fractions
between(A, a, b)    an enclosure of the arithmetic A that contains [a, b]
point, lowest, highest, hull    enclosures of radius 0, ends and unions, for directed rounding
bits_of(A)          the working precision of a rigorous arithmetic
wider(A, bits)      an enclosure arithmetic of the same world with another precision
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from numerics.arithmetic.balls import Balls
from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.compare import to_fraction
from numerics.arithmetic.radical import as_ball
from numerics.second.arithmetic import Second
from numerics.second.interval import Interval


def ends(x: Any) -> tuple[Fraction, Fraction]:
    """Raises NotExpressible for an infinite ball or NaN."""
    if isinstance(x, Interval):
        return x.low, x.high
    exact = to_fraction(x)
    if exact is not None:
        return exact, exact
    ball = arb(as_ball(x))
    if not ball.is_finite():
        raise NotExpressible("an unbounded ball has no ends")
    middle, radius = _dyadic(ball.mid()), _dyadic(ball.rad())  # `lower` would round to the precision of the moment
    return middle - radius, middle + radius


def _dyadic(x: Any) -> Fraction:
    mantissa, exponent = arb(x).man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def between(A: Arithmetic, low: Fraction, high: Fraction) -> Any:
    if low == high:
        return A.number(low)
    if isinstance(A, Second):
        return Interval(low, high, A.bits)
    world = Balls(bits_of(A))
    return world.number(low).union(world.number(high))


def point(A: Arithmetic, x: Fraction) -> Any:
    """x as an enclosure (not as an exact number), so that further operations round to the precision of A."""
    return Interval(x, x, A.bits) if isinstance(A, Second) else Balls(bits_of(A)).number(x)


def lowest(x: Any) -> Any:
    """The lower end of an enclosure, as an enclosure of radius 0."""
    return Interval(x.low, x.low, x.bits) if isinstance(x, Interval) else arb(arb(x).lower())


def highest(x: Any) -> Any:
    """The upper end of an enclosure, as an enclosure of radius 0."""
    return Interval(x.high, x.high, x.bits) if isinstance(x, Interval) else arb(arb(x).upper())


def hull(low: Any, high: Any) -> Any:
    """An enclosure of everything between two enclosures."""
    if isinstance(low, Interval):
        return Interval(low.low, high.high, low.bits)
    return arb(low).union(arb(high))


def bits_of(A: Arithmetic) -> int:
    return int(getattr(A, "prec", 0) or getattr(A, "bits", 0) or 53)


def wider(A: Arithmetic, bits: int) -> Arithmetic:
    return Second(bits) if isinstance(A, Second) else Balls(bits)
