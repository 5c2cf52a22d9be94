"""Twin of numerics/descent/sharpness.py and dense.py."""

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.descent import extreme_eigenvalues, gaussian_start, sharpness
from numerics.descent.dense import dense_hessian
from numerics.descent.problem import Problem
from numerics.instance import network_instance
from numerics.network import Network


@pytest.mark.parametrize("kind", ["small", "large", "zero layers"])
def test_both_ends_against_the_dense_hessian(batch, kind):
    problem, _, rng = batch
    W = gaussian_start(problem, rng, 12, 0.3 if kind == "small" else 1.0)
    if kind == "zero layers":
        W[:8, -1] = 0
        W[4:, 0] = 0
    found = extreme_eigenvalues(problem, W)
    for i in range(12):
        values = np.linalg.eigvalsh(dense_hessian(problem, W[i]))
        assert np.abs(found[i] - values[[0, -1]]).max() <= 1e-11 * np.abs(values).max()
    assert np.array_equal(sharpness(problem, W), found[:, 1])


def test_dense_hessian_is_the_exact_one():
    instance = network_instance(
        [[1, 2], [0, 1], [3, 1]], [1, 2, -1], [[[1, 2], [0, 1], [1, 1]], [[1, 0, 2], [2, 1, 1]], [[1, 3]]], ["3/2"]
    )
    problem, W = Problem.of_instance(instance)
    A = Rationals()
    with A.context():
        exact = Network.of(instance, A).hessian
        entries = [[float(exact[i, j].p) / float(exact[i, j].q) for j in range(14)] for i in range(14)]
    assert np.allclose(dense_hessian(problem, W[0]), entries, rtol=1e-12)


def test_scale_does_not_matter_and_bad_weights_give_nan(small_problem):
    problem, rng = small_problem((3, 3, 1))
    W = gaussian_start(problem, rng, 3, 1.0) * 1e40
    W[1] *= 1e60
    W[2, 0, 0, 0] = np.nan
    found = sharpness(problem, W)
    assert np.isclose(found[0], np.linalg.eigvalsh(dense_hessian(problem, W[0]))[-1], rtol=1e-11)
    assert not np.isfinite(found[2])
