"""Monomials c q^(1/n) against mpmath at 60 digits: operations, comparisons, exactness where promised."""

import random
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx, fmpq

from numerics.arithmetic.radical import Radical, as_ball, exact_root, monomial

DIGITS = 60


def draw(rng):
    c = fmpq(rng.choice((-3, -2, -1, 1, 2, 5)), rng.choice((1, 2, 3)))
    return monomial(c, fmpq(rng.randint(1, 30), rng.randint(1, 9)), rng.choice((2, 2, 3, 4, 6)))


def value(x):
    c, q, n = (x.c, x.q, x.n) if isinstance(x, Radical) else (fmpq(x), fmpq(1), 1)
    real = mpmath.mpf(int(c.p)) / int(c.q)
    return real * mpmath.root(mpmath.mpf(int(q.p)) / int(q.q), n)


def close(x, expected):
    if isinstance(x, arb):
        assert x.rad() < arb(10) ** -40 * (1 + abs(x.mid()))
        middle = mpmath.mpf(x.mid().str(70, radius=False))
        return abs(middle - expected) < mpmath.mpf(10) ** -40 * (1 + abs(expected))
    return abs(value(x) - expected) < mpmath.mpf(10) ** -50 * (1 + abs(expected))


def test_operations_against_mpmath():
    rng = random.Random(2)
    with mpmath.workdps(DIGITS + 10), ctx.workprec(220):
        for _ in range(300):
            a, b = draw(rng), draw(rng)
            x, y = value(a), value(b)
            k = rng.choice((-3, -2, -1, 1, 2, 3))
            r = Fraction(rng.randint(1, 9), rng.randint(1, 9))
            r = fmpq(r.numerator, r.denominator)
            pairs = [
                (a * b, x * y),
                (a / b, x / y),
                (a + b, x + y),
                (a - b, x - y),
                (-a, -x),
                (abs(a), abs(x)),
                (a * r, x * value(r)),
                (r / a, value(r) / x),
                (r - a, value(r) - x),
                (a**k, x**k),
                (2 + a, 2 + x),
            ]
            for got, expected in pairs:
                assert close(got, expected), (a, b, got)
            if isinstance(a, Radical) and a.c > 0:
                assert close(a.root(3), mpmath.root(x, 3))


def test_products_and_powers_stay_exact():
    two = monomial(1, 2, 2)
    assert two * two == 2 and two**4 == 4 and two / two == 1 and two * monomial(1, 8, 2) == 4
    assert isinstance(two * monomial(1, 3, 3), Radical) and isinstance(two + two, Radical)
    assert (two + two).compare(monomial(2, 2, 2)) == 0 and (two - two) == 0 and two * 0 == 0
    assert isinstance(two + monomial(1, 3, 2), arb) and isinstance(two + 1, arb) and (two + 0) is two
    assert monomial(fmpq(3, 2), fmpq(4, 9), 2) == 1 and monomial(0, 5, 2) == 0
    with pytest.raises(ZeroDivisionError):
        two / 0


def test_comparison_is_the_order_of_the_reals():
    rng = random.Random(3)
    with mpmath.workdps(DIGITS):
        for _ in range(400):
            a, b = draw(rng), draw(rng)
            if not isinstance(a, Radical):
                continue
            gap = value(a) - value(b)
            expected = 0 if abs(gap) < mpmath.mpf(10) ** -50 else int(mpmath.sign(gap))
            assert a.compare(b) == expected, (a, b)


@pytest.mark.parametrize("sign", [1, -1])
def test_comparison_where_floats_cannot_see_the_difference(sign):
    """sqrt(2) against its decimals to 40 digits, from below and from above."""
    below = fmpq(int(mpmath_sqrt2()), 10**40)
    above = below + fmpq(1, 10**40)
    root = monomial(sign, 2, 2)
    assert root.compare(sign * below) == sign and root.compare(sign * above) == -sign
    assert root.compare(monomial(sign, 2, 2)) == 0 and monomial(1, 4, 4).compare(monomial(1, 2, 2)) == 0


def mpmath_sqrt2():
    with mpmath.workdps(80):
        return mpmath.floor(mpmath.sqrt(2) * mpmath.mpf(10) ** 40)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_exact_root(n):
    for top in range(1, 9):
        for bottom in range(1, 5):
            q = fmpq(top, bottom)
            assert exact_root(q**n, n) == q
            irrational = exact_root(q**n + fmpq(1, 10**30), n)
            assert (irrational is None) == (n > 1)
    assert exact_root(fmpq(0), n) == 0


def test_as_ball_contains():
    with ctx.workprec(100):
        x = as_ball(monomial(fmpq(2, 3), 7, 3))
        assert (x**3).contains(arb(fmpq(8 * 7, 27))) and as_ball(3) == 3
