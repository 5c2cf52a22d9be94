"""Twin of numerics/descent/weight_change.py."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.descent.weight_change import WeightChanges
from numerics.paper_data import floats, load_paper_data


@pytest.fixture(scope="module")
def changes():
    data = load_paper_data()
    p = floats(data.readouts["residual"])[:, 0]
    return WeightChanges("test", data.regression, p, (4, 8, 16), Fraction(1, 4))


def test_both_computations_agree(changes):
    runs = changes.runs(5, 6)
    again = changes.again(5, 6, runs, [1, 4])
    assert np.allclose(again.change, runs.change[[1, 4]], rtol=1e-10)


def test_the_end_is_a_minimizer_up_to_rounding(changes):
    runs = changes.runs(5, 6)
    assert runs.distance.max() < 1e-24 and runs.arrived.all()


def test_change_is_that_of_the_layer_that_moves_most(changes):
    from numerics.descent import reference
    from numerics.descent.weight_change import STEPS, _a

    problem, W0 = changes.problem(4), changes.start(5, 4, 2)
    W = reference.descend(problem, W0, np.array([1 / (16 * _a(problem))]), STEPS)[0]
    runs = changes.runs(5, 3)
    assert np.isclose(runs.change[2, 0], max(np.linalg.norm(a - b) for a, b in zip(W[0], W0[0])), rtol=1e-10)
    assert np.array_equal(runs.ratio(16, 4), runs.change[:, 2] / runs.change[:, 0])
