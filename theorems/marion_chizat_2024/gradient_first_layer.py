r"""The gradient in the first layer: first step of the Polyak-Lojasiewicz proof.

Statement (slides, "Convergence of GF", beginning of the proof): dR/dW_1 = (W_L ... W_2)^T g^T, and
|dR/dW_1|_F^2 = |W_L ... W_2|_2^2 |g|^2 >= 4 lambda |W_L ... W_2|_2^2 (R - R_min), g = 2 Sigma (pi - pi*).

Sharper: with lambda_+, the smallest nonzero eigenvalue, for any Sigma and any p, and from above with Lambda:
4 lambda_+ |b_1|^2 E <= |dR/dW_1|_F^2 <= 4 Lambda |b_1|^2 E.

What is not covered: the other layers (their gradients only help).
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive

claim = Claim(
    "small-scale/gradient-first-layer",
    "Gradient in the first layer",
    subject="network",
    source=Source("slides", "Convergence of GF, beginning of the proof"),
)


def first(m: Any) -> Any:
    """|dR/dW_1|_F^2."""
    return m.A.sum_of_squares(m.gradient(1))


def scale(m: Any) -> Any:
    """|b_1|^2 E."""
    return m.suffix_squared(1) * m.excess


class OnePercentMore:
    r"\|\partial R/\partial W_1\|_F^2 \ge 4.04\,\lambda\|b_1\|^2 E"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(100 * first(m), 404 * m.lambda_min * scale(m), "4.04 lambda")


class LargestBelow:
    r"\|\partial R/\partial W_1\|_F^2 \ge 4\Lambda\|b_1\|^2 E"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(first(m), 4 * m.Lambda * scale(m), "4 Lambda")


class NotSquared:
    r"\|\partial R/\partial W_1\|_F^2 \ge 4\lambda\|b_1\| E"

    def then(m: Any) -> Iterator[Relation]:
        bound = 4 * m.lambda_min * m.A.root(m.suffix_squared(1), 2) * m.excess
        yield at_least(first(m), bound, "norm not squared")


@claim.printed(
    r"\|\partial R/\partial W_1\|_F^2 = \|W_L\cdots W_2\|_2^2\|g\|_2^2 \ge 4\lambda\|W_L\cdots W_2\|_2^2(R - R_{\min})"
)
class Printed:
    symbolic = ("gradient-first-layer",)

    def then(m: Any) -> Iterator[Relation]:
        yield equal(first(m), m.suffix_squared(1) * m.A.sum_of_squares(m.g), "rank one")
        yield at_least(first(m), 4 * m.lambda_min * scale(m), "4 lambda |b_1|^2 E")

    false_variants = {"4.04 lambda": OnePercentMore, "4 Lambda": LargestBelow, "norm not squared": NotSquared}


def scalar() -> Instance:
    return network_instance([[2]], [3], [[[1]], [[5]]])


@claim.sharper(r"4\lambda_+\|b_1\|^2E \le \|\partial R/\partial W_1\|_F^2 \le 4\Lambda\|b_1\|^2E")
class Sharper:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.Lambda, "Sigma is not 0")
        yield nonzero(m.suffix_squared(1), "b_1 is not 0")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(first(m), 4 * m.A.largest(m.lambda_plus) * scale(m), "4 lambda_+ |b_1|^2 E")
        yield at_most(first(m), 4 * m.A.largest(m.Lambda) * scale(m), "4 Lambda |b_1|^2 E")

    extremal = {"d = 1": scalar}
