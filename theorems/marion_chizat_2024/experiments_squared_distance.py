r"""The squared distance that the figures plot.

Statement (review page, caption "Details of Figure 1"): the square distance to the optimal regressor corresponds to
|W_prod - w*|^2. In the plots it is the mean over coordinates, that is, the square divided by d.

Exact consequence, for Sigma of any rank and pi* the optimal regressor of least norm:
lambda |pi - pi*|^2 <= E <= Lambda |pi - pi*|^2.

What is not covered: the plots themselves; their numbers are not in the document.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal

claim = Claim(
    "experiments/squared-distance",
    "Squared distance and excess risk",
    subject="descent start",
    source=Source("review-page", "caption, Details of Figure 1"),
)


class EqualToExcess:
    r"E = \|\pi-\pi^\star\|^2"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, m.A.sum_of_squares(m.deviation), "excess equals squared distance")


class MeanForSum:
    r"\tfrac1d\|\pi-\pi^\star\|^2 = \|\pi-\pi^\star\|^2"

    def then(m: Any) -> Iterator[Relation]:
        square = m.A.sum_of_squares(m.deviation)
        yield equal(square / m.d, square, "mean over coordinates equals the square")


@claim.printed(
    r"\text{plotted: } \|W_{\rm prod}-w^\star\|^2;\quad \lambda\|\pi-w^\star\|^2 \le E \le \Lambda\|\pi-w^\star\|^2"
)
class Printed:
    note = "What can be decided without the plots: how the distance bounds the excess risk."

    def then(m: Any) -> Iterator[Relation]:
        square = m.A.sum_of_squares(m.deviation)
        yield at_least(m.excess, m.lambda_min * square, "E >= lambda |pi - pi*|^2")
        yield at_most(m.excess, m.Lambda * square, "E <= Lambda |pi - pi*|^2")

    false_variants = {"excess equals distance": EqualToExcess, "factor d ignored": MeanForSum}
