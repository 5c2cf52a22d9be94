"""Float flows, single and batched, against mpmath and against closed forms."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from numerics.flow.approximate import float_flow, reference_flow
from tests.unit.numerics.flow.cases import random_problem, scalar_problem

F = Fraction


def test_reference_has_its_digits() -> None:
    problem = scalar_problem([F(1, 4), F(1, 4)], F(1))
    point = reference_flow(problem, [F(1), F(2)], 50)[1]
    with mpmath.workdps(60):
        x0, decay = mpmath.mpf(1) / 16, mpmath.exp(-8)
        exact = mpmath.sqrt(1 / (1 + (1 / x0 - 1) * decay))
        assert abs(point.layers[0][0][0] - exact) < mpmath.mpf(10) ** -49


def test_float_flow_matches_the_reference_with_dense_output() -> None:
    problem = random_problem((2, 2, 1), 3)
    flow = float_flow(problem, t_end=2.0, gap=0.0, dense=True)
    assert flow.finished.all() and flow.t[0] == 2.0
    for point in reference_flow(problem, [F(1, 2), F(5, 4), F(2)], 25):
        for got, want in zip(flow.at(float(point.t)), point.layers):
            assert np.abs(got[0] - np.array([[float(x) for x in row] for row in want])).max() < 1e-13


def test_batch_equals_singles() -> None:
    problem = random_problem((2, 3, 1), 5)
    rng = np.random.default_rng(0)
    starts = [rng.standard_normal((6, 3, 2)) / 4, rng.standard_normal((6, 1, 3)) / 4]
    together = float_flow(problem, starts, gap=1e-10)
    for i in range(6):
        alone = float_flow(problem, [w[i : i + 1] for w in starts], gap=1e-10)
        for a, b in zip(together.layers, alone.layers):
            assert np.abs(a[i] - b[0]).max() < 1e-9
    assert together.finished.all()


def test_a_small_gradient_does_not_stop_it() -> None:
    problem = scalar_problem([F(1, 10**4), F(1, 10**4)], F(1))
    flow = float_flow(problem, gap=1e-10)
    assert flow.finished.all() and flow.layers[0][0, 0, 0] == pytest.approx(1.0, abs=1e-5)


def test_wrong_sign_is_reported_unfinished() -> None:
    assert not float_flow(scalar_problem([F(1), F(-1)], F(1)), gap=1e-6, max_steps=60).finished.any()
