"""Twin of properties/statistics.py."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from properties.statistics import (
    TooFewRuns,
    median_interval,
    proportion,
    slope,
    slope_bootstrap,
    slope_within,
)


@pytest.mark.parametrize(("successes", "n"), [(0, 20), (20, 20), (7, 20), (13, 80), (0, 0)])
def test_proportion_is_clopper_pearson(successes, n):
    low, high = proportion(successes, n)
    if n == 0:
        assert (low, high) == (0, 1)
        return
    expected = stats.binomtest(successes, n).proportion_ci(0.95, method="exact")
    assert low <= expected.low + 1e-12 and high >= expected.high - 1e-12
    assert abs(low - expected.low) < 1e-8 and abs(high - expected.high) < 1e-8


def test_median_interval_by_order_statistics():
    x = np.arange(1.0, 21.0)
    assert median_interval(x) == (6.0, 10.5, 15.0)  # the classical ranks for n = 20
    assert median_interval(x[:5]) == (-np.inf, 3.0, np.inf)
    assert median_interval([1.0, np.nan, 2.0])[1] == 2.0
    assert median_interval([])[0] == -np.inf


def test_median_interval_covers():
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(400):
        low, _, high = median_interval(rng.exponential(size=15))
        inside += low <= np.log(2) <= high
    assert inside >= 400 * 0.95 - 3 * np.sqrt(400 * 0.05 * 0.95)


def test_slope_against_scipy():
    rng = np.random.default_rng(1)
    x = rng.normal(size=30)
    y = 0.4 * x + rng.normal(size=30)
    found, expected = slope(x, y), stats.linregress(x, y)
    half = stats.t.ppf(0.975, 28) * expected.stderr
    assert np.isclose(found.value, expected.slope) and np.isclose(found.high - found.value, half)
    assert np.isclose(found.r_squared, expected.rvalue**2) and found.contains(expected.slope)
    low, high = slope_bootstrap(x, y, Fraction(1, 20), rng)
    assert low < found.value < high


def test_slope_within_groups_sees_through_pooling():
    rng = np.random.default_rng(2)
    group = np.repeat(np.arange(5), 40)
    x = group + 0.1 * rng.normal(size=200)
    y = group - 1.0 * (x - group) + 0.01 * rng.normal(size=200)
    assert slope(x, y).value > 0.8
    within = slope_within(x, y, group)
    assert within.contains(-1.0) and within.high < -0.9


def test_too_few_points_are_refused():
    for x in ([1.0, 2.0], [3.0, 3.0, 3.0]):
        with pytest.raises(TooFewRuns):
            slope(x, [0.0] * len(x))
