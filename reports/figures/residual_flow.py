"""The limit of a residual flow in float64: Runge-Kutta in the time L t until the gradient is negligible.

For figures only; certified limits come from numerics.flow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


class NoLimit(ArithmeticError):
    """The float integration did not reach a minimizer; one line."""


def velocity(layers: Array, sigma: Array, moment: Array, p: Array) -> tuple[Array, Array]:
    """(dW/d(L t) = -grad R / L, |grad_pi R|) for a batch: layers (B, L, d, d), sigma (B, d, d), moment and p (B, d)."""
    L = layers.shape[1]
    back = np.empty((L + 1, *p.shape))
    back[L] = p
    for k in range(L, 0, -1):
        back[k - 1] = (back[k][:, None, :] @ layers[:, k - 1])[:, 0, :]
    g = 2 * ((sigma @ back[0][:, :, None])[:, :, 0] - moment)
    rate = np.empty_like(layers)
    forward = g
    for k in range(L):
        rate[:, k] = back[k + 1][:, :, None] * forward[:, None, :]
        forward = (layers[:, k] @ forward[:, :, None])[:, :, 0]
    return -rate / L, np.linalg.norm(g, axis=1)


def limit_changes(
    layers: Array, X: Array, y: Array, p: Array, tolerance: float = 1e-9, largest: int = 20000
) -> list[float]:
    """max_k |W_k(inf) - W_k(0)|_F of each member of a batch, by classical Runge-Kutta steps of 1/(4 Lambda).

    X (B, n, d), y (B, n). Raises NoLimit.
    """
    back = np.swapaxes(X, 1, 2) / X.shape[1]
    sigma, moment = back @ X, (back @ y[:, :, None])[:, :, 0]
    h = 0.25 / float(np.linalg.eigvalsh(sigma)[:, -1].max())
    W = layers.copy()
    for _ in range(largest):
        k1, size = velocity(W, sigma, moment, p)
        if size.max() < tolerance:
            return [float(x) for x in np.sqrt(((W - layers) ** 2).sum((2, 3))).max(1)]
        k2 = velocity(W + h / 2 * k1, sigma, moment, p)[0]
        k3 = velocity(W + h / 2 * k2, sigma, moment, p)[0]
        k4 = velocity(W + h * k3, sigma, moment, p)[0]
        W = W + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    raise NoLimit(f"no minimizer after {largest} steps")
