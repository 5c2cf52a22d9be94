"""The least sharpness of any minimizer, S_min: its exact value, enclosed, and rational minimizers that come near it.

Main statement (claims, `sharpness/minimum-exact`, proved there). For p != 0, pi* != 0, L >= 2, any widths,

    S_min = 2 rho^(2-2/L) |p|^(2/L) min over tau > 0 of f(tau),
    f(tau) = lambda_max( tau Sigma + (L-1) tau^(-1/(L-1)) Sigma^(1/2) u u^T Sigma^(1/2) ),   u = pi*/rho,

convex in log tau, attained, independent of the hidden widths. L = 1: S = 2 Lambda |p|^2 everywhere. pi* = 0, L >= 2: 0.

How the enclosure works. With F^T F = Sigma, f(tau) is the largest eigenvalue of F (tau I + c u u^T) F^T. Let t0 be any
point and t- < t0 < t+ (in log tau) with f(t-) > f(t0) < f(t+), certified: then the minimum lies between t- and t+, it
is at
most f(t0), and by convexity at least f(t0) - max(q+, q-) where q+ = (t0 - t-) (f(t+) - f(t0)) / (t+ - t0) extends the
chord
from t+ through t0 to the left, and q- likewise to the right. Nothing depends on how t0 was found.

What is not covered: p = 0 (every point is a minimizer, S = 0).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat

from numerics.arithmetic.base import NotExpressible

_GOLDEN = (5**0.5 - 1) / 2


def scale_factor(A: Any, depth: int, rho_squared: Any, p_squared: Any) -> Any:
    """2 rho^(2-2/L) |p|^(2/L)."""
    return 2 * A.power(rho_squared, Fraction(depth - 1, depth)) * A.power(p_squared, Fraction(1, depth))


# float64, batched


def float_profile(covariance: Any, u: Any, depth: int) -> Callable[[Any], Any]:
    """t -> f(e^t) for a batch: covariance (..., d, d), u (..., d, 1) of unit length, t (...)."""
    values, vectors = np.linalg.eigh(np.nan_to_num(covariance))
    half = vectors * np.sqrt(np.maximum(values, 0))[..., None, :] @ np.swapaxes(vectors, -1, -2)
    z = half @ np.nan_to_num(u)
    outer = z @ np.swapaxes(z, -1, -2)

    def f(t: Any) -> Any:
        tau = np.exp(t)[..., None, None]
        return np.linalg.eigvalsh(tau * covariance + (depth - 1) * tau ** (-1.0 / (depth - 1)) * outer)[..., -1]

    return f


def float_minimum(covariance: Any, u: Any, depth: int, steps: int = 60) -> tuple[Any, Any]:
    """(log tau, f) at the minimum, by golden section on the convex function; a candidate, not a bound."""
    covariance = np.nan_to_num(covariance)
    top = np.linalg.eigvalsh(covariance)[..., -1]
    a = np.maximum(np.einsum("...ij,...ik,...kl->...", u, covariance, u), 1e-300)
    ceiling = top + (depth - 1) * a
    low = (depth - 1) * np.log(np.maximum((depth - 1) * a / ceiling, 1e-300)) - 1e-3
    high = np.log(ceiling / np.maximum(top, 1e-300)) + 1e-3
    f = float_profile(covariance, np.nan_to_num(u), depth)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    f_left, f_right = f(left), f(right)
    for _ in range(steps):
        go_left = f_left < f_right
        high, low = np.where(go_left, right, high), np.where(go_left, low, left)
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        f_left, f_right = f(left), f(right)
    middle = (low + high) / 2
    return middle, f(middle)


# Balls


def _gram_factor(covariance: Any, X: Any, n: int) -> Any:
    """F with F^T F = Sigma: X / sqrt(n) when that is small, else the Cholesky factor of Sigma (both in balls)."""
    if X.nrows() <= X.ncols() + 2:
        return arb_mat(X) * (1 / arb(n).sqrt())
    d, s = covariance.nrows(), arb_mat(covariance)
    lower = [[arb(0)] * d for _ in range(d)]
    for j in range(d):
        pivot = s[j, j] - sum((lower[j][k] ** 2 for k in range(j)), arb(0))
        if not pivot > 0:
            return arb_mat(X) * (1 / arb(n).sqrt())
        lower[j][j] = pivot.sqrt()
        for i in range(j + 1, d):
            lower[i][j] = (s[i, j] - sum((lower[i][k] * lower[j][k] for k in range(j)), arb(0))) / lower[j][j]
    return arb_mat(lower).transpose()


def ball_minimum(A: Any, covariance: Any, X: Any, u: Any, depth: int) -> Any:
    """A ball that contains min over tau of f(tau); u of unit length (balls or rationals), depth >= 2."""
    d = covariance.nrows()
    factor = _gram_factor(covariance, X, X.nrows())
    image = factor * arb_mat(u)
    gram, outer = factor * factor.transpose(), image * image.transpose()

    def f(t: Any) -> Any:
        return A.largest_eigenvalue(gram * t.exp() + outer * ((depth - 1) * (-t / (depth - 1)).exp()))

    size = arb(max((abs(x.mid()) for x in arb_mat(covariance).entries()), default=arb(1))).mid()
    floats = np.array([[float((arb(covariance[i, j]) / size).mid()) for j in range(d)] for i in range(d)])
    guess, _ = float_minimum(floats, np.array([[float(arb(u[i, 0]).mid())] for i in range(d)]), depth)
    return _certified_minimum(f, _polish(f, arb(float(guess)), A.prec), A.prec)


def _polish(f: Callable[[Any], Any], t: Any, prec: int) -> Any:
    """Parabolic steps on midpoints towards the minimum: candidates only, kept when they lower the value."""
    h = arb(2) ** (-12)
    for _ in range(max(1, prec // 40)):
        low, here, high = (f(x).mid() for x in (t - h, t, t + h))
        bend = low - 2 * here + high
        if not bend > 0:
            break
        step = ((low - high) / (2 * bend) * h).mid()
        candidate = (t + step).mid()
        if abs(step) > 4 * h or not f(candidate).mid() <= here:
            break
        t, h = candidate, max(abs(step).mid(), arb(2) ** (-prec // 4))
    return t


def _certified_minimum(f: Callable[[Any], Any], t0: Any, prec: int) -> Any:
    middle, h = f(t0), arb(2) ** (-prec // 3)
    for _ in range(prec):
        below, above = f(t0 - h), f(t0 + h)
        if below > middle and above > middle:
            slack = (below - middle).max(above - middle)  # equal steps to both sides: the chords' factor is 1
            return arb((middle - slack).lower()).union(arb(middle.upper()))
        h = h * 2
    raise NotExpressible("no bracket around the minimum over tau at this precision")


# Rational minimizers near the minimum


def flat_layers(net: Any, log_tau: float, widths: tuple[int, ...]) -> dict[int, Any]:
    """Layers of an exact rational minimizer whose back-propagated norms are near the optimal ones.

    b_L = p, b_k = x_k e_1 with rational x_k, b_0 = pi*, W_k = b_k b_(k-1)^T / |b_k|^2: rank one, pi(W) = pi* exactly
    whatever the x_k, so every choice is a minimizer; the x_k only decide how flat.
    """
    L = net.L
    A = net.A
    rho, p = A.to_float(net.rho_squared) ** 0.5, A.to_float(net.p_squared) ** 0.5
    first = np.exp(log_tau / 2) * rho ** (1 - 1 / L) * p ** (1 / L)
    ratio = (p / first) ** (1 / (L - 1)) if L > 1 else 1.0
    vectors = {L: net.p, 0: net.pi_star}
    for k in range(1, L):
        x = Fraction(first * ratio ** (k - 1)).limit_denominator(10**8)
        entries = [A.number(x or Fraction(1, 10**8)), *[A.number(0)] * (widths[k] - 1)]
        vectors[k] = A.assemble(widths[k], 1, lambda i, _, entries=entries: entries[i])
    return {
        k: A.scale(1 / A.sum_of_squares(vectors[k]), A.multiply(vectors[k], A.transpose(vectors[k - 1])))
        for k in range(1, L + 1)
    }
