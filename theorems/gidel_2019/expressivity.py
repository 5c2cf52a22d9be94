r"""Expressivity of products of matrices.

Statement (poster, "A Simple Deep Linear Model"): with large matrices the model has the same expressivity as a linear
model. "Large" is read as: every hidden width is at least d_0 and d_L.
Repaired: the products W_1 ... W_L fill R^(d_0 x d_L) iff every hidden width is at least min(d_0, d_L).

Notation: T a target; T is a product of matrices with these widths iff rank T <= every hidden width: a rank
factorisation T = C D, padded by zeros, and rectangular identities in between; a product has no larger rank than its
smallest inner width. Both halves are checked: the factorisation is multiplied out, and ranks of free products are
computed.
What is not covered: norms of the factors, trainability.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_least, at_most, equal
from theorems.gidel_2019._settings import poster

claim = Claim(
    "two-layer/expressivity",
    "Same expressivity as a linear model",
    subject="two-layer products",
    source=poster("Setting, A Simple Deep Linear Model"),
)


@claim.printed(r"d_1,\dots,d_{L-1} \ge \max(d_0,d_L) \;\Rightarrow\; \{W_1\cdots W_L\} = \mathbb R^{d_0\times d_L}")
class Printed:
    note = "The poster does not say how large; read as no narrower than input and output."

    def given(m: Any) -> Iterator[Relation]:
        for k, width in enumerate(m.hidden, 1):
            yield at_least(width, max(m.widths[0], m.widths[-1]), f"d_{k} >= d_0, d_L")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.realisation_defect, 0, "T is a product of these widths")


class SomeWidth:
    r"\text{some hidden width} \ge \min(d_0,d_L) \text{ suffices}"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(max(m.hidden, default=m.full), m.full, "some hidden width is at least min(d_0, d_L)")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rank(m.T), m.narrowest, "T is a product: its rank is at most the smallest hidden width")


class LargestNecessary:
    r"\{W_1\cdots W_L\} = \mathbb R^{d_0\times d_L} \Rightarrow d_k \ge \max(d_0,d_L)"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "there is a hidden layer")
        yield at_least(m.narrowest, m.full, "every matrix is realised")
        yield equal(m.realisation_defect, 0, "T is realised")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.narrowest, max(m.widths[0], m.widths[-1]), "every width is at least max(d_0, d_L)")


@claim.repaired(
    r"\{W_1\cdots W_L\} = \{T : \operatorname{rank}T \le \min_k d_k\};\text{ all of } \mathbb R^{d_0\times d_L}\iff "
    r"d_k\ge\min(d_0,d_L)\ \forall\,0<k<L"
)
class Repaired:
    def then(m: Any) -> Iterator[Relation]:
        if m.rank(m.T) <= m.narrowest:
            yield equal(m.realisation_defect, 0, "a target of rank at most the smallest width is a product")
        yield at_most(m.rank(m.product), m.narrowest, "no product has a larger rank")

    false_variants = {
        "some hidden width suffices": SomeWidth,
        "width max(d_0, d_L) is necessary": LargestNecessary,
    }
