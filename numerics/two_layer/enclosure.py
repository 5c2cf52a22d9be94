"""The two-layer matrix flow in balls: validated Taylor steps with a remainder from a scalar majorant.

Main statement
    enclose(Sx, Sxy, W1, W2, t)   ball matrices that contain W1(t), W2(t) of the exact flow from every start in W1, W2

Why it holds. Let s >= |Sxy|_F, l >= |Sx|_F, y0 >= |W1|_F, |W2|_F, and let y solve y' = (s + l y^2) y, y(0) = y0. The
Taylor recurrence of the flow is a sum of products of earlier coefficients; the Frobenius norm is submultiplicative, so
by induction |W_i[k]|_F <= y[k], and all y[k] >= 0. u = y^2 solves u' = 2u (s + l u), hence
    u(t) = s u0 e^(2st) / (s + l u0 (1 - e^(2st)))     up to its pole.
For rho before the pole y[k] rho^k <= y(rho), so for 0 <= h < rho what the polynomial of degree N leaves out has norm
at most y(rho) (h/rho)^(N+1) / (1 - h/rho). The polynomial is evaluated in balls from ball coefficients, which contain
the coefficients of the flow from every start in the ball; the remainder is added to every entry. Steps are repeated.
Enlarging s or l keeps the bound true; both are kept away from 0 so that no case distinction is needed.

What is not covered: t < 0, t = infinity. Cost grows with t times the majorant's rate: for flows of moderate length.
References: majorant method of Cauchy; Moore, Interval Analysis, for Taylor steps in intervals. The choice of h is ours.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, arb_mat, ctx, fmpq, fmpz

from numerics.arithmetic.balls import Balls
from numerics.two_layer.series import flow_series

RATIO = 6  # rho / h: near the minimum of cost per time, r / log^2 r


class EnclosureTooWide(ArithmeticError):
    """The enclosure did not reach the wanted radius; the message says at which time and precision."""


def enclose(Sx: Any, Sxy: Any, W1: Any, W2: Any, t: Fraction, bits: int = 40, prec: int = 96) -> tuple[Any, Any]:
    """(W1(t), W2(t)) as arb_mat, entries of radius at most 2^-bits.

    Sx (d0 x d0), Sxy (d0 x d2), W1 (d0 x d1), W2 (d1 x d2): exact or ball matrices. prec is doubled when needed.
    Raises EnclosureTooWide when 8 times the precision does not suffice (starts too wide, or t too large).
    """
    if t < 0:
        raise ValueError(f"t = {t}: the enclosure goes forward in time only")
    width, reached = prec, fmpq(0)
    while width <= 8 * prec:
        with ctx.workprec(width):
            first, second, reached = _march([arb_mat(m) for m in (Sx, Sxy, W1, W2)], t, width)
            if reached == fmpq(t.numerator, t.denominator) and _radius(first, second) < arb(2) ** -bits:
                return first, second
        width *= 2
    raise EnclosureTooWide(f"radius 2^-{bits} not reached at t = {float(reached):.3g} of {float(t):.3g}, {width} bits")


def _march(m: list[Any], t: Fraction, prec: int) -> tuple[Any, Any, Any]:
    A = Balls(prec)
    Sx, Sxy, first, second = m
    s, l = _away_from_zero(_norm(Sxy)), _away_from_zero(_norm(Sx))
    now, end = fmpq(0), fmpq(t.numerator, t.denominator)
    order = int(prec / 2.58) + 2  # 2.58 = log2(RATIO)
    while now < end:
        y0 = _away_from_zero(_norm(first).max(_norm(second)))
        if not y0 < arb(2) ** 64:
            return first, second, now
        u0 = y0 * y0
        pole = (1 + s / (l * u0)).log() / (2 * s)
        h = min(_dyadic_below(pole * arb("0.8") / RATIO), end - now)
        rho = RATIO * h
        growth = (2 * s * rho).exp()
        below = s + l * u0 * (1 - growth)
        if not (h > 0 and below > 0):
            return first, second, now
        bound = (s * u0 * growth / below).sqrt() * arb(RATIO) ** -(order + 1) / (1 - arb(1) / RATIO)
        tail = arb(0, bound.upper())
        c1, c2 = flow_series(A, Sx, Sxy, first, second, order)
        first, second = _evaluate(c1, h, tail), _evaluate(c2, h, tail)
        now = now + h
    return first, second, now


def _evaluate(coefficients: list[Any], h: Any, tail: Any) -> Any:
    value = coefficients[-1]
    for c in reversed(coefficients[:-1]):
        value = value * arb(h) + c
    rows, columns = value.nrows(), value.ncols()
    return value + arb_mat(rows, columns, [tail] * (rows * columns))


def _norm(m: Any) -> Any:
    """An upper bound of the Frobenius norm over the ball matrix."""
    return arb(sum((x.abs_upper() ** 2 for x in m.entries()), arb(0)).upper()).sqrt().upper()


def _away_from_zero(x: Any) -> Any:
    return arb(x).max(arb(2) ** -20)


def _radius(*matrices: Any) -> Any:
    widest = arb(0)
    for m in matrices:
        for x in m.entries():
            widest = widest.max(arb(x.rad()))
    return widest


def _dyadic_below(x: Any) -> Any:
    """A dyadic number of about 20 bits below the positive ball x."""
    mantissa, exponent = arb(x.lower()).man_exp()
    shift = max(0, fmpz(mantissa).bit_length() - 20)
    return fmpq(fmpz(mantissa) >> shift) * fmpq(2) ** (int(exponent) + shift)
