"""exp and log of the second evaluator against mpmath and Arb: two independent ways to the same number."""

from fractions import Fraction as F

import mpmath
import pytest

from numerics.arithmetic import NotExpressible, Rationals
from numerics.arithmetic.ends import ends
from numerics.second import Second, transcendental

POINTS = [F(0), F(1), F(-1), F(7, 3), F(-22, 7), F(1, 1000), F(40), F(-40), F(123457, 1000)]


def between(value, low, high):
    return mpmath.mpf(low.numerator) / low.denominator <= value <= mpmath.mpf(high.numerator) / high.denominator


@pytest.mark.parametrize("x", POINTS)
def test_exp(x):
    with mpmath.workdps(60):
        true = mpmath.exp(mpmath.mpf(x.numerator) / x.denominator)
        for A in (Second(64), Rationals(64)):
            with A.context():
                low, high = ends(A.exp(A.number(x)))
            assert between(true, low, high)
            assert high - low <= F(float(true)) / 2**50


@pytest.mark.parametrize("x", [p for p in POINTS if p > 0] + [F(2, 3), F(4, 3), F(10**9), F(1, 10**9)])
def test_log(x):
    with mpmath.workdps(60):
        true = mpmath.log(mpmath.mpf(x.numerator) / x.denominator)
        for A in (Second(64), Rationals(64)):
            with A.context():
                low, high = ends(A.log(A.number(x)))
            assert between(true, low, high)
            assert high - low <= F(1, 2**50)


def test_monotone_on_intervals_and_undone_by_log():
    A = Second(64)
    both = A.exp(A.root(A.number(2), 2))
    back = A.log(both)
    low, high = ends(back)
    assert low**2 <= 2 <= high**2


@pytest.mark.parametrize("A", [Second(64), Rationals(64)], ids=lambda A: A.name)
def test_no_logarithm_of_what_may_be_negative(A):
    with pytest.raises(NotExpressible, match="logarithm"):
        A.log(A.number(0))
    with pytest.raises(NotExpressible, match="logarithm"):
        A.log(A.number(-1))


@pytest.mark.parametrize("x", [F(1, 3), F(-5, 2), F(7)])
def test_remainders_matter(x, monkeypatch):
    """Stopping the series early, the remainder is far above the rounding; the enclosure still holds the value."""
    monkeypatch.setattr(transcendental, "_EARLY", 80)
    with mpmath.workdps(60):
        true = mpmath.exp(mpmath.mpf(x.numerator) / x.denominator)
        assert between(true, *ends(transcendental.exp(x, 64)))
        if x > 0:
            true = mpmath.log(mpmath.mpf(x.numerator) / x.denominator)
            assert between(true, *ends(transcendental.log(x, 64)))
