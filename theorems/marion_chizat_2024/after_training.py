r"""After training: 2 L a rho^2 <= S(W) <= 2 / eta.

Statement (slides, "Where does the critical learning rate value come from?" and "Back to our experiment"): after
training to a minimizer, 2 L a |pi*|^2 <= S(W) <= 2 / eta.

Left: false for large rho, since y -> t y multiplies S_min by t^(2-2/L) and the printed bound by t^2. Right: false at
exceptional starts; outside a null set of starts it is `learning-rate/critical`. Repaired: the bound with exponents
2-2/L of rho and 2/L of |p|. Sharper: exactly when the printed left side is right.

What is not covered: the right side for almost every start (quoted theorem, see `learning-rate/critical`).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, less, nonzero, positive

claim = Claim(
    "learning-rate/after-training",
    "Sharpness after training",
    subject="learning rate",
    source=Source("slides", "Where does the critical learning rate value come from? and Back to our experiment"),
    rests_on=("sharpness/minimum-two-sided", "learning-rate/critical"),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


def bound(m: Any, rho: Fraction, p: Fraction) -> Any:
    """2 L a rho^(...) |p|^(...)."""
    return 2 * m.L * m.a * m.rho_power(rho) * m.p_power(p)


@claim.printed(r"2La\|\pi^\star\|_2^2 \le S(W) \le 2/\eta \text{ after training to a minimizer } W")
class Printed(Setting):
    note = "The left side is put to every minimizer that gradient descent can be attracted to (eta S(W) < 2)."

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield positive(m.lambda_min, "Sigma has full rank")
        yield less(m.eta * m.sharpness, 2, "gradient descent is attracted to W")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, 2 * m.L * m.a_rho_squared, "2 L a rho^2 <= S(W)")


class RightSideFromEveryStart(Setting):
    r"S(W) \le 2/\eta \text{ at the limit of GD, from every start}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.eta * m.sharpness, 2, "S(W) <= 2/eta for the constant orbit at a minimizer")


class WeakerExponents(Setting):
    r"\rho > \|p\| \Rightarrow S(W) \ge 2La\rho^{2-1/L}\|p\|^{1/L}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_least(m.rho_squared, m.p_squared, "rho >= |p|")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, bound(m, 2 - Fraction(1, m.L), Fraction(1, m.L)), "exponents 2-1/L and 1/L")


class HalfOfTheRightSide(Setting):
    r"S(W) < 2/\eta \Rightarrow S(W) \le 1/\eta"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield less(m.eta * m.sharpness, 2, "gradient descent is attracted to W")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.eta * m.sharpness, 1, "S(W) <= 1/eta")


@claim.repaired(r"S(W) \ge 2La\,\rho^{2-2/L}\|p\|^{2/L} \text{ for every minimizer } W")
class Repaired(Setting):
    note = "The right side, S(W) <= 2/eta for limits from almost every start, is `learning-rate/critical`."

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, bound(m, 2 - Fraction(2, m.L), Fraction(2, m.L)), "exponents 2-2/L and 2/L")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [3], [[[1]], [[1]], [[1]]], numbers={"eta": "1/100"})

    extremal = {"d = 1, rho = |p|": scalar}
    false_variants = {
        "right side from every start": RightSideFromEveryStart,
        "exponents 2-1/L and 1/L": WeakerExponents,
        "right side 1/eta": HalfOfTheRightSide,
    }


class OnePercentLarger(Setting):
    r"d = 1,\ \rho \le 1.01\|p\| \Rightarrow S(W) \ge 2La\rho^2"

    subject = "readout ratio"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_most(10000 * m.rho_squared, 10201 * m.p_squared, "rho <= 1.01 |p|")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, 2 * m.L * m.a_rho_squared, "2 L a rho^2 <= S_min")


@claim.sharper(
    r"a\rho^2 \le a_2\|p\|^2 \Rightarrow S(W) \ge 2La\rho^2 \text{ for all minimizers};\quad "
    r"a\rho^2 > \Lambda\|p\|^2 \Rightarrow S_{\min} < 2La\rho^2;\quad d=1: \text{ iff } \rho \le \|p\|"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        wanted = 2 * m.L * m.a_rho_squared
        if m.A.certain(m.a_rho_squared, "<=", m.a2 * m.p_squared):
            yield at_least(m.sharpness, wanted, "2 L a rho^2 <= S(W) in the good regime")
        elif m.A.certain(m.a_rho_squared, ">", m.Lambda * m.p_squared):
            yield less(m.S_min, wanted, "S_min < 2 L a rho^2 in the bad regime")

    extremal = {"d = 1, rho = |p|": Repaired.scalar}
    false_variants = {"rho <= 1.01 |p| for d = 1": OnePercentLarger}
