"""The last steps of the poster's counterexamples, against numbers computed another way."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from reports.by_hand_poster import SIDES

ONE = [[Fraction(1)]]


def given(**more):
    return {**dict.fromkeys(("X", "Y", "U", "V", "Q", "R", "W1", "W2", "D"), ONE), **more}


def value(steps, part):
    return next(v for name, v in steps if part in name)


def test_slope_of_the_product_by_differences():
    m = given(W1=[[Fraction(4)]], Y=[[Fraction(3)]])
    steps = SIDES["two-layer/mixing-matrix#printed"](m, {})

    def field(_, w):
        pull = 3 - w[0] * w[1]
        return [pull * w[1], pull * w[0]]

    w = solve_ivp(field, (0, 1e-6), [4.0, 1.0], rtol=1e-12, atol=1e-14).y[:, -1]
    assert float(Fraction(value(steps, "by the gradients"))) == pytest.approx((w[0] * w[1] - 4) / 1e-6, rel=1e-4)


def test_two_flows_of_a_perturbed_model():
    m = given(D=[[Fraction(3, 4)]], W1=[[Fraction(2)]], W2=[[Fraction(2)]])
    numbers = {"t": Fraction(1, 10), "eps": Fraction(1, 4), "c": Fraction(1)}
    steps = SIDES["two-layer/perturbation#printed"](m, numbers)
    ends = [
        solve_ivp(lambda _, w, lam=lam: w * (1 - lam * w**2), (0, 0.1), [2.0], rtol=1e-12, atol=1e-14).y[0, -1]
        for lam in (1.0, 0.75)
    ]
    gap = float(value(steps, "square of their difference").rstrip("…"))
    assert gap == pytest.approx(np.diff(ends)[0] ** 2, rel=1e-6)
    assert float(value(steps, "(\\epsilon e").rstrip("…")) == pytest.approx(np.exp(0.02) / 16, rel=1e-6)


def test_phase_time_names_the_side_of_the_true_time():
    steps = SIDES["two-layer/discrete-phase-time#printed"]
    early, late = ({"eta": Fraction(1, 4), "t": Fraction(t)} for t in ("17/4", "5"))
    assert "t is before it, the limit is 0" in value(steps(given(), early), "true time")
    assert "t is after it, the limit is 1" in value(steps(given(), late), "true time")
