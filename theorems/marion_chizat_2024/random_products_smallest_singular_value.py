r"""Lower bound for the smallest singular value of the partial products.

Statement (slides, concentration lemma, lower part, at theta = 0): min_k sigma_min(G_k) >= e^(-2 s^2/d - u) / 4 with
probability at least 1 - 8 exp(-d u^2 / (32 s^2)), for all u > 0, without condition on L and d. False: for large u the
lower tail is a power of e^-u; for L small against s^2; and the exponent 2 s^2/d is too small even for large L and d.

Repaired: with v = 2 s^2 + u, L > 4 s^2, 0 < u <= L, s^2 u <= 2 log 2 (L + u), the bound e^(-2 s^2 - u) / 2 fails with
probability at most p_0 + p_1 + p_2 (norm, one vector by supermartingale and net, truncation).

`then` of the repaired reading has the scalar steps of the proof. What is not covered by these: the covering by a net
and the maximal inequality for supermartingales (proved in words).
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, greater, positive
from theorems.probability import (
    affordable,
    float_regime,
    no_inequality,
    plain,
    product_trial,
    total,
    widespread,
)

claim = Claim(
    "random-products/smallest-singular-value",
    "Lower bound for the smallest singular value of partial products",
    subject="regime",
    source=Source("slides", "Concentration of singular values of product of random matrices, Lemma, lower bound"),
    rests_on=("random-products/norm", "random-products/ratio-law"),
)


def printed_failure(m: Any) -> Any:
    return m.constant(8) + m.log_rate


def failure(m: Any) -> Any:
    return m.log_sum(m.log_p0, m.log_p1, m.log_p2)


def repaired_low(m: Any) -> Any:
    return -m.constant(2) - 2 * m.s2 - m.u


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield positive(m.u, "u > 0")


@claim.printed(r"P\big(\min_k\sigma_{\min}(G_k) \ge \tfrac14e^{-2s^2/d-u}\big) \ge 1-8e^{-du^2/(32s^2)}")
class Printed(Setting):
    note = "At theta = 0."

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(
            m.failure_at_least(m.log_eps_printed), printed_failure(m), "log P(sigma_min(G_1) too small) <= log claimed"
        )

    trial = product_trial(
        "some sigma_min(G_k) < e^(-2 s^2/d - u)/4",
        log_claimed=printed_failure,
        regimes=widespread(8, low=lambda m: m.log_eps_printed),
        low=lambda m: m.log_eps_printed,
    )


class AllDeviations(Setting):
    r"P\big(\min_k\sigma_{\min}(G_k) < \tfrac12e^{-2s^2-u}\big) \le 3e^{-du^2/(32s^2)} \ \forall u > 0,\ L > 4s^2"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield greater(m.chi, 1, "L > 4 s^2")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.failure_at_least(repaired_low(m)), m.constant(3) + m.log_rate, "all u > 0")


def shallow(rng: Any, count: int) -> list[dict[str, str]]:
    """L <= 4 s^2 and u <= L: one factor of order one, wide enough for the claimed bound to say something."""
    grid = list(product((112, 128, 144, 160), (1,), (Fraction(1),), (Fraction(7, 8), Fraction(1))))
    return [plain(*grid[int(i)]) for i in rng.permutation(len(grid))[:count]]


class AnyDepth(Setting):
    r"P\big(\min_k\sigma_{\min}(G_k) < \tfrac12e^{-2s^2-u}\big) \le 3e^{-du^2/(32s^2)} \ \forall L \ge 1,\ u \le L"

    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^(-2 s^2 - u)/2 at L <= 4 s^2",
        log_claimed=lambda m: m.constant(3) + m.log_rate,
        regimes=shallow,
        low=repaired_low,
    )


def small_exponent(m: Any) -> Any:
    return -m.constant(2) - 2 * m.s2 / m.d - m.u


class SmallExponent(Setting):
    r"P\big(\min_k\sigma_{\min}(G_k) < \tfrac12e^{-2s^2/d-u}\big) \le 3e^{-du^2/(32s^2)}"

    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^(-2 s^2/d - u)/2",
        log_claimed=lambda m: m.constant(3) + m.log_rate,
        regimes=widespread(3, low=small_exponent),
        low=small_exponent,
    )


class NoExponent(Setting):
    r"P\big(\min_k\sigma_{\min}(G_k) < \tfrac12e^{-u}\big) \le 3e^{-du^2/(32s^2)}"

    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^-u / 2",
        log_claimed=lambda m: m.constant(3) + m.log_rate,
        regimes=widespread(3, low=lambda m: -m.constant(2) - m.u),
        low=lambda m: -m.constant(2) - m.u,
    )


def _condition(d: int, L: int, s: float, u: float) -> bool:
    return d >= 2 and u <= L and 4 * s * s < L and s * s * u <= 2 * 0.6931471 * (L + u)


def _bound(d: int, L: int, s: float, u: float) -> float:
    m = float_regime(d, L, s, u)
    return total(m.log_p0, m.log_p1, m.log_p2)


@claim.repaired(
    r"d\ge2,\ 0<u\le L,\ L>4s^2,\ s^2u\le2\ln2\,(L+u) \Rightarrow "
    r"P\big(\min_k\sigma_{\min}(G_k) < \tfrac12e^{-2s^2-u}\big)\le p_0+p_1+p_2"
)
class Repaired(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_least(m.A.number(m.d), 2, "d >= 2")
        yield at_most(m.u, m.L, "u <= L")
        yield greater(m.chi, 1, "L > 4 s^2")
        yield at_most(m.s2 * m.u, 2 * m.constant(2) * (m.L + m.u), "s^2 u <= 2 log 2 (L + u)")

    def then(m: Any) -> Iterator[Relation]:
        z = m.z
        yield at_least(m.log(1 + z), z - m.A.number(Fraction(6, 5)) * z**2, "log(1+z) >= z - 1.2 z^2 on [-3/4, 5/4]")
        zeta = m.h**2  # of a square c^2 |g|^2 <= 1/4
        yield at_most(m.A.number(Fraction(12, 5)) * zeta**2, zeta, "2.4 zeta^2 <= zeta for zeta <= 1/4")
        yield at_most(-m.log(1 - m.h), m.h + m.h**2, "-log(1-x) <= x + x^2 on [0, 1/2]")
        size = m.s2 / 2 + m.u + m.v
        yield at_most(m.log(1 + 16 * m.exp(size)), m.constant(17) + size, "points of the net")
        if m.d % 2 == 0 and m.d <= 20:
            rate = m.d * (m.chi - 1 - m.log(m.chi)) / 2
            yield at_most(m.log_chi_tail, -rate, "P(chi^2_d > d chi) <= exp(-d/2 (chi - 1 - log chi))")
        x = 48 * m.v / (5 * m.L + 48 * m.v)  # 19.2 q c^2 of the proof
        exact = -m.log(1 - x) / 2  # of the factor (1 - x)^(-L/2), d-free part: L/2 * (-log(1-x)) <= 4.8 v
        yield at_most(m.L * exact, 24 * m.v / 5, "L/2 (-log(1 - x)) <= 4.8 v")
        q = 5 * x / (96 * m.c2)
        doob = -2 * q * m.v + 2 * q**2 * m.c2 * m.L / (1 - x)  # log of e^(-2 q v) Phi^L without that factor
        rate = m.d * m.v**2 * m.L / (2 * m.s2 * (m.L + 48 * m.v / 5))
        yield at_most(doob, -rate, "maximal inequality for the supermartingale")

    trial = product_trial(
        "some sigma_min(G_k) < e^(-2 s^2 - u)/2",
        log_claimed=failure,
        regimes=affordable(_condition, _bound),
        low=repaired_low,
    )
    false_variants = {
        "exponent 2 s^2/d": SmallExponent,
        "all u > 0": AllDeviations,
        "no condition on L": AnyDepth,
        "no exponent": NoExponent,
    }
