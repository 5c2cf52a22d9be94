r"""The premise of the convergence theorem for data fixed in advance.

Sharper than the slides: for Sigma of full rank, (X, y, p) independent of N and gamma > 0,
    P(E(0) <= C_4 lambda^2 |p|^2 / Lambda, |b_1(0)| >= gamma |p|) <= (sqrt(e L C_4) / (s gamma))^d:
a test of the convergence theorem with data fixed before the weights would hardly ever meet the premise.

Steps: P(chi^2_d <= beta d) <= (e beta)^(d/2) with beta = C_4 L/(s gamma)^2, exactly for even d. The event itself is
counted with Sigma = I, p = pi* = e_1, gamma = 1 (the number u of a regime is C_4), decided in balls.
What is not covered: a bound that does not grow with L (open).
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_most, equal, positive
from theorems.probability import no_inequality, plain, premise

claim = Claim(
    "residual/small-ball",
    "The premise of the convergence theorem is rare for data fixed in advance",
    subject="regime",
    source=Source("", "residual networks, small ball"),
    rests_on=("random-products/ratio-law",),
)

GAMMA_SQUARED = Fraction(1)


def spread(rng: Any, count: int) -> list[dict[str, str]]:
    """C_4 so that e L C_4 / (s gamma)^2 is 1/3: the claimed bound is 3^(-d/2)."""
    grid = list(product((1, 2, 3), (1, 2), (Fraction(1, 2), Fraction(1), Fraction(2))))
    chosen = [grid[int(i)] for i in rng.permutation(len(grid))[:count]]
    return [plain(d, L, s, s * s * GAMMA_SQUARED * Fraction(12, 100) / L) for d, L, s in chosen]


def log_claimed(m: Any) -> Any:
    """d/2 log(e L C_4 / (s gamma)^2)."""
    beta = m.L * m.u / (m.s2 * m.A.number(GAMMA_SQUARED))
    return m.d * (1 + m.log(beta)) / 2


def one_dimension(rng: Any, count: int) -> list[dict[str, str]]:
    """Where the claimed power is most wrong: d = 1, one layer, small C_4."""
    scales = (Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(2))
    chosen = [scales[int(i)] for i in rng.permutation(len(scales))[:count]]
    return [plain(1, 1, s, s * s * GAMMA_SQUARED * Fraction(1, 400)) for s in chosen]


class TwiceTheExponent:
    r"P(\ldots) \le \big(eLC_4/(s\gamma)^2\big)^d"

    then = no_inequality
    trial = premise(
        gamma_squared=GAMMA_SQUARED, occurs=True, log_bound=lambda m: 2 * log_claimed(m), regimes=one_dimension
    )


class WithoutTheProduct:
    r"P\Big(E(0)\le C_4\tfrac{\lambda^2\|p\|^2}\Lambda\Big)\le\Big(\frac{\sqrt{eLC_4}}{s\gamma}\Big)^d"

    r"\text{ for all } \gamma"

    # with gamma = 4, which |b_1(0)| hardly ever reaches; the event that is counted leaves |b_1(0)| free
    then = no_inequality
    trial = premise(
        gamma_squared=Fraction(0),
        occurs=True,
        log_bound=lambda m: log_claimed(m) - m.d * m.constant(4),
        regimes=spread,
    )


class AlmostSure:
    r"\text{the premise holds with probability at least } 1/2"

    then = no_inequality
    trial = premise(gamma_squared=GAMMA_SQUARED, occurs=False, log_bound=lambda m: -m.constant(2), regimes=spread)


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

    trial = premise(gamma_squared=GAMMA_SQUARED, occurs=True, log_bound=log_claimed, regimes=spread)
    false_variants = {
        "twice the exponent": TwiceTheExponent,
        "without the event on b_1": WithoutTheProduct,
        "holds with probability 1/2": AlmostSure,
    }
