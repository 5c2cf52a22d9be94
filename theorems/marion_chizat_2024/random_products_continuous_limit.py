r"""The continuous limit L = infinity and its symmetry under inversion.

Sharper than the slides: for dG = s/sqrt(d) dB G on [0, 1], G(0) = I, the processes (G_t^-1)^T and e^(s^2 t/d) G'_t have
the same law. Hence max |G_t| <= 2 e^(s^2/2 + u) and min sigma_min(G_t) >= e^(-s^2/2 - s^2/d - u) / 2, each with
probability at least 1 - 5^d e^(-d u^2/(2 s^2)), which is at most e^(-d u^2/(32 s^2)) for u >= s sqrt(32 log 5 / 15).

Checked: the Ito correction, as the coefficient of c^2 in the second moment of a small step and of its transposed
inverse, entry by entry: E|(I+cN)^-T x|^2 = |x|^2 (1 + c^2 (d + 2) + ..) against E|(I+cN)x|^2 = |x|^2 (1 + c^2 d); their
difference 2 c^2 = 2 (s^2/d)/L is that of the factor e^(s^2 t/d). What is not covered: the equality of laws beyond
second moments (proved in words), and the finite-L version with this exponent, a conjecture.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, equal, positive
from theorems.probability import float_regime, no_inequality, plain, product_trial

claim = Claim(
    "random-products/continuous-limit",
    "Infinite depth: inversion symmetry",
    subject="gaussian steps",
    source=Source("", "random products, infinite depth"),
    rests_on=("random-products/norm",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.x_squared, "x is not 0")


class NoCorrection(Setting):
    r"(G_t^{-1})^\top \overset d= G'_t"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.inverse_rate, m.forward_rate, "without the factor")


def deep(rng: Any, count: int) -> list[dict[str, str]]:
    """Scales s >= 4, the least u (in sixteenths) with 5^d exp(-(d u^2/(2 s^2)) L/(L+u)) below e^-3."""
    found = []
    for d, L, s in product((10, 12), (64, 128), (4, 5, 6)):
        steps = (k for k in range(1, 4096) if float_regime(d, L, s, k / 16).log_p0 <= -3)
        found.append(plain(d, L, Fraction(s), Fraction(next(steps), 16)))
    return [found[int(i)] for i in rng.permutation(len(found))[:count]]


class NoExponent:
    r"P\big(\min_t\sigma_{\min}(G_t) < \tfrac12e^{-u}\big) \le 5^de^{-du^2/(2s^2)}"

    # at finite depth, with the weaker bound 5^d exp(-(d u^2/(2 s^2)) L/(L+u))
    subject = "regime"
    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^-u / 2",
        log_claimed=lambda m: m.log_p0,
        regimes=deep,
        low=lambda m: -m.constant(2) - m.u,
    )


class OppositeSign(Setting):
    r"(G_t^{-1})^\top \overset d= e^{-s^2t/d}G'_t"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.inverse_rate, m.forward_rate - 2 * m.x_squared, "factor e^(-s^2 t/d)")


@claim.sharper(r"(G_t^{-1})^\top \overset d= e^{s^2t/d}\,G'_t \quad\text{as processes}")
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.forward_rate, m.d * m.x_squared, "growth rate of E |G x|^2")
        yield equal(m.inverse_rate, m.forward_rate + 2 * m.x_squared, "growth rate of E |G^-T x|^2")

    false_variants = {
        "without e^(s^2 t/d)": NoCorrection,
        "e^(-s^2 t/d)": OppositeSign,
        "sigma_min >= e^-u / 2": NoExponent,
    }
