"""Gradient descent in plain NumPy, one step written as the formula: the oracle of the compiled kernels.

One step, for all networks of a batch at once (lanes last: W of shape (L, D, D, B), vectors (D, B)):

    b_L = p,  b_{k-1} = W_k^T b_k                   backward
    f_1 = 2 (Sigma pi - c),  f_{k+1} = W_k f_k       forward
    W_k <- W_k - eta b_k f_k^T                       the gradient of layer k is an outer product

Every f_k uses the weights before the step. Divergence: the risk R(W_t) is not <= `ceiling` (so NaN counts) for some t;
the lane then keeps W_t and takes no further step.

Reference: chain rule on R; claims of Marion & Chizat 2024, notation table.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from numerics.descent.problem import Array, Problem

CEILING = 1e6  # a run with a larger risk has diverged (experiments, "How to decide")


def backward(problem: Problem, W: Array) -> list[Array]:
    """[b_0, ..., b_L], each (D, B); b_0 is pi."""
    b = [np.repeat(problem.padded[2][:, None], W.shape[-1], axis=1)]
    for k in range(problem.L - 1, -1, -1):
        b.append(np.einsum("ijb,ib->jb", W[k], b[-1]))
    return b[::-1]


def forward_step(problem: Problem, W: Array, b: list[Array], half: Array, rates: Array) -> None:
    """Update in place, given b from `backward` and half = Sigma pi - c. rates: (B,)."""
    f, change = 2 * half, np.empty_like(W[0])  # one place for all outer products: new memory for each is slow
    for k in range(problem.L):
        after = np.einsum("ijb,jb->ib", W[k], f)
        np.multiply((rates * b[k + 1])[:, None], f[None], out=change)
        W[k] -= change
        f = after


def descend(
    problem: Problem, W: Array, rates: Array, steps: int, ceiling: float = CEILING
) -> tuple[Array, NDArray[np.int64]]:
    """(weights, when) for W (B, L, D, D): weights after `steps` steps; step of divergence of each lane or -1.

    A diverged lane has the weights at which it diverged.
    """
    S, c, _ = problem.padded
    result, when, alive = W.copy(), np.full(len(W), -1, dtype=np.int64), np.arange(len(W))
    lanes = W.transpose(1, 2, 3, 0).copy(order="C")  # for D = 1 the transposed array would share W's memory
    with np.errstate(all="ignore"):
        for t in range(steps):
            b = backward(problem, lanes)
            half = S @ b[0] - c[:, None]
            bad = ~(np.abs(np.einsum("ib,ib->b", b[0], half - c[:, None]) + problem.y_squared) <= ceiling)
            if bad.any():
                when[alive[bad]] = t
                result[alive[bad]] = lanes[..., bad].transpose(3, 0, 1, 2)
                alive, lanes, b, half = alive[~bad], lanes[..., ~bad], [x[:, ~bad] for x in b], half[:, ~bad]
                if not alive.size:
                    break
            forward_step(problem, lanes, b, half, rates[alive])
    if alive.size:
        result[alive] = lanes.transpose(3, 0, 1, 2)
    return result, when
