"""Whether all partial products of one sample certainly stay within given bounds: True, or None (not shown).

The test of `partial` in blocks of layers: stacked products, one stacked Cholesky decomposition for each side, and the
rounding bounds of `rounding` with the largest norms of the whole block in place of each layer's own. A breakdown of a
decomposition anywhere gives None. Float64 never says False: a failure is shown by a vector in balls (see `vectors`).

Main statement, in the notation of `partial`: with a = aim_low^2, H_k = fl(G_k^T G_k), R_k the computed factor of
H_k - a I and F_k = H_k - a I - R_k R_k^T,
    sigma_min(fl(G_k))^2 >= a - |F_k|_F - |H_k - G_k^T G_k|_F,
and likewise from above; then `rounding_transfer`. The shift rounds the diagonal once, which is included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from flint import arb, ctx

from numerics.products.partial import SLACK, rounding_transfer
from numerics.products.rounding import PREC, Array, gamma, unit_roundoff

BLOCK = 1 << 21  # entries of the matrices that are held at a time


def stays_within(N: Iterable[Array], c: Any, low: Any, high: Any) -> bool | None:
    """True when certainly low <= sigma_min(G_k) and |G_k|_2 <= high for all 0 <= k <= L; None when not shown.

    low > 0, high: balls; N: float64 matrices taken exactly; c: ball.
    """
    with ctx.workprec(PREC):
        aim_low, aim_high = float(low.mid()) * (1 + SLACK), float(high.mid()) * (1 - SLACK)
        if not (low <= 1 and high >= 1 and aim_low > 0 and high.is_finite()):
            return None
        middle = float(c.mid())
        least, most, lost = arb(1), arb(1), arb(0)
        G: Array | None = None
        for block in blocks(N):
            scaled = middle * block
            W = scaled + np.eye(block.shape[1])
            products = np.empty_like(W)
            first = np.eye(W.shape[1])[None] if G is None else G[None]  # the product before this block
            for k in range(len(W)):
                G = W[k] if G is None else W[k] @ G
                products[k] = G
            if not np.isfinite(products).all():
                return None
            bounds = _block_bounds(products, aim_low, aim_high)
            if bounds is None:
                return None
            least, most = least.min(bounds[0]), most.max(bounds[1])
            norm = largest_norm(products).max(largest_norm(first))
            lost = lost + len(W) * committed(block, scaled, W, norm, c)
        found = rounding_transfer(least, most, lost / least)
        return True if found is not None and found.low >= low and found.high <= high else None


def blocks(N: Iterable[Array]) -> Iterator[Array]:
    held: list[Array] = []
    for n in N:
        held.append(n)
        if len(held) * n.size >= BLOCK:
            yield np.stack(held)
            held = []
    if held:
        yield np.stack(held)


def largest_norm(stack: Array) -> Any:
    """A number >= |A|_F for every matrix of the stack (see rounding.frobenius_upper)."""
    n = stack.shape[-1] * stack.shape[-2]
    total = float(np.einsum("kij,kij->k", stack, stack).max(initial=0.0))
    return arb(((arb(total) + n * arb(2) ** -1074) / (1 - gamma(n + 1))).sqrt().upper())


def committed(N: Array, scaled: Array, W: Array, before: Any, c: Any) -> Any:
    """A number >= |fl(G_k) - W_k fl(G_(k-1))|_F for every layer of the block: the product's rounding, and the error
    of the float factor (see partial.layers) times |fl(G_(k-1))|_F <= before."""
    d = W.shape[-1]
    u = unit_roundoff(np.float64)
    gap = arb(abs(arb(float(c.mid())) - c).upper())
    factor = gap * largest_norm(N) + 2 * u * (largest_norm(scaled) + largest_norm(W)) + d * d * arb(2) ** -1074
    tiny = arb(2) ** -1074 * d**3
    return gamma(d) * largest_norm(W) * before + factor * before + tiny


def gram_stack(stack: Array) -> tuple[Array, Any]:
    """(H, e): the float matrices A^T A made exactly symmetric, and e >= |H - A^T A|_F for each of them."""
    d = stack.shape[-1]
    H = np.swapaxes(stack, 1, 2) @ stack
    size = largest_norm(stack)
    return np.tril(H) + np.swapaxes(np.tril(H, -1), 1, 2), gamma(d) * size * size + arb(2) ** -1074 * d**3


def _block_bounds(products: Array, aim_low: float, aim_high: float) -> tuple[Any, Any] | None:
    H, gram_error = gram_stack(products)
    eye = np.eye(products.shape[-1])
    below, above = defect(H - aim_low * aim_low * eye), defect(aim_high * aim_high * eye - H)
    if below is None or above is None:
        return None
    low = arb(aim_low * aim_low) - below - gram_error
    high = arb(aim_high * aim_high) + above + gram_error
    if not (low > 0 and high.is_finite()):
        return None
    return arb(low.sqrt().lower()), arb(high.sqrt().upper())


def defect(shifted: Array) -> Any | None:
    """beta with every exact shifted matrix + beta I positive semidefinite, the rounding of the shift included."""
    try:
        lower = np.linalg.cholesky(shifted)
    except np.linalg.LinAlgError:
        return None
    d = shifted.shape[-1]
    u = unit_roundoff(np.float64)
    residual = shifted - lower @ np.swapaxes(lower, 1, 2)
    factor = largest_norm(lower)
    diagonal = 2 * u * arb(float(np.abs(np.diagonal(shifted, axis1=1, axis2=2)).max(initial=0.0)))
    value = largest_norm(residual) * (1 + 2 * u) + gamma(d) * factor * factor + arb(2) ** -1074 * d**3 + diagonal
    return arb(value.upper()) if value.is_finite() else None
