"""Outward rounding: every operation contains the results on members, ends move outwards and never inwards."""

import random
from fractions import Fraction

import pytest

from numerics.second.interval import (
    Interval,
    Undefined,
    integer_root,
    log2_bounds,
    root,
    root_above,
    root_below,
    round_down,
)


def draw(rng):
    a, b = sorted(Fraction(rng.randint(-999, 999), rng.randint(1, 97)) for _ in range(2))
    return Interval(a, b, rng.choice((4, 8, 30)))


def members(rng, i):
    return [i.low, i.high, i.low + (i.high - i.low) * Fraction(rng.randint(0, 7), 7)]


def test_rounding_goes_outwards():
    rng = random.Random(1)
    for _ in range(500):
        x, bits = Fraction(rng.randint(-(10**9), 10**9), rng.randint(1, 10**6)), rng.randint(2, 40)
        low = round_down(x, bits)
        assert low <= x and x - low <= abs(x) * Fraction(4, 2**bits)
        i = Interval(x, x, bits)
        assert i.low <= x <= i.high
    assert (
        Interval(Fraction(1, 3), Fraction(1, 3), 8).low
        < Fraction(1, 3)
        < Interval(Fraction(1, 3), Fraction(1, 3), 8).high
    )


def test_operations_contain_all_results():
    rng = random.Random(2)
    for _ in range(60):
        a, b, k = draw(rng), draw(rng), rng.choice((1, 2, 3, 4))
        r = Fraction(rng.randint(-9, 9), 7)
        for x in members(rng, a):
            for y in members(rng, b):
                for wide, exact in (
                    (a + b, x + y),
                    (a - b, x - y),
                    (a * b, x * y),
                    (r - a, r - x),
                    (a * r, x * r),
                    (-a, -x),
                    (abs(a), abs(x)),
                    (a**k, x**k),
                ):
                    assert wide.low <= exact <= wide.high
                if not b.low <= 0 <= b.high:
                    for wide, exact in ((a / b, x / y), (r / b, r / y), (b**-k, y**-k)):
                        assert wide.low <= exact <= wide.high


def test_division_by_something_around_zero():
    around = Interval(Fraction(-1), Fraction(1), 10)
    for bad in (around, Interval(Fraction(0), Fraction(1), 10), Interval(Fraction(-1), Fraction(0), 10)):
        with pytest.raises(Undefined):
            Interval(Fraction(1), Fraction(1), 10) / bad
        with pytest.raises(Undefined):
            1 / bad
    with pytest.raises(ValueError):
        Interval(Fraction(1), Fraction(0), 10)


def test_integer_roots():
    for n in (1, 2, 3, 7):
        for x in [*range(60), 10**40, 10**40 - 1, 2**64 - 1]:
            r = integer_root(x, n)
            assert r**n <= x < (r + 1) ** n
    with pytest.raises(Undefined):
        integer_root(-1, 2)


def test_roots_bracket():
    rng = random.Random(3)
    for _ in range(300):
        x, n, bits = Fraction(rng.randint(0, 10**6), rng.randint(1, 10**6)), rng.choice((2, 3, 5)), rng.choice((8, 64))
        low, high = root_below(x, n, bits), root_above(x, n, bits)
        assert 0 <= low**n <= x <= high**n and high - low <= 3 * (1 + high) / 2**bits
        value = root(x, n, bits)
        assert value**n == x if isinstance(value, Fraction) else value.low**n <= x <= value.high**n
        wide = root(Interval(x, x + 1, bits), n, bits)
        assert wide.low**n <= x and wide.high**n >= x + 1
    assert root(Fraction(4, 9), 2, 8) == Fraction(2, 3) and root(Fraction(0), 5, 8) == 0
    with pytest.raises(Undefined):
        root(Interval(Fraction(-2), Fraction(-1), 8), 2, 8)
    assert root(Interval(Fraction(-1), Fraction(4), 8), 2, 8).low <= 0


def test_powers_of_two():
    for x in (Fraction(1, 7), Fraction(1), Fraction(5, 2), Fraction(2**70 + 1)):
        assert x <= Fraction(2) ** log2_bounds(x)
