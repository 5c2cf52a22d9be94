"""Twin of numerics/descent/nonlinear.py."""

import numpy as np
import pytest

from numerics.descent import BadDescent, nonlinear, perceptron
from numerics.descent import sharpness as linear_sharpness


@pytest.fixture
def case():
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((7, 3)), rng.standard_normal(7)
    W = 0.6 * rng.standard_normal((4, 4, 3, 3))
    W[:, -1, 1:] = 0
    return X, y, W


def risk(X, y, W):
    h = X.T.astype(W.dtype)
    for w in W[:-1]:
        z = w @ h
        h = z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
    return np.mean((W[-1, :1] @ h - y) ** 2)


def test_gradient_by_complex_steps(case):
    X, y, W = case
    value, gradient = nonlinear.risk_and_gradient(X, y, W[0])
    assert np.isclose(value, risk(X, y, W[0]))
    for place in np.ndindex(*W[0].shape):
        if place[0] == 3 and place[1] > 0:
            assert gradient[place] == 0
            continue
        moved = W[0].astype(complex)
        moved[place] += 1e-30j
        assert np.isclose(gradient[place], risk(X, y, moved).imag / 1e-30, rtol=1e-10, atol=1e-13)


def test_compiled_descent_is_the_one_by_the_gradient(case):
    X, y, W = case
    eta = np.array([0.0, 0.01, 0.05, 0.1])
    found, when = nonlinear.run(X, y, W, eta, 20)
    expected = W.copy()
    for lane in range(4):
        for _ in range(20):
            expected[lane] -= eta[lane] * nonlinear.risk_and_gradient(X, y, expected[lane])[1]
    assert (when == -1).all() and np.abs(found - expected).max() < 1e-13


def test_divergence_is_dated_per_lane(case):
    X, y, W = case
    found, when = nonlinear.run(X, y, W * np.array([1, 1, 100, 1e200])[:, None, None, None], 1e-9, 3)
    assert when[0] == -1 and when[2] == 0 and when[3] == 0
    assert np.array_equal(found[3], W[3] * 1e200)


def test_difference_quotient_on_a_linear_network(case, monkeypatch):
    X, y, W = case
    monkeypatch.setattr(nonlinear, "gelu", lambda z: (z, np.ones_like(z)))
    exact = linear_sharpness(perceptron(X, y, 4), W[:1])[0]
    assert abs(nonlinear.sharpness_by_numpy(X, y, W[0]) / exact - 1) < 1e-7


def test_compiled_sharpness_is_the_one_of_numpy(case):
    X, y, W = case
    for w in W:
        assert abs(nonlinear.sharpness(X, y, w) / nonlinear.sharpness_by_numpy(X, y, w) - 1) < 1e-7
    assert np.isnan(nonlinear.sharpness(X, y, 1e200 * W[0]))


def test_padding_with_samples_of_zero_changes_nothing(case, monkeypatch):
    X, y, W = case
    whole = nonlinear.run(X, y, W, 0.05, 30)[0]
    monkeypatch.setattr(nonlinear, "BLOCK", 1)
    assert np.abs(nonlinear.run(X, y, W, 0.05, 30)[0] - whole).max() < 1e-13


def test_own_tanh():
    x = np.concatenate([np.linspace(-25, 25, 2001), [0.0, 1e-12, -1e300, np.inf]])
    found = np.array([nonlinear._tanh(v) for v in x])
    assert np.abs(found - np.tanh(x)).max() < 6e-16


def test_settings_are_checked(case):
    X, y, W = case
    with pytest.raises(BadDescent, match="last layer in row 0"):
        nonlinear.run(X, y, W + 1, 0.1, 2)
    with pytest.raises(BadDescent, match="number of steps"):
        nonlinear.run(X, y, W, 0.1, -1)
    with pytest.raises(BadDescent, match="learning rate"):
        nonlinear.run(X, y, W, float("nan"), 1)
