r"""Upper bound for the largest singular value of the partial products.

Statement (slides, concentration lemma, upper part, at theta = 0): max_k |G_k| <= 4 e^(s^2/2 + u) with probability at
least 1 - 8 exp(-d u^2 / (32 s^2)), for all u > 0. Only asymptotically false (second moments force 1 + 2 s^2 <= 16
e^(2u)); a witness needs widths in the thousands, so that the statistical route may end inconclusive or supporting.

Repaired: for d >= 2, 0 < u <= L, P(max_k |G_k| > 2 exp(s^2/2 (1 + t) + u)) <= 5^d exp(-(d u^2 / (2 s^2)) L/(L+u)) with
t = u/(L+u); consequently the printed bound with exp(-d u^2/(32 s^2)) if 2.72 s <= u <= L, s^2 u <= 2 log 2 (L + u).

`then` has the scalar steps of the proof: -log(1-t) <= t + t^2, the exponent of the maximal inequality, the two
consequences. Sharper: the moments that it rests on, E Q^q <= (1-x)^(-d/2) exp(2 q^2 c^2/(1-x)) for x = 2 q c^2 < 1.
What is not covered by these: Doob's inequality and the covering by a net (proved in words).
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, less, positive
from theorems.probability import affordable, float_regime, no_inequality, plain, product_trial, widespread

claim = Claim(
    "random-products/norm",
    "Upper bound for the norm of partial products",
    subject="regime",
    source=Source("slides", "Concentration of singular values of product of random matrices, Lemma, upper bound"),
    rests_on=("random-products/ratio-law",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield positive(m.u, "u > 0")


def printed_high(m: Any) -> Any:
    return m.constant(4) + m.s2 / 2 + m.u


@claim.printed(r"P\big(\max_k\|G_k\| \le 4e^{s^2/2+u}\big) \ge 1-8e^{-du^2/(32s^2)}")
class Printed(Setting):
    then = no_inequality
    note = "At theta = 0. False only asymptotically: affordable widths are expected to support it."
    trial = product_trial(
        "some |G_k| > 4 e^(s^2/2+u)",
        log_claimed=lambda m: m.constant(8) + m.log_rate,
        regimes=widespread(8, high=printed_high),
        high=printed_high,
    )


def repaired_high(m: Any) -> Any:
    return m.constant(2) + m.s2 / 2 * (1 + m.t) + m.u


def _condition(d: int, L: int, s: float, u: float) -> bool:
    return d >= 2 and u <= L


def _bound(d: int, L: int, s: float, u: float) -> float:
    return float(float_regime(d, L, s, u).log_p0)


def loud(
    depths: tuple[int, ...],
    scales: tuple[int, ...],
    widths: tuple[int, ...] = (10, 12, 16),
    log_level: float = -1.4,
) -> Callable[[Any, int], list[dict[str, str]]]:
    """Regimes with large scales, where s^2/2 matters: the least u for which log of the claimed bound is that small."""

    def propose(rng: Any, count: int) -> list[dict[str, str]]:
        grid = list(product(widths, depths, scales))
        found = []
        for i in rng.permutation(len(grid))[:count]:
            d, L, s = grid[int(i)]
            step = next(k for k in range(1, 10000) if _bound(d, L, float(s), k / 16) <= log_level)
            found.append(plain(d, L, Fraction(s), Fraction(step, 16)))
        return found

    return propose


class HalfAndNoGrowth(Setting):
    r"P\big(\max_k\|G_k\| > \tfrac12e^{u}\big) \le 5^d\exp(-\tfrac{du^2}{2s^2}\tfrac L{L+u})"

    then = no_inequality
    trial = product_trial(
        "some |G_k| > e^u / 2",
        log_claimed=lambda m: m.log_p0,
        regimes=affordable(lambda d, L, s, u: d >= 2 and u <= L, _bound),
        high=lambda m: m.u - m.constant(2),
    )


class NoGrowth(Setting):
    r"P\big(\max_k\|G_k\| > 2e^{u}\big) \le 5^d\exp(-\tfrac{du^2}{2s^2}\tfrac L{L+u})"

    then = no_inequality
    trial = product_trial(
        "some |G_k| > 2 e^u",
        log_claimed=lambda m: m.log_p0,
        regimes=loud((64,), (8, 10)),
        high=lambda m: m.constant(2) + m.u,
    )


class HalfTheGrowth(Setting):
    r"P\Big(\max_k\|G_k\| > 2\exp\big(\tfrac{s^2}4(1+\tfrac u{L+u})+u\big)\Big)"

    r"\le 5^d\exp(-\tfrac{du^2}{2s^2}\tfrac L{L+u})"

    then = no_inequality
    trial = product_trial(
        "some |G_k| > 2 exp(s^2/4 (1+t) + u)",
        log_claimed=lambda m: m.log_p0,
        regimes=loud((1024,), (18, 20, 22), widths=(16,), log_level=-6.0),
        high=lambda m: m.constant(2) + m.s2 / 4 * (1 + m.t) + m.u,
    )


def wide(rng: Any, count: int) -> list[dict[str, str]]:
    """One small u, scales at which e(s) - s^2/2 (random-products/edge) exceeds log 4 + u."""
    grid = list(product((48, 56), (256,), (Fraction(4), Fraction(9, 2)), (Fraction(1, 16), Fraction(1, 8))))
    return [plain(*grid[int(i)]) for i in rng.permutation(len(grid))[:count]]


class EveryScale(Setting):
    r"P\big(\max_k\|G_k\| \le 4e^{s^2/2+u}\big) \to 1 \text{ for fixed } u > 0 \text{, uniformly in } s"

    # at finite size: at least 15/16 for the widths and depths at hand; second moments force 1 + 2 s^2 <= 16 e^(2u)
    then = no_inequality
    trial = product_trial(
        "some |G_k| > 4 e^(s^2/2+u)", log_claimed=lambda m: -m.constant(16), regimes=wide, high=printed_high
    )


@claim.repaired(
    r"d\ge2,\ 0<u\le L \Rightarrow P\Big(\max_k\|G_k\|_2>2\exp\big(\tfrac{s^2}2(1+\tfrac u{L+u})+u\big)\Big)\le"
    r"5^d\exp\Big(-\frac{du^2}{2s^2}\frac L{L+u}\Big);\quad 2.72s\le u,\ s^2u\le2\ln2\,(L+u) \Rightarrow "
    r"P(\max_k\|G_k\|>4e^{s^2/2+u})\le e^{-du^2/(32s^2)}"
)
class Repaired(Setting):
    subject = "quiet regime"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_least(m.A.number(m.d), 2, "d >= 2")
        yield at_most(m.u, m.L, "u <= L")
        yield at_most(68 * m.s, 25 * m.u, "2.72 s <= u")
        yield at_most(m.s2 * m.u, 2 * m.constant(2) * (m.L + m.u), "s^2 u <= 2 log 2 (L + u)")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(-m.log(1 - m.h), m.h + m.h**2, "-log(1-x) <= x + x^2 on [0, 1/2]")
        yield at_most(m.t, m.A.number(1) / 2, "t <= 1/2")
        rate = m.d * m.u**2 / (2 * m.s2)
        doob = -m.log(1 - m.t) - m.t * (1 + m.t)
        yield at_most(m.d * m.L * doob / 2 - rate * (1 - m.t), -rate * m.L / (m.L + m.u), "maximal inequality")
        yield at_most(repaired_high(m), m.constant(4) + m.s2 / 2 + m.u, "factor 2 exp(..) <= 4 e^(s^2/2+u)")
        yield at_most(m.log_p0, m.log_rate, "p_0 <= exp(-d u^2/(32 s^2))")

    trial = product_trial(
        "some |G_k| > 2 exp(s^2/2 (1+t) + u)",
        log_claimed=lambda m: m.log_p0,
        regimes=affordable(_condition, _bound),
        high=repaired_high,
    )
    false_variants = {
        "constant 1/2 and no s^2/2": HalfAndNoGrowth,
        "no s^2/2": NoGrowth,
        "s^2/4 in place of s^2/2": HalfTheGrowth,
        "every scale at once": EveryScale,
    }


class Moments:
    subject = "ratio moment"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "c > 0")
        yield less(2 * m.q * m.c2, 1, "x = 2 q c^2 < 1")


def moment_bound(m: Any, exponent: Fraction | int) -> Any:
    """The square of exp(exponent q^2 c^2/(1-x)); E Q^q (1-x)^(d/2) is to stay below, in squares as d may be odd."""
    x = 2 * m.q * m.c2
    return m.exp(m.A.number(2 * exponent) * m.q**2 * m.c2 / (1 - x))


class QuarterOfTheExponent(Moments):
    r"E Q^q \le (1-x)^{-d/2}\exp\big(\tfrac{q^2c^2}{2(1-x)}\big)"

    def then(m: Any) -> Iterator[Relation]:
        x = 2 * m.q * m.c2
        bound = moment_bound(m, Fraction(1, 2))
        yield at_most(m.positive_moment**2 * (1 - x) ** m.d, bound, "exponent q^2 c^2/(2(1-x))")


class NoDimension(Moments):
    r"E Q^q \le \exp\big(\tfrac{2q^2c^2}{1-x}\big)"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.positive_moment**2, moment_bound(m, 2), "without (1-x)^(-d/2)")


@claim.sharper(
    r"x = 2qc^2 < 1:\quad E Q^q \le (1-x)^{-d/2}\exp\Big(\frac{2q^2c^2}{1-x}\Big),\quad "
    r"Q = \frac{\|G_1z\|^2}{\|z\|^2}"
)
class Sharper(Moments):
    note = "The step of the proof from log Q <= Q - 1 to the maximal inequality, with exact moments for integer q."

    def then(m: Any) -> Iterator[Relation]:
        x = 2 * m.q * m.c2
        yield at_most(m.positive_moment**2 * (1 - x) ** m.d, moment_bound(m, 2), "(E Q^q)^2 (1-x)^d")

    false_variants = {"a quarter of the exponent": QuarterOfTheExponent, "without the dimension": NoDimension}
