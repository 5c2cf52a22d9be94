"""Hypotheses that the claims on the residual flow share."""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Relation, at_most, positive


class AtThreshold:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.p_squared, "p is not 0")
        yield positive(m.gamma_squared, "gamma > 0")
        yield positive(m.excess, "E(0) > 0")
        yield at_most(m.excess, m.threshold, "E(0) at most the threshold")


class ReachesMinimizer:
    """At the end pi = pi*, which has to be within reach of the claimed change of the layers."""

    subject = "residual threshold"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.gamma_squared, "gamma > 0")
        yield positive(m.lambda_min, "Sigma has full rank")
        yield at_most(m.excess, m.threshold, "E(0) at most the threshold")


class SquareOfDepth(ReachesMinimizer):
    r"\|W_k(t)-W_k(0)\|_F \le C_5/L^2"

    least_size = 7  # at the threshold (1 + C_5/L^2)^L falls below 1 + sqrt(C_4) for L >= 7 only

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rho_squared, m.reach_squared(m.C5 / m.L**2), "|pi*| within reach of C_5/L^2")
