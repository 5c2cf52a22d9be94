"""How far the Taylor polynomials are from solving the flow: a bound of the defect over one step.

Main statement
    For s in [0, h] the polynomials W_k of a `Series` satisfy
        | (dW_k/ds + b_k f_{k-1}^T)_{k} |_F  <=  defect_bound(...),
    where b, f are the *exact* backward and forward vectors along the polynomial W, for the exact p, Sigma, pi_star.

Proof. |u| := sum_m |u[m]| h^m is submultiplicative (an l1 algebra) and dominates the supremum over [0, h]. Write ~ for
computed. b~_{k-1} is the product W_k^T b~_k cut at order N - 1, each coefficient rounded by less than one ulp an entry:
    |b_{k-1} - b~_{k-1}| <= |W_k| |b_k - b~_k| + tail_N(|W_k|, |b~_k|) + sqrt(d_{k-1}) ulp sum_{m<N} h^m,
tail_N(u, v) = sum_{i+j>=N} u_i v_j. In the same way forward, with f_0 = unit Sigma (b_0 - pi_star) and the errors of
the fixed-point Sigma and pi_star; and (m+1) W_k[m+1] is the coefficient of -b~ f~^T, rounded by (m+1) ulp an entry:
    defect_k <= sqrt(entries) ulp sum (m+1) h^m + tail_N(b~, f~) + |b~| |f - f~| + |b - b~| (|f~| + |f - f~|).
Layers add in squares (Frobenius). Every quantity is an `Up`: its float roundings are counted. []

Notation: h scaled step, unit time unit, ulp unit in the last place of the fixed-point frame, N order.
Not covered: the growth of the error from the defect (numerics.flow.growth).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.flow.fixed import Floats, Frame, Ints, Series, to_fixed
from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import TINY, U, Up, norm_of_floats, powers, spectral_norm


@dataclass(frozen=True)
class Constants:
    """Sigma, pi_star, p as floats (correctly rounded) with upper bounds of their norms."""

    sigma: Floats
    target: Floats
    p: Floats
    sigma_norm: Up
    sigma_frobenius: Up
    target_norm: Up
    p_norm: Up

    @staticmethod
    def of(problem: FlowProblem) -> Constants:
        sigma = np.array([[float(x) for x in row] for row in problem.Sigma])
        target, p = np.array([float(x) for x in problem.pi_star]), np.array([float(x) for x in problem.p])
        rounding = Up(1.0 + 2 * U)
        return Constants(
            sigma,
            target,
            p,
            spectral_norm(sigma, 2 * U),
            norm_of_floats(sigma, (0, 1)) * rounding,
            norm_of_floats(target, 0) * rounding,
            norm_of_floats(p, 0) * rounding,
        )


@dataclass(frozen=True)
class FixedData:
    """Sigma, pi_star, p as integers of a frame; floors, so each entry is off by less than one ulp."""

    sigma: Ints
    target: Ints
    p: Ints

    @staticmethod
    def of(problem: FlowProblem, frame: Frame) -> FixedData:
        return FixedData(
            _fixed([x for row in problem.Sigma for x in row], frame.sigma_exponent, frame.bits),
            _fixed(problem.pi_star, frame.y[0], frame.bits),
            _fixed(problem.p, frame.y[-1], frame.bits),
        )


def _fixed(values: tuple[Fraction, ...] | list[Fraction], exponent: int, bits: int) -> Ints:
    return [to_fixed(x, exponent, bits) for x in values]


@dataclass(frozen=True)
class SeriesNorms:
    """Norms of the coefficients of a series: spectral and Frobenius for W, Euclidean for b and f; arrays over m."""

    W: list[Up]
    W_frobenius: list[Up]
    b: list[Up]
    f: list[Up]

    @staticmethod
    def of(series: Series) -> SeriesNorms:
        error = series.relative_error
        one = Up(1.0 + 2 * error, 1)
        return SeriesNorms(
            [spectral_norm(w, error) for w in series.W],
            [norm_of_floats(w, (1, 2)) * one for w in series.W],
            [norm_of_floats(v, 1) * one for v in series.b],
            [norm_of_floats(v, 1) * one for v in series.f],
        )


def tail(u: Up, v: Up, order: int) -> Up:
    """sum over i + j >= order of u_i v_j."""
    terms = min(u.v.size, v.v.size) + u.v.size + v.v.size
    return Up(np.convolve(u.v, v.v)[order:].sum() + TINY, u.n + v.n + terms + 1)


def defect_bound(norms: SeriesNorms, frame: Frame, constants: Constants, h: float) -> Up:
    """Upper bound of the Frobenius norm of the defect of all layers over [0, h] (scaled time)."""
    d, N = frame.dims, frame.order
    L = len(d) - 1
    hp = powers(h, N + 1)
    geometric = Up(hp.v[:N], hp.n).sum()
    V = [w * hp for w in norms.W]
    sV = [v.sum() for v in V]
    B = [x * hp[: x.v.size] for x in norms.b]
    sB = [x.sum() for x in B]
    Fv = [x * hp[:N] for x in norms.f]
    sF = [x.sum() for x in Fv]

    def ulps(count: int, ulp: float) -> Up:
        return Up(math.sqrt(count) * ulp, 1) * geometric

    tb = [Up(0.0)] * (L + 1)
    tb[L] = Up(math.sqrt(d[L]) * frame.ulp_b(L), 1)
    for k in range(L - 1, -1, -1):
        tb[k] = sV[k] * tb[k + 1] + tail(V[k], B[k + 1], N) + ulps(d[k], frame.ulp_b(k))
    unit = Up(2.0**frame.unit_exponent)
    sigma_ulp = Up(d[0] * 2.0 ** (frame.sigma_exponent - frame.bits), 1)
    target_ulp = Up(math.sqrt(d[0]) * frame.ulp_b(0), 1)
    # Sigma (b - pi) - Sigma~ (b~ - pi~) = Sigma (b - b~) - Sigma (pi - pi~) + (Sigma - Sigma~)(b~ - pi~)
    first = constants.sigma_norm * (tb[0] + target_ulp) + sigma_ulp * (sB[0] + constants.target_norm + target_ulp)
    tf = [unit * first + ulps(d[0], frame.ulp_f(0))]
    for k in range(1, L):
        tf.append(sV[k - 1] * tf[k - 1] + tail(V[k - 1], Fv[k - 1], N) + ulps(d[k], frame.ulp_f(k)))
    weights = Up(np.arange(1, N + 1) * hp.v[:N], hp.n + 1).sum()
    total = Up(0.0)
    for k in range(L):
        rounding = Up(math.sqrt(d[k] * d[k + 1]) * frame.ulp_w, 1) * weights
        cut = tail(B[k + 1], Fv[k], N)
        layer = rounding + cut + sB[k + 1] * tf[k] + tb[k + 1] * (sF[k] + tf[k])
        total = total + layer * layer
    return total.sqrt()
