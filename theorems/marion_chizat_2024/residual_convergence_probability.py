r"""The probability in the convergence theorem of residual networks, with explicit constants.

Repaired: for d >= 2, 0 < u <= L, L > 4 s^2, s^2 u <= 2 log 2 (L + u), with probability >= 1 - 2 (p_0 + p_1 + p_2) over
N (random-products/smallest-singular-value), for ALL data (X, y, p) with E(0) <= C_4 lambda_+^2 |p|^2/Lambda, placed
before or after N, the flow converges to a global minimizer, and L |W_k(t) - W_k(0)|_F <= C_5 for all t:
    gamma = e^(-2 s^2 - u)/2,  M = 4 e^(s^2/2 + u),  C_4 = gamma^10/(64 e M^6) = 2^-28 e^(-1 - 23 s^2 - 16 u),
    C_5 = gamma/(2M) = 2^-4 e^(-5 s^2/2 - 2u);
for regular Sigma also S(W^RI)/S_min <= C Lambda/lambda, C = 4 e M^4/gamma^2 = 2^12 e^(1 + 6 s^2 + 6 u).
Proof. The bound of random-products/smallest-singular-value (its event contains max |G_k| <= M) applied to (N_k) gives
gamma <= sigma_min(G_k), |G_k| <= M for all k; applied to (N_(L+1-k)^T), which has the same law, the same for all B_k.
Both together are the hypothesis of the deterministic parts (residual/convergence, residual/low-sharpness). []

Sharper: the constants of the printed theorem as functions of s alone, for every s > 0. With u = 3 s + 2 s^2,
    C_1 = 154 (3 s + 4 s^2) + 64 s^4,  C_2 = 48,  C_3 = u^2/(32 s^2) = (3 + 2 s)^2/32,
and C_4, C_5 above, L >= C_1 and d >= C_2 imply p_i <= e^(-C_3 d), hence failure probability <= 6 e^(-C_3 d): the
printed theorem, with 6 in place of 16. Proof: derivation `residual-constants` (polynomials with coefficients of one
sign); checked here in balls with the logarithms themselves. [] (Stated by Lemmata.)

What is not covered: that the constants are good (C_4 is about 10^-9 already as s -> 0); the best C_1, C_2.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, greater, positive
from theorems.marion_chizat_2024._residual import CONSTANTS, tiny
from theorems.probability import (
    affordable,
    float_regime,
    no_inequality,
    plain,
    product_trial,
    total,
    two_sided,
    widespread,
)

claim = Claim(
    "residual/convergence-probability",
    "Probability and constants of the convergence theorem",
    subject="regime",
    source=Source("slides", "Convergence of GF (residual initialization), constants C_1 .. C_5"),
    rests_on=("residual/convergence", "residual/low-sharpness", "random-products/smallest-singular-value"),
)


def failure(m: Any) -> Any:
    """log of 2 (p_0 + p_1 + p_2)."""
    return m.constant(2) + m.log_sum(m.log_p0, m.log_p1, m.log_p2)


def six(m: Any) -> Any:
    """log of 6 exp(-d u^2/(32 s^2))."""
    return m.constant(6) + m.log_rate


def _condition(d: int, L: int, s: float, u: float) -> bool:
    return d >= 2 and u <= L and 4 * s * s < L and s * s * u <= 2 * 0.6931471 * (L + u)


def _bound(d: int, L: int, s: float, u: float) -> float:
    m = float_regime(d, L, s, u)
    return total(m.log_p0, m.log_p1, m.log_p2) + 0.6931472


def with_flows(rng: Any, count: int) -> list[dict[str, str]]:
    """Mostly products of moderate size; one regime so small that flows are certified as well."""
    wide = affordable(_condition, _bound)(rng, max(1, count // 4))
    return [tiny(rng, Fraction(1, 64), lambda *n: _bound(*n) <= -3), *wide]


def one_layer(rng: Any, count: int) -> list[dict[str, str]]:
    grid = list(product((144, 160), (1,), (Fraction(1),), (Fraction(15, 16), Fraction(1))))
    return [plain(*grid[int(i)]) for i in rng.permutation(len(grid))[:count]]


class EveryDepth:
    r"P(\ldots) \ge 1-6e^{-du^2/(32s^2)} \text{ for every } L\ge1,\ u\le L"

    then = no_inequality
    trial = two_sided("some G_k or B_k leaves [gamma, M] at L <= 4 s^2", constants=CONSTANTS, log_claimed=six,
                      regimes=one_layer)  # fmt: skip


def gamma_of_the_slides(m: Any) -> Any:
    return -m.constant(2) - 2 * m.s2 / m.d - m.u


class ExponentOfTheSlides:
    r"\text{the same with } \gamma=\tfrac12e^{-2s^2/d-u}"

    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^(-2 s^2/d - u)/2",
        log_claimed=six,
        regimes=widespread(6, low=gamma_of_the_slides),
        low=gamma_of_the_slides,
    )


@claim.repaired(
    r"d\ge2,\ 0<u\le L,\ L>4s^2,\ s^2u\le2\ln2\,(L+u)\ \Rightarrow\ P\Big(\forall(X,y,p):\ "
    r"E(0)\le C_4\tfrac{\lambda_+^2\|p\|^2}\Lambda\Rightarrow W(t)\to W^{RI}\in\arg\min R,\ "
    r"L\|W_k(t)-W_k(0)\|_F\le C_5,\ \tfrac{S(W^{RI})}{S_{\min}}\le C\tfrac\Lambda\lambda\ (\lambda>0)\Big)"
    r"\ge1-2(p_0+p_1+p_2),\quad C_4=2^{-28}e^{-1-23s^2-16u},\ C_5=2^{-4}e^{-5s^2/2-2u},\ C=2^{12}e^{1+6s^2+6u}"
)
class Repaired:
    note = (
        "Over N, for all data at once: a sample counts as not failing only if all its G_k and B_k certainly stay "
        "within [gamma, M], which the deterministic part turns into convergence for all data. In the smallest regime "
        "the flow from data placed at the threshold is certified in addition."
    )
    then = no_inequality
    symbolic = ("residual-constants",)
    trial = two_sided(
        "some G_k or B_k leaves [gamma, M], or a certified flow contradicts the conclusion",
        constants=CONSTANTS,
        log_claimed=failure,
        regimes=with_flows,
    )
    false_variants = {"every depth": EveryDepth, "exponent 2 s^2/d": ExponentOfTheSlides}


# The constants as functions of s alone


def deviation(s: Any) -> Any:
    """u = 3 s + 2 s^2."""
    return 3 * s + 2 * s * s


def least_depth(s: Any) -> Any:
    """C_1 = 154 (3 s + 4 s^2) + 64 s^4."""
    return 154 * (3 * s + 4 * s * s) + 64 * s**4


LEAST_WIDTH = 48


def explicit(rng: Any, count: int) -> list[dict[str, str]]:
    """The smallest products that C_1 and C_2 allow."""
    scales = [Fraction(1, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)][: max(1, count // 12)]
    return [plain(LEAST_WIDTH, -int(-least_depth(s) // 1), s, deviation(s)) for s in scales]


class Wide:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield at_least(m.A.number(m.d), LEAST_WIDTH, "d >= 48")
        yield at_least(m.A.number(m.L), least_depth(m.s), "L >= C_1")


def rates(m: Any) -> Iterator[Relation]:
    yield at_most(m.log_p0, m.log_rate, "p_0 <= exp(-C_3 d)")
    yield at_most(m.log_p1, m.log_rate, "p_1 <= exp(-C_3 d)")
    yield at_most(m.log_p2, m.log_rate, "p_2 <= exp(-C_3 d)")


class SmallDeviation(Wide):
    r"u = 2s \text{ in place of } 3s+2s^2"

    def then(m: Any) -> Iterator[Relation]:
        yield from rates(m.with_deviation(2 * m.s))


class TwoDimensions:
    r"C_2 = 2"

    subject = "regime"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield at_least(m.A.number(m.d), 2, "d >= 2")
        yield at_least(m.A.number(m.L), least_depth(m.s), "L >= C_1")

    def then(m: Any) -> Iterator[Relation]:
        yield from rates(m.with_deviation(deviation(m.s)))


class AnyDepthAboveTheCondition:
    r"C_1 = 4s^2"

    subject = "regime"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield at_least(m.A.number(m.d), LEAST_WIDTH, "d >= 48")
        yield greater(m.chi, 1, "L > 4 s^2")

    def then(m: Any) -> Iterator[Relation]:
        yield from rates(m.with_deviation(deviation(m.s)))


@claim.sharper(
    r"\forall s>0:\ L\ge C_1=154(3s+4s^2)+64s^4,\ d\ge C_2=48\ \Rightarrow\ P\Big(\forall(X,y,p):\ "
    r"E(0)\le C_4\tfrac{\lambda_+^2\|p\|^2}\Lambda\Rightarrow W(t)\to W^{RI},\ L\|W_k(t)-W_k(0)\|_F\le C_5\Big)"
    r"\ge1-6e^{-C_3d},\quad C_3=\tfrac{(3+2s)^2}{32},\ C_4=2^{-28}e^{-1-48s-55s^2},\ C_5=2^{-4}e^{-6s-13s^2/2};\ "
    r"\text{and } \tfrac{S(W^{RI})}{S_{\min}}\le2^{12}e^{1+18s+18s^2}\tfrac\Lambda\lambda\ (\lambda>0)"
)
class Sharper(Wide):
    subject = "explicit constants"
    note = "The printed theorem with its five constants as functions of s, and 6 in place of 16; u = 3 s + 2 s^2."
    symbolic = ("residual-constants",)

    def then(m: Any) -> Iterator[Relation]:
        at = m.with_deviation(deviation(m.s))
        yield from rates(at)
        yield at_most(at.u, m.L, "u <= L")
        yield greater(at.chi, 1, "L > 4 s^2")
        yield at_most(at.s2 * at.u, 2 * at.constant(2) * (m.L + at.u), "s^2 u <= 2 log 2 (L + u)")

    trial = two_sided(
        "some G_k or B_k leaves [gamma, M]", constants=CONSTANTS, log_claimed=six, regimes=explicit
    )
    false_variants = {
        "u = 2 s": SmallDeviation,
        "C_2 = 2": TwoDimensions,
        "C_1 = 4 s^2": AnyDepthAboveTheCondition,
    }
