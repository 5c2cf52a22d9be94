r"""The scaling 1/sqrt(L d): mean square of one vector.

Statement (slides, "Zoom on the initialization"): 1/sqrt(d) is the right scaling for large width and 1/sqrt(L) for large
depth, with s independent of both. Made precise: E |G_k x|^2 = (1 + s^2/L)^k |x|^2 for all d, L, which tends to
e^(s^2) |x|^2 at k = L and does not depend on d.

Notation: c = s/sqrt(L d), so that s^2/L = c^2 d. The expectations are computed entry by entry (numerics.subjects.
gaussian), for rational c, L = k. What is not covered: the limit L -> infinity itself.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_most, equal, less, positive

claim = Claim(
    "random-products/mean-square",
    "The scaling factors of the residual initialization",
    subject="gaussian steps",
    source=Source("slides", "Zoom on the initialization"),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "s > 0")
        yield positive(m.x_squared, "x is not 0")


class DepthInsteadOfItsRoot(Setting):
    r"\text{scaling } 1/\sqrt d \text{ and } 1/L:\ E\|G_Lx\|^2 \ge (1+\tfrac{s^2}2)\|x\|^2 \text{ at every depth}"

    def then(m: Any) -> Iterator[Relation]:
        # with c = s/(L sqrt(d)): c^2 d L^2 = s^2, so the growth per layer is 1 + s^2/L^2
        yield at_most((1 + m.tau * m.k**2 / 2) * m.x_squared, m.mean_square(m.k), "nontrivial growth with 1/L")


class NotSquared(Setting):
    r"E\|G_kx\|^4 = (1+s^2/L)^{2k}\|x\|^4 \quad (\text{which } E\|G_kx\| = (1+s^2/L)^{k/2}\|x\| \text{ needs})"

    def then(m: Any) -> Iterator[Relation]:
        fourth = m.squares_product(m.x, m.x, m.k)
        yield equal(fourth, ((1 + m.tau) ** m.k * m.x_squared) ** 2, "no fluctuation of the norm")


class ExponentialAtFiniteDepth(Setting):
    r"E\|G_Lx\|^2 \ge (1+s^2+\tfrac{s^4}2)\|x\|^2 \quad (\text{true for } e^{s^2} \text{ in place of it})"

    def then(m: Any) -> Iterator[Relation]:
        s2 = m.tau * m.k
        yield at_most((1 + s2 + s2**2 / 2) * m.x_squared, m.mean_square(m.k), "e^(s^2) at finite L")


@claim.printed(
    r"\text{scaling } \tfrac1{\sqrt{Ld}},\ s \text{ fixed}:\quad "
    r"1+s^2 \le E\|G_Lx\|^2/\|x\|^2 \le e^{s^2} \text{ at every depth and width}"
)
class Printed(Setting):
    note = (
        "The slides call the scaling right, without saying for what; read as: the growth over all layers is neither "
        "lost nor unbounded, whatever L and d. The scaling 1/L in place of 1/sqrt(L) is a false variant of the repair."
    )

    def then(m: Any) -> Iterator[Relation]:
        s2 = m.tau * m.k
        yield at_most((1 + s2) * m.x_squared, m.mean_square(m.k), "growth at least 1 + s^2")
        yield at_most(m.mean_square(m.k), m.exp(s2) * m.x_squared, "growth at most e^(s^2)")


@claim.repaired(r"E\|G_kx\|^2 = \big(1+\tfrac{s^2}L\big)^k\|x\|^2 \quad\text{for all } d, L, k")
class Repaired(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.mean_square(m.k), (1 + m.tau) ** m.k * m.x_squared, "E |G_k x|^2")
        yield less(m.mean_square(m.k), (1 + m.tau) ** (m.k + 1) * m.x_squared, "strictly growing in k")

    false_variants = {
        "1/L in place of 1/sqrt(L)": DepthInsteadOfItsRoot,
        "mean norm without fluctuation": NotSquared,
        "e^(s^2) at finite depth": ExponentialAtFiniteDepth,
    }
