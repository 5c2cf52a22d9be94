"""Hypotheses shared by the small-scale claims: the standing assumption, and what makes weights the limit of a flow."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Relation, at_most, equal, positive


def admissible(f: Any) -> Iterator[Relation]:
    """(SA), slides "Our setting": R(W(0)) <= |y|^2/n and the gradient at W(0) is not 0."""
    yield at_most(f.start.risk, f.risk_of_zero, "R(W(0)) <= |y|^2 / n")
    yield positive(f.start.gradient_squared, "the gradient at W(0) is not 0")


def is_limit(f: Any) -> Iterator[Relation]:
    """Full rank, (SA), and W the limit: exact for algebraic limits, part of the certificate for enclosed ones."""
    yield positive(f.lambda_min, "Sigma has full rank")
    yield from admissible(f)
    if f.algebraic:
        yield equal(f.imbalance_change, 0, "D_k as at the start")
        yield equal(f.excess, 0, "W is a minimizer")


def printed_smallness(f: Any) -> Iterator[Relation]:
    """32 L sqrt(eps) <= 1."""
    yield at_most((32 * f.L) ** 2 * f.epsilon, 1, "32 L sqrt(eps) <= 1")


def to_the_saddle(f: Any) -> Iterator[Relation]:
    """L = 2, d = 1, W_2(0) = -W_1(0): both stay opposite by symmetry, pi <= 0 < pi*, and the flow ends in W = 0."""
    yield equal(f.antisymmetry_defect, 0, "W_2(0) = -W_1(0), W = 0, pi* > 0")


def decoupled_limit(f: Any) -> Iterator[Relation]:
    """L = 2, all diagonal: the second unit has W_2 = 0 and sees no gradient, the first is a scalar network."""
    yield from admissible(f)
    yield equal(f.decoupling_defect, 0, "diagonal, second unit at rest")
    yield equal(f.imbalance_change, 0, "D_k as at the start")
    yield equal(f.excess, 0, "W is a minimizer")


def relative_smallness(f: Any) -> Iterator[Relation]:
    """(H*): eps <= (4^(1/L) - 1) rho^(2/L)."""
    rho = f.rho_power(Fraction(2, f.L))
    yield at_most(f.epsilon, (f.A.root(f.A.number(4), f.L) - 1) * rho, "eps <= (4^(1/L) - 1) rho^(2/L)")
