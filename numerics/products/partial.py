r"""Partial products G_k = W_k ... W_1 in float64, and the range of their singular values with a proved error.

Main statement (`rounding_transfer`). Let fl(G_k) be the float matrices, e_k = fl(G_k) - W_k fl(G_(k-1)) with the exact
W_k = I + c N_k, l_k <= sigma_min(fl(G_k)), l = min l_k, M >= |fl(G_k)|_2 for all k, and eta = sum_k |e_k|_F / l_k < 1.
Then for all k
    sigma_min(G_k) >= l (1 - eta),    |G_k|_2 <= M exp(eta).

Proof. fl(G_k) is the exact product of the factors W_k + e_k fl(G_(k-1))^-1. Taking the perturbation away again,
G_k = fl(G_k) F_k ... F_1 with F_i = I - fl(G_i)^-1 e_i (induction: W_k fl(G_(k-1)) = fl(G_k) - e_k = fl(G_k) F_k),
and |F_i - I| <= |e_i|_F / l_i; prod (1 - x_i) >= 1 - sum x_i and prod (1 + x_i) <= exp(sum x_i). QED.
This is the identity behind the deterministic perturbation lemma (claim random-products/perturbation) with the rounding
errors in the place of theta: errors enter relative to the product they are committed on, so that they add up over the
layers instead of growing like prod |W_k|.

`singular_range` measures; `inside.stays_within` decides given bounds. Memory: one product at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, ctx

from numerics.products.rounding import PREC, Array, frobenius_upper, gram_bounds, product_error, unit_roundoff

SLACK = 2.0**-20  # how far inside the guessed bounds the certificates aim; costs tightness, never truth


@dataclass(frozen=True)
class Range:
    """Certified: low <= sigma_min(G_k) and |G_k|_2 <= high for all 0 <= k <= L (exact balls)."""

    low: Any
    high: Any


def layers(N: Iterable[Array], c: Any) -> Iterator[tuple[Array, Any]]:
    """(fl(I + c N_k), bound of |fl(I + c N_k) - (I + c N_k)|_F) for the exact scale in the ball c.

    Entrywise: |fl(c^ n) - c n| <= |c^ - c| |n| + u |fl(c^ n)| (1 + 2u), then one more rounding on the diagonal.
    """
    with ctx.workprec(PREC):
        middle = float(c.mid())
        gap = arb(abs(arb(middle) - c).upper())
        u = unit_roundoff(np.float64)
    for n in N:
        scaled = middle * n
        W = scaled.copy()
        np.fill_diagonal(W, 1.0 + np.diag(scaled))
        with ctx.workprec(PREC):
            error = gap * frobenius_upper(n) + 2 * u * (frobenius_upper(scaled) + frobenius_upper(np.diag(W)))
            yield W, arb((error + n.size * arb(2) ** -1074).upper())


def partial_products(N: Iterable[Array], c: Any) -> Iterator[tuple[Array, Any]]:
    """(fl(G_k), bound of |fl(G_k) - W_k fl(G_(k-1))|_F) for k = 1, 2, ...; G_0 = I."""
    G: Array | None = None
    for W, error in layers(N, c):
        if G is None:
            G, committed = W, error
        else:
            with ctx.workprec(PREC):
                committed = arb((product_error(W, G) + error * frobenius_upper(G)).upper())
            G = W @ G
        yield G, committed


def rounding_transfer(low: Any, high: Any, relative_errors: Any) -> Range | None:
    """The main statement; relative_errors = eta as a ball. None when eta may reach 1."""
    with ctx.workprec(PREC):
        if not relative_errors < 1:
            return None
        return Range(arb((low * (1 - relative_errors)).lower()), arb((high * relative_errors.exp()).upper()))


def singular_range(N: Iterable[Array], c: Any) -> Range | None:
    """The certified range of all partial products (G_0 = I included); None when float64 is not enough."""
    with ctx.workprec(PREC):
        low, high, eta = arb(1), arb(1), arb(0)
        for G, committed in partial_products(N, c):
            if not np.isfinite(G).all():
                return None
            values = np.linalg.svd(G, compute_uv=False)
            bounds = gram_bounds(G, float(values[-1]) * (1 - SLACK), float(values[0]) * (1 + SLACK))
            if bounds is None:
                return None
            low, high, eta = low.min(bounds[0]), high.max(bounds[1]), eta + committed / bounds[0]
        return rounding_transfer(low, high, eta)


@dataclass(frozen=True)
class Screened:
    """Extremes over the partial products that were looked at; error: the relative error that `screen` states."""

    low: float
    high: float
    error: float


def screen(N: Iterable[Array], c: float, dtype: Any = np.float32) -> Screened:
    """Extremes over every eighth partial product and the last, in floating point alone: candidates, no certificate.

    For looking at thousands of wide and deep products (d = 400, L = 200 in float32). Stated error: if all computed
    products have singular values >= low/2, then the exact extremes differ from (low, high), apart from the error of the
    singular value routine, by at most the relative `error`. Proof: the step is G + A G with A = fl(c N), so that what
    is committed is at most (gamma_d + 2u) |A|_F |G|_F + 2u |G + A G|_F, in Frobenius norms and with u of the dtype, and
    `rounding_transfer` adds these up relative to low/2. Adding A G instead of multiplying by I + A is what makes the
    bound useful in float32: |A|_F is about s sqrt(d/L), |I + A|_F about sqrt(d).
    """
    G: Array | None = None
    low, high, committed = 1.0, 1.0, 0.0
    u = float(unit_roundoff(dtype))
    for k, n in enumerate(N, 1):
        A = (c * n).astype(dtype)
        before = np.eye(len(A), dtype=dtype) if G is None else G
        G = before + A @ before
        size, factor = _frobenius(before), _frobenius(A)
        committed += (len(A) * u / (1 - len(A) * u) + 2 * u) * factor * size + 2 * u * _frobenius(G)
        if k % 8 == 0:
            low, high = _extremes(G, low, high)
    if G is not None:
        low, high = _extremes(G, low, high)
    eta = 1.01 * committed / (low / 2) if low > 0 else float("inf")
    return Screened(low, high, float(np.expm1(min(eta, 700.0))))


def _frobenius(A: Array) -> float:
    return float(np.sqrt(np.sum(np.square(A, dtype=np.float64))))


def _extremes(G: Array, low: float, high: float) -> tuple[float, float]:
    values = np.linalg.svd(G, compute_uv=False)
    return min(low, float(values[-1])), max(high, float(values[0]))
