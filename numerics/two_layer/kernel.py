"""The diagonal recursion in float64 for many components at once: one compiled loop over steps, parallel over nothing.

    component_descent(w0, sigma, lam, eta, steps)   w_t after `steps` steps, shape (B,)
    component_paths(w0, sigma, lam, eta, steps)     all w_0 .. w_t, shape (steps + 1, B), for plots

Not rigorous: it looks for candidates and draws curves. The loop runs component by component, so a component stays in
a register for all its steps; a NumPy loop over steps writes and reads several arrays of length B at each step.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

Array = Any


@numba.njit(cache=False, fastmath=False)  # type: ignore[untyped-decorator]
def _descend(w0: Array, sigma: Array, lam: Array, eta: Array, steps: int, out: Array) -> None:
    lanes = 8  # independent chains in flight hide the latency of the multiplications
    count = w0.shape[0]
    w = np.empty(lanes)
    a = np.empty(lanes)
    b = np.empty(lanes)
    for start in range(0, count, lanes):
        width = min(lanes, count - start)
        for k in range(lanes):
            i = start + min(k, width - 1)
            w[k], a[k], b[k] = w0[i], 1.0 + eta[i] * sigma[i], eta[i] * lam[i]
        for _ in range(steps):
            for k in range(lanes):
                factor = a[k] - b[k] * w[k]
                w[k] = w[k] * factor * factor
        for k in range(width):
            out[start + k] = w[k]


def component_descent(w0: Array, sigma: Array, lam: Array, eta: Array, steps: int) -> Array:
    """w_t for a batch; the four arrays broadcast to one shape (B,)."""
    parts = [np.ascontiguousarray(x, dtype=float).reshape(-1) for x in np.broadcast_arrays(w0, sigma, lam, eta)]
    out = np.empty_like(parts[0])
    _descend(*parts, steps, out)
    return out


def component_paths(w0: Array, sigma: Array, lam: Array, eta: float, steps: int) -> Array:
    """All iterates w_0 .. w_steps, shape (steps + 1, B)."""
    w = np.array(w0, dtype=float)
    path = np.empty((steps + 1, *w.shape))
    for t in range(steps + 1):
        path[t] = w
        w = w * (1.0 + eta * (np.asarray(sigma) - np.asarray(lam) * w)) ** 2
    return path


def matrix_descent(Sx: Array, Sxy: Array, W1: Array, W2: Array, eta: float, steps: int) -> Array:
    """Products W1 W2 of the full matrix iteration in float64, shape (steps + 1, d0, d2)."""
    path = np.empty((steps + 1, Sx.shape[0], Sxy.shape[1]))
    for t in range(steps + 1):
        path[t] = W1 @ W2
        g = Sxy - Sx @ path[t]
        W1, W2 = W1 + eta * g @ W2.T, W2 + eta * W1.T @ g
    return path
