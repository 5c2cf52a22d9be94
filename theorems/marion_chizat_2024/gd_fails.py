r"""Gradient descent fails if eta > 1 / (L a rho^2).

Statement (slides, "Where does the critical learning rate value come from?" and "Back to our experiment"; the caption
of Figure 2 has the form for finite L, eta > 1 / (L a rho^(2-2/L))). "Fails" is read as: for almost every start there
is no convergence to a minimizer; the printed statement is then false when some minimizer is attracting, eta S(W) < 2
with Sigma of full rank, although eta exceeds the printed value.

Repaired: (a) for a rho^2 <= a_2 |p|^2 as printed; (b) always with exponents 2-2/L of rho and 2/L of |p|.

What is decided: stability of exact minimizers. What is quoted: `learning-rate/critical` turns it into orbits.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, equal, greater, less, nonzero, positive

claim = Claim(
    "learning-rate/gd-fails",
    "A learning rate above which gradient descent fails",
    subject="large learning rate",
    source=Source("slides", "Where does the critical learning rate value come from? and Back to our experiment"),
    rests_on=("learning-rate/critical", "sharpness/minimum-two-sided"),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


def finite_depth(m: Any, top: Any) -> Any:
    """L top^(1/L) a^(1-1/L) rho^(2-2/L) |p|^(2/L)."""
    scale = m.rho_power(2 - Fraction(2, m.L)) * m.p_power(Fraction(2, m.L))
    return m.L * m.A.power(top, Fraction(1, m.L)) * m.A.power(m.a, 1 - Fraction(1, m.L)) * scale


@claim.printed(r"\eta > \frac{1}{La\|\pi^\star\|_2^2} \Rightarrow \text{GD fails}")
class Printed(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield positive(m.lambda_min, "Sigma has full rank")
        yield greater(m.eta * m.L * m.a_rho_squared, 1, "eta > 1 / (L a rho^2)")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.eta * m.sharpness, 2, "W attracts no neighbourhood")


class SucceedsBelow(Setting):
    r"\eta < 1/(La\rho^2) \Rightarrow \text{GD succeeds from every start}"

    subject = "descent start"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield less(m.eta * m.L * m.a_rho_squared, 1, "eta < 1 / (L a rho^2)")
        yield equal(m.gradient_squared, 0, "the orbit is constant")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "its limit is a minimizer")


class TwiceTheThreshold(Setting):
    r"\rho = \|p\|:\ \text{every } \eta < 2/(La\rho^2) \text{ admits an attracting minimizer}"

    subject = "readout ratio"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield equal(m.rho_squared, m.p_squared, "rho = |p|")
        yield less(m.eta * m.L * m.a_rho_squared, 2, "eta < 2 / (L a rho^2)")

    def then(m: Any) -> Iterator[Relation]:
        yield less(m.eta * m.S_min, 2, "some minimizer attracts")


class LambdaForA(Setting):
    r"\frac{2}{S_{\min}} \le \frac{1}{L\Lambda\rho^{2-2/L}\|p\|^{2/L}}"

    def then(m: Any) -> Iterator[Relation]:
        scale = m.rho_power(2 - Fraction(2, m.L)) * m.p_power(Fraction(2, m.L))
        yield at_least(m.S_min, 2 * m.L * m.Lambda * scale, "Lambda in place of a")


@claim.repaired(
    r"\text{(a) } a\rho^2 \le a_2\|p\|^2,\ \eta > \frac{1}{La\rho^2};\quad \text{(b) } \eta > "
    r"\frac{1}{La\rho^{2-2/L}\|p\|^{2/L}}:\quad \text{every minimizer has } \eta S(W) > 2: \text{ GD converges to one "
    r"only from a null set of starts}"
)
class Repaired(Setting):
    note = "The null set of starts rests on the quoted theorem of `learning-rate/critical`."

    def then(m: Any) -> Iterator[Relation]:
        small = m.A.certain(m.a_rho_squared, "<=", m.a2 * m.p_squared)
        if small and m.A.certain(m.eta * m.L * m.a_rho_squared, ">", 1):
            yield greater(m.eta * m.sharpness, 2, "(a) every minimizer is unstable")
        if m.A.certain(m.eta * finite_depth(m, m.a), ">", 1):
            yield greater(m.eta * m.sharpness, 2, "(b) every minimizer is unstable")
        yield at_least(m.S_min, 2 * finite_depth(m, m.a2), "2/S_min <= 1 / (L a_2^(1/L) a^(1-1/L) ...)")
        yield at_least(2 * finite_depth(m, m.Lambda), m.S_min, "2/S_min >= 1 / (L Lambda^(1/L) a^(1-1/L) ...)")

    false_variants = {
        "the printed condition for all rho": Printed,
        "success below from every start": SucceedsBelow,
        "twice the threshold at rho = |p|": TwiceTheThreshold,
        "Lambda in place of a": LambdaForA,
    }
