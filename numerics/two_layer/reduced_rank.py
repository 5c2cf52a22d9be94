"""Reduced-rank regression: the least risk over W of rank at most k, exactly, and its solution in two ways.

Main statements (M = Sigma_xy^T W_ols, W_ols = Sigma_x^+ Sigma_xy)
    best_decrease(k)   f(0) - min f over rank <= k  =  half the sum of the k largest eigenvalues of M
    near_solution      a rational W of rank k from the singular value decomposition of Sigma_x^(-1/2) Sigma_xy
    best_subset        diagonal data: the best k components by exhaustive comparison

Why. |Y - XW|_F^2 = |Y - X W_ols|_F^2 + n |Sigma_x^(1/2) (W - W_ols)|_F^2, and the best rank-k approximation of
Sigma_x^(1/2) W_ols (Eckart & Young) leaves the sum of its smaller squared singular values, the eigenvalues of M. The
sum of the k largest eigenvalues of a symmetric M is the largest eigenvalue of its k-th additive compound (the
derivation that M induces on the k-th exterior power, in the basis e_I, |I| = k), a rational matrix: so it is an exact
number that compares with rationals without rounding (numerics.spectra.rational). References: Izenman 1975,
Reduced-rank regression; Horn & Johnson, Topics in Matrix Analysis, on additive compounds.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.compare import to_fraction
from numerics.instance import matrix
from numerics.two_layer.model import TwoLayerData


def additive_compound(A: Arithmetic, M: Any, k: int) -> Any:
    """The matrix of v1 ^ ... ^ vk -> sum_j v1 ^ ... ^ M vj ^ ... ^ vk; for k = 1 it is M, for k = rows the trace."""
    size = A.shape(M)[0]
    index = list(combinations(range(size), k))

    def entry(a: int, b: int) -> Any:
        I, J = index[a], index[b]
        if I == J:
            return sum((A.entry(M, i, i) for i in I[1:]), A.entry(M, I[0], I[0]))
        out, into = set(J) - set(I), set(I) - set(J)
        if len(out) != 1:
            return A.number(0)
        (j,), (i,) = out, into
        sign = -1 if (I.index(i) + J.index(j)) % 2 else 1
        return A.entry(M, i, j) * sign

    return A.assemble(len(index), len(index), entry)


def least_squares(m: TwoLayerData) -> Any:
    """W_ols, the minimiser of f of least norm (d0 x d2)."""
    return solve_columns(m.A, m.X, m.Y)


def solve_columns(A: Arithmetic, X: Any, Y: Any) -> Any:
    """The least-norm minimisers of |Y_j - X w| for every column Y_j, side by side."""
    rows, columns = A.shape(Y)

    def column(j: int) -> Any:
        return A.least_norm_solution(X, A.assemble(rows, 1, lambda i, _: A.entry(Y, i, j)))

    found = [column(j) for j in range(columns)]
    return A.assemble(A.shape(X)[1], columns, lambda i, j: A.entry(found[j], i, 0))


def best_decrease(m: TwoLayerData, k: int) -> Any:
    """f(0) - min of f over rank W <= k, k >= 0: exact in exact arithmetic (a rational or an `Eigenvalue`)."""
    A = m.A
    if k == 0:
        return A.number(0)
    M = A.multiply(A.transpose(m.Sxy), least_squares(m))
    M = A.scale(A.number(Fraction(1, 2)), A.plus(M, A.transpose(M)))
    return A.largest_eigenvalue(additive_compound(A, M, min(k, m.d2))) * A.number(Fraction(1, 2))


def best_subset(A: Arithmetic, sigma: list[Any], lam: list[Any], k: int, score: str = "decrease") -> tuple[int, ...]:
    """The k components kept by reduced-rank regression of diagonal data, by comparing all subsets.

    score: "decrease" compares the sum of sigma^2/lam and, at a tie, takes the smaller sum of (sigma/lam)^2; "ratio"
    compares the sum of (sigma/lam)^2 (truncated least squares), "sigma" the sum of sigma^2. Components with sigma = 0
    contribute 0 whatever lam is.
    """

    def total(subset: tuple[int, ...], which: str) -> Any:
        value = A.number(0)
        for i in subset:
            if sigma[i] != 0:
                square = sigma[i] ** 2
                value = value + {"decrease": square / lam[i], "ratio": square / lam[i] ** 2, "sigma": square}[which]
        return value

    subsets = list(combinations(range(len(sigma)), min(k, len(sigma))))
    best = subsets[0]
    for other in subsets[1:]:
        mine, theirs = total(best, score), total(other, score)
        tie = score == "decrease" and theirs == mine and total(other, "ratio") < total(best, "ratio")
        if theirs > mine or tie:
            best = other
    return best


def whitened_svd(X: Any, Y: Any) -> tuple[Any, Any, Any]:
    """float64 singular value decomposition of Sigma_x^(-1/2) Sigma_xy (pseudo-inverse where Sigma_x is singular)."""
    n = X.shape[0]
    values, vectors = np.linalg.eigh(X.T @ X / n)
    inverse_root = np.where(values > 1e-12 * values.max(), 1 / np.sqrt(np.maximum(values, 1e-300)), 0.0)
    left, singular, right = np.linalg.svd((vectors * inverse_root) @ vectors.T @ (X.T @ Y / n), full_matrices=False)
    return left, singular, right


def near_solution(m: TwoLayerData, k: int) -> Any:
    """A rational W of rank at most k near the reduced-rank solution (exact arithmetic only).

    W = W_ols P with P the orthogonal projection on the span of k rational vectors near the first right singular
    vectors of the whitened cross-covariance; the float64 decomposition proposes, the exact risk of W decides.
    """
    A = m.A
    W = least_squares(m)
    k = min(k, m.d2)
    if k == m.d2:
        return W
    right = whitened_svd(_floats(A, m.X), _floats(A, m.Y))[2][:k]
    if right.shape[0] < k:
        return W
    basis = A.matrix(matrix([Fraction(round(x * 2**40), 2**40) for x in column] for column in right.T.tolist()))
    coefficients = solve_columns(A, basis, A.transpose(W))
    return A.transpose(A.multiply(basis, coefficients))


def _floats(A: Arithmetic, m: Any) -> Any:
    rows, columns = A.shape(m)
    return np.array([[float(to_fraction(A.entry(m, i, j)) or 0) for j in range(columns)] for i in range(rows)])


def rank(A: Arithmetic, m: Any) -> int:
    """The exact rank of a rational matrix, by elimination."""
    return len(echelon(A, m)[1])


def echelon(A: Arithmetic, m: Any) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced row echelon form of a rational matrix and its pivot columns. Raises NotExpressible for enclosures."""
    height, width = A.shape(m)
    rows = [[_rational(A.entry(m, i, j)) for j in range(width)] for i in range(height)]
    pivots: list[int] = []
    for column in range(width):
        top = len(pivots)
        found = next((i for i in range(top, height) if rows[i][column] != 0), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        rows[top] = [x / rows[top][column] for x in rows[top]]
        for i in range(height):
            if i != top and rows[i][column] != 0:
                rows[i] = [x - rows[i][column] * z for x, z in zip(rows[i], rows[top])]
        pivots.append(column)
    return rows, pivots


def _rational(x: Any) -> Fraction:
    value = to_fraction(x)
    if value is None:
        raise NotExpressible("the rank of an enclosure is not known")
    return value
