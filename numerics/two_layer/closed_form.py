"""Closed forms of one component: two layers (logistic), one layer (exponential), and their limits, in any arithmetic.

    component      w(t) = sigma E / (lam (E - w0) + sigma), E = w0 e^(2 sigma t);  w(0) = w0 = e^(-2 delta)
    one_layer      (sigma / lam)(1 - e^(-lam tau))
    closest_to_rank_one   inf over tau of max(e^(-lam1 tau), 1 - e^(-lam2 tau)), for one layer and X = Y

The closed form is written with e = e^(-2 sigma t): w = sigma w0 / (lam w0 (1 - e) + sigma e). For t >= 0 both terms
of the denominator are nonnegative, so balls lose no digits at large t. sigma = 0: w0 / (1 + 2 lam w0 t), the limit.
Source: poster, "Detailed Theorems" (component); the others are stated by Lemmata.
"""

from __future__ import annotations

from typing import Any

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.arithmetic.ends import between, bits_of, ends
from numerics.two_layer.series import is_zero


def denominator(A: Arithmetic, sigma: Any, lam: Any, w0: Any, t: Any) -> Any:
    """(lam (E - w0) + sigma) / E * w0: has the sign of the denominator of w(t), for t of either sign."""
    e = A.exp(-2 * sigma * t)
    return lam * w0 * (1 - e) + sigma * e


def component(A: Arithmetic, sigma: Any, lam: Any, w0: Any, t: Any) -> Any:
    """w(t), t >= 0, sigma >= 0, lam >= 0, w0 >= 0."""
    if is_zero(A, sigma):
        return w0 / (1 + 2 * lam * w0 * t)
    return sigma * w0 / denominator(A, sigma, lam, w0, t)


def one_layer(A: Arithmetic, sigma: Any, lam: Any, tau: Any) -> Any:
    """The component of the one-layer flow from 0 at time tau."""
    if is_zero(A, lam):
        return sigma * tau
    return sigma / lam * (1 - A.exp(-lam * tau))


def closest_to_rank_one(A: Arithmetic, lam1: Any, lam2: Any) -> Any:
    """An enclosure of inf over tau > 0 of max(e^(-lam1 tau), 1 - e^(-lam2 tau)), lam1, lam2 > 0 exact.

    The first term decreases and the second increases strictly, so the infimum is their common value at the only root
    of h(tau) = e^(-lam1 tau) + e^(-lam2 tau) - 1. Bisection on dyadic tau with certain signs of h; at the ends a <=
    root <= b of the last interval the value lies between 1 - e^(-lam2 a) and 1 - e^(-lam2 b).
    """

    def h(tau: Any) -> Any:
        return A.exp(-lam1 * tau) + A.exp(-lam2 * tau) - 1

    low, high, bits = A.number(0), A.number(1), bits_of(A)
    while A.certain(h(high), "<", 0) is not True:
        high = 2 * high
        if high > 2**64:
            raise NotExpressible("the two eigenvalues are too small to bracket the crossing")
    for _ in range(bits):
        middle = (low + high) / 2
        value = h(middle)
        if A.certain(value, ">", 0):
            low = middle
        elif A.certain(value, "<", 0):
            high = middle
        else:
            break
    return between(A, ends(1 - A.exp(-lam2 * low))[0], ends(1 - A.exp(-lam2 * high))[1])
