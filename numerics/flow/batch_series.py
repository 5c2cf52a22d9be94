"""Float Taylor polynomials of many flows at once, and how far they are from solving the flow.

Main statements
    For lane l and s in [0, h_l] the float polynomials W~_k of `expand` satisfy
        |(dW~_k/ds + b_k f_{k-1}^T)_k|_F  <=  defect(...),   tau = 2 t = unit s,
    b, f the *exact* backward and forward vectors along W~, for the exact Sigma, pi_star, p of the lane.

Proof. The float coefficients of W~ are exact by definition; what their computation rounded away only makes W~ solve
the flow less well. |u| := sum_m |u[m]| h^m is submultiplicative and dominates the supremum on [0, h]. A float dot
product of K terms, in any order, with or without fused multiply-add, is off by at most gamma sum |x_i y_i|,
gamma = 1.01 n u >= gamma_n for n >= K (n u < 0.009; Higham 3.1), so, with ~ for computed and tail_N(u, v) the sum over
i + j >= N of u_i v_j,
    |b_{k-1} - b~_{k-1}| <= |W_k| |b_k - b~_k| + tail_N(|W_k|, |b~_k|) + gamma |W_k| |b~_k|,
and in the same way forward from f_0 = unit Sigma (b_0 - pi_star), where subtracting pi_star costs one rounding more;
the time unit is a power of two, so multiplying by it is exact. (m+1) W_k[m+1] is the coefficient of -b~ f~^T with the
roundings of its sum and of the division, hence
    defect_k <= gamma |b~| |f~| + tail_N(b~, f~) + |b~| |f - f~| + |b - b~| (|f~| + |f - f~|).
Data. Sigma, pi_star, p are the rationals of a lane rounded to nearest: relative error u <= 2 u of the float, and below
2^-1022 an absolute error of 2^-1075 that the TINY in every product of an `Up` covers, as it does all underflows of dot
products: they are below K 2^-1074, and |unit| <= 2^100. []

Layout: lanes on the *last* axis everywhere (d x d x B and so on), so that every operation runs along it.
Not covered: growth of errors (numerics.flow.batch_growth), ball arithmetic (numerics.flow.defect).
References: Higham, Accuracy and Stability of Numerical Algorithms, section 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import TINY, Floats, U, Up

LARGEST_UNIT = 100
DATA_ERROR = 2 * U


@dataclass(frozen=True)
class Controls:
    """Switches for tests: containment must fail when a term of the proof is dropped."""

    with_defect: bool = True  # truncation of the Taylor polynomials
    with_rounding: bool = True  # every gamma and the errors of the data


def length(a: Floats, axes: tuple[int, ...]) -> Up:
    """Euclidean norm over `axes`, without scaling: squares that underflow are covered by TINY, an overflow is inf."""
    total = np.square(a).sum(axes) + TINY
    return Up(total, a.size // max(total.size, 1) + 1).sqrt()


def above(x: Up) -> Floats:
    """A float at least x in every lane; inf where it is not a number (such a lane is never certified)."""
    if not x.n * U <= 0.25:
        raise OverflowError("too many roundings for a float bound")
    out = x.v * (1.0 + 2.0 * (x.n + 2) * U)  # (1+u)^n <= 1 + 5nu/4, see numerics.flow.rounding
    return np.where(np.isnan(out), np.inf, out)


@dataclass(frozen=True)
class Lanes:
    """Data of B flows of one shape: sigma d x d x B, target d x B, p d_L x B; start[k]: d_{k+1} x d_k x B."""

    dims: tuple[int, ...]
    sigma: Floats
    target: Floats
    p: Floats
    start: list[Floats]

    @staticmethod
    def of(problems: Sequence[FlowProblem]) -> Lanes:
        """Raises ValueError when the shapes differ."""
        dims = problems[0].dims
        if any(q.dims != dims for q in problems):
            raise ValueError("the flows of a batch need the same widths")
        return Lanes(
            dims,
            _last([[x for row in q.Sigma for x in row] for q in problems], (dims[0], dims[0])),
            _last([q.pi_star for q in problems], (dims[0],)),
            _last([q.p for q in problems], (dims[-1],)),
            [
                _last([[x for row in q.W0[k] for x in row] for q in problems], (dims[k + 1], dims[k]))
                for k in range(len(dims) - 1)
            ],
        )

    @property
    def L(self) -> int:
        return len(self.dims) - 1

    @property
    def gamma_terms(self) -> int:
        return max(self.dims)

    def take(self, lanes: npt.NDArray[Any]) -> Lanes:
        """The data of some lanes; their start is left out."""
        return Lanes(self.dims, self.sigma[..., lanes], self.target[:, lanes], self.p[:, lanes], [])

    def norms(self) -> tuple[Up, Up, Up]:
        """(|Sigma|_F, |pi_star|, |p|) of the exact data."""
        exact = Up(1.0 + DATA_ERROR, 1)
        return length(self.sigma, (0, 1)) * exact, length(self.target, (0,)) * exact, length(self.p, (0,)) * exact


def _last(rows: Sequence[Sequence[Fraction]], shape: tuple[int, ...]) -> Floats:
    return np.ascontiguousarray(np.array([[_nearest(x) for x in row] for row in rows]).T).reshape(*shape, len(rows))


def _nearest(x: Fraction) -> float:
    """Correctly rounded; nan, which no bound survives, beyond the range of floats."""
    try:
        return x.numerator / x.denominator
    except OverflowError:
        return float("nan")


@dataclass(frozen=True)
class Series:
    """Coefficients W[k]: (N+1, d_{k+1}, d_k, B); b[k] (k <= L): (N, d_k, B); f[k] (k < L): (N, d_k, B)."""

    W: list[Floats]
    b: list[Floats]
    f: list[Floats]
    order: int


def expand(lanes: Lanes, W0: list[Floats], unit: Floats, order: int) -> Series:
    """The recurrences of numerics.flow.taylor in float64. unit: powers of two, (B,)."""
    L, N, d, B = lanes.L, order, lanes.dims, W0[0].shape[-1]
    W = [np.empty((N + 1, d[k + 1], d[k], B)) for k in range(L)]
    for c, w in zip(W, W0):
        c[0] = w
    b = [np.empty((N, d[k], B)) for k in range(L)] + [np.zeros((N, d[L], B))]
    f = [np.empty((N, d[k], B)) for k in range(L)]
    b[L][0] = lanes.p
    for m in range(N):
        b[L - 1][m] = np.einsum("ijB,iB->jB", W[L - 1][m], lanes.p)
        for k in range(L - 2, -1, -1):
            b[k][m] = np.einsum("qijB,qiB->jB", W[k][: m + 1], b[k + 1][m::-1])
        z = b[0][m] - lanes.target if m == 0 else b[0][m]
        f[0][m] = np.einsum("ijB,jB->iB", lanes.sigma, z) * unit
        for k in range(L - 1):
            f[k + 1][m] = np.einsum("qijB,qjB->iB", W[k][: m + 1], f[k][m::-1])
        for k in range(L - 1):
            W[k][m + 1] = np.einsum("qiB,qjB->ijB", b[k + 1][: m + 1], f[k][m::-1]) / -(m + 1.0)
        W[L - 1][m + 1] = lanes.p[:, None] * f[L - 1][m] / -(m + 1.0)
    return Series(W, b, f, N)


@dataclass(frozen=True)
class SeriesNorms:
    """Euclidean (Frobenius) norms of the coefficients: W[k] (N+1, B), b[k] and f[k] (N, B)."""

    W: list[Up]
    b: list[Up]
    f: list[Up]

    @staticmethod
    def of(series: Series) -> SeriesNorms:
        return SeriesNorms(
            [length(w, (1, 2)) for w in series.W],
            [length(v, (1,)) for v in series.b],
            [length(v, (1,)) for v in series.f],
        )


@dataclass(frozen=True)
class Defect:
    """total: the defect (B,). On all of [0, h]: |W~_k| <= W[k], |b_k| <= b[k], |f_k| <= f[k] (exact vectors along W~),
    |b_k - b~_k| <= b_error[k], |f_k - f~_k| <= f_error[k]. gamma: relative error of every dot product."""

    total: Up
    W: list[Up]
    b: list[Up]
    f: list[Up]
    b_error: list[Up]
    f_error: list[Up]
    gamma: Up


def powers(h: Floats, count: int) -> Up:
    """h^0 .. h^(count-1), (count, B), for exact floats 0 <= h <= 2."""
    table = np.ones((count, *h.shape))
    table[1:] = h
    return Up(np.cumprod(table, axis=0) + TINY, count)


def gamma(terms: int) -> Up:
    """At least gamma_n for dot products of up to `terms` terms and four roundings beside."""
    n = terms + 4
    if n * U >= 0.009:
        raise OverflowError("dot products too long for their rounding bound")
    return Up(1.01 * n * U, 2)


def tail(u: Up, v: Up) -> Up:
    """sum over i + j >= N of u_i v_j, v of length N, u of length N or N + 1."""
    N = len(v.v)
    suffix = Up(np.cumsum(v.v[::-1], axis=0), v.n + N)  # suffix[r] = v[N-1] + .. + v[N-1-r]
    i = len(u.v) - 1
    return (Up(u.v[1:], u.n) * Up(suffix.v[:i], suffix.n)).sum(0)


def defect(lanes: Lanes, norms: SeriesNorms, h: Floats, unit: Floats, order: int, controls: Controls) -> Defect:
    """The main statement, for steps h (B,) in scaled time."""
    L, N, B = lanes.L, order, len(h)
    hp = powers(h, N + 1)
    low = Up(hp.v[:N], hp.n)
    V, Bv, Fv = [x * hp for x in norms.W], [x * low for x in norms.b], [x * low for x in norms.f]
    sV, sB, sF = [x.sum(0) for x in V], [x.sum(0) for x in Bv], [x.sum(0) for x in Fv]
    nothing = Up(np.zeros(B))
    g = gamma(lanes.gamma_terms * N) if controls.with_rounding else Up(0.0)
    data = Up(DATA_ERROR) if controls.with_rounding else Up(0.0)

    def cut(u: Up, v: Up) -> Up:
        return tail(u, v) if controls.with_defect else nothing

    sigma, target, p = lanes.norms()
    tb = [nothing] * L + [data * p]
    for k in range(L - 1, -1, -1):
        tb[k] = sV[k] * tb[k + 1] + cut(V[k], Bv[k + 1]) + g * sV[k] * sB[k + 1]
    # Sigma (b - pi) - fl(Sigma~ fl(b~ - pi~)): errors of b and pi, of Sigma, and of two roundings in a row
    first = tb[0] + data * target + (g + data) * (sB[0] + target)
    tf = [Up(unit) * sigma * first]
    for k in range(1, L):
        tf.append(sV[k - 1] * tf[k - 1] + cut(V[k - 1], Fv[k - 1]) + g * sV[k - 1] * sF[k - 1])
    total = nothing
    for k in range(L):
        layer = g * sB[k + 1] * sF[k] + cut(Bv[k + 1], Fv[k]) + sB[k + 1] * tf[k] + tb[k + 1] * (sF[k] + tf[k])
        total = total + layer * layer
    b, f = [x + e for x, e in zip(sB, tb)], [x + e for x, e in zip(sF, tf)]
    return Defect(total.sqrt(), sV, b, f, tb, tf, g)
