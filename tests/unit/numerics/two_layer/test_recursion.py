"""The diagonal recursion over long runs: against exact fractions, against floats, and against the sharp bounds."""

from fractions import Fraction as F

import numpy as np
import pytest

from numerics.arithmetic import Balls, Floats, Rationals
from numerics.arithmetic.ends import ends
from numerics.second import Second
from numerics.two_layer import recursion
from numerics.two_layer.recursion import NotMonotone

CASES = [(F(1), F(1), F(1, 100), F(1, 3)), (F(2), F(5), F(1, 9), F(1, 5)), (F(1, 2), F(3), F(1, 7), F(1, 5))]


def z_of(w, sigma, lam):
    return sigma / w - lam


@pytest.mark.parametrize("A", [Balls(160), Second(96)], ids=lambda A: A.name)
@pytest.mark.parametrize(("sigma", "lam", "w0", "eta"), CASES)
def test_enclosures_hold_the_exact_fractions(A, sigma, lam, w0, eta):
    exact = recursion.exact_run(w0, sigma, lam, eta, 7)
    found = recursion.z_values(A, w0, sigma, lam, eta, list(range(8)))
    for t in range(8):
        low, high = ends(found[t])
        assert low <= z_of(exact[t], sigma, lam) <= high
        assert high - low <= z_of(exact[t], sigma, lam) / 10**12
    assert found[recursion.EXACT_STEPS - 1] == z_of(exact[recursion.EXACT_STEPS - 1], sigma, lam)


@pytest.mark.parametrize("steps", [10_000])
def test_sharp_bounds_over_ten_thousand_steps(steps):
    """Rational against rational, no exponential: 0 violated, none undecided."""
    A = Balls(192)
    for sigma, lam, w0, eta in CASES:
        s, times = eta * sigma, [1, 10, 100, 1000, steps]
        found = recursion.z_values(A, w0, sigma, lam, eta, times)
        with A.context():
            z0 = A.number(z_of(w0, sigma, lam))
            for t in times:
                z = A.number(found[t]) if isinstance(found[t], F) else found[t]
                assert A.certain(z, "<=", z0 / A.number(1 + s) ** (2 * t)) is True
                assert A.certain(z, ">=", z0 * A.number(1 - 2 * s) ** t) is True


def test_a_wrong_bound_fails_at_a_late_step():
    """e^(-2s - s^2) as contraction: true at first, violated for all large t; the first failing t is found."""
    sigma, lam, w0, eta = F(1), F(1), F(1, 100), F(1, 4)
    A, times = Balls(128), list(range(1, 60))
    found = recursion.z_values(A, w0, sigma, lam, eta, times)
    with A.context():
        q = A.exp(A.number(-2 * eta - eta**2))
        z = {t: A.number(x) if isinstance(x, F) else x for t, x in found.items()}
        holds = [A.certain(z[t], ">=", A.number(99) * q**t) for t in times]
    assert holds[0] is True and holds[-1] is False
    first = holds.index(False)
    assert set(holds[first:]) == {False}


def test_idle_components_between_the_rational_bounds():
    x0 = F(2, 5)
    for t, x in recursion.idle_run(Balls(128), x0, [1, 2, 50, 3000]).items():
        low, high = ends(x)
        assert low >= x0 / (1 + x0 * t * (2 - x0) / (1 - x0) ** 2)
        assert high <= x0 / (1 + 2 * x0 * t)


def test_outside_of_the_monotone_range_is_refused_by_name():
    with pytest.raises(NotMonotone, match="no monotone recursion"):
        recursion.z_run(Balls(64), (F(1), F(1)), F(51, 100), F(1), [1])
    with pytest.raises(NotMonotone, match="no monotone recursion"):
        recursion.z_run(Balls(64), (F(-1, 2), F(-1, 2)), F(1, 4), F(1), [1])
    with pytest.raises(NotMonotone, match="eta lam w0"):
        recursion.idle_run(Balls(64), F(1), [1])


def test_large_steps_use_plain_enclosures():
    exact = recursion.exact_run(F(1, 4), F(1), F(1), F(4, 5), 6)
    found = recursion.z_values(Balls(200), F(1, 4), F(1), F(1), F(4, 5), list(range(7)))
    for t in range(7):
        low, high = ends(found[t])
        assert low <= 1 / exact[t] - 1 <= high


def test_floats_follow():
    A, times = Floats(), [0, 3, 20]
    w0 = np.array([0.01, 0.2])
    found = recursion.z_values(A, w0, np.ones(2), np.ones(2), np.full(2, 0.25), times)
    exact = recursion.z_values(Balls(128), F(1, 100), F(1), F(1), F(1, 4), times)
    for t in times:
        assert abs(found[t][0] / Rationals().to_float(exact[t]) - 1) < 1e-10


def test_a_start_that_is_only_enclosed():
    A = Balls(128)
    with A.context():
        w0 = A.exp(A.number(-4))
    low, high = ends(recursion.z_values(A, w0, F(1), F(1), F(1, 3), [12])[12])
    assert 0 < low < high and float(high - low) < 1e-20
