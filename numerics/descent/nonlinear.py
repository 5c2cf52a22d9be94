r"""Gradient descent on a perceptron with the tanh form of GELU after every layer but the last.

    h_0 = X^T,  z_k = W_k h_{k-1},  h_k = gelu(z_k) for k < L,  output z_L (1 x n),  R = |z_L - y|^2 / n
    gelu(z) = z/2 (1 + tanh(c (z + 0.044715 z^3))),  c = (2/pi)^(1/2)

    run(X, y, W0, eta, steps)        (weights, step of divergence or -1), compiled
    risk_and_gradient(X, y, W)       plain NumPy, the oracle
    sharpness(X, y, W)               largest Hessian eigenvalue by central differences of the compiled gradient

Weights as in `problem`: a batch (B, L, d, d), the last layer in row 0. Divergence: the risk is not <= 1e6 (NaN
counts); the lane keeps the weights it had. Source: the experiments of arXiv 2405.13456 (activation after hidden layers
only).

What is not covered: certified sharpness. The difference quotient has a relative error of about 1e-8 here, which the
twin test measures on a linear network.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.descent.compiled import REORDERED, compiled
from numerics.descent.problem import Array, BadDescent, learning_rates
from numerics.descent.reference import CEILING

SCALE, CUBIC = sqrt(2 / pi), 0.044715
BLOCK = 8  # samples are padded to a multiple of this


def gelu(z: Array) -> tuple[Array, Array]:
    """(gelu, derivative)."""
    square = z * z
    t = np.tanh(SCALE * z * (1 + CUBIC * square))
    slope = SCALE * (1 + 3 * CUBIC * square)
    return z / 2 * (1 + t), (1 + t) / 2 + z / 2 * (1 - t * t) * slope


def risks_and_gradients(X: Array, y: Array, W: Array) -> tuple[Array, Array]:
    """R (B,) and its gradient (B, L, d, d) at a batch of networks, by back-propagation in NumPy."""
    L, slopes = W.shape[1], []
    hidden = [np.broadcast_to(X.T, (len(W), *X.T.shape))]
    for k in range(L - 1):
        h, slope = gelu(W[:, k] @ hidden[-1])
        hidden.append(h)
        slopes.append(slope)
    residual = W[:, L - 1, :1] @ hidden[-1] - y
    delta, gradient = 2 * residual / len(y), np.zeros_like(W)
    for k in range(L - 1, -1, -1):
        rows = slice(0, 1) if k == L - 1 else slice(None)
        gradient[:, k, rows] = delta @ hidden[k].transpose(0, 2, 1)
        if k > 0:
            delta = (W[:, k, rows].transpose(0, 2, 1) @ delta) * slopes[k - 1]
    return np.asarray(np.mean(residual[:, 0] ** 2, axis=1)), gradient


def risk_and_gradient(X: Array, y: Array, W: Array) -> tuple[float, Array]:
    """R and its gradient at one network W (L, d, d)."""
    risks, gradients = risks_and_gradients(X, y, W[None])
    return float(risks[0]), np.asarray(gradients[0])


def run(
    X: Array, y: Array, W0: Array, eta: Any, steps: int, ceiling: float = CEILING
) -> tuple[Array, NDArray[np.int64]]:
    """(weights, when) after `steps` steps from W0 (B, L, d, d). Raises BadDescent for bad shapes or settings."""
    W = np.array(W0, dtype=np.float64, order="C")
    if W.ndim != 4 or W.shape[2:] != (X.shape[1], X.shape[1]) or np.any(W[:, -1, 1:]):
        raise BadDescent(f"weights {W.shape}: expected (B, L, {X.shape[1]}, {X.shape[1]}) with the last layer in row 0")
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise BadDescent(f"the number of steps is an integer >= 0, got {steps!r}")
    when = np.full(len(W), -1, dtype=np.int64)
    n, full = len(y), -(-len(y) // BLOCK) * BLOCK  # whole vectors: zero samples add exactly 0 to every sum
    inputs, targets = np.zeros((X.shape[1], full)), np.zeros(full)
    inputs[:, :n], targets[:n] = X.T, y
    _descend(inputs, targets, float(n), W, learning_rates(eta, len(W)), steps, ceiling, when)
    return W, when


@compiled(REORDERED)
def _tanh(x: float) -> float:
    """tanh with an absolute error of a few 1e-16, in vector instructions (the library's is called lane by lane).

    tanh x = 1 - 2 / (exp(2x) + 1); exp(v) = 2^k exp(r), |r| <= ln(2)/2, by its Taylor polynomial of degree 13, whose
    remainder is below r^14 / 14! < 5e-18. For |x| > 20 the value is 1 up to 1e-17.
    """
    v = 2.0 * min(20.0, max(-20.0, x))
    k = np.floor(v * 1.4426950408889634 + 0.5)
    r = (v - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
    p = 1.0 / 6227020800.0
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    scale = np.int64(np.float64(k + 4503599627371519.0).view(np.int64) << 52).view(np.float64)
    value: float = 1.0 - 2.0 / (p * scale + 1.0)
    return value


@compiled(REORDERED)
def _descend(X: Any, y: Any, samples: float, W: Any, eta: Any, steps: int, ceiling: float, when: Any) -> None:
    B, L, d, n = W.shape[0], W.shape[1], W.shape[2], X.shape[1]
    h, slope = np.empty((L, d, n)), np.empty((L, d, n))
    delta, below = np.empty((d, n)), np.empty((d, n))
    for i in range(d):
        for q in range(n):
            h[0, i, q] = X[i, q]
    for lane in range(B):
        for t in range(steps):
            for k in range(L - 1):
                for i in range(d):
                    for q in range(n):
                        h[k + 1, i, q] = 0.0
                    for j in range(d):
                        w = W[lane, k, i, j]
                        for q in range(n):
                            h[k + 1, i, q] += w * h[k, j, q]
                    for q in range(n):
                        z = h[k + 1, i, q]
                        u = _tanh(SCALE * (z + CUBIC * z * z * z))
                        h[k + 1, i, q] = 0.5 * z * (1.0 + u)
                        slope[k + 1, i, q] = 0.5 * (1.0 + u) + 0.5 * z * (1.0 - u * u) * SCALE * (
                            1.0 + 3.0 * CUBIC * z * z
                        )
            risk = 0.0
            for q in range(n):
                s = -y[q]
                for j in range(d):
                    s += W[lane, L - 1, 0, j] * h[L - 1, j, q]
                risk += s * s
                delta[0, q] = 2.0 * s / samples
            if not risk / samples <= ceiling:
                when[lane] = t
                break
            for k in range(L - 1, -1, -1):
                rows = 1 if k == L - 1 else d
                if k > 0:
                    for j in range(d):
                        for q in range(n):
                            below[j, q] = 0.0
                        for i in range(rows):
                            w = W[lane, k, i, j]
                            for q in range(n):
                                below[j, q] += w * delta[i, q]
                        for q in range(n):
                            below[j, q] *= slope[k, j, q]
                for i in range(rows):
                    for j in range(d):
                        s = 0.0
                        for q in range(n):
                            s += delta[i, q] * h[k, j, q]
                        W[lane, k, i, j] -= eta[lane] * s
                for j in range(d):
                    for q in range(n):
                        delta[j, q] = below[j, q]


def sharpness(X: Array, y: Array, W: Array, step: float = 6e-6) -> float:
    """Largest eigenvalue of the Hessian at one network, from 2 (number of parameters) compiled gradients.

    A step of learning rate 1 from V lands on V - grad R(V); all displaced networks take it in one batch.
    """
    L, d = W.shape[0], W.shape[1]
    places = [(k, i, j) for k in range(L) for i in range(1 if k == L - 1 else d) for j in range(d)]
    moved = np.repeat(W[None], 2 * len(places), axis=0)
    for q, place in enumerate(places):
        moved[(2 * q, *place)] += step
        moved[(2 * q + 1, *place)] -= step
    after, when = run(X, y, moved, 1.0, 1, ceiling=float("inf"))
    gradients = moved - after
    change = (gradients[0::2] - gradients[1::2]) / (2 * step)
    H = np.stack([change[(slice(None), *place)] for place in places], axis=1)
    return top_of(H) if (when < 0).all() else float("nan")


def sharpness_by_numpy(X: Array, y: Array, W: Array, step: float = 6e-6) -> float:
    """The same from `risk_and_gradient`, one displacement at a time: the oracle."""
    L, d = W.shape[0], W.shape[1]
    places = [(k, i, j) for k in range(L) for i in range(1 if k == L - 1 else d) for j in range(d)]
    columns = []
    for place in places:
        up, down = W.copy(), W.copy()
        up[place] += step
        down[place] -= step
        change = risk_and_gradient(X, y, up)[1] - risk_and_gradient(X, y, down)[1]
        columns.append([change[p] / (2 * step) for p in places])
    return top_of(np.array(columns))


def top_of(H: Array) -> float:
    """Largest eigenvalue of the symmetric part; NaN when an entry is not finite."""
    return float(np.linalg.eigvalsh((H + H.T) / 2)[-1]) if np.isfinite(H).all() else float("nan")
