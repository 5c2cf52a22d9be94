"""Twin of numerics/subjects/descent.py: against exact orbits and float64."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.descent.dense import dense_hessian
from numerics.descent.exact import orbit
from numerics.descent.problem import Problem
from numerics.instance import network_instance
from numerics.second import Second
from numerics.subjects.descent import Descent

INSTANCE = network_instance(
    [[1, 2], [0, 1], [3, 1]],
    [1, 2, -1],
    [[[1, 2], [0, 1]], [["1/2", 1]]],
    [2],
    {"eta": "1/16", "eta2": "1/8"},
)


@pytest.mark.parametrize("world", [Rationals, Second])
def test_orbit_in_both_worlds(world):
    A = world(64)
    with A.context():
        m = Descent.of(INSTANCE, A)
        for name in ("eta", "eta2"):
            for t, expected in enumerate(orbit(INSTANCE, INSTANCE.numbers[name], 2)):
                net = m.after(t, name)
                for k in m.layers:
                    rows, columns = A.shape(net.W[k])
                    found = [[A.entry(net.W[k], i, j) for j in range(columns)] for i in range(rows)]
                    wanted = [[A.number(x) for x in row] for row in expected.matrices[f"W{k}"]]
                    assert found == wanted


def test_drift_is_the_formula_and_not_its_variants():
    A = Rationals(64)
    with A.context():
        m = Descent.of(INSTANCE, A)
        assert m.drift(1) == m.drift_formula(1)
        assert m.drift(1) != m.drift_formula(1, 1)
        assert not m.stationary and not m.arrived(0)


def test_smallest_output_eigenvalue_is_a_lower_bound():
    A = Rationals(64)
    with A.context():
        m = Descent.of(INSTANCE, A)
        bound = float(A.to_float(m.smallest_output_eigenvalue))
    X = np.array([[1, 2], [0, 1], [3, 1]])
    W1, W2 = np.array([[1, 2], [0, 1]]), np.array([[0.5, 1]])
    b1 = 2 * W2[0]
    M = b1 @ b1 * np.eye(2) + 4 * W1.T @ W1
    exact = 2 * np.sort(np.linalg.eigvals(X.T @ X / 3 @ M).real)[0]
    assert 0 < bound <= exact * (1 + 1e-12)


def test_arrival_is_exact():
    start = network_instance([[1]], [1], [[["3/2"]], [["3/2"]]], numbers={"eta": "2/3"})
    near = network_instance([[1]], [1], [[["3/2"]], [["3/2"]]], numbers={"eta": Fraction(2, 3) + Fraction(1, 10**30)})
    A = Rationals(64)
    with A.context():
        assert Descent.of(start, A).arrived(1) and not Descent.of(start, A).arrived(0)
        assert not Descent.of(near, A).arrived(1)


def test_bound_of_the_hessian_holds_along_the_step():
    """Against the dense float Hessian at points of the segment, and not wider than the proof makes it."""
    rng = np.random.default_rng(1)
    A, tightest = Rationals(64), 0.0
    for widths in ((2, 2, 1), (1, 1, 1, 1), (2, 3, 2, 1)):
        layers = [rng.integers(-1, 2, (b, a)).tolist() for a, b in pairwise(widths)]
        X, y = rng.integers(-2, 3, (3, widths[0])).tolist(), rng.integers(-3, 4, 3).tolist()
        instance = network_instance(X, y, layers, [1], {"eta": Fraction(1, 50)})
        with A.context():
            m = Descent.of(instance, A)
            ends = [[to_numpy(A, net.W[k]) for k in m.layers] for net in (m, m.after(1))]
            bound = float(A.to_float(m.hessian_bound(1)))
        problem, _ = Problem.of_instance(instance)
        for t in np.linspace(0, 1, 5):
            W = problem.pack([((1 - t) * a + t * b)[None] for a, b in zip(*ends)])
            size = float(np.abs(np.linalg.eigvalsh(dense_hessian(problem, W[0]))).max())
            assert size <= bound
            tightest = max(tightest, size / bound)
    assert tightest > 0.01


def to_numpy(A, m):
    rows, columns = A.shape(m)
    return np.array([[float(A.to_float(A.entry(m, i, j))) for j in range(columns)] for i in range(rows)])
