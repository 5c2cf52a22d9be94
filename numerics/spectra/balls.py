"""Certified extreme eigenvalues and singular values of ball matrices.

Main statements
    eigenvalue_bounds(A, top)   (low, high) with low <= lambda <= high for the extreme eigenvalue lambda of every
                                symmetric
                                matrix contained in A
    is_positive_definite(A)     True only if every symmetric matrix contained in A is positive definite
    singular_value_bounds(A)    (low, high) for the largest singular value

Why they hold. Largest eigenvalue from below: the Rayleigh quotient of any vector x, evaluated in balls for every
matrix in A.
From above: interval Cholesky. If the recursion for theta I - A runs through with all pivots certainly positive, then
for each
symmetric matrix in A the exact recursion has positive pivots, so theta I - A is positive definite and lambda < theta.
Neither
side needs the eigenvalue to be simple: in a cluster the bounds only get as wide as the cluster's resolution.
Approximate
eigenvectors come from float64 (NumPy), improved by inverse iteration at working precision; a bad one costs width,
never truth.

What is not covered: interior eigenvalues.
References: Rump, Verification methods, Acta Numerica 19 (2010), sections 10 and 13 (the two one-sided tests).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx


def is_positive_definite(A: Any) -> bool:
    """True when every symmetric matrix in the ball matrix A is positive definite; False means only `not shown`."""
    n = A.nrows()
    lower: list[list[Any]] = [[None] * n for _ in range(n)]
    for j in range(n):
        pivot = A[j, j]
        for k in range(j):
            pivot = pivot - lower[j][k] * lower[j][k]
        if not pivot > 0:
            return False
        root = pivot.sqrt()
        lower[j][j] = root
        for i in range(j + 1, n):
            s = A[i, j]
            for k in range(j):
                s = s - lower[i][k] * lower[j][k]
            lower[i][j] = s / root
    return True


def eigenvalue_bounds(A: Any, top: bool = True, prec: int | None = None) -> tuple[Any, Any]:
    """(low, high): exact balls enclosing the extreme eigenvalue of every symmetric matrix in A (arb_mat, n x n).

    Raises ArithmeticError when A holds infinities or NaN.
    """
    if not top:
        low, high = eigenvalue_bounds(-A, True, prec)
        return -high, -low
    with ctx.workprec(max(prec or ctx.prec, 53)):
        n = A.nrows()
        if not all(x.is_finite() for x in A.entries()):
            raise ArithmeticError("eigenvalues of a matrix with unbounded entries")
        if n == 1:
            return arb(A[0, 0].lower()), arb(A[0, 0].upper())
        low = _rayleigh_from_below(A)
        return low, _cholesky_from_above(A, low)


def _rayleigh_from_below(A: Any) -> Any:
    n = A.nrows()
    x = _float_eigenvector(A)
    best = _rayleigh(A, x)
    middle = _midpoints(A)
    for _ in range(max(1, (ctx.prec // 53).bit_length())):  # each step of inverse iteration about triples the digits
        shift = arb(best.mid()) + arb(abs(best.mid()) + 1).mid() * arb(2) ** (-ctx.prec + 8)
        try:
            y = (middle - _identity(n, shift)).solve(x, algorithm="approx")
        except (ZeroDivisionError, ValueError):
            break
        scale = max((abs(v.mid()) for v in y.entries()), default=arb(0))
        if not (scale > 0 and scale.is_finite()):
            break
        x = arb_mat(n, 1, [(v.mid() / scale).mid() for v in y.entries()])
        candidate = _rayleigh(A, x)
        best = candidate if candidate.lower() > best.lower() else best
    low = arb(best.lower())
    for i in range(n):  # each diagonal entry is a Rayleigh quotient too
        low = low.max(arb(A[i, i].lower()))
    return low


def _cholesky_from_above(A: Any, low: Any) -> Any:
    n = A.nrows()
    norm = arb(0)
    for i in range(n):  # the largest absolute row sum bounds the spectrum, whatever the tests below say
        norm = norm.max(sum((arb(A[i, j].abs_upper()) for j in range(n)), arb(0)))
    ceiling = arb(norm.upper())
    for theta in _proposals(A, low, ceiling):
        if is_positive_definite(_identity(n, theta) - A):
            return theta
    return ceiling


def _proposals(A: Any, low: Any, ceiling: Any) -> Iterator[Any]:
    """Numbers below the ceiling, from narrow to wide. Only width depends on them: Cholesky decides about each."""
    radius = arb(0)
    for x in A.entries():
        radius = radius + arb(x.rad())
    tiny = (ceiling - low) * arb(2) ** (-(ctx.prec * 2) // 3) + ceiling * arb(2) ** (-ctx.prec + 12)
    width = arb((radius + tiny).upper())
    while True:
        theta = arb((low + width).upper())
        if not theta < ceiling or width.is_zero():
            return
        yield theta
        width = arb((width * 16).upper())


def _identity(n: int, value: Any) -> Any:
    return arb_mat(n, n, [value if i == j else 0 for i in range(n) for j in range(n)])


def _midpoints(A: Any) -> Any:
    return arb_mat(A.nrows(), A.ncols(), [x.mid() for x in A.entries()])


def _rayleigh(A: Any, x: Any) -> Any:
    return (x.transpose() * A * x)[0, 0] / (x.transpose() * x)[0, 0]


def _float_eigenvector(A: Any) -> Any:
    """A float64 guess of the top eigenvector as an exact column; scaled first so that nothing overflows."""
    n = A.nrows()
    exponents = [float(abs(x.mid()).log().mid()) for x in A.entries() if x.mid() != 0]
    shift = arb(max(exponents, default=0.0)).exp().mid()
    middle = np.array([[float((A[i, j].mid() / shift).mid()) for j in range(n)] for i in range(n)])
    try:
        vector = np.linalg.eigh((middle + middle.T) / 2)[1][:, -1]
    except np.linalg.LinAlgError:
        vector = np.ones(n)
    return arb_mat(n, 1, [arb(float(v)) for v in vector])


def singular_value_bounds(A: Any, prec: int | None = None) -> tuple[Any, Any]:
    """(low, high) for the largest singular value of every matrix in the ball matrix A (r x c)."""
    with ctx.workprec(max(prec or ctx.prec, 53)):
        wide = A.nrows() < A.ncols()
        gram = A * A.transpose() if wide else A.transpose() * A
        low, high = eigenvalue_bounds(gram, True, prec)
        return arb(low.max(arb(0)).sqrt().lower()), arb(high.sqrt().upper())
