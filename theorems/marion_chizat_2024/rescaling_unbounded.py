r"""Minimizers can be arbitrarily sharp.

Statement (slides, "Lower bounds on the sharpness of minimizers", last bullet; abstract, "arbitrarily large
sharpness"): for
any minimizer W and W^C = (C W_1, W_2 / C, W_3, ...), S(W^C) >= 2 lambda rho^(2-1/L) C / |W_2|_F, which tends to
infinity.

The printed bound lacks the factor |p|^(1/L), so for small readouts it is false. Repaired: with a and the factor.
Sharper:
(a) quadratic growth at both ends, S(W^C) >= 2 a rho^2 (C^2 / |W_2|^2 + C^(-2) / |W_1|^2 + sum_(k>=3) |W_k|^(-2));
(b) the best constant of the linear form, S(W) >= kappa_L 2 a rho^(2-1/L) |p|^(1/L) / |W_2|_2 with
kappa_L = 2L / (L+1)^((L+1)/(2L)).

What is not covered: L = 1 and pi* = 0, where the limit statement is false.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive

claim = Claim(
    "sharpness/rescaling-unbounded",
    "Minimizers can be arbitrarily sharp",
    subject="rescaled minimizer",
    source=Source("slides", "Lower bounds on the sharpness of minimizers, last bullet"),
    rests_on=("sharpness/lower-bound-by-layers",),
)


def linear(m: Any, norm: Any, readout: Any = 1) -> Any:
    """2 rho^(2-1/L) readout / norm."""
    return 2 * m.rho_power(2 - Fraction(1, m.L)) * readout / norm


def best_constant(m: Any) -> Any:
    """kappa_L = 2L / (L+1)^((L+1)/(2L))."""
    return 2 * m.L / m.A.power(m.A.number(m.L + 1), Fraction(m.L + 1, 2 * m.L))


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "L >= 2")
        yield positive(m.numbers["C"], "C > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


@claim.printed(r"S(W^C) \ge \frac{2\lambda\|\pi^\star\|^{2-1/L}}{\|W_2/C\|_F} \to \infty")
class Printed(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.lambda_min, "Sigma has full rank")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        bound = m.lambda_min * linear(m, m.rescaled.frobenius(2))
        yield at_least(m.rescaled.sharpness, bound, "S(W^C) >= 2 lambda rho^(2-1/L) C / |W_2|_F")


class TooLargeConstant(Setting):
    r"L=2:\; S(W) \ge 1.76\cdot 2a\rho^{2-1/L}\|p\|^{1/L}/\|W_2\|_2"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.L, 2, "L = 2")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        bound = m.a * linear(m, m.spectral(2), m.p_power(Fraction(1, m.L)))
        yield at_least(100 * m.sharpness, 176 * bound, "kappa_2 = 1.76")


class CubicGrowth(Setting):
    r"S(W^C) \ge 2a\rho^2 C^3\|W_2\|_2^{-2}"

    def then(m: Any) -> Iterator[Relation]:
        bound = 2 * m.a_rho_squared * m.numbers["C"] ** 3 / m.spectral_squared(2)
        yield at_least(m.rescaled.sharpness, bound, "growth C^3")


class DepthOne(Setting):
    r"L = 1:\; S(CW_1) \ge C\, S(W_1)/2 \text{ for all } C"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.L, 1, "L = 1")
        yield positive(m.numbers["C"], "C > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(2 * m.rescaled.sharpness, m.numbers["C"] * m.sharpness, "unbounded growth for one layer")


class WithoutReadoutFactor(Setting):
    r"S(W^C) \ge 2a\rho^{2-1/L}\,C/\|W_2\|_2"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.rescaled.sharpness, m.a * linear(m, m.rescaled.spectral(2)), "no factor in p")


class Monotone(Setting):
    r"C \ge 1 \Rightarrow S(W^C) \ge S(W)"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.numbers["C"], 1, "C >= 1")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, m.rescaled.sharpness, "monotone in C")


@claim.repaired(
    r"L\ge2,\ \pi^\star\ne0,\ p\ne0:\quad S(W^C) \ge 2a\rho^{2-1/L}\|p\|^{1/L}\,\frac{C}{\|W_2\|_2} \ge "
    r"2\lambda\rho^{2-1/L}\|p\|^{1/L}\,\frac{C}{\|W_2\|_F}"
)
class Repaired(Setting):
    def then(m: Any) -> Iterator[Relation]:
        strong = m.a * linear(m, m.rescaled.spectral(2), m.p_power(Fraction(1, m.L)))
        weak = m.lambda_min * linear(m, m.rescaled.frobenius(2), m.p_power(Fraction(1, m.L)))
        yield at_least(m.rescaled.sharpness, strong, "S(W^C) >= 2 a rho^(2-1/L) |p|^(1/L) C / |W_2|_2")
        yield at_least(strong, weak, "a and |W_2|_2 against lambda and |W_2|_F")

    false_variants = {
        "kappa_2 = 1.76": TooLargeConstant,
        "growth C^3": CubicGrowth,
        "the limit for L = 1": DepthOne,
        "no factor in p": WithoutReadoutFactor,
        "monotone in C": Monotone,
    }


@claim.sharper(
    r"S(W^C) \ge 2a\rho^2\Big(\frac{C^2}{\|W_2\|_2^2}+\frac{1}{C^2\|W_1\|_2^2}+\sum_{k\ge3}\|W_k\|_2^{-2}\Big),\quad "
    r"S(W) \ge \frac{2L}{(L+1)^{(L+1)/(2L)}}\cdot\frac{2a\rho^{2-1/L}\|p\|^{1/L}}{\|W_2\|_2}"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        inverse_squares = m.total(lambda k: 1 / m.rescaled.spectral_squared(k))
        yield at_least(m.rescaled.sharpness, 2 * m.a_rho_squared * inverse_squares, "quadratic growth at both ends")
        bound = m.a * linear(m, m.spectral(2), m.p_power(Fraction(1, m.L)))
        yield at_least(m.sharpness, best_constant(m) * bound, "best constant kappa_L")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[3]], [[Fraction(4, 3)]]], numbers={"C": 2})

    extremal = {"d = 1": scalar}
