r"""The sharpness of minimizers grows linearly with depth, whatever the widths.

Statements: "lower bound ... grows linearly with depth" (abstract page, review page), "sharpness of minimizers grows
linearly
with network depth but is upper-bounded" (review page). The first is true in the limit of large depth; the second is
false as
worded, since minimizers can be arbitrarily sharp. It is read with the constant that the abstract gives for the gradient
flow's minimizer: at most 4 Lambda / lambda times S_min, for every minimizer.

Repaired: the ratio S_min / (2 L a rho^2) lies between (|p|^2 a_2 / (rho^2 a))^(1/L) and (|p|^2 Lambda / (rho^2
a))^(1/L), so it
tends to 1. Sharper: independent of the hidden widths; for d = 1, |p| = 1 the step from L = 1 to L = 2 increases S_min
iff
rho > 1/2, so S_min is not monotone in L for every data set.

What is not covered: pi* = 0, p = 0.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive

claim = Claim(
    "sharpness/grows-with-depth",
    "Linear growth in depth, independence of width",
    subject="minimizer",
    source=Source("abstract-page", "abstract; review page, TL;DR and key takeaways"),
    rests_on=("sharpness/minimum-two-sided",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


def linear(m: Any) -> Any:
    """2 L a rho^2."""
    return 2 * m.L * m.a_rho_squared


@claim.printed(
    r"\text{(a) } S_{\min} \ge 2La\rho^{2-2/L}\|p\|^{2/L}\text{, linear in } L;\quad "
    r"\text{(b) } S(W) \text{ is upper-bounded: } "
    r"S(W) \le 4\tfrac{\Lambda}{\lambda}S_{\min}\ \ \forall\, W\in\arg\min R"
)
class Printed(Setting):
    note = "(b) with the constant that the abstract states for the minimizer found by gradient flow."

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.lambda_min, "Sigma has full rank")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        scale = m.rho_power(2 - Fraction(2, m.L)) * m.p_power(Fraction(2, m.L))
        yield at_least(m.S_min, 2 * m.L * m.a * scale, "(a) lower bound linear in L")
        yield at_most(m.lambda_min * m.sharpness, 4 * m.Lambda * m.S_min, "(b) upper bound for every minimizer")


class Monotone(Setting):
    r"S_{\min}(L+1) \ge S_{\min}(L)"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min_at(m.L + 1), m.S_min, "S_min increases with L")


class WithoutScale(Setting):
    r"S_{\min} \ge 2La\rho^2 \text{ for every } L"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, linear(m), "S_min >= 2 L a rho^2")


class Bounded(Setting):
    r"S_{\min}(L) \le 4\,S_{\min}(2)\text{ for every } L \;(S_{\min} = O(1))"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.S_min_at(8 * m.L), 4 * m.S_min_at(2), "S_min bounded in L")


@claim.repaired(
    r"\Big(\frac{\|p\|^2a_2}{\rho^2a}\Big)^{1/L} \le \frac{S_{\min}}{2La\rho^2} \le "
    r"\Big(\frac{\|p\|^2\Lambda}{\rho^2a}\Big)^{1/L} \to 1"
)
class Repaired(Setting):
    def then(m: Any) -> Iterator[Relation]:
        ratio = m.p_squared / m.a_rho_squared
        yield at_least(m.S_min, linear(m) * m.A.power(ratio * m.a2, Fraction(1, m.L)), "from below")
        yield at_most(m.S_min, linear(m) * m.A.power(ratio * m.Lambda, Fraction(1, m.L)), "from above")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[2]], [[2]]])

    extremal = {"d = 1": scalar}
    false_variants = {
        "monotone in L for all data": Monotone,
        "S_min >= 2 L a rho^2 for every L": WithoutScale,
        "S_min = O(1)": Bounded,
    }


@claim.sharper(
    r"S_{\min}\text{ is independent of the hidden widths; } "
    r"d=1:\quad S_{\min}(2) > S_{\min}(1) \iff \rho > \tfrac12\|p\|"
)
class Sharper(Setting):
    note = "Independence of width up to 2^-16: an exhibited minimizer with hidden widths 1 is that flat."

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            narrow = m.narrow_flat
            yield equal(narrow.excess, 0, "the narrow weights are a minimizer")
            yield at_least(65537 * m.sharpness, 65536 * narrow.sharpness, "no width is flatter than width 1")
        if m.d == 1:
            step = m.sign(m.S_min_at(2) - m.S_min_at(1))
            yield equal(step, m.sign(4 * m.rho_squared - m.p_squared), "S_min(2) > S_min(1) iff rho > |p| / 2")
