r"""The law of one-vector ratios Q_k = |G_k x|^2 / |G_(k-1) x|^2.

Sharper than the slides: Q_1, ..., Q_L are independent and distributed as (1 + c g)^2 + c^2 chi^2_(d-1), whatever x.

Checked through exact moments: E|(I+cN)x|^2 and E|(I+cN)x|^4 from entries of N against the moments of that law, and
E|G_k x|^4 against the k-th power (independence with equal laws). What is not covered: moments of higher order.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, equal, positive

claim = Claim(
    "random-products/ratio-law",
    "Law of the growth of one vector",
    subject="gaussian steps",
    source=Source("", "random products, one-vector ratios"),
)


def law_mean(m: Any, freedom: int) -> Any:
    """E of (1 + c g)^2 + c^2 chi^2_freedom."""
    return 1 + m.c**2 + freedom * m.c**2


def law_square(m: Any, freedom: int) -> Any:
    """E of its square: E(1+cg)^4 + 2 E(1+cg)^2 c^2 freedom + c^4 freedom (freedom + 2)."""
    c2 = m.c**2
    return 1 + 6 * c2 + 3 * c2**2 + 2 * (1 + c2) * c2 * freedom + c2**2 * freedom * (freedom + 2)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "s > 0")
        yield positive(m.x_squared, "x is not 0")


class OneDegreeMore(Setting):
    r"Q \sim (1+cg)^2+c^2\chi^2_d"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.mean_square(1), law_mean(m, m.d) * m.x_squared, "chi^2_d")


class TwoVectorsIndependent(Setting):
    r"\text{the ratios of two orthogonal start vectors are independent: }"

    r"E\|G_kx\|^2\|G_ky\|^2 = (1+c^2d)^{2k}\|x\|^2\|y\|^2"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield positive(m.y_squared, "y is not 0")
        yield equal(m.inner, 0, "x and y are orthogonal")

    def then(m: Any) -> Iterator[Relation]:
        product = (1 + m.tau) ** (2 * m.k) * m.x_squared * m.y_squared
        yield equal(m.squares_product(m.x, m.y, m.k), product, "independent ratios of x and y")


@claim.sharper(r"Q_1,\dots,Q_L \text{ i.i.d.},\quad Q \sim (1+cg)^2+c^2\chi^2_{d-1}")
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        square = m.x_squared**2
        yield equal(m.mean_square(1), law_mean(m, m.d - 1) * m.x_squared, "E Q")
        yield equal(m.squares_product(m.x, m.x, 1), law_square(m, m.d - 1) * square, "E Q^2")
        fourth = law_square(m, m.d - 1) ** m.k * square
        yield equal(m.squares_product(m.x, m.x, m.k), fourth, "E Q_1^2 ... Q_k^2")

    false_variants = {"one degree of freedom more": OneDegreeMore, "two vectors": TwoVectorsIndependent}
