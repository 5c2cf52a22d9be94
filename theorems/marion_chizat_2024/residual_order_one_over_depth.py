r"""The change of the weights is O(1/L).

Statement (slides, form of W^RI in the theorem, and "Deep linear networks with residual initialization"): the weights
change by O(1/L). Under the hypotheses of residual/convergence, max_k L |W_k(inf) - W_k(0)|_F <= C_5 = gamma/(2M), and
sharper <= B, linear in sqrt(E(0)). Beyond the threshold: an observation (see the figures), a conjecture.

False variants are decided at t = 0: the minimizer has to be within reach of the claimed change. Not covered: the
fitted exponent, which is a statistic.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_most, positive
from theorems.marion_chizat_2024._residual import AtThreshold, ReachesMinimizer, SquareOfDepth

claim = Claim(
    "residual/order-one-over-depth",
    "The change of the weights is of order 1/L",
    subject="residual flow",
    source=Source("slides", "Deep linear networks with residual initialization"),
    rests_on=("residual/convergence",),
)


@claim.printed(r"\|W_k^{RI}-W_k(0)\|_F \le \frac{C_5}L")
class Printed(AtThreshold):
    note = "Under the premise of the convergence theorem, with its explicit constant C_5 = gamma/(2M)."

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.deviation, m.C5, "L |W_k(t) - W_k(0)|_F <= C_5 for all t >= 0")


class TotalChangeVanishes(ReachesMinimizer):
    r"\sum_k\|W_k^{RI}-W_k(0)\|_F \le C_5/L"

    least_size = 7  # at the threshold e^(C_5/L) falls below 1 + sqrt(C_4) for L >= 7 only

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rho_squared, m.total_reach_squared(m.C5 / m.L), "|pi*| within reach of a total change C_5/L")


class SmallScale:
    r"\|W_k(\infty)-W_k(0)\|_F \le 1/(2L) \text{ from every start}"

    subject = "small start"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.rho_squared, "pi* is not 0")
        yield positive(m.lambda_min, "Sigma has full rank")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rho_squared, m.reach_squared(1 / m.A.number(2 * m.L)), "|pi*| within reach of 1/(2L)")


@claim.sharper(
    r"L\|W_k(\infty)-W_k(0)\|_F \le 4\sqrt e\,\frac{M^2}{\gamma^4}\frac{\sqrt{\Lambda E(0)}}{\lambda_+\|p\|}"
)
class Sharper(AtThreshold):
    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.limit_deviation, m.B, "L |W_k(inf) - W_k(0)|_F <= B")

    false_variants = {
        "O(1/L^2)": SquareOfDepth,
        "total change tends to 0": TotalChangeVanishes,
        "from the small-scale start": SmallScale,
    }
