"""Reduced-rank regression in three ways: additive compounds, singular values of the whitened data, all subsets."""

from fractions import Fraction as F

import numpy as np
import pytest

from numerics.arithmetic import Floats, NotExpressible, Rationals
from numerics.instance import matrix
from numerics.two_layer import reduced_rank
from numerics.two_layer.model import TwoLayerData

SHAPES = [(2, 2, 2), (3, 2, 3), (4, 3, 2), (5, 3, 3), (1, 1, 2), (2, 1, 1), (4, 3, 4)]


def data(n, d0, d2, A, seed=0):
    rng = np.random.default_rng(seed)
    X, Y = rng.integers(-3, 4, size=(n, d0)), rng.integers(-3, 4, size=(n, d2))
    X[:d0] += 4 * np.eye(d0, dtype=int)  # regular
    return TwoLayerData(A, {"X": A.matrix(matrix(X.tolist())), "Y": A.matrix(matrix(Y.tolist()))}), X, Y


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_compound_has_the_sums_of_eigenvalues(size):
    rng = np.random.default_rng(size)
    M = rng.integers(-4, 5, size=(size, size))
    M = M + M.T
    A, B = Rationals(), Floats()
    eigenvalues = np.sort(np.linalg.eigvalsh(M))[::-1]
    for k in range(1, size + 1):
        exact = A.largest_eigenvalue(reduced_rank.additive_compound(A, A.matrix(matrix(M.tolist())), k))
        assert abs(A.to_float(exact) - eigenvalues[:k].sum()) < 1e-9
        rough = reduced_rank.additive_compound(B, M.astype(float), k)
        assert abs(np.linalg.eigvalsh(rough)[-1] - eigenvalues[:k].sum()) < 1e-9


@pytest.mark.parametrize("shape", SHAPES)
def test_least_risk_against_the_whitened_singular_values(shape):
    A = Rationals()
    with A.context():
        m, X, Y = data(*shape, A)
        singular = reduced_rank.whitened_svd(X.astype(float), Y.astype(float))[1]
        for k in range(1, shape[2] + 1):
            exact = A.to_float(reduced_rank.best_decrease(m, k))
            assert abs(exact - (singular[:k] ** 2).sum() / 2) < 1e-9 * (1 + exact)


@pytest.mark.parametrize("shape", SHAPES)
def test_near_solution_has_rank_k_and_almost_the_least_risk(shape):
    A = Rationals()
    with A.context():
        m, *_ = data(*shape, A, seed=1)
        for k in range(1, shape[2] + 1):
            W = reduced_rank.near_solution(m, k)
            assert reduced_rank.rank(A, W) <= k
            got = m.risk_of(A.scale(A.number(0), W)) - m.risk_of(W)
            best = reduced_rank.best_decrease(m, k)
            assert A.certain(got, "<=", best) is True
            assert A.certain(got * (1 + 2**20), ">=", best * 2**20) is True


def test_all_subsets_of_diagonal_data():
    """sigma = (3, 2, 2), lambda = (9, 1, 2): sigma^2/lambda = (1, 4, 2), sigma/lambda = (1/3, 2, 1)."""
    A = Rationals()
    sigma, lam = [A.number(x) for x in (3, 2, 2)], [A.number(x) for x in (9, 1, 2)]
    assert reduced_rank.best_subset(A, sigma, lam, 1) == (1,)
    assert reduced_rank.best_subset(A, sigma, lam, 2) == (1, 2)
    assert reduced_rank.best_subset(A, sigma, lam, 1, "sigma") == (0,)
    assert reduced_rank.best_subset(A, sigma, lam, 5) == (0, 1, 2)


def test_ties_take_the_smaller_norm_and_absent_components_count_nothing():
    A = Rationals()
    half = A.number(F(1, 2))
    assert reduced_rank.best_subset(A, [half, A.number(1)], [half, A.number(2)], 1) == (1,)
    assert reduced_rank.best_subset(A, [A.number(0), A.number(1)], [A.number(0), A.number(2)], 1) == (1,)


def test_singular_data_and_rank_of_enclosures():
    A = Rationals()
    with A.context():
        m = TwoLayerData(A, {"X": A.matrix(matrix([[1, 2], [2, 4]])), "Y": A.matrix(matrix([[1], [2]]))})
        assert A.certain(reduced_rank.best_decrease(m, 1), "==", A.number(F(5, 4))) is True
        ball = A.assemble(1, 1, lambda i, j: A.exp(A.number(1)))
        with pytest.raises(NotExpressible, match="rank of an enclosure"):
            reduced_rank.rank(A, ball)
