"""float64 in batches: agrees with exact arithmetic, marks what is not finite, and decides nothing."""

import random

import numpy as np
import pytest

from numerics.arithmetic import Floats, NotExpressible, Rationals
from tests.helpers import rows, to_flint

A = Floats()


def test_agrees_with_exact_arithmetic():
    rng, exact = random.Random(1), Rationals()
    for _ in range(5):
        a, b, y = rows(rng, 4, 2), rows(rng, 2, 3), rows(rng, 4, 1)
        product = exact.multiply(to_flint(a), to_flint(b))
        assert np.allclose(
            A.multiply(A.matrix(a), A.matrix(b)).ravel(), [float(x.p) / float(x.q) for x in product.entries()]
        )
        w = exact.least_norm_solution(to_flint(a), to_flint(y))
        assert np.allclose(
            A.least_norm_solution(A.matrix(a), A.matrix(y)).ravel(), [float(x.p) / float(x.q) for x in w.entries()]
        )


def test_batches():
    m = np.array([[[2.0, 0], [0, 1]], [[5, 0], [0, 3]]])
    assert A.largest_eigenvalue(m).tolist() == [2, 5] and A.smallest_eigenvalue(m).tolist() == [1, 3]
    assert A.sum_of_squares(m).tolist() == [5, 34] and A.trace(m).tolist() == [3, 8]
    assert A.scale(np.array([1.0, 2.0]), m)[1, 0, 0] == 10 and A.shape(m) == (2, 2)
    built = A.assemble(1, 2, lambda i, j: np.array([1.0, 2.0]) if j else 7.0)
    assert built.shape == (2, 1, 2) and built[1].tolist() == [[7, 2]]
    assert A.smallest_nonzero_eigenvalue(np.diag([0.0, 0.5, 2])) == 0.5


def test_not_finite_stays_visible():
    m = np.array([np.eye(2), [[np.inf, 0], [0, 1]], [[np.nan, 0], [0, 1]]])
    with A.context():
        values = A.largest_eigenvalue(m)
    assert values[0] == 1 and np.isnan(values[1:]).all()


@pytest.mark.parametrize("sense", ["<=", "<", "=="])
def test_decides_nothing(sense):
    with pytest.raises(NotExpressible):
        A.certain(1.0, sense, 2.0)
