"""Twin of numerics/descent/exact.py."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.descent import BadDescent, Problem, run
from numerics.descent.exact import exact_by_differences, is_minimizer, orbit
from numerics.instance import network_instance
from numerics.network import Network

INSTANCE = network_instance(
    [[1, 2], [0, 1], [3, 1]], [1, 2, -1], [[[1, 2], [0, 1], [1, 1]], [[1, 0, 2], [2, 1, 1]], [["1/3", 3]]], ["3/2"]
)


def test_one_step_by_differences_of_the_risk():
    eta = Fraction(1, 7)
    before, after = orbit(INSTANCE, eta, 1)
    for k in (1, 2, 3):
        gradient = exact_by_differences(INSTANCE, k)
        for w, moved, g in zip(before.matrices[f"W{k}"], after.matrices[f"W{k}"], gradient):
            assert all(m == x - eta * y for m, x, y in zip(moved, w, g))


def test_float64_follows_the_exact_orbit_to_rounding():
    problem, W = Problem.of_instance(INSTANCE)
    end = orbit(INSTANCE, Fraction(1, 1024), 4)[-1]
    _, exact = Problem.of_instance(end)
    for compiled in (True, False):
        found = run(problem, W, 1 / 1024, 4, compiled=compiled).weights
        assert np.abs(found - exact).max() <= 4 * 20 * np.finfo(float).eps * np.abs(exact).max()


def test_an_exceptional_start_reaches_a_minimizer_in_one_step():
    # R(w) = (1 - w)^2 with step 1/2 jumps to the minimum from everywhere
    start = network_instance([[1]], [1], [[["5/3"]]])
    A = Rationals()
    with A.context():
        assert is_minimizer(Network.of(orbit(start, Fraction(1, 2), 1)[-1], A))
        assert not is_minimizer(Network.of(start, A))


def test_settings_are_checked():
    with pytest.raises(BadDescent, match="eta >= 0"):
        orbit(INSTANCE, Fraction(-1), 2)
    with pytest.raises(BadDescent, match="take fewer steps"):
        orbit(INSTANCE, Fraction(1, 1000), 12)
