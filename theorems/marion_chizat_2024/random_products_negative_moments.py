r"""The lower tail of one vector: negative moments and a bound without dependence on depth and scale.

Sharper than the slides: for 0 < q <= d/2 - 1, E Q^-q <= (1 + c^2 (d - 2 - 2q))^-q; hence, for every unit x, L >= 1,
s > 0, d >= 3 and v >= 0, P(min_k |G_k x| <= e^-v) <= e^(-(d-2) v).

E Q^-q is enclosed, for integer q, by the series of the noncentral chi-square mixture (numerics.subjects.gaussian),
which shares nothing with the integral of the proof. The tail is counted on samples decided in balls.
What is not covered: q that is not an integer.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, less, positive
from theorems.probability import no_inequality, plain, product_trial, vector_trial

claim = Claim(
    "random-products/negative-moments",
    "Lower tail of the growth of one vector",
    subject="ratio moment",
    source=Source("", "random products, lower tail"),
    rests_on=("random-products/ratio-law",),
)


def tails(rng: Any, count: int) -> list[dict[str, str]]:
    """d >= 3 and v (called u) with e^(-(d-2) v) near 1/3; scales up to 4 and depths up to 128."""
    grid = list(product((3, 4, 6, 10), (1, 4, 16, 64, 128), (Fraction(1, 4), Fraction(1), Fraction(2), Fraction(4))))
    chosen = [grid[int(i)] for i in rng.permutation(len(grid))[:count]]
    return [plain(d, L, s, Fraction(18, 16 * (d - 2))) for d, L, s in chosen]


def deep_tails(rng: Any, count: int) -> list[dict[str, str]]:
    """Where the exponent d - 2 is attained: many layers, large scales."""
    grid = list(product((3,), (256, 512), (Fraction(4), Fraction(6)), (Fraction(3, 2), Fraction(2))))
    return [plain(*grid[int(i)]) for i in rng.permutation(len(grid))[:count]]


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "c > 0")
        yield at_most(m.A.number(2 * m.q), m.d - 2, "q <= d/2 - 1")


class UpToHalfTheDimension:
    r"E Q^{-q} \le (1+c^2(d-2-2q))^{-q} \text{ for } q < d/2"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.c, "c > 0")
        yield less(m.A.number(2 * m.q), m.d, "q < d/2")
        yield positive(1 + m.c2 * (m.d - 2 - 2 * m.q), "the bound is positive")

    def then(m: Any) -> Iterator[Relation]:
        base = 1 + m.c2 * (m.d - 2 - 2 * m.q)
        yield at_most(m.negative_moment * base**m.q, 1, "moment bound beyond d/2 - 1")


class ExponentD(Setting):
    r"P(\min_k\|G_kx\| \le e^{-v}) \le e^{-dv}"

    then = no_inequality
    trial = vector_trial(
        "min_k |G_k e_1| <= e^-v", log_claimed=lambda m: -m.d * m.u, regimes=deep_tails, low=lambda m: -m.u
    )


class SmallestSingularValue(Setting):
    r"P(\min_k\sigma_{\min}(G_k) \le e^{-v}) \le e^{-(d-2)v}"

    then = no_inequality
    trial = product_trial(
        "min_k sigma_min(G_k) <= e^-v", log_claimed=lambda m: -(m.d - 2) * m.u, regimes=tails, low=lambda m: -m.u
    )


@claim.sharper(
    r"0<q\le\tfrac d2-1:\ E Q^{-q}\le(1+c^2(d-2-2q))^{-q};\qquad "
    r"P\big(\min_{k\le L}\|G_kx\|\le e^{-v}\big)\le e^{-(d-2)v}"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        base = 1 + m.c2 * (m.d - 2 - 2 * m.q)
        yield at_most(m.negative_moment * base**m.q, 1, "E Q^-q (1 + c^2 (d-2-2q))^q <= 1")
        yield at_least(m.positive_moment, 1, "E Q^q >= 1")

    trial = vector_trial(
        "min_k |G_k e_1| <= e^-v", log_claimed=lambda m: -(m.d - 2) * m.u, regimes=tails, low=lambda m: -m.u
    )
    false_variants = {
        "moments up to d/2": UpToHalfTheDimension,
        "exponent d": ExponentD,
        "sigma_min in place of one vector": SmallestSingularValue,
    }
