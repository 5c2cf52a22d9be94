"""Largest and smallest Hessian eigenvalue of a deep linear network at any weights, in float64, batched.

Main statement (the reduced problem). Let f_k = A_k g and b_k be the forward and backward vectors of layer k, and write
r_k = Delta_k^T b_k, s_k = Delta_k f_k for a direction Delta. Then

    D^2 R [Delta, Delta] = 2 q^T Sigma q + 2 sum_{j<k} r_k^T W_{k-1} ... W_{j+1} s_j,    q = sum_k A_k^T r_k,

so the Hessian acts on Delta_k only through (r_k, s_k). The matrices b^ x^T + y f^^T (unit vectors b^, f^ of b_k, f_k;
y orthogonal to b^) are a linear isometry from pairs (x, y) onto a subspace outside of whose orthogonal complement the
Hessian is 0: on the complement r_k = s_k = 0. The nonzero spectrum of the Hessian is that of the operator H on the
pairs, of dimension sum_k (d_{k-1} + d_k - 1), which is L(2d - 1) for square layers, instead of sum_k d_{k-1} d_k. With
db_k, df_k the variations of b_k, f_k along (x, y),

    (H(x, y))_k = ( |b_k| df_k + (b^ . db_k) f_k ,  |f_k| (db_k - b^ (b^ . db_k)) ),
    db_{k-1} = W_k^T db_k + |b_k| x_k,   df_1 = 2 Sigma db_0,   df_{k+1} = W_k df_k + b^ (f_k . x_k) + |f_k| y_k.

b_k = 0 leaves b^ free: any unit vector serves (the first one is taken). 0 belongs to the spectrum of the full Hessian
whenever it has more parameters than the reduced dimension, so the smallest eigenvalue is then at most 0.

`extreme_eigenvalues` runs Lanczos with full reorthogonalisation on H, and on -H for the lower end, until the residual
of the Ritz pair is below 1e-6 of the Ritz value; the eigenvalue's error is quadratic in it. What it does not
guarantee: it is floating point, with a random start; the certified value is `Network.sharpness`. `dense_hessian` is
the oracle.

Reference for Lanczos with reorthogonalisation: Parlett, The Symmetric Eigenvalue Problem, chapter 13.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.descent.compiled import REORDERED, compiled
from numerics.descent.problem import Array, Problem

RESIDUAL = 1e-6


def extreme_eigenvalues(problem: Problem, W: Array) -> Array:
    """(B, 2): smallest and largest eigenvalue of the full Hessian of R at each network; NaN for non-finite weights."""
    W = np.ascontiguousarray(W, dtype=np.float64)
    S, c, p = problem.padded
    low, high = np.empty(len(W)), np.empty(len(W))
    widths = np.array(problem.widths)
    _batch(W, widths, p, S, c, high, 1.0)
    _batch(W, widths, p, S, c, low, -1.0)
    if _has_kernel(problem):
        low, high = np.minimum(low, 0.0), np.maximum(high, 0.0)
    return np.stack([low, high], axis=1)


def sharpness(problem: Problem, W: Array) -> Array:
    """S(W), the largest eigenvalue of the full Hessian, (B,)."""
    W = np.ascontiguousarray(W, dtype=np.float64)
    S, c, p = problem.padded
    out = np.empty(len(W))
    _batch(W, np.array(problem.widths), p, S, c, out, 1.0)
    return np.maximum(out, 0.0) if _has_kernel(problem) else out


def _has_kernel(problem: Problem) -> bool:
    w = problem.widths
    full = sum(w[k] * w[k - 1] for k in range(1, len(w)))
    return full > sum(w[k] + w[k - 1] - 1 for k in range(1, len(w)))


# The operator


@compiled(REORDERED)
def _vectors(W: Any, widths: Any, p: Any, S: Any, c: Any, b: Any, f: Any, size_b: Any, size_f: Any) -> None:
    """Unit b^_k and raw f_k (rows k = 0 .. L-1 for layers 1 .. L) with their lengths."""
    L, D = W.shape[0], W.shape[1]
    for j in range(D):
        b[L - 1, j] = p[j]
    for k in range(L - 1, -1, -1):
        target = b[k - 1] if k > 0 else f[0]
        for j in range(D):
            target[j] = 0.0
        for i in range(widths[k + 1]):
            for j in range(D):
                target[j] += W[k, i, j] * b[k, i]
    half = np.empty(D)
    for i in range(D):
        s = -c[i]
        for j in range(D):
            s += S[i, j] * f[0, j]
        half[i] = 2.0 * s
    for i in range(D):
        f[0, i] = half[i]
    for k in range(L - 1):
        for i in range(D):
            s = 0.0
            for j in range(D):
                s += W[k, i, j] * f[k, j]
            f[k + 1, i] = s
    for k in range(L):
        bb, ff = 0.0, 0.0
        for i in range(D):
            bb += b[k, i] * b[k, i]
            ff += f[k, i] * f[k, i]
        size_b[k], size_f[k] = np.sqrt(bb), np.sqrt(ff)
        for i in range(D):
            if bb > 0.0:
                b[k, i] /= size_b[k]
            elif i == 0:
                b[k, i] = 1.0


@compiled(REORDERED)
def _apply(
    W: Any, widths: Any, S: Any, b: Any, f: Any, size_b: Any, size_f: Any, x: Any, y: Any, out_x: Any, out_y: Any,
    db: Any, df: Any,
) -> None:  # fmt: skip
    """out = H(x, y); db, df: work space (L, D)."""
    L, D = W.shape[0], W.shape[1]
    for i in range(D):
        db[L - 1, i] = 0.0
    top = np.empty(D)
    for k in range(L - 1, -1, -1):
        target = db[k - 1] if k > 0 else top
        for j in range(D):
            target[j] = size_b[k] * x[k, j]
        for i in range(widths[k + 1]):
            s = db[k, i]
            for j in range(D):
                target[j] += W[k, i, j] * s
    for i in range(D):
        s = 0.0
        for j in range(D):
            s += S[i, j] * top[j]
        df[0, i] = 2.0 * s
    for k in range(L):
        along, overlap = 0.0, 0.0
        for i in range(D):
            along += f[k, i] * x[k, i]
            overlap += b[k, i] * db[k, i]
        for i in range(D):
            out_x[k, i] = size_b[k] * df[k, i] + overlap * f[k, i]
            out_y[k, i] = size_f[k] * (db[k, i] - b[k, i] * overlap)
        if k + 1 < L:
            for i in range(D):
                s = b[k, i] * along + size_f[k] * y[k, i]
                for j in range(D):
                    s += W[k, i, j] * df[k, j]
                df[k + 1, i] = s


# Lanczos


@compiled()
def _largest_ritz(a: Any, e: Any, m: int) -> float:
    """Largest eigenvalue of the tridiagonal matrix with diagonal a[:m], off-diagonal e[:m-1], by Sturm bisection."""
    low, high = a[0], a[0]
    for i in range(m):
        low = max(low, a[i])
        high = max(high, a[i] + (abs(e[i - 1]) if i > 0 else 0.0) + (abs(e[i]) if i < m - 1 else 0.0))
    for _ in range(120):
        middle = 0.5 * (low + high)
        if not low < middle < high:
            break
        pivot = middle - a[0]
        above = pivot > 0.0
        for i in range(1, m):
            if not above:
                break
            pivot = middle - a[i] - e[i - 1] ** 2 / pivot
            above = pivot > 0.0
        if above:
            high = middle
        else:
            low = middle
    return high  # type: ignore[no-any-return]


@compiled(REORDERED)
def _start(v: Any, b: Any, widths: Any, seed: int) -> None:
    """A pseudo-random admissible pair (x, y): zero padding, y orthogonal to b^; unit length."""
    L, D = b.shape
    state, square = np.uint64(seed), 0.0
    for k in range(L):
        for part in range(2):
            for i in range(D):
                state ^= state << np.uint64(13)
                state ^= state >> np.uint64(7)
                state ^= state << np.uint64(17)
                real = widths[k + part]  # x_k has d_{k-1} entries, y_k has d_k
                v[part, k, i] = float(state >> np.uint64(11)) * 2.0**-52 - 1.0 if i < real else 0.0
        overlap = 0.0
        for i in range(D):
            overlap += v[1, k, i] * b[k, i]
        for i in range(D):
            v[1, k, i] -= overlap * b[k, i]
            square += v[0, k, i] * v[0, k, i] + v[1, k, i] * v[1, k, i]
    length = np.sqrt(square)
    for k in range(L):
        for i in range(D):
            v[0, k, i] /= length
            v[1, k, i] /= length


@compiled(REORDERED)
def _lanczos(W: Any, widths: Any, p: Any, S: Any, c: Any, sign: float) -> float:
    """sign * (largest eigenvalue of sign * H)."""
    L, D = W.shape[0], W.shape[1]
    b, f, size_b, size_f = np.empty((L, D)), np.empty((L, D)), np.empty(L), np.empty(L)
    _vectors(W, widths, p, S, c, b, f, size_b, size_f)
    n, most, total = 2 * L * D, 0, 0.0
    for k in range(L):
        total += size_b[k] + size_f[k]
        most += widths[k] + widths[k + 1] - 1
    if not np.isfinite(total):
        return np.nan
    basis, a, e = np.zeros((min(most, 24) + 1, n)), np.zeros(most), np.zeros(most)
    _start(basis[0].reshape(2, L, D), b, widths, 88172645463325252)
    out, db, df = np.empty((2, L, D)), np.empty((L, D)), np.empty((L, D))
    w = out.reshape(n)
    theta = 0.0
    for m in range(most):
        v = basis[m].reshape(2, L, D)
        _apply(W, widths, S, b, f, size_b, size_f, v[0], v[1], out[0], out[1], db, df)
        s = 0.0
        for z in range(n):
            w[z] *= sign
            s += w[z] * basis[m, z]
        a[m] = s
        before = 0.0
        for z in range(n):  # the three-term recurrence, exact but for rounding
            w[z] -= a[m] * basis[m, z] + (e[m - 1] * basis[m - 1, z] if m > 0 else 0.0)
            before += w[z] * w[z]
        while True:  # full reorthogonalisation; once more when much of w was rounding error
            for q in range(m + 1):
                s = 0.0
                for z in range(n):
                    s += basis[q, z] * w[z]
                for z in range(n):
                    w[z] -= s * basis[q, z]
            s = 0.0
            for k in range(L):  # rounding must not leave the space of pairs with y orthogonal to b^
                overlap = 0.0
                for i in range(D):
                    overlap += b[k, i] * out[1, k, i]
                for i in range(D):
                    out[1, k, i] -= overlap * b[k, i]
                    s += out[0, k, i] ** 2 + out[1, k, i] ** 2
            if not s < 0.25 * before:  # NaN ends it too
                break
            before = s
        e[m] = np.sqrt(s)
        spread = max(abs(theta), abs(a[m]))
        last = m == most - 1 or e[m] <= 1e-12 * spread
        if last or (m >= 5 and m % 3 == 2):
            theta = _largest_ritz(a, e, m + 1)
            old, now, total = 0.0, 1.0, 1.0
            for i in range(m):  # eigenvector of the tridiagonal matrix by its recurrence, rescaled to stay finite
                after = ((theta - a[i]) * now - (e[i - 1] * old if i > 0 else 0.0)) / e[i]
                old, now = now, after
                total += after * after
                if total > 1e200:
                    old, now, total = old * 1e-100, now * 1e-100, total * 1e-200
            if last or e[m] * abs(now) <= RESIDUAL * abs(theta) * np.sqrt(total):
                return sign * theta
        if m + 1 == len(basis):
            longer = np.zeros((min(most, 2 * len(basis)) + 1, n))
            for q in range(m + 1):
                for z in range(n):
                    longer[q, z] = basis[q, z]
            basis = longer
        for z in range(n):
            basis[m + 1, z] = w[z] / e[m]
    return sign * theta


@compiled()
def _batch(W: Any, widths: Any, p: Any, S: Any, c: Any, out: NDArray[np.float64], sign: float) -> None:
    for i in range(len(W)):
        out[i] = _lanczos(W[i], widths, p, S, c, sign)
