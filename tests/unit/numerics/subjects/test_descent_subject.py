"""Twin of numerics/subjects/descent.py: against exact orbits and float64."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Rationals
from numerics.descent.exact import orbit
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
