"""The float64 kernels against plain NumPy and exact fractions; where the matrix iteration leaves the diagonal."""

from fractions import Fraction as F

import numpy as np

from numerics.two_layer.kernel import component_descent, component_paths, matrix_descent
from numerics.two_layer.recursion import exact_run


def test_kernel_is_the_numpy_recursion():
    rng = np.random.default_rng(0)
    count = 37  # not a multiple of the lanes
    sigma, lam = rng.uniform(0.1, 2, count), rng.uniform(0.1, 2, count)
    w0, eta = sigma / lam * rng.uniform(0, 1, count), 0.5 / sigma * rng.uniform(0, 1, count)
    w = w0.copy()
    for _ in range(50):
        w = w * (1 + eta * (sigma - lam * w)) ** 2
    assert np.abs(component_descent(w0, sigma, lam, eta, 50) - w).max() < 1e-12
    assert component_descent(w0, sigma, lam, eta, 0).tolist() == w0.tolist()


def test_kernel_against_fractions():
    exact = exact_run(F(1, 9), F(3, 2), F(2), F(1, 5), 6)[-1]
    assert abs(component_descent(1 / 9, 1.5, 2.0, 0.2, 6)[0] - float(exact)) < 1e-14


def test_paths_end_where_the_kernel_ends():
    sigma, lam = np.array([1.0, 0.5]), np.array([1.0, 2.0])
    path = component_paths(np.array([0.01, 0.02]), sigma, lam, 0.3, 40)
    assert np.abs(path[-1] - component_descent(path[0], sigma, lam, 0.3, 40)).max() < 1e-14


def test_matrix_iteration_diverges_where_the_diagonal_recursion_converges():
    """lambda = (16, 1), sigma = (1, 1/2): eta sigma_1 = 1/2, but eta S = 0.5 * (1 + 16/2) = 4.5 > 2.

    The diagonal recursion converges; the smallest off-diagonal entry grows until the matrix iteration is elsewhere.
    """
    Sx, Sxy, eta = np.diag([16.0, 1.0]), np.diag([1.0, 0.5]), 0.5
    start = np.diag([0.1, 0.1])
    converged = component_paths(np.array([0.01, 0.01]), np.diag(Sxy), np.diag(Sx), eta, 200)[-1]
    assert np.abs(converged - [1 / 16, 1 / 2]).max() < 1e-12
    exactly_diagonal = matrix_descent(Sx, Sxy, start, start, eta, 200)[-1]
    assert np.abs(np.diag(exactly_diagonal) - converged).max() < 1e-12
    nudged = start + np.array([[0.0, 1e-12], [0.0, 0.0]])
    with np.errstate(all="ignore"):
        path = matrix_descent(Sx, Sxy, nudged, start, eta, 400)
    worst = np.abs(path - np.diag(converged)).max((1, 2))
    assert not np.all(worst[200:] < 1e-3)
