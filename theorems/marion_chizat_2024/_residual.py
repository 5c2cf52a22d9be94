"""Hypotheses and constants that the claims on the residual flow share."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Relation, at_most, positive
from theorems.probability import Constants, plain


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


# Explicit constants of the convergence theorem as functions of a regime (d, L, s, u), as logarithms


def log_gamma(m: Any) -> Any:
    return -m.constant(2) - 2 * m.s2 - m.u


def log_M(m: Any) -> Any:
    return 2 * m.constant(2) + m.s2 / 2 + m.u


def log_C4(m: Any) -> Any:
    return -28 * m.constant(2) - 1 - 23 * m.s2 - 16 * m.u


def log_C5(m: Any) -> Any:
    return -4 * m.constant(2) - 5 * m.s2 / 2 - 2 * m.u


def log_C(m: Any) -> Any:
    """Of 4 e M^4/gamma^2."""
    return 12 * m.constant(2) + 1 + 6 * m.s2 + 6 * m.u


CONSTANTS = Constants(log_gamma, log_M, log_C4, log_C5, log_C)


def tiny(rng: Any, s: Fraction, enough: Callable[[int, int, float, float], bool]) -> dict[str, str]:
    """A regime for certified flows: L d is a square, so that s/sqrt(L d) is rational; the least multiple u of s/8 that
    is enough."""
    d, L = ((2, 2), (2, 8), (3, 3), (4, 4))[int(rng.integers(4))]
    step = next(k for k in range(1, 1000) if enough(d, L, float(s), k * float(s) / 8))
    return plain(d, L, s, step * s / 8)
