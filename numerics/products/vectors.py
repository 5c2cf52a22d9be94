"""Certified failures of one sample: the forward pass of an explicit vector in ball arithmetic.

Main statements, for the exact matrices W_k = I + c N_k (N_k dyadic, c a ball) and a rational vector x != 0
    forward_norms     balls around |G_k x| / |x|, k = 0 .. L
    shrinks_below     True only if |G_k x| < t |x| for some k, hence sigma_min(G_k) < t
    growth_above      True only if |G_k x| > t |x| for some k, hence |G_k|_2 > t

The vectors come from float64 singular vectors and are rounded to few digits: any vector is a valid witness, a good one
is found easily. What is not covered: showing that a sample does not fail (see `partial`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from numerics.products.rounding import Array

DIGITS = 2**30  # common denominator of explicit vectors


def enough_bits(N: Sequence[Array], c: float, prec: int = 128) -> int:
    """Bits at which the forward pass keeps about `prec` of them: ball radii grow at most like prod |I + c|N_k||_inf."""
    stack = np.abs(np.stack(N)) * c
    growth = float(np.sum(np.log2(1.0 + stack.sum(axis=2).max(axis=1))))
    return prec + int(growth) + 1


def forward_norms(N: Iterable[Array], c: Any, x: Sequence[Fraction], prec: int = 128) -> list[Any]:
    """|G_k x| / |x| for k = 0 .. L as balls. N: float64 matrices taken exactly; c: ball of at least `prec` bits."""
    with ctx.workprec(prec):
        passed = forward(N, c, x, prec)
        start = _length(passed[0])
        if not start > 0:
            raise ValueError("the vector has to be nonzero")
        return [arb(1), *[_length(h) / start for h in passed[1:]]]


def forward(N: Iterable[Array], c: Any, x: Sequence[Fraction], prec: int = 128) -> list[Any]:
    """x, G_1 x, .., G_L x as ball columns."""
    with ctx.workprec(prec):
        h = arb_mat(len(x), 1, [arb(fmpq(v.numerator, v.denominator)) for v in x])
        found = [h]
        for n in N:
            exact = arb_mat(n.shape[0], n.shape[1], [arb(float(v)) for v in n.ravel()])
            h = h + (exact * h) * c
            found.append(h)
        return found


def _length(h: Any) -> Any:
    return (h.transpose() * h)[0, 0].sqrt()


def shrinks_below(norms: Sequence[Any], threshold: Any) -> bool:
    """Whether some |G_k x| / |x| lies certainly below the threshold."""
    return any(n < threshold for n in norms)


def growth_above(norms: Sequence[Any], threshold: Any) -> bool:
    """Whether some |G_k x| / |x| lies certainly above the threshold."""
    return any(n > threshold for n in norms)
