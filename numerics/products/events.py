"""The event `some partial product leaves [low, high]`, decided on one sample.

    leaves(N, setting, low, high)   True with an explicit vector, False by a certificate, None when neither succeeds

True is shown in balls by a vector x with |G_k x| < low |x| (or > high |x|); False by `inside.stays_within`, or by
`below.stays_below` when there is an upper bound only (for long products of small condition the first does better). A
bound that is None is not part of the event. `safe` bounds (narrower) may be given for the certificate: then False means
that the sample stays within those. What is not covered: products too wide for float64 decompositions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx

from numerics.products.below import stays_below
from numerics.products.inside import stays_within
from numerics.products.rounding import Array
from numerics.products.sample import Setting
from numerics.products.vectors import DIGITS, enough_bits, forward_norms, growth_above, shrinks_below

PREC = 160


@dataclass(frozen=True)
class Event:
    """happens: True, False or None; for True the vector, the side ("below" or "above") and the layer."""

    happens: bool | None
    side: str = ""
    x: tuple[Fraction, ...] = ()
    layer: int = 0


def leaves(
    N: Sequence[Array],
    setting: Setting,
    low: Any | None,
    high: Any | None,
    safe: tuple[Any | None, Any | None] = (None, None),
) -> Event:
    """See the module docstring. low, high: balls or None."""
    (smallest, first, x_small), (largest, last, x_large) = extremes(N, setting.c_float)
    with ctx.workprec(PREC):
        if low is not None and smallest < float(low.mid()) * (1 - 1e-9):
            x = _rational(x_small)
            if shrinks_below(_forward(N[:first], setting, x), low):
                return Event(True, "below", x, first)
        if high is not None and largest > float(high.mid()) * (1 + 1e-9):
            x = _rational(x_large)
            if growth_above(_forward(N[:last], setting, x), high):
                return Event(True, "above", x, last)
        c = setting.c(PREC)
        inner_low = safe[0] if safe[0] is not None else low
        inner_high = safe[1] if safe[1] is not None else high
        if inner_low is None and inner_high is not None and stays_below(N, c, inner_high, largest):
            return Event(False)
        inner_low = arb(smallest / 2) if inner_low is None else inner_low
        inner_high = arb(largest * 2) if inner_high is None else inner_high
        return Event(False if stays_within(N, c, inner_low, inner_high) else None)


def _forward(N: Sequence[Array], setting: Setting, x: tuple[Fraction, ...]) -> list[Any]:
    if not N:
        return [arb(1)]
    bits = enough_bits(N, setting.c_float)
    return forward_norms(N, setting.c(bits + 32), x, bits)


Extreme = tuple[float, int, Array]


def extremes(N: Sequence[Array], c: float) -> tuple[Extreme, Extreme]:
    """Float guesses (value, layer, right singular vector) of the least and the largest singular value over all partial
    products, the identity (layer 0) included."""
    stack = np.stack(N)
    d = stack.shape[-1]
    W = c * stack + np.eye(d)
    products = np.empty((len(W) + 1, d, d))
    products[0] = np.eye(d)
    for k in range(len(W)):
        products[k + 1] = W[k] @ products[k]
    if not np.isfinite(products).all():
        return (0.0, len(N), np.eye(d)[0]), (float("inf"), len(N), np.eye(d)[0])
    grams = np.swapaxes(products, 1, 2) @ products
    squares = np.linalg.eigvalsh(grams)
    top = int(np.argmax(squares[:, -1]))
    bottom = int(np.argmin(squares[:, 0]))
    low = np.linalg.svd(products[bottom])
    high = np.linalg.svd(products[top])
    return (float(low[1][-1]), bottom, low[2][-1]), (float(high[1][0]), top, high[2][0])


def _rational(x: Array) -> tuple[Fraction, ...]:
    return tuple(Fraction(round(float(v) * DIGITS), DIGITS) for v in x)
