"""The last steps of the network counterexamples, against numbers computed another way."""

import math
from fractions import Fraction

import pytest
from scipy.stats import norm

from reports.by_hand_networks import SIDES, OneInput


def scalar(*layers, p=1, **more):
    regressor = Fraction(p)
    for w in layers:
        regressor *= w
    m = {"X": [[Fraction(1)]], "y": [[regressor]], "p": [[Fraction(p)]]}
    return {**m, **{f"W{k}": [[Fraction(w)]] for k, w in enumerate(layers, 1)}, **more}


def value(steps, part):
    return float(Fraction(next(v for name, v in steps if part in name).rstrip("…").partition(" ")[0]))


def test_least_sharpness_by_search():
    m = OneInput(scalar(2, Fraction(1, 3), p=3))
    flattest = min(2 * ((3 * w) ** 2 + (2 / w) ** 2) for w in (i / 2000 for i in range(200, 8000)))  # w_1 = 2/(3w)
    assert float(m.least) <= flattest < float(m.least) * 1.0001


def test_right_sides():
    steps = SIDES["sharpness/lower-bound-by-layers#printed"](scalar(2, 3), {})
    assert value(steps, "2a\\rho") == pytest.approx(2 * 6**1.5 * (1 / 2 + 1 / 3))
    steps = SIDES["sharpness/rescaling-unbounded#printed"](scalar(2, 3), {"C": Fraction(5)})
    assert value(steps, "2\\lambda") == pytest.approx(2 * 6**1.5 * 5 / 3)


def test_one_gaussian_step():
    """The bound by hand lies below the true probability, and near it."""
    s, u = Fraction(1, 4), Fraction(2)
    steps = SIDES["random-products/concentration#printed"]({}, {"d": Fraction(1), "L": Fraction(1), "s": s, "u": u})
    e = value(steps, "e=")
    assert e == pytest.approx(math.exp(-2 / 16 - 2) / 4)
    high, low = norm.logcdf((-1 + e) / 0.25), norm.logcdf((-1 - e) / 0.25)
    true = high + math.log1p(-math.exp(low - high))
    assert true - 0.1 < value(steps, "\\log P") <= true


def test_power_iteration():
    m = {"X": [[Fraction(1), Fraction(1)], [Fraction(2), Fraction(-2)]], "p": [[Fraction(1)]], "W1": [[0, 0]]}
    steps = SIDES["experiments/power-iteration#printed"](m, {})
    assert value(steps, "the largest eigenvalue") == 8 and value(steps, "the square of the estimate") == 4


def test_more_inputs_are_refused():
    with pytest.raises(ValueError, match="more than one input"):
        OneInput(scalar(1) | {"X": [[Fraction(1), Fraction(0)]]})
