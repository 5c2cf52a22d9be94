r"""Exact recursion for alpha_k = E tr (G_k G_k^T)^2 and beta_k = E (tr G_k G_k^T)^2.

Sharper than the slides, with tau = c^2 d = s^2/L:
    alpha' = alpha (1 + 2 c^2 d + 2 c^2 + c^4 (d^2 + d)) + beta (2 c^2 + c^4 d),
    beta'  = beta (1 + 2 c^2 d + c^4 d^2) + alpha (4 c^2 + 2 c^4 d),     alpha_0 = d, beta_0 = d^2,
and, dropping nonnegative terms, for all d, L:  alpha_k / d >= (1+tau)^(2k) (1 + k (1 - (1+tau)^-2)), which tends to
e^(2 s^2) (1 + 2 s^2) at k = L -> infinity: the reason why the printed norm bound fails asymptotically.

The moments themselves come from the fourth tensor power (numerics.subjects.gaussian). Not covered: the limit itself.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, positive

claim = Claim(
    "random-products/second-moment",
    "Recursion for the second moments of the singular values",
    subject="gaussian steps",
    source=Source("", "random products, traces of powers"),
)


def recursion(m: Any, k: int, without: bool = False) -> tuple[Any, Any]:
    """(alpha_k, beta_k) by the claimed recursion; `without` drops the 2 c^2 in the first line."""
    d, c2 = m.d, m.c**2
    alpha, beta = m.A.number(d), m.A.number(d * d)
    for _ in range(k):
        extra = 0 * c2 if without else 2 * c2
        alpha, beta = (
            alpha * (1 + 2 * c2 * d + extra + c2**2 * (d * d + d)) + beta * (2 * c2 + c2**2 * d),
            beta * (1 + 2 * c2 * d + c2**2 * d * d) + alpha * (4 * c2 + 2 * c2**2 * d),
        )
    return alpha, beta


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "s > 0")


class Dropped(Setting):
    r"\alpha' = \alpha(1+2c^2d+c^4(d^2+d))+\beta(2c^2+c^4d)"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.alpha(m.k), recursion(m, m.k, without=True)[0], "without 2 c^2")


class Proportional(Setting):
    r"\beta_k = d\,\alpha_k"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.beta(m.k), m.d * m.alpha(m.k), "beta = d alpha")


class HalfTheGrowth(Setting):
    r"\tfrac1d\alpha_L \to e^{2s^2}(1+s^2):\ \alpha_k \le d(1+\tau)^{2k}\big(1+\tfrac k2(1-(1+\tau)^{-2})\big)"

    def then(m: Any) -> Iterator[Relation]:
        growth = (1 + m.tau) ** 2
        bound = m.d * growth**m.k * (1 + m.A.number(m.k) * (1 - 1 / growth) / 2)
        yield at_most(m.alpha(m.k), bound, "limit with 1 + s^2")


@claim.sharper(
    r"\alpha'=\alpha(1+2c^2d+2c^2+c^4(d^2+d))+\beta(2c^2+c^4d),\ \beta'=\beta(1+2c^2d+c^4d^2)+\alpha(4c^2+2c^4d);\quad"
    r"\tfrac1d\alpha_k \ge (1+\tau)^{2k}\big(1+k(1-(1+\tau)^{-2})\big),\ \tau = s^2/L"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        alpha, beta = recursion(m, m.k)
        yield equal(m.alpha(m.k), alpha, "E tr (G G^T)^2")
        yield equal(m.beta(m.k), beta, "E (tr G G^T)^2")
        growth = (1 + m.tau) ** 2
        yield at_least(m.alpha(m.k), m.d * growth**m.k * (1 + m.k * (1 - 1 / growth)), "finite-size form of the limit")

    false_variants = {"without 2 c^2": Dropped, "beta = d alpha": Proportional, "limit with 1 + s^2": HalfTheGrowth}
