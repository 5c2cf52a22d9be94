"""Small problems shared by the twin tests of numerics/descent."""

import numpy as np
import pytest

from numerics.descent.problem import Problem, gaussian_start

WIDTHS = [(1, 1), (3, 2), (2, 1), (3, 3, 1), (2, 4, 3), (2, 4, 1, 3, 1), (3, 3, 3, 3), (4, 4, 4, 1), (2, 9, 1)]


def small_problem(widths, seed=0, n=7):
    rng = np.random.default_rng(seed)
    X, y, p = rng.standard_normal((n, widths[0])), rng.standard_normal(n), rng.standard_normal(widths[-1])
    return Problem.of(X, y, widths, p), rng


@pytest.fixture(name="small_problem")
def _small_problem():
    """small_problem(widths): (problem, generator)."""
    return small_problem


@pytest.fixture(params=WIDTHS, ids=lambda w: "x".join(map(str, w)))
def batch(request):
    """(problem, weights of 20 networks, generator)."""
    problem, rng = small_problem(request.param)
    return problem, gaussian_start(problem, rng, 20, 0.7), rng
