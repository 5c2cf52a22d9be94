r"""The premise of the convergence theorem for data fixed in advance.

Sharper than the slides: for Sigma of full rank, (X, y, p) independent of N and gamma > 0,
    P(E(0) <= C_4 lambda^2 |p|^2 / Lambda, |b_1(0)| >= gamma |p|) <= (sqrt(e L C_4) / (s gamma))^d:
a test of the convergence theorem with data fixed before the weights would hardly ever meet the premise.

Steps: P(chi^2_d <= beta d) <= (e beta)^(d/2) with beta = C_4 L/(s gamma)^2, exactly for even d. The event itself is
counted with Sigma = I, p = pi* = e_1, gamma = 1 (the number u of a regime is C_4), decided in balls.
What is not covered: a bound that does not grow with L (open).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from flint import arb, fmpq

from numerics.products.second import passed
from numerics.products.vectors import enough_bits, forward
from theorems.claim import Claim, Relation, Source, at_most, equal, positive
from theorems.marion_chizat_2024._random_products import claimed_bound, draw, plain, setting
from theorems.probability import Regime as Plain
from theorems.probability import Trial, no_inequality, numbers

claim = Claim(
    "residual/small-ball",
    "The premise of the convergence theorem is rare for data fixed in advance",
    subject="regime",
    source=Source("", "residual networks, small ball"),
    rests_on=("random-products/ratio-law",),
)

GAMMA_SQUARED = Fraction(1)


def spread(rng: np.random.Generator, count: int) -> list[dict[str, str]]:
    """C_4 so that e L C_4 / (s gamma)^2 is 1/3: the claimed bound is 3^(-d/2)."""
    grid = list(product((1, 2, 3), (1, 2), (Fraction(1, 2), Fraction(1), Fraction(2))))
    chosen = [grid[int(i)] for i in rng.permutation(len(grid))[:count]]
    return [plain(d, L, s, s * s * GAMMA_SQUARED * Fraction(12, 100) / L) for d, L, s in chosen]


def log_claimed(m: Any) -> Any:
    """d/2 log(e L C_4 / (s gamma)^2)."""
    beta = m.L * m.u / (m.s2 * m.A.number(GAMMA_SQUARED))
    return m.d * (1 + m.log(beta)) / 2


def premise(*, with_event: bool, occurs: bool, log_bound: Callable[[Any], Any], regimes: Any = spread) -> Trial:
    """Failure: the premise holds (occurs) or does not hold (not occurs) for the fixed data."""

    def sides(regime: Plain, sample: Sequence[Any]) -> tuple[Any, Any]:
        """(|pi(0) - e_1|^2, |b_1|^2) in balls: W_k^T acts from the last layer to the first."""
        s = setting(regime)
        back = [n.T for n in reversed(sample)]
        bits = enough_bits(back, s.c_float)
        vectors = forward(back, s.c(bits + 32), _first(s.d), bits)
        b1, pi = vectors[-2], vectors[-1]
        away = sum(((pi[i, 0] - int(i == 0)) ** 2 for i in range(s.d)), arb(0))
        return away, sum((x * x for x in b1.entries()), arb(0))

    def happens(regime: Plain, sample: Sequence[Any]) -> bool | None:
        away, b1 = sides(regime, sample)
        level = _ball(numbers(regime)["u"])
        near = True if away <= level else False if away > level else None
        large = True if b1 >= _ball(GAMMA_SQUARED) or not with_event else False if b1 < _ball(GAMMA_SQUARED) else None
        if near is False or large is False:
            return not occurs
        return occurs if near and large else None

    def confirms(regime: Plain, _: Mapping[str, Any], sample: Sequence[Any]) -> bool:
        """The same in intervals of fractions."""
        s, level = setting(regime), numbers(regime)["u"]
        vectors = passed([n.T for n in reversed(sample)], s, _first(s.d))
        pi, b1 = vectors[-1], vectors[-2]
        away = (pi[0] - 1) ** 2
        for x in pi[1:]:
            away = away + x**2
        size = b1[0] ** 2
        for x in b1[1:]:
            size = size + x**2
        inside = away.high <= level and (not with_event or size.low >= GAMMA_SQUARED)
        outside = away.low > level or (with_event and size.high < GAMMA_SQUARED)
        return inside if occurs else outside

    return Trial(
        about="the premise holds for fixed data" if occurs else "the premise fails for fixed data",
        regimes=regimes,
        claimed=claimed_bound(log_bound),
        sample=draw,
        fails=happens,
        evidence=lambda _regime, _sample: {},
        confirms=confirms,
    )


def _ball(x: Fraction) -> Any:
    return arb(fmpq(x.numerator, x.denominator))


def _first(d: int) -> list[Fraction]:
    return [Fraction(int(i == 0)) for i in range(d)]


def one_dimension(rng: np.random.Generator, count: int) -> list[dict[str, str]]:
    """Where the claimed power is most wrong: d = 1, one layer, small C_4."""
    scales = (Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(2))
    chosen = [scales[int(i)] for i in rng.permutation(len(scales))[:count]]
    return [plain(1, 1, s, s * s * GAMMA_SQUARED * Fraction(1, 400)) for s in chosen]


class TwiceTheExponent:
    r"P(\ldots) \le \big(eLC_4/(s\gamma)^2\big)^d"

    then = no_inequality
    trial = premise(with_event=True, occurs=True, log_bound=lambda m: 2 * log_claimed(m), regimes=one_dimension)


class AlmostSure:
    r"\text{the premise holds with probability at least } 1/2"

    then = no_inequality
    trial = premise(with_event=True, occurs=False, log_bound=lambda m: -m.constant(2))


@claim.sharper(
    r"P\Big(E(0)\le C_4\tfrac{\lambda^2\|p\|^2}\Lambda,\ \|b_1(0)\|\ge\gamma\|p\|\Big)\le"
    r"\Big(\frac{\sqrt{eLC_4}}{s\gamma}\Big)^d"
)
class Sharper:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.u, "beta > 0")
        yield equal(m.A.number(m.d % 2), 0, "d is even")

    def then(m: Any) -> Iterator[Relation]:
        bound = m.d * (1 + m.log(m.u)) / 2
        yield at_most(m.log_small_ball(m.u), bound, "P(chi^2_d <= beta d) <= (e beta)^(d/2)")

    trial = premise(with_event=True, occurs=True, log_bound=log_claimed)
    false_variants = {"twice the exponent": TwiceTheExponent, "holds with probability 1/2": AlmostSure}
