r"""What float64 matrix arithmetic guarantees, and certified bounds on singular values from it.

Main statements (u = 2^-53, gamma_n = n u / (1 - n u))
    product_error(A, B)        |fl(A B) - A B|_F <= gamma_n |A|_F |B|_F + n r c t, t the least float
    frobenius_upper(A)         a ball whose upper end is >= |A|_F
    semidefinite_defect(A)     beta >= 0 with A + beta I positive semidefinite, for the symmetric float matrix A
    gram_bounds(G, low, high)  certified (l, h) with l <= sigma_min(G), |G|_2 <= h, near low and high, or None

Why they hold. A float dot product of length n, in any order of summation and with or without fused operations, is
sum x_i y_i (1 + e_i) with |e_i| <= gamma_n, up to n underflows of 2^-1075 each (Higham, Accuracy and Stability of
Numerical Algorithms, 2nd ed., (3.5), Lemma 3.1); entrywise |fl(A B) - A B| <= gamma_n |A| |B|, and Frobenius norms
are submultiplicative. `semidefinite_defect`: whatever matrix R the float Cholesky routine returns, R^T R is positive
semidefinite, so lambda_min(A) >= -|A - R^T R|_F, and that residual is bounded by its float value plus the rounding of
one product and one difference. Nothing is assumed of the Cholesky routine; of the product that it forms each entry as
one dot product (no Strassen-like scheme), which holds for the BLAS that NumPy ships with.

All scalar work on the bounds happens in balls. What is not covered: float32 products as certificates (their bounds are
valid with u = 2^-24 but too wide to decide anything at width 400).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, ctx

Array = np.ndarray[Any, Any]
PREC = 64  # bits of the scalar work


def unit_roundoff(dtype: Any) -> Any:
    """u of float64 or float32, exactly."""
    return arb(2) ** (-24 if np.dtype(dtype) == np.float32 else -53)


def gamma(n: int, dtype: Any = np.float64) -> Any:
    """n u / (1 - n u) as a ball."""
    with ctx.workprec(PREC):
        u = unit_roundoff(dtype)
        return n * u / (1 - n * u)


def frobenius_upper(A: Array) -> Any:
    """A number (exact ball) >= |A|_F. A float sum of n squares is off by at most gamma_(n+1), relatively, and by
    the underflow of n squares."""
    with ctx.workprec(PREC):
        n = A.size
        total = arb(float(np.sum(np.square(A, dtype=np.float64), dtype=np.float64)))
        if not total.is_finite():
            return arb("inf")
        return arb(((total + n * arb(2) ** -1074) / (1 - gamma(n + 1))).sqrt().upper())


def product_error(A: Array, B: Array) -> Any:
    """A number >= |fl(A B) - A B|_F for float64 matrices A (r x n), B (n x c)."""
    with ctx.workprec(PREC):
        n = A.shape[-1]
        tiny = arb(2) ** (-149 if A.dtype == np.float32 else -1074) * n * A.shape[0] * B.shape[1]
        return arb((gamma(n, A.dtype) * frobenius_upper(A) * frobenius_upper(B) + tiny).upper())


def semidefinite_defect(A: Array) -> Any | None:
    """beta >= 0 such that A + beta I is positive semidefinite; None when the float Cholesky decomposition breaks
    down (then nothing is known). A: exactly symmetric float64 matrix."""
    try:
        lower = np.linalg.cholesky(A)
    except np.linalg.LinAlgError:
        return None
    with ctx.workprec(PREC):
        formed = lower @ lower.T
        residual = A - formed  # each entry rounded once: relative error u of the float result
        value = frobenius_upper(residual) * (1 + 2 * unit_roundoff(A.dtype)) + product_error(lower, lower.T)
        return arb(value.upper()) if value.is_finite() else None


def gram(G: Array) -> tuple[Array, Any]:
    """(H, e): the float matrix G^T G made exactly symmetric, and e >= |H - G^T G|_F."""
    H = G.T @ G
    H = np.tril(H) + np.tril(H, -1).T
    with ctx.workprec(PREC):
        # the lower triangle obeys the entrywise bound, the upper one mirrors it: the Frobenius bound stands
        return H, product_error(G.T, G)


def smallest_at_least(H: Array, error: Any, low: float) -> Any | None:
    """A lower bound (exact ball) of lambda_min of the Gram matrix, near low^2 (below), or None."""
    n = H.shape[0]
    shift = low * low
    shifted = H - shift * np.eye(n)
    defect = semidefinite_defect(shifted)
    if defect is None:
        return None
    with ctx.workprec(PREC):
        value = arb(shift) - defect - error - _diagonal_rounding(shifted)
        return arb(value.lower()) if value > 0 else None


def largest_at_most(H: Array, error: Any, high: float) -> Any | None:
    """An upper bound (exact ball) of lambda_max of the Gram matrix, near high^2 (above), or None."""
    n = H.shape[0]
    shift = high * high
    shifted = shift * np.eye(n) - H
    defect = semidefinite_defect(shifted)
    if defect is None:
        return None
    with ctx.workprec(PREC):
        value = arb(shift) + defect + error + _diagonal_rounding(shifted)
        return arb(value.upper()) if value.is_finite() else None


def _diagonal_rounding(shifted: Array) -> Any:
    """The subtraction on the diagonal rounds once: |fl(x) - x| <= 2 u |fl(x)| entrywise, a diagonal matrix."""
    return 2 * unit_roundoff(shifted.dtype) * arb(float(np.max(np.abs(np.diag(shifted)), initial=0.0)))


def gram_bounds(G: Array, low: float, high: float) -> tuple[Any, Any] | None:
    """Certified (l, h) with l <= sigma_min(G) and |G|_2 <= h, l near low (at most), h near high (at least); None when
    float64 does not show it. low > 0."""
    H, error = gram(G)
    below, above = smallest_at_least(H, error, low), largest_at_most(H, error, high)
    if below is None or above is None:
        return None
    with ctx.workprec(PREC):
        return arb(below.sqrt().lower()), arb(above.sqrt().upper())
