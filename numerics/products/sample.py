"""One draw of the residual initialization: W_k = I + c N_k, c = s / sqrt(L d), N_k with standard normal entries.

A draw is named by (d, L, s, seed) and made again from these: the matrices never travel. The entries are float64 numbers
and are taken as exact dyadic rationals from then on; that the generator's numbers follow the normal law is part of the
trusted base of every statistical verdict (NumPy: PCG64 with the ziggurat method, seeded by SeedSequence).

What is not covered: other laws than the normal one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, ctx, fmpq


class BadSetting(ValueError):
    """d, L or s do not describe a residual initialization; one line."""


@dataclass(frozen=True)
class Setting:
    """Width d, depth L, scale s >= 0 (exact)."""

    d: int
    L: int
    s: Fraction

    def __post_init__(self) -> None:
        if self.d < 1 or self.L < 1 or self.s < 0:
            raise BadSetting(f"d >= 1, L >= 1, s >= 0 expected, got d={self.d} L={self.L} s={self.s}")

    def c(self, prec: int = 64) -> Any:
        """A ball around c = s / sqrt(L d)."""
        with ctx.workprec(prec):
            square = fmpq(self.s.numerator, self.s.denominator) ** 2 / (self.L * self.d)
            return arb(square).sqrt()

    @property
    def c_float(self) -> float:
        """The float64 number nearest to the midpoint of c."""
        return float(self.c(128).mid())


def factors(setting: Setting, seed: Sequence[int]) -> Iterator[np.ndarray[Any, Any]]:
    """N_1, .., N_L (d x d, float64), drawn one after the other; the same for the same setting and seed."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(list(seed))))
    for _ in range(setting.L):
        yield rng.standard_normal((setting.d, setting.d))
