r"""The imbalance is conserved by gradient flow.

Statement (slides, proof line under the Lemma): W_{k+1}^T W_{k+1} - W_k W_k^T does not change along the flow, 1 <= k <
L.

The sharper reading is the pointwise identity W_{k+1}^T G_{k+1} = G_k W_k^T for the gradients G_k, from which the
printed one follows by differentiating; it holds for every p and every risk of the product. Both are checked as
identities at arbitrary weights: dD_k/dt = -(W_{k+1}^T G_{k+1} + G_{k+1}^T W_{k+1} - G_k W_k^T - W_k G_k^T).

What is not covered here: gradient descent, where the imbalance drifts (second false variant).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, equal

claim = Claim(
    "small-scale/balancedness",
    "The imbalance is conserved",
    subject="network",
    source=Source("slides", "proof of the Lemma on small-scale initialization"),
)


def cross(m: Any, k: int) -> Any:
    """W_{k+1}^T G_{k+1}."""
    return m.A.multiply(m.A.transpose(m.W[k + 1]), m.gradient(k + 1))


def below(m: Any, k: int) -> Any:
    """G_k W_k^T."""
    return m.A.multiply(m.gradient(k), m.A.transpose(m.W[k]))


def symmetric(m: Any, x: Any) -> Any:
    return m.A.plus(x, m.A.transpose(x))


class OtherGrams:
    r"\tfrac{d}{dt}\big(W_{k+1}W_{k+1}^\top - W_k^\top W_k\big) = 0 \text{ (where the shapes agree)}"

    subject = "square network"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "two layers")
        yield equal(min(m.widths), max(m.widths), "all widths equal")
        yield at_least(m.d, 2, "more than one dimension")

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            up = m.A.multiply(m.W[k + 1], m.A.transpose(m.gradient(k + 1)))
            down = m.A.multiply(m.A.transpose(m.W[k]), m.gradient(k))
            drift = m.A.minus(symmetric(m, up), symmetric(m, down))
            yield equal(m.A.sum_of_squares(drift), 0, f"layer {k}")


class Descent:
    r"W(1) = W - \nabla R(W) \Rightarrow D_k(W(1)) = D_k(W)"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "two layers")

    def then(m: Any) -> Iterator[Relation]:
        moved = m.with_layers({k: m.A.minus(m.W[k], m.gradient(k)) for k in m.layers})
        for k in range(1, m.L):
            change = m.A.minus(moved.imbalance(k), m.imbalance(k))
            yield equal(m.A.sum_of_squares(change), 0, f"layer {k}, one step of size 1")


class FirstAndLast:
    r"L \ge 3:\; \tfrac{d}{dt}\big(W_L^\top W_L - W_1W_1^\top\big) = 0 \text{ (where the shapes agree)}"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 3, "L >= 3")
        yield equal(m.widths[1], m.widths[m.L - 1], "d_1 = d_{L-1}")

    def then(m: Any) -> Iterator[Relation]:
        up = m.A.multiply(m.A.transpose(m.W[m.L]), m.gradient(m.L))
        drift = m.A.minus(symmetric(m, up), symmetric(m, below(m, 1)))
        yield equal(m.A.sum_of_squares(drift), 0, "last against first")


class Sum:
    r"\tfrac{d}{dt}\big(W_{k+1}^\top W_{k+1} + W_kW_k^\top\big) = 0"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "two layers")

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            drift = m.A.plus(symmetric(m, cross(m, k)), symmetric(m, below(m, k)))
            yield equal(m.A.sum_of_squares(drift), 0, f"layer {k}")


@claim.printed(r"W_{k+1}^\top(t)W_{k+1}(t) - W_k(t)W_k^\top(t) = W_{k+1}^\top(0)W_{k+1}(0) - W_k(0)W_k^\top(0)")
class Printed:
    note = "Checked as the derivative at arbitrary weights, which is the statement for all t."
    symbolic: tuple[str, ...] = ("balancedness", "small-networks/imbalance")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "two layers")

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            drift = m.A.minus(symmetric(m, cross(m, k)), symmetric(m, below(m, k)))
            yield equal(m.A.sum_of_squares(drift), 0, f"dD_{k}/dt = 0")

    false_variants = {
        "the other Gram matrices": OtherGrams,
        "conserved by gradient descent": Descent,
        "last layer against first": FirstAndLast,
        "sum instead of difference": Sum,
    }


@claim.sharper(r"W_{k+1}^\top\,\nabla_{k+1}R = \nabla_kR\;W_k^\top \text{ at every } W")
class Sharper(Printed):
    symbolic = ("balancedness",)
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        for k in range(1, m.L):
            gap = m.A.minus(cross(m, k), below(m, k))
            yield equal(m.A.sum_of_squares(gap), 0, f"W_{k + 1}^T G_{k + 1} = G_{k} W_{k}^T")
