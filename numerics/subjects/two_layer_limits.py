"""Quantities of claims about the two-layer flow from vanishing starts, and about the one-layer flow.

    VanishingStart  aligned data with W_i(0) scaled by e^(-delta_i), delta_i = c_i delta: not rational, so the
                    instance holds delta and t, and the components come from the closed form

What is not covered: which components form the reduced-rank solution (numerics.two_layer.reduced_rank).
Source: poster, "Continuous Case".
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from numerics.subjects.two_layer import AlignedData
from numerics.two_layer import closed_form, series


class VanishingStart(AlignedData):
    """Starts e^(-delta_i), delta_i = c_i delta; numbers: delta, t (in units of delta); matrix c (d0 x 1), optional."""

    needs: tuple[str, ...] = ("X", "Y", "U", "V")

    @cached_property
    def delta(self) -> Any:
        return self.numbers["delta"]

    @cached_property
    def t(self) -> Any:
        return self.numbers["t"]

    def c(self, i: int) -> Any:
        return self.A.entry(self.matrices["c"], i, 0) if "c" in self.matrices else self.A.number(1)

    def with_delta(self, factor: int) -> VanishingStart:
        """The same data with factor times delta."""
        return type(self)(self.A, self.matrices, self.numbers | {"delta": factor * self.delta})

    def decay(self, exponent: Any) -> Any:
        """e^(-2 delta exponent)."""
        return self.A.exp(-2 * self.delta * exponent)

    def w(self, i: int, t: Any = None) -> Any:
        """w_i(delta t), the closed form."""
        at = self.t if t is None else t
        return closed_form.component(self.A, self.sigma(i), self.lam(i), self.decay(self.c(i)), self.delta * at)

    def target(self, i: int) -> Any:
        """sigma_i / lam_i, 0 for sigma_i = 0."""
        return self.A.number(0) if self.A.certain(self.sigma(i), "==", 0) else self.sigma(i) / self.lam(i)

    @cached_property
    def phase(self) -> int:
        """The number k of components with sigma_i t > 1 (exact arithmetic)."""
        return sum(1 for i in self.components if self.sigma(i) * self.t > 1)

    @property
    def learned(self) -> list[int]:
        return self.ordered[: self.phase]

    @property
    def unlearned(self) -> list[int]:
        return self.ordered[self.phase :]

    def distance(self, kept: Any) -> Any:
        """|W1 W2 (delta t) - sum over kept of (sigma/lam) u v^T|_2, from the components."""
        gaps = [self.w(i) - self.target(i) if i in kept else self.w(i) for i in self.components]
        return self.A.largest(*[self.A.absolute(x) for x in gaps])

    def one_layer(self, i: int, tau: Any) -> Any:
        return closed_form.one_layer(self.A, self.sigma(i), self.lam(i), tau)

    @cached_property
    def nearest_rank_one(self) -> Any:
        """inf over tau of the one-layer path's distance to rank one, X = Y with two components."""
        first, second = (self.lam(i) for i in self.ordered[:2])
        return closed_form.closest_to_rank_one(self.A, first, second)

    ORDER = 5

    @cached_property
    def one_layer_flow(self) -> list[Any]:
        """Coefficients of the one-layer matrix flow from 0."""
        return series.one_layer_flow_series(self.A, self.Sx, self.Sxy, self.ORDER)

    def one_layer_formula(self, i: int) -> list[Any]:
        """Coefficients of (sigma/lam) (1 - e^(-lam tau))."""
        return series.one_layer_series(self.A, self.sigma(i), self.lam(i), self.ORDER)
