"""Twin of numerics/descent/problem.py."""

import numpy as np
import pytest

from numerics.descent.problem import BadDescent, Problem, gaussian_start, learning_rates, residual, residual_start
from numerics.instance import network_instance


def test_risk_is_the_one_of_the_residual_vector(batch):
    problem, W, _ = batch
    rng = np.random.default_rng(0)
    X, y, p = rng.standard_normal((7, problem.d)), rng.standard_normal(7), rng.standard_normal(problem.widths[-1])
    for W_i, risk, pi in zip(W, problem.risks(W), problem.regressors(W), strict=True):
        product = np.eye(problem.d)
        for layer in problem.unpack(W_i[None]):
            product = layer[0] @ product
        assert np.allclose(p @ product, pi)
        assert np.isclose(np.mean((y - X @ product.T @ p) ** 2), risk)


def test_pack_and_unpack(batch):
    problem, W, _ = batch
    assert np.array_equal(problem.pack(problem.unpack(W)), W)
    wrong = W.copy()
    if problem.widths[0] < problem.D:
        wrong[0, 0, 0, -1] = 1
        with pytest.raises(BadDescent, match="have to be 0"):
            problem.checked(wrong)


def test_starts_have_the_stated_law():
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((9, 4)), rng.standard_normal(9)
    problem = residual(X, y, 6, np.ones(4) / 2)
    W = residual_start(problem, rng, 400, 0.5) - np.eye(4)
    assert abs(W.std() / (0.5 / np.sqrt(24)) - 1) < 0.02
    assert np.array_equal(residual_start(problem, rng, 2, 0.0), np.broadcast_to(np.eye(4), (2, 6, 4, 4)))
    assert abs(gaussian_start(problem, rng, 400, 0.3).std() / 0.3 - 1) < 0.02


def test_instance_becomes_a_batch_of_one():
    instance = network_instance([[1, 2], [3, 4]], [5, 6], [[[1, 0], [2, 1]], [["1/2", "3/4"]]], [2])
    problem, W = Problem.of_instance(instance)
    assert problem.widths == (2, 2, 1) and W.shape == (1, 2, 2, 2)
    assert np.allclose(problem.regressors(W)[0], 2 * np.array([0.5, 0.75]) @ [[1, 0], [2, 1]])


@pytest.mark.parametrize("eta", [float("nan"), float("inf"), -0.1, [0.1, -1.0]])
def test_learning_rates_have_to_make_sense(eta):
    with pytest.raises(BadDescent, match="finite number >= 0"):
        learning_rates(eta, 2)


def test_bad_data_is_named():
    X, y = np.ones((3, 2)), np.ones(3)
    for arguments, text in [
        ((X, np.ones(2), (2, 1)), "n rows"),
        ((X, y, (3, 1)), "start with 2"),
        ((X, y, (2, 2)), "end with 1"),
        ((X * np.nan, y, (2, 1)), "finite"),
    ]:
        with pytest.raises(BadDescent, match=text):
            Problem.of(*arguments)
