"""Ends of enclosures are exact whatever the precision of the moment; long fractions are shown without their digits."""

from fractions import Fraction as F

import pytest
from flint import arb, ctx

from numerics.arithmetic import Balls, NotExpressible, Rationals, to_text
from numerics.arithmetic.ends import between, bits_of, ends, highest, hull, lowest, point, wider
from numerics.second import Second

WORLDS = [Rationals(64), Balls(64), Second(64)]


@pytest.mark.parametrize("A", WORLDS, ids=lambda A: A.name)
def test_ends_of_exact_numbers_and_of_enclosures(A):
    with A.context():
        assert ends(A.number(F(2, 3)))[0] <= F(2, 3) <= ends(A.number(F(2, 3)))[1]
        low, high = ends(between(A, F(1, 3), F(1, 2)))
        assert low <= F(1, 3) and high >= F(1, 2) and high - low < F(1, 5)
        root = A.root(A.number(2), 2)
        low, high = ends(root)
        assert low**2 <= 2 <= high**2
        for both in (hull(point(A, F(1)), point(A, F(2))), between(A, F(1), F(2))):
            low, high = ends(both)
            assert F(99, 100) < low <= 1 and 2 <= high < F(201, 100)
            assert ends(lowest(both))[0] == ends(lowest(both))[1] <= low
            assert ends(highest(both))[0] == ends(highest(both))[1] >= high


def test_ends_do_not_depend_on_the_precision_of_the_moment():
    with ctx.workprec(300):
        x = arb(2).sqrt()
    with ctx.workprec(20):
        low, high = ends(x)
    assert low**2 <= 2 <= high**2 and high - low < F(1, 2**290)


def test_unbounded_balls_have_no_ends():
    with pytest.raises(NotExpressible, match="unbounded"):
        ends(arb("inf"))


def test_wider_keeps_the_world():
    assert isinstance(wider(Second(64), 128), Second) and wider(Second(64), 128).bits == 128
    assert isinstance(wider(Rationals(64), 128), Balls) and bits_of(wider(Rationals(64), 128)) == 128


def test_long_fractions_are_shown():
    long = F(3**9001, 2**20000)
    for text in (to_text(long), Second(64).to_text(long)):
        assert len(text) < 80
    assert "bits" in to_text(long)
    assert Second(64).to_float(F(10) ** 400) != Second(64).to_float(F(10) ** 400)  # NaN: it does not fit a float
