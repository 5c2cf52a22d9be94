"""Enclosures of the flow on whole intervals of time: the cells of a tube.

Main statement
    For a cell [c - ds, c + ds] of a step and the polynomial W~ re-expanded at its centre, W~(c + x) = sum_j c_j x^j,
        |W(t) - fl(W~(c))|_F <= radius of the step + sqrt(sum_layers (sum_{j>=1} |c_j|_F ds^j + noise)^2),
    noise = gamma sum_m |C_m|_F h^m covering all float roundings of the re-expansion.

Why re-expand: near the limit the solution decays like exp(-x), whose Taylor coefficients at the start of the step
alternate; bounding them term by term there would give exp(+x) instead. At the centre the first terms are the true
speed. Noise: c_j = sum_m binom(m, j) c^(m-j) C_m; each product carries at most N + 2 roundings (powers, binomial,
product), the sum N + 1 more, the conversion of C_m its own error, so |fl(c_j) - c_j| <= gamma sum_m binom(m, j)
c^(m-j) |C_m| entrywise, and sum_j binom(m, j) c^(m-j) ds^j = (c + ds)^m <= h^m.

Not covered: refinement of a step's own error radius (it is uniform over the step).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb

import numpy as np
from flint import arb, arb_mat

from numerics.flow.fixed import Floats
from numerics.flow.rounding import U, Up, norm_of_floats, powers
from numerics.flow.step import Step


@dataclass(frozen=True)
class Cell:
    """W(t) for all t in [t0, t1]: |W(t) - layers|_F <= radius."""

    t0: Fraction
    t1: Fraction
    layers: list[Floats]
    radius: float

    def balls(self) -> list[arb_mat]:
        """Entrywise enclosure."""
        return [widened(arb_mat(w.tolist()), self.radius) for w in self.layers]


def widened(m: arb_mat, radius: float) -> arb_mat:
    """Every entry enlarged by +-radius."""
    spread = arb(0, radius)
    return arb_mat(m.nrows(), m.ncols(), [x + spread for x in m.entries()])


@lru_cache(maxsize=16)
def _binomials(order: int) -> Floats:
    return np.array([[float(comb(m, j)) for m in range(order + 1)] for j in range(order + 1)])


def cells_of(step: Step, count: int) -> Iterator[Cell]:
    """The step cut into `count` cells (a power of two)."""
    frame, N, h = step.series.frame, step.series.frame.order, step.h
    d, L = frame.dims, len(frame.dims) - 1
    half = h / (2 * count)
    centres = (2 * np.arange(count) + 1) * half
    exponents = np.arange(N + 1)[None, :] - np.arange(N + 1)[:, None]
    table = np.empty((count, N + 1))
    table[:, 0] = 1.0
    table[:, 1:] = centres[:, None]
    table[:] = np.cumprod(table, axis=1)
    shift = _binomials(N) * np.where(exponents >= 0, table[:, np.maximum(exponents, 0)], 0.0)  # count x j x m
    gamma = Up((2 * N + 8) * 2 * U + 2 * step.series.relative_error)
    hp, ds = powers(h, N + 1), powers(half, N + 1)
    layers, total = [], Up(0.0)
    for k in range(L):
        w = shift @ step.series.W[k].reshape(N + 1, -1)  # count x j x entries
        layers.append(w[:, 0].reshape(count, d[k + 1], d[k]))
        moving = (norm_of_floats(w, 2) * ds)[:, 1:].sum(1)
        moved = moving + gamma * (step.norms.W_frobenius[k] * hp).sum()
        total = total + moved * moved
    radii = (Up(step.radius) + total.sqrt()).upper()
    width = step.unit * Fraction(step.a, 2**step.s) / count
    for i in range(count):
        start = step.start.t + i * width
        yield Cell(start, start + width, [w[i] for w in layers], float(radii[i]))
