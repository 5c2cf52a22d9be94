r"""All minimizers of the deep risk give the optimal regressor.

Statement (slides, "All minimizers implement the same optimal regressor"): if Sigma has full rank, every minimizer W
of R
satisfies pi(W) = pi*.

Notation: pi(W) = W_1^T ... W_L^T p, R(W) = |y - X pi(W)|^2 / n, pi* the optimal regressor of least norm, E = R - R_min.
The printed statement does not ask for p to be nonzero. The repaired one needs no full rank: the minimizers are the
weights
with Sigma (pi(W) - pi*) = 0, because E is the quadratic form (pi - pi*)^T Sigma (pi - pi*) and W -> pi(W) is onto.

What is not covered: networks with several outputs.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, equal, nonzero, positive

claim = Claim(
    "sharpness/minimizers-are-optimal",
    "All minimizers implement the optimal regressor",
    subject="optimum",
    source=Source("slides", "All minimizers implement the same optimal regressor"),
)


@claim.printed(r"\operatorname{rank}\Sigma = d,\; W \in \arg\min R \;\Rightarrow\; \pi(W) = \pi^\star")
class Printed:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.lambda_min, "Sigma has full rank")
        yield equal(m.risk, m.least_risk, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.distance_squared, 0, "|pi(W) - pi*|^2 = 0")


class WithoutFullRank(Printed):
    r"p \ne 0,\; W \in \arg\min R \;\Rightarrow\; \pi(W) = \pi^\star"

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield equal(m.risk, m.least_risk, "W is a minimizer")


class WithoutReadout:
    r"W \in \arg\min R \;\Rightarrow\; \Sigma(\pi(W) - \pi^\star) = 0"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.risk, m.least_risk, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.normal_residual_squared, 0, "Sigma (pi(W) - pi*) = 0")


class SquaredCovariance:
    r"E(W) = (\pi - \pi^\star)^\top \Sigma^2 (\pi - \pi^\star)"

    subject = "network"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, m.normal_residual_squared, "E = |Sigma (pi - pi*)|^2")


class CriticalPoints:
    r"\nabla R(W) = 0,\; p \ne 0 \;\Rightarrow\; E(W) = 0"

    subject = "network"

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield equal(m.gradient_squared, 0, "W is a critical point")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "E = 0")


@claim.repaired(
    r"p \ne 0 \;\Rightarrow\; \arg\min R = \{W : \Sigma(\pi(W) - \pi^\star) = 0\},\quad "
    r"E(W) = (\pi(W) - \pi^\star)^\top \Sigma\, (\pi(W) - \pi^\star)"
)
class Repaired:
    subject = "optimum"
    note = "E as a difference of two risks from residual vectors, against the quadratic form."
    symbolic = ("excess-risk",)
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, m.quadratic(m.covariance, m.deviation), "E is the quadratic form")
        yield at_least(m.excess, 0, "R_min is a lower bound")
        yield equal(m.least_risk, m.minimal_risk, "the least risk is R_min")

    false_variants = {
        "full rank dropped": WithoutFullRank,
        "p may be 0": WithoutReadout,
        "Sigma squared": SquaredCovariance,
        "every critical point is a minimizer": CriticalPoints,
    }
