"""Exponential and logarithm: the pure-Python series against Arb."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq

from numerics.arithmetic import Floats, NotExpressible, Rationals, Symbols
from numerics.second import Second
from numerics.second.interval import Interval
from numerics.transcendental import exponential, logarithm

SAMPLES = [Fraction(n, q) for n, q in ((1, 3), (-1, 3), (7, 2), (-40, 1), (100, 7), (1, 10**9), (1, 2), (-1, 2))]


@pytest.mark.parametrize("bits", [64, 200])
@pytest.mark.parametrize("x", SAMPLES)
def test_two_evaluators_agree_on_the_exponential(x, bits):
    first, second = Rationals(2 * bits + 120), Second(bits)
    found = exponential(second, x)
    with first.context():
        true = exponential(first, first.number(x))
        assert arb(fmpq(found.low.numerator, found.low.denominator)) <= true
        assert arb(fmpq(found.high.numerator, found.high.denominator)) >= true
    assert found.high - found.low < found.high / 2 ** (bits - 12)


@pytest.mark.parametrize("bits", [64, 200])
@pytest.mark.parametrize("x", [abs(s) for s in SAMPLES] + [Fraction(1, 5000), Fraction(3), Fraction(1023, 1024)])
def test_two_evaluators_agree_on_the_logarithm(x, bits):
    first, second = Rationals(2 * bits + 40), Second(bits)
    found = logarithm(second, x)
    with first.context():
        true = logarithm(first, first.number(x))
        assert arb(fmpq(found.low.numerator, found.low.denominator)) <= true
        assert arb(fmpq(found.high.numerator, found.high.denominator)) >= true
    assert found.high - found.low < Fraction(1, 2 ** (bits - 16))


def test_exact_points_and_refusals():
    for A in (Rationals(), Second()):
        with A.context():
            assert exponential(A, A.number(0)) == 1
            assert logarithm(A, A.number(1)) == 0
            with pytest.raises(NotExpressible):
                logarithm(A, A.number(0))
    wide = exponential(Second(64), Interval(Fraction(0), Fraction(1), 64))
    assert wide.low <= 1
    assert wide.high >= Fraction(2718, 1000)
    assert str(exponential(Symbols(), logarithm(Symbols(), Symbols().number(3)))) == "3"
    assert np.allclose(exponential(Floats(), logarithm(Floats(), np.array([2.0, 3.0]))), [2.0, 3.0])
