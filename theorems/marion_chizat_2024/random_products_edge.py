r"""Typical size of the extreme singular values for large width and depth.

Sharper than the slides: for L, d -> infinity, log |G_L| and -log sigma_min(G_L) are near
    e(s) = (log(s^2/2) + 2 log(1 + sqrt(1 + 2/s^2)) + sqrt(s^4 + 2 s^2)) / 2.
The proof needs strong convergence to free multiplicative Brownian motion (literature); here it is an observation, put
to the test as: at d >= 24 and L >= 64, for s <= 2, |G_k| <= e^(e(s) + 1/4) for all k and sigma_min(G_k) >=
e^(-e(s) - 1/4 - 4 s^2/d - 2 s^4/L) for all k, except with probability at most 1/4. Conjecture: report as such.

`then` compares e(s) with the two simpler exponents: with w = s/sqrt(s^2 + 2), e(s) = artanh(w) + w/(1 - w^2) =
arsinh(s/sqrt 2) + s sqrt(s^2 + 2)/2, hence s^2/2 <= e(s) <= sqrt(2) s (1 + s^2/8). What is not covered: the limit
itself, and the distribution around it.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, positive
from theorems.probability import no_inequality, plain, product_trial

claim = Claim(
    "random-products/edge",
    "Typical size of the extreme singular values",
    subject="regime",
    source=Source("", "random products, large width and depth"),
    rests_on=("random-products/continuous-limit",),
)


def edge(m: Any) -> Any:
    """e(s)."""
    root = m.A.root(1 + 2 / m.s2, 2)
    return (m.log(m.s2 / 2) + 2 * m.log(1 + root) + m.s2 * root) / 2


def large(rng: Any, count: int) -> list[dict[str, str]]:
    grid = [
        (d, L, s)
        for d, L, s in product((24, 32), (64, 128), (Fraction(1, 2), Fraction(1), Fraction(2)))
        if 4 * s**4 <= L
    ]
    return [plain(*grid[int(i)], Fraction(1)) for i in rng.permutation(len(grid))[: min(count, 4)]]


def moderate(rng: Any, count: int) -> list[dict[str, str]]:
    """Smaller products, where the variants are false already."""
    grid = list(product((12, 16), (16, 32), (Fraction(1, 2), Fraction(1))))
    return [plain(*grid[int(i)], Fraction(1)) for i in rng.permutation(len(grid))[: min(count, 4)]]


def quarter(m: Any) -> Any:
    return -m.constant(4)


def slack(m: Any) -> Any:
    return m.A.number(Fraction(1, 4))


def finite_size(m: Any) -> Any:
    return 4 * m.s2 / m.d + 2 * m.s2**2 / m.L


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")


class HalfSquare(Setting):
    r"\log\|G_L\| \approx s^2/2"

    then = no_inequality
    trial = product_trial(
        "some |G_k| > e^(s^2/2 + 1/4)", log_claimed=quarter, regimes=moderate, high=lambda m: m.s2 / 2 + slack(m)
    )


class RootTwo(Setting):
    r"e(s) \le \sqrt2\,s \text{ for all } s"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(edge(m), m.A.root(m.A.number(2), 2) * m.s, "e(s) <= sqrt(2) s")


class NoSpread(Setting):
    r"-\log\sigma_{\min}(G_L) \to 0 \text{ as } d \to \infty"

    then = no_inequality
    trial = product_trial(
        "some sigma_min(G_k) < e^(-1/4)", log_claimed=quarter, regimes=moderate, low=lambda m: -slack(m)
    )


@claim.sharper(
    r"\log\|G_L\| \approx -\log\sigma_{\min}(G_L) \approx e(s) = \tfrac12\big[\log\tfrac{s^2}2+2\log(1+\sqrt{1+2/s^2})"
    r"+\sqrt{s^4+2s^2}\big]"
)
class Sharper(Setting):
    note = "Conjecture: the limit is only quoted; tested as an event of probability at most 1/4 at finite size."

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(edge(m), m.s2 / 2, "e(s) >= s^2/2")
        yield at_most(edge(m), m.A.root(m.A.number(2), 2) * m.s * (1 + m.s2 / 8), "e(s) <= sqrt(2) s (1 + s^2/8)")

    trial = product_trial(
        "some |G_k| > e^(e(s) + 1/4) or sigma_min(G_k) < e^(-e(s) - 1/4 - 4 s^2/d - 2 s^4/L)",
        log_claimed=quarter,
        regimes=large,
        low=lambda m: -edge(m) - slack(m) - finite_size(m),
        high=lambda m: edge(m) + slack(m),
    )
    false_variants = {"s^2/2": HalfSquare, "sqrt(2) s": RootTwo, "no spread": NoSpread}
