r"""The minimal sharpness up to constants.

Statement (slides, "Lower bounds on the sharpness of minimizers", second display; Mulayoff & Michaeli 2020, Marion &
Chizat
2024): 2 rho^(2-2/L) |p|^(2/L) L a <= S_min <= 2 rho^(2-2/L) |p|^(2/L) sqrt((2L-1) Lambda^2 + (L-1)^2 a^2).

Notation: rho = |pi*|, a = u^T Sigma u, a_2 = |Sigma u|^2 / a, u = pi*/rho; s = 2 rho^(2-2/L) |p|^(2/L).
Sharper: L a_2^(1/L) a^(1-1/L) <= S_min / s <= L Lambda^(1/L) a^(1-1/L) <= Lambda + (L-1) a <= the printed root.

The lower bounds are checked on S(W) of arbitrary minimizers by the full Hessian, the upper ones on the full Hessian
of an
explicit rational minimizer (which bounds S_min from above whatever S_min is), and both on the enclosure of the exact
S_min.
What is not covered: p = 0, pi* = 0.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive

claim = Claim(
    "sharpness/minimum-two-sided",
    "The minimal sharpness up to constants",
    subject="minimizer",
    source=Source("slides", "Lower bounds on the sharpness of minimizers, second display"),
    rests_on=("sharpness/minimum-exact",),
)


def scale(m: Any, rho: Fraction | None = None) -> Any:
    """2 rho^(2-2/L) |p|^(2/L), or with another exponent of rho."""
    exponent = 2 - Fraction(2, m.L) if rho is None else rho
    return 2 * m.rho_power(exponent) * m.p_power(Fraction(2, m.L))


def geometric(m: Any, top: Any) -> Any:
    """L top^(1/L) a^(1-1/L)."""
    if m.L == 1:
        return top
    return m.L * m.A.power(top, Fraction(1, m.L)) * m.A.power(m.a, 1 - Fraction(1, m.L))


def printed_root(m: Any) -> Any:
    """sqrt((2L-1) Lambda^2 + (L-1)^2 a^2); Lambda for L = 1."""
    if m.L == 1:
        return m.Lambda
    return m.A.root((2 * m.L - 1) * m.Lambda**2 + (m.L - 1) ** 2 * m.a**2, 2)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


@claim.printed(r"2\rho^{2-2/L}\|p\|^{2/L}La \le S_{\min} \le 2\rho^{2-2/L}\|p\|^{2/L}\sqrt{(2L-1)\Lambda^2+(L-1)^2a^2}")
class Printed(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.lambda_min, "Sigma has full rank")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, scale(m) * m.L * m.a, "S(W) >= 2 rho^(2-2/L) |p|^(2/L) L a")
        yield at_least(m.S_min, scale(m) * m.L * m.a, "S_min >= 2 rho^(2-2/L) |p|^(2/L) L a")
        yield at_most(m.S_min, scale(m) * printed_root(m), "S_min <= the printed root")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[2]], [[2]]])

    extremal = {"d = 1": scalar}


class LambdaBelow(Setting):
    r"S_{\min} \ge 2\rho^{2-2/L}\|p\|^{2/L}L\Lambda"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, scale(m) * m.L * m.Lambda, "Lambda in place of a")


class AThousandthMore(Setting):
    r"S_{\min} \ge 2(1+10^{-3})\rho^{2-2/L}\|p\|^{2/L}La"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(1000 * m.S_min, 1001 * scale(m) * m.L * m.a, "constant 2L(1 + 1/1000)")


class LowerBoundAbove(Setting):
    r"S_{\min} \le 2La\rho^{2-2/L}\|p\|^{2/L}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.S_min, scale(m) * m.L * m.a, "the lower bound as an upper bound")


class WrongExponent(Setting):
    r"S_{\min} \ge 2\rho^{2-1/L}\|p\|^{2/L}La"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, scale(m, 2 - Fraction(1, m.L)) * m.L * m.a, "exponent 2 - 1/L")


class OffByOneDepth(Setting):
    r"S_{\min} \ge 2\rho^{2-2/(L+1)}\|p\|^{2/L}La"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, scale(m, 2 - Fraction(2, m.L + 1)) * m.L * m.a, "exponent 2 - 2/(L+1)")


class SmallerRoot(Setting):
    r"S_{\min} \le 2\rho^{2-2/L}\|p\|^{2/L}\sqrt{(2L-1)a^2+(L-1)^2a^2}"

    def then(m: Any) -> Iterator[Relation]:
        root = m.A.root((2 * m.L - 1) * m.a**2 + (m.L - 1) ** 2 * m.a**2, 2)
        yield at_most(m.S_min, scale(m) * root, "a^2 in place of Lambda^2")


@claim.sharper(
    r"L a_2^{1/L}a^{1-1/L} \le \frac{S_{\min}}{2\rho^{2-2/L}\|p\|^{2/L}} \le L\Lambda^{1/L}a^{1-1/L} "
    r"\le \Lambda+(L-1)a \le \sqrt{(2L-1)\Lambda^2+(L-1)^2a^2},\quad a \le a_2 \le \Lambda"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, scale(m) * geometric(m, m.a2), "S(W) >= s L a_2^(1/L) a^(1-1/L)")
        yield at_least(m.S_min, scale(m) * geometric(m, m.a2), "S_min >= s L a_2^(1/L) a^(1-1/L)")
        yield at_most(m.S_min, scale(m) * geometric(m, m.Lambda), "S_min <= s L Lambda^(1/L) a^(1-1/L)")
        yield at_most(geometric(m, m.Lambda), m.Lambda + (m.L - 1) * m.a, "AM-GM")
        yield at_most(m.Lambda + (m.L - 1) * m.a, printed_root(m), "sum against the printed root")
        yield at_most(m.a, m.a2, "a <= a_2")
        yield at_most(m.a2, m.Lambda, "a_2 <= Lambda")

    extremal = {"d = 1": Printed.scalar}
    false_variants = {
        "Lambda in the lower bound": LambdaBelow,
        "constant 2L(1 + 1/1000)": AThousandthMore,
        "lower bound as upper bound": LowerBoundAbove,
        "exponent 2 - 1/L": WrongExponent,
        "exponent 2 - 2/(L+1)": OffByOneDepth,
        "a^2 for Lambda^2 under the root": SmallerRoot,
    }
