"""The float certificate: eigenvalues from below, a limit inside its radius, refusals."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from numerics.flow import FlowProblem, certify_limit, gap_below, integrate
from numerics.flow.batch_limit import below, certify, smallest_eigenvalue
from numerics.flow.batch_series import Controls, Lanes, Up
from tests.unit.numerics.flow.cases import random_problem, scalar_problem

F = Fraction


def test_smallest_eigenvalue_is_below_the_true_one() -> None:
    problems = [random_problem((3, 2, 1), seed) for seed in range(20)]
    low = smallest_eigenvalue(Lanes.of(problems))
    for problem, x in zip(problems, low):
        shift = F(float(x))
        rows = [[v - (shift if i == j else 0) for j, v in enumerate(r)] for i, r in enumerate(problem.Sigma)]
        for n in (1, 2, 3):  # leading minors of Sigma - low I
            minor = fmpq_mat(n, n, [fmpq(v.numerator, v.denominator) for r in rows[:n] for v in r[:n]])
            assert minor.det() > 0
        smallest = np.linalg.eigvalsh(np.array([[float(v) for v in r] for r in problem.Sigma]))[0]
        assert x >= smallest * (1 - 1e-10)


def test_singular_covariance_has_no_lower_bound() -> None:
    one = FlowProblem(((F(1), F(2)), (F(2), F(4))), (F(1), F(2)), (F(1),), (((F(1), F(1)),),))
    assert np.isnan(smallest_eigenvalue(Lanes.of([one]))).all()


def test_below_rounds_down_and_refuses_tiny_differences() -> None:
    assert below(Up(np.array([1.0])), Up(np.array([0.0])))[0] < 1.0
    assert below(Up(np.array([1.0]), 5), Up(np.array([0.25])))[0] < 0.75
    assert np.isnan(below(Up(np.array([0.0, 1.0])), Up(np.array([0.0, 1.0])))).all()


def test_the_limit_lies_in_the_ball_and_not_in_a_hundredth_of_it() -> None:
    outside = 0
    for seed in range(4):
        problem = random_problem((2, 2, 1), seed)
        early, late = (integrate(problem, 20, gap_below(g)) for g in (1e-5, 1e-18))
        M = early.layers_float()
        lanes = Lanes.of([problem])
        e = np.array([early.radius + 1e-15])
        found = certify(lanes, smallest_eigenvalue(lanes), [w[..., None] for w in M], e, Controls())
        assert found.held[0]
        limit = certify_limit(late)
        Q = [np.array([[float(q[i, j].mid()) for j in range(q.ncols())] for i in range(q.nrows())]) for q in limit.Q]
        moved = np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(M, Q)))
        assert moved <= found.radius[0] <= found.ball[0]
        assert found.rate[0] <= float(limit.mu) * 1.5
        assert found.root_E[0] ** 2 >= early.excess_float() * 0.999
        outside += moved > found.radius[0] / 100
    assert outside == 4


def test_no_certificate_at_the_saddle() -> None:
    problem = random_problem((2, 2, 1), 1, F(1, 1000))
    lanes = Lanes.of([problem])
    found = certify(lanes, smallest_eigenvalue(lanes), lanes.start, np.array([1e-15]), Controls())
    assert not found.held[0]
    zero = [np.zeros_like(w) for w in lanes.start]
    with np.errstate(all="ignore"):
        assert not certify(lanes, smallest_eigenvalue(lanes), zero, np.zeros(1), Controls()).held[0]


def test_the_error_of_the_start_is_part_of_every_bound() -> None:
    """M = (1, 1) is a minimizer, but W(T) may be (1 + x, 1 + x) with 2 x^2 = e^2: its risk and its path count."""
    lanes, e = Lanes.of([scalar_problem([F(1), F(1)], F(1))]), 1e-3
    found = certify(lanes, smallest_eigenvalue(lanes), lanes.start, np.array([e]), Controls())
    x = e / 2**0.5
    assert found.held[0] and found.root_E[0] >= (1 + x) ** 2 - 1
    assert found.radius[0] >= e + (1 + x) ** 2 - 1


def test_inaccurate_eigenpairs_cost_accuracy_only(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = Lanes.of([random_problem((3, 2, 1), seed) for seed in range(5)])
    good, eigh = smallest_eigenvalue(lanes), np.linalg.eigh

    def crude(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        w, V = eigh(a)
        return w + 1e-3, V + 1e-4

    monkeypatch.setattr(np.linalg, "eigh", crude)
    poor = smallest_eigenvalue(lanes)
    assert (poor < good).all() and (poor > 0).all()
