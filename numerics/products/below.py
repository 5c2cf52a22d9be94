"""Whether the norms of all partial products of one sample certainly stay below a bound: True, or None (not shown).

The one-sided counterpart of `inside`: nothing is asked of the least singular values, which would decide nothing and,
for products of large condition, could not be shown in float64.

Main statement, with G_k = W_k G_(k-1) exact, fl(G_k) computed, n >= |W_k|_2 for all layers of a block and
K >= |fl(G_k) - W_k fl(G_(k-1))|_F for all of them (inside.committed):
    |G_k|_2 <= |fl(G_k)|_2 + e_k,   e_0 = 0,   e_k = n e_(k-1) + K.
Proof. G_k - fl(G_k) = W_k (G_(k-1) - fl(G_(k-1))) + (W_k fl(G_(k-1)) - fl(G_k)). []
|fl(G_k)|_2 and |fl(W_k)|_2 are bounded by `norm_at_most`: with H = fl(A^T A), |H - A^T A|_F <= g, and every
q I - H + beta I positive semidefinite, |A|_2^2 <= q + beta + g.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from flint import arb, ctx

from numerics.products.inside import blocks, committed, defect, gram_stack, largest_norm
from numerics.products.rounding import PREC, Array, unit_roundoff

MARGIN = 1e-6  # of a norm over its float value: wide enough for a Cholesky decomposition to succeed


def stays_below(N: Iterable[Array], c: Any, high: Any, guess: float) -> bool | None:
    """True when certainly |G_k|_2 <= high for all 0 <= k <= L; None when not shown.

    high: ball; N: float64 matrices (d x d) taken exactly; c: ball; guess: about the largest of the norms (a bad one
    costs the decision, never its truth).
    """
    with ctx.workprec(PREC):
        if not (high >= 1 and high.is_finite()):
            return None
        middle, error = float(c.mid()), arb(0)
        G: Array | None = None
        for block in blocks(N):
            scaled = middle * block
            W = scaled + np.eye(block.shape[1])
            before = np.eye(W.shape[1]) if G is None else G
            products = np.empty_like(W)
            for k in range(len(W)):
                G = W[k] if G is None else W[k] @ G
                products[k] = G
            if not np.isfinite(products).all():
                return None
            growth = norm_at_most(W, _about(W))
            norm = norm_at_most(products, guess * (1 + MARGIN))
            if growth is None or norm is None:
                return None
            gap = arb(abs(arb(middle) - c).upper())
            rounded = 2 * unit_roundoff(np.float64) * (largest_norm(scaled) + largest_norm(W))
            growth = growth + gap * largest_norm(block) + rounded + W.shape[1] ** 2 * arb(2) ** -1074
            step = committed(block, scaled, W, largest_norm(products).max(largest_norm(before[None])), c)
            largest = error
            for _ in range(len(W)):
                error = arb((growth * error + step).upper())
                largest = largest.max(error)
            if not norm + largest <= high:
                return None
        return True


def _about(W: Array) -> float:
    """A float a little above the largest norm of the stack."""
    return float(np.sqrt(np.linalg.eigvalsh(np.swapaxes(W, 1, 2) @ W)[:, -1].max())) * (1 + MARGIN)


def norm_at_most(stack: Array, aim: float) -> Any | None:
    """A number (exact ball), near `aim`, that is >= |A|_2 for every matrix of the stack; None when not shown."""
    H, error = gram_stack(stack)
    missing = defect(aim * aim * np.eye(stack.shape[-1]) - H)
    if missing is None:
        return None
    square = arb(aim * aim) + missing + error
    return arb(square.sqrt().upper()) if square.is_finite() else None
