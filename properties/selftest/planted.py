"""Ten false claims written from scratch, in the ways in which people get such statements wrong.

They are ordinary readings over the ordinary subjects and go through the ordinary search; every one has to be refuted by
a witness that the second evaluator confirms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from properties.budget import Budget
from properties.search import search
from properties.witness import CONFIRMED, replay
from theorems.claim import Claim, Reading, Relation, Source, at_least, at_most, equal, nonzero

claim = Claim("selftest/planted", "False on purpose", subject="minimizer", source=Source("", "the self-test"))


class Minimizer:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


class DroppedTranspose:
    r"\operatorname{tr} W_1 W_1 = \|W_1\|_F^2 \text{ for square } W_1"

    subject = "network"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.widths[0], m.widths[1], "W_1 is square")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.A.trace(m.A.multiply(m.W[1], m.W[1])), m.frobenius_squared(1), "trace")


class OneLayerForgotten:
    r"\|\pi\|^2 \le \|p\|^2\prod_{k<L}\|W_k\|_F^2"

    subject = "network"

    def then(m: Any) -> Iterator[Relation]:
        bound = m.p_squared
        for k in range(1, m.L):
            bound = bound * m.frobenius_squared(k)
        yield at_most(m.suffix_squared(0), bound, "norm of the regressor")


class MissingHypothesis:
    r"\nabla_{W_1}R = 0 \Rightarrow R(W) = R_{\min}"

    subject = "network"

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield equal(m.A.sum_of_squares(m.gradient(1)), 0, "the first gradient vanishes")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "a minimizer")


class Reversed(Minimizer):
    r"S(W) \le 2a\rho^2\sum_k r_k^2"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, 2 * m.a_rho_squared * m.total(m.gain_squared), "reversed")


class AThousandthMore(Minimizer):
    r"S(W) \ge 2(1+10^{-3})a\rho^2\sum_k r_k^2"

    def then(m: Any) -> Iterator[Relation]:
        bound = 2 * m.a_rho_squared * m.total(m.gain_squared)
        yield at_least(1000 * m.sharpness, 1001 * bound, "constant 1.001")


class OffByOneLayer:
    r"\|b_k\|^2 \le \|W_k\|_F^2\,\|b_{k-1}\|^2"

    subject = "network"

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_most(m.suffix_squared(k), m.frobenius_squared(k) * m.suffix_squared(k - 1), f"layer {k}")


class SwappedNorm:
    r"\|W_k\|_F \le \|W_k\|_2"

    subject = "network"

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_most(m.frobenius_squared(k), m.spectral_squared(k), f"layer {k}")


class EveryForSome(Minimizer):
    r"\text{every minimizer has } S(W) = S_{\min}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, m.S_min, "every minimizer is flattest")


class WrongNormalisation(Minimizer):
    r"\pi^{\star\top}\Sigma\pi^\star = \|X\pi^\star\|^2"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.a_rho_squared, m.A.sum_of_squares(m.A.multiply(m.X, m.pi_star)), "without 1/n")


class PrintedTypo(Minimizer):
    r"R(W) = \|y\|^2/n + \pi^{\star\top}\Sigma\pi^\star"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.risk, m.risk_of_zero + m.a_rho_squared, "sign")


class WrongPower(Minimizer):
    r"\|\pi^\star\|^{1/L} \text{ for } \|\pi^\star\|^{2/L}: \quad \|\pi^\star\|^{1/L} \le \max_k\|W_k\|_F\|p\|^{1/L}"

    def then(m: Any) -> Iterator[Relation]:
        largest = m.A.largest(*(m.frobenius_squared(k) for k in m.layers))
        yield at_most(
            m.A.power(m.rho_squared, Fraction(2, m.L)), largest * m.A.power(m.p_squared, Fraction(1, m.L)), ""
        )


WRONG = {
    "dropped transpose": DroppedTranspose,
    "one layer forgotten": OneLayerForgotten,
    "missing hypothesis": MissingHypothesis,
    "reversed inequality": Reversed,
    "constant 1.001": AThousandthMore,
    "off by one layer": OffByOneLayer,
    "swapped norm": SwappedNorm,
    "every for some": EveryForSome,
    "wrong normalisation": WrongNormalisation,
    "printed typo": PrintedTypo,
    "wrong power": WrongPower,
}


class Base(Minimizer):
    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "W is a minimizer")

    false_variants = WRONG


claim.sharper(r"W \in \arg\min R \Rightarrow E(W) = 0")(Base)
READINGS: tuple[Reading, ...] = claim.readings["sharper"].false_variants


@dataclass(frozen=True)
class Outcome:
    key: str
    refuted: bool
    size: int


def put_to_the_test(reading: Reading, seed: int, budget: Budget) -> Outcome:
    """The ordinary search with replay; refuted only when the second evaluator confirms."""
    found = search(reading, seed, budget).found
    if found is None or replay(reading, found.instance).outcome != CONFIRMED:
        return Outcome(reading.key, False, 0)
    return Outcome(reading.key, True, max(found.instance.depth, found.instance.largest_dimension))
