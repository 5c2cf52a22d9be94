"""Comparing numbers of different worlds without ever guessing.

    compare(a, b)   -1, 0 or 1 when that is certain, None when the numbers cannot be told apart (yet)

Fractions compare exactly; an eigenvalue of a rational matrix compares exactly with a fraction (sign changes of the
shifted
characteristic polynomial); a ball compares with anything when it lies entirely on one side. NaN compares with nothing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, fmpq, fmpz

from numerics.arithmetic.radical import Radical, as_ball
from numerics.spectra.rational import Eigenvalue


def compare(a: Any, b: Any) -> int | None:
    """The sign of a - b when certain, else None."""
    a, b = (fmpq(x.numerator, x.denominator) if isinstance(x, Fraction) else x for x in (a, b))
    if _exact(a) and _exact(b):
        return int(a > b) - int(a < b)
    if isinstance(a, Eigenvalue):
        sign = _compare_eigenvalue(a, b)
        if sign is not None:
            return sign
    elif isinstance(b, Eigenvalue):
        sign = _compare_eigenvalue(b, a)
        if sign is not None:
            return -sign
    elif isinstance(a, Radical) and not isinstance(b, arb):
        return a.compare(b)
    elif isinstance(b, Radical) and not isinstance(a, arb):
        return -b.compare(a)
    a, b = arb(as_ball(a)), arb(as_ball(b))
    if a < b:
        return -1
    if a > b:
        return 1
    return 0 if a.is_exact() and b.is_exact() and a == b else None


def certain(a: Any, sense: str, b: Any) -> bool | None:
    """Whether `a sense b` holds (True), fails (False), or is not known (None). Senses: <= >= < > == !=."""
    sign = compare(a, b)
    if sign is None:
        return None
    return {
        "<=": sign <= 0,
        ">=": sign >= 0,
        "<": sign < 0,
        ">": sign > 0,
        "==": sign == 0,
        "!=": sign != 0,
    }[sense]


def _compare_eigenvalue(a: Eigenvalue, b: Any) -> int | None:
    if _exact(b):
        return a.compare(fmpq(b))
    if isinstance(b, Radical) and b.c > 0:  # lambda against c q^(1/n): lambda^n against c^n q, for lambda >= 0
        power = a**b.n
        if isinstance(power, Eigenvalue):
            return power.compare(b.c**b.n * b.q)
    if isinstance(b, Eigenvalue) and a.ball().overlaps(b.ball()) and a.equals(b):
        return 0
    return None


def _exact(x: Any) -> bool:
    return isinstance(x, fmpq | fmpz | int)


def to_fraction(x: Any) -> Fraction | None:
    """The exact value of a rational number, None for a ball or an irrational eigenvalue."""
    if isinstance(x, fmpq):
        return Fraction(int(x.p), int(x.q))
    if isinstance(x, int | fmpz):
        return Fraction(int(x))
    if isinstance(x, Fraction):
        return x
    return None


def to_float(x: Any) -> float:
    """The midpoint as a float (NaN when it does not fit); for display and ranking only."""
    exact = to_fraction(x)
    try:
        return float(exact) if exact is not None else float(arb(as_ball(x)).mid())
    except (OverflowError, ValueError):
        return float("nan")


def to_text(x: Any) -> str:
    """A number as a reader wants it: exact fractions as p/q when short, balls as certified decimals."""
    exact = to_fraction(x)
    if exact is not None:
        if exact.numerator.bit_length() + exact.denominator.bit_length() > 4000:  # Python refuses such digits
            return f"{to_float(exact):.15g} (a fraction of {exact.numerator.bit_length()} bits, rounded here)"
        text = str(exact)
        return text if len(text) <= 40 else f"{text[:18]}... (= {to_float(exact):.12g})"
    if isinstance(x, Eigenvalue):
        return f"{x.ball().str(15)} (eigenvalue of a rational matrix)"
    if isinstance(x, Radical):
        return f"{x.c} * ({x.q})^(1/{x.n}) = {x.ball().str(15)}" if len(str(x.q)) <= 30 else str(x.ball().str(15))
    return str(arb(x).str(15)) if isinstance(x, arb) else str(x)
