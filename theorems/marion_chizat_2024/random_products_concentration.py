r"""The concentration lemma as a whole, and why it fails as printed.

Statement (slides, "Concentration of singular values of product of random matrices"): for all u > 0, with probability at
least 1 - 8 exp(-d u^2 / (32 s^2)), for all k and all max |theta_i| <= e^(-2 s^2 - 4 u) / 64,
|G_k(theta)| <= 4 e^(s^2/2 + u) and sigma_min(G_k(theta)) >= e^(-2 s^2/d - u) / 4.

Notation: G_k = W_k ... W_1, W_k = I + s/sqrt(L d) N_k; log_rate = -d u^2 / (32 s^2).
The printed bound is put to the test at theta = 0, where it is weakest, in two ways: an analytic lower bound of the
failure probability of the first factor (numerics.subjects.concentration), and counted failures of certified samples.

What is not covered: the probability that the repaired event fails is only bounded, not computed.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, greater, positive
from theorems.probability import affordable, float_regime, product_trial, total, widespread

claim = Claim(
    "random-products/concentration",
    "Concentration of the singular values of products near the identity",
    subject="regime",
    source=Source("slides", "Concentration of singular values of product of random matrices, Lemma"),
    rests_on=("random-products/norm", "random-products/smallest-singular-value", "random-products/perturbation"),
)


def printed_failure(m: Any) -> Any:
    """log of 8 exp(-d u^2 / (32 s^2))."""
    return m.constant(8) + m.log_rate


def printed_high(m: Any) -> Any:
    return m.constant(4) + m.s2 / 2 + m.u


def printed_low(m: Any) -> Any:
    return m.log_eps_printed


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield positive(m.u, "u > 0")


@claim.printed(
    r"P\Big(\forall k:\ \|G_k\| \le 4e^{s^2/2+u},\ \sigma_{\min}(G_k) \ge \tfrac14 e^{-2s^2/d-u}\Big) \ge "
    r"1-8e^{-du^2/(32s^2)}"
)
class Printed(Setting):
    note = "Tested at theta = 0; with theta the printed event is smaller still."

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(
            m.failure_at_least(printed_low(m)), printed_failure(m), "log P(sigma_min(G_1) too small) <= log of claimed"
        )

    trial = product_trial(
        "some |G_k| > 4 e^(s^2/2+u) or sigma_min(G_k) < e^(-2 s^2/d - u)/4",
        log_claimed=printed_failure,
        regimes=widespread(8, low=printed_low, high=printed_high),
        low=printed_low,
        high=printed_high,
    )


def safe_low(m: Any) -> Any:
    """log of gamma = e^(-2 s^2 - u) / 2."""
    return -m.constant(2) - 2 * m.s2 - m.u


def safe_high(m: Any) -> Any:
    """log of M = 4 e^(-1/2) e^(s^2/2 + u)."""
    return m.constant(4) - m.A.number(Fraction(1, 2)) + m.s2 / 2 + m.u


def failure(m: Any) -> Any:
    """log (p_0 + p_1 + p_2)."""
    return m.log_sum(m.log_p0, m.log_p1, m.log_p2)


def _condition(d: int, L: int, s: float, u: float) -> bool:
    room = 2 * (0.6931471 - 0.5)
    return d >= 2 and u <= L and s * s * u <= room * (L + u) and 4 * s * s < L and u >= 2.72 * s


def _bound(d: int, L: int, s: float, u: float) -> float:
    m = float_regime(d, L, s, u)
    return total(m.log_p0, m.log_p1, m.log_p2)


class Conditions(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_least(m.A.number(m.d), 2, "d >= 2")
        yield at_most(m.u, m.L, "u <= L")
        yield at_most(m.s2 * m.u, (2 * m.constant(2) - 1) * (m.L + m.u), "s^2 u <= 2 (log 2 - 1/2)(L + u)")
        yield greater(m.chi, 1, "L > 4 s^2")


class AnyDepth(Setting):
    r"P(\ldots) \ge 1-8e^{-du^2/(32s^2)} \text{ with } \tfrac12e^{-2s^2-u} \text{, for every } L \ge 1"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.failure_at_least(safe_low(m)), printed_failure(m), "repaired exponents, every L and u")


class RadiusOfTheDepth:
    r"\gamma\le\sigma_{\min}(G_k),\ \|G_k\|\le M,\ \max\|\theta_k\|\le2L \Rightarrow"

    r"\sigma_{\min}(G_k(\theta))\ge\gamma/2"

    subject = "perturbed product"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.gamma_squared, "the products are invertible")
        yield at_most(m.radius, 2 * m.L, "radius <= 2 L")

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_least(4 * m.lower_squared(k), m.gamma_squared, f"sigma_min of product {k}")


@claim.repaired(
    r"d\ge2,\ 0<u\le L,\ L>4s^2,\ s^2u\le2(\ln2-\tfrac12)(L+u),\ \max\|\theta_k\|\le\varrho=\tfrac{\gamma}{2M},\ "
    r"\gamma=\tfrac12e^{-2s^2-u},\ M=4e^{-1/2}e^{s^2/2+u}\ \Rightarrow\ P\big(\forall k:\ "
    r"\|G_k(\theta)\|\le4e^{s^2/2+u},\ \sigma_{\min}(G_k(\theta))\ge\tfrac14e^{-2s^2-u}\big)\ge1-p_0-p_1-p_2"
)
class Repaired(Conditions):
    note = (
        "A sample counts as not failing only if its unperturbed products certainly stay within [gamma, M]; the claim "
        "for every theta of the allowed norm then follows from the deterministic perturbation lemma."
    )

    def then(m: Any) -> Iterator[Relation]:
        norm = m.constant(2) + m.s2 / 2 * (1 + m.t) + m.u
        yield at_most(norm, safe_high(m), "2 exp(s^2/2 (1+t) + u) <= M")
        yield at_most(norm + m.A.number(Fraction(1, 2)), printed_high(m), "times e^(kappa radius), kappa radius = 1/2")

    trial = product_trial(
        "some |G_k(theta)| > 4 e^(s^2/2+u) or sigma_min(G_k(theta)) < e^(-2 s^2 - u)/4",
        log_claimed=failure,
        regimes=affordable(_condition, _bound),
        low=lambda m: m.log_eps_repaired,
        high=printed_high,
        safe_low=safe_low,
        safe_high=safe_high,
    )
    false_variants = {"as printed": Printed, "every depth": AnyDepth, "radius 2 L": RadiusOfTheDepth}
