r"""The minimal sharpness grows like 2 L a rho^2.

Statement (slides and short slides, "Where does the critical learning rate value come from?"): inf of S over the
minimizers is equivalent to 2 L a |pi*|^2. "~" is printed without a limit; it means L -> infinity with X, y, p fixed,
pi* and p not 0.

Sharper, for every L: the ratio S_min / (2 L a rho^2) lies between ((|p|/rho)^2 a_2/a)^(1/L) and ((|p|/rho)^2
Lambda/a)^(1/L), so it is 1 + O(1/L). The limit itself is checked at a depth N at which this bound puts the ratio within
(0.9, 1.2): N >= 10 times the binary logarithms of both quantities, rounded up.

What is not covered: depths between the ones looked at, except through the two-sided bound.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater, less, nonzero

claim = Claim(
    "learning-rate/asymptotic-minimum",
    "The minimal sharpness for large depth",
    subject="learning rate",
    source=Source("slides", "Where does the critical learning rate value come from?, theorem"),
    rests_on=("sharpness/minimum-two-sided",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")


def deep(m: Any) -> int:
    """N with 2^(N/10) above Lambda/a (|p|/rho)^2 and a_2/a (|p|/rho)^2, and above their inverses."""
    sizes = [m.p_squared * x / m.a_rho_squared for x in (m.a2, m.A.trace(m.covariance))]
    bits = 1
    while not all(m.A.certain(x * 2**bits, ">=", 1) and m.A.certain(x, "<=", 2**bits) for x in sizes):
        bits += 1
    return 10 * bits


@claim.printed(r"\inf_{W\in\arg\min R} S(W) \sim 2La\|\pi^\star\|_2^2 \quad (L\to\infty)")
class Printed(Setting):
    note = "At the depth N of the header the ratio has to lie in (0.9, 1.2), and in (0.98, 1.02) at depth 10 N."

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            N = deep(m)
            yield greater(10 * m.ratio_at(N), 9, "ratio at depth N above 0.9")
            yield less(10 * m.ratio_at(N), 12, "ratio at depth N below 1.2")
            yield greater(100 * m.ratio_at(10 * N), 98, "ratio at depth 10 N above 0.98")
            yield less(100 * m.ratio_at(10 * N), 102, "ratio at depth 10 N below 1.02")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[2]], [[2]]], numbers={"eta": 1})


class EqualityAtFiniteDepth(Setting):
    r"S_{\min} = 2La\rho^2"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.ratio_at(m.L), 1, "equality at depth L")


class LambdaForA(Setting):
    r"S_{\min} \sim 2L\Lambda\rho^2"

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield greater(10 * m.ratio_at(deep(m)) * m.a, 9 * m.Lambda, "Lambda in place of a")


class WithoutSquare(Setting):
    r"S_{\min} \sim 2La\rho"

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            ratio = m.ratio_at(deep(m)) * m.rho_power(Fraction(1))
            yield greater(10 * ratio, 9, "rho in place of rho^2, from below")
            yield less(10 * ratio, 12, "rho in place of rho^2, from above")


class Uniform(Setting):
    r"S_{\min}/(2La\rho^2) \to 1 \text{ uniformly in } \rho"

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield greater(10 * m.ratio_at(8), 9, "ratio at depth 8 above 0.9")
            yield less(10 * m.ratio_at(8), 12, "ratio at depth 8 below 1.2")


@claim.sharper(
    r"\Big(\frac{\|p\|^2a_2}{\rho^2a}\Big)^{1/L} \le \frac{S_{\min}}{2La\rho^2} \le "
    r"\Big(\frac{\|p\|^2\Lambda}{\rho^2a}\Big)^{1/L}"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        low, high = (m.p_squared * x / m.a_rho_squared for x in (m.a2, m.Lambda))
        yield at_least(m.ratio_at(m.L), m.A.power(low, Fraction(1, m.L)), "from below")
        yield at_most(m.ratio_at(m.L), m.A.power(high, Fraction(1, m.L)), "from above")

    extremal = {"d = 1": Printed.scalar}
    false_variants = {
        "equality at finite depth": EqualityAtFiniteDepth,
        "Lambda for a": LambdaForA,
        "rho for rho^2": WithoutSquare,
        "uniform in rho": Uniform,
    }
