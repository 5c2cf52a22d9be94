"""The two-layer matrix flow in balls: validated Taylor steps with a remainder from a scalar majorant.

Main statement
    enclose(Sx, Sxy, W1, W2, t)   ball matrices that contain W1(t), W2(t) of the exact flow from every start in W1, W2

Why it holds. Let s >= |Sxy|_F, l >= |Sx|_F, y0 >= |W1|_F, |W2|_F, and let y solve y' = (s + l y^2) y, y(0) = y0. The
Taylor recurrence of the flow is a sum of products of earlier coefficients; the Frobenius norm is submultiplicative,
so by induction |W_i[k]|_F <= y[k], and all y[k] >= 0. u = y^2 solves u' = 2u (s + l u), hence
    u(t) = s u0 e^(2st) / (s + l u0 (1 - e^(2st)))     up to its pole.
For rho before the pole y[k] rho^k <= y(rho), so for 0 <= h < rho what the polynomial of degree N leaves out has norm
at most y(rho) (h/rho)^(N+1) / (1 - h/rho). The polynomial is evaluated in balls from ball coefficients, which contain
the coefficients of the flow from every start in the ball; the remainder is added to every entry. Steps are repeated.
Enlarging s or l keeps the bound true; both are kept away from 0 so that no case distinction is needed.

What is not covered: t < 0, t = infinity. Cost grows with t times the majorant's rate: for flows of moderate length.
References: majorant method of Cauchy; Moore, Interval Analysis, for Taylor steps in intervals. The choice of h is
ours.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.ends import between, ends, wider
from numerics.two_layer.series import flow_series

RATIO = 6  # rho / h: near the minimum of cost per time, r / log^2 r
_LARGEST = Fraction(2) ** 64


class EnclosureTooWide(NotExpressible):
    """The enclosure did not reach the wanted radius; the message says at which time and precision."""


def enclose(
    arithmetic: Arithmetic, Sx: Any, Sxy: Any, W1: Any, W2: Any, t: Fraction, bits: int = 40, prec: int = 96
) -> tuple[Any, Any]:
    """(W1(t), W2(t)) with entries of radius at most 2^-bits, in the enclosures of the given rigorous arithmetic.

    Sx (d0 x d0), Sxy (d0 x d2), W1 (d0 x d1), W2 (d1 x d2): matrices of that arithmetic; t >= 0. prec is doubled when
    needed. Raises EnclosureTooWide when 8 times the precision does not suffice (starts too wide, or t too large).
    """
    if t < 0:
        raise ValueError(f"t = {t}: the enclosure goes forward in time only")
    width, reached = prec, Fraction(0)
    while width <= 8 * prec:
        A = wider(arithmetic, width)
        with A.context():
            a, b, first, second = (_copy(arithmetic, A, m) for m in (Sx, Sxy, W1, W2))
            first, second, reached = _march(A, a, b, first, second, t, width, Fraction(1, 2**bits))
            if reached == t and _radius(A, first, second) < Fraction(1, 2**bits):
                return first, second
        width *= 2
    raise EnclosureTooWide(f"radius 2^-{bits} not reached at t = {float(reached):.3g} of {float(t):.3g}, {width} bits")


def _copy(A: Arithmetic, B: Arithmetic, m: Any) -> Any:
    rows, columns = A.shape(m)
    return B.assemble(rows, columns, lambda i, j: between(B, *ends(A.entry(m, i, j))))


def _march(
    A: Arithmetic, Sx: Any, Sxy: Any, first: Any, second: Any, t: Fraction, prec: int, widest: Fraction
) -> tuple[Any, Any, Any]:
    """(W1, W2, time reached); stops before t when a radius exceeds `widest`, since balls hardly ever get narrower."""
    s, l = A.number(_norm(A, Sxy)), A.number(_norm(A, Sx))
    now, order = Fraction(0), int(prec / 2.58) + 2  # 2.58 = log2(RATIO)
    while now < t:
        y0 = max(_norm(A, first), _norm(A, second))
        if y0 > _LARGEST or _radius(A, first, second) > widest:
            return first, second, now
        u0 = A.number(y0**2)
        pole = ends(A.log(1 + s / (l * u0)) / (2 * s))[0]
        h = min(_short(pole * Fraction(4, 5) / RATIO), t - now)
        growth = A.exp(2 * s * A.number(RATIO * h))
        below = s + l * u0 * (1 - growth)
        if h <= 0 or A.certain(below, ">", 0) is not True:
            return first, second, now
        y_rho = ends(A.root(s * u0 * growth / below, 2))[1]
        bound = y_rho / RATIO ** (order + 1) * Fraction(RATIO, RATIO - 1)
        c1, c2 = flow_series(A, Sx, Sxy, first, second, order)
        tail, step = between(A, -bound, bound), A.number(h)
        first, second = _evaluate(A, c1, step, tail), _evaluate(A, c2, step, tail)
        now += h
    return first, second, now


def _evaluate(A: Arithmetic, coefficients: list[Any], h: Any, tail: Any) -> Any:
    value = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        value = A.plus(A.scale(h, value), c)
    rows, columns = A.shape(value)
    return A.plus(value, A.assemble(rows, columns, lambda i, j: tail))


def _norm(A: Arithmetic, m: Any) -> Fraction:
    """An upper bound of the Frobenius norm over the enclosure, a short fraction that is not below 2^-20."""
    top = max(ends(A.root(A.sum_of_squares(m), 2))[1], Fraction(1, 2**20))
    shift = max(0, 40 - (top.numerator.bit_length() - top.denominator.bit_length()))
    return Fraction(-(-(top.numerator << shift) // top.denominator), 1 << shift)


def _radius(A: Arithmetic, *matrices: Any) -> Fraction:
    widest = Fraction(0)
    for m in matrices:
        rows, columns = A.shape(m)
        for i in range(rows):
            for j in range(columns):
                low, high = ends(A.entry(m, i, j))
                widest = max(widest, (high - low) / 2)
    return widest


def _short(x: Fraction) -> Fraction:
    """A dyadic number of about 20 bits, at most x > 0."""
    shift = 20 - (x.numerator.bit_length() - x.denominator.bit_length())
    if shift >= 0:
        return Fraction((x.numerator << shift) // x.denominator, 1 << shift)
    return Fraction(x.numerator // (x.denominator << -shift) << -shift)
