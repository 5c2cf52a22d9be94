"""Twin of numerics/descent/fresh_data.py, with few steps."""

import dataclasses

import numpy as np
import pytest

from numerics.descent.experiments import paper_experiments
from numerics.descent.fresh_data import REPEATS, FreshData, Gaps


@pytest.fixture(scope="module")
def fresh():
    """Three scales and 2500 steps of the largest learning rate."""
    e = paper_experiments()["mlp_underdetermined"]
    s = e.setting
    setting = dataclasses.replace(s, learning_rates=s.learning_rates[2:], steps=(1200,), scales=s.scales[2:5])
    return FreshData("test", dataclasses.replace(e, setting=setting), 0)


def test_data_are_normalised_and_differ(fresh):
    problem, X_test, y_test, starts = fresh.draw(1, 0)
    assert np.isclose(np.linalg.norm(problem.w_star), 1) and X_test.shape == (15, 20) and y_test.shape == (15,)
    assert len(starts) == 3 * REPEATS
    assert not np.array_equal(problem.covariance, fresh.draw(1, 1)[0].covariance)
    assert np.array_equal(problem.covariance, fresh.draw(1, 0)[0].covariance)


def test_both_computations_agree(fresh):
    runs = fresh.runs(1, 2)
    assert np.isfinite(runs.sharpness).sum() > 20
    short = FreshData(
        "test",
        dataclasses.replace(fresh.experiment, setting=dataclasses.replace(fresh.experiment.setting, steps=(60,))),
        0,
    )
    first, again = short.runs(1, 1), short.again(1, 1, runs, [0])
    assert np.array_equal(np.isfinite(first.gap), np.isfinite(again.gap))
    assert np.allclose(first.sharpness, again.sharpness, rtol=1e-8, equal_nan=True)


def test_slope_is_the_one_of_the_points_that_count():
    S, gap = 10.0 ** np.array([[1, 2, 3, 4.0]]), 10.0 ** np.array([[0, 1, 1, 2.0]])
    S[0, 1], gap[0, 3] = np.nan, -1
    runs = Gaps(np.zeros(1, dtype=int), np.zeros(4, dtype=int), S, gap)
    assert len(runs.points(0)[0]) == 2 and np.isnan(runs.slopes[0])
    gap[0, 3] = 100.0
    assert np.isclose(runs.slopes[0], np.polyfit([1, 3, 4], [0, 1, 2], 1)[0])
