r"""The printed lower bound for gradient descent.

Statement (poster, "Discrete dynamics"): under eps = 0, w^(t) >= w_0 / ((sigma - lambda w_0) e^((-2 eta sigma + 4
eta^2 sigma^2) t) + w_0 lambda).

The numerator has to be sigma w_0 (at t = 0 the printed value is w_0/sigma), and w_0 <= sigma/lambda and sigma > 0 are
needed.
Repaired: for 0 < s = eta sigma <= 1/2, 0 < lambda w_0 <= sigma, with the numerator sigma w_0 it is true, and loose.
Sharper: exponent -2s + s^2, from log(1 + s) >= s - s^2/2; see two-layer/discrete-sandwich for the sharp bound.

How it is checked: z_t by directed rounding over all steps (numerics.two_layer.recursion), the exponential in balls.
What is not covered: s > 1/2.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_least
from theorems.gidel_2019._descent import (
    active_setting,
    below,
    half,
    lower_bound,
    matrix_is_diagonal,
    printed_value,
)
from theorems.gidel_2019._settings import poster, scalar

claim = Claim(
    "two-layer/discrete-lower",
    "Printed lower bound for gradient descent",
    subject="two-layer descent",
    source=poster("Discrete dynamics, first display"),
    rests_on=("two-layer/discrete-sandwich",),
)


def exponential(m: Any, quadratic: Fraction | int) -> Any:
    """(s, t) -> e^((-2s + quadratic s^2) t)."""
    return lambda s, t: m.A.exp((-2 * s + m.A.number(quadratic) * s**2) * t)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)
        yield from below(m)


class PrintedNumerator(Setting):
    r"0<s\le\tfrac12,\ \lambda w_0\le\sigma,\ \text{with the printed numerator } w_0"

    def then(m: Any) -> Iterator[Relation]:
        q = exponential(m, 4)
        for i in m.modes:
            for t in m.times:
                w = m.sigma(i) / (m.z(i, t) + m.lam(i))
                yield at_least(w, printed_value(m, i, t, q(m.s(i), t)), f"w_{i + 1} after {t} steps from below")


@claim.printed(r"w^{(t)} \ge \frac{w_0}{(\sigma-\lambda w_0)e^{(-2\eta\sigma+4\eta^2\sigma^2)t}+w_0\lambda}")
class Printed(PrintedNumerator):
    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)


class StartAbove(Setting):
    r"\text{without } \lambda w_0 \le \sigma"

    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, exponential(m, 4), "exponent -2s + 4s^2")


class NoSecondOrder(Setting):
    r"\text{exponent } -2s"

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, exponential(m, 0), "exponent -2s")


class SmallerSecondOrder(Setting):
    r"\text{exponent } -2s + 0.9s^2"

    subject = "short two-layer descent"

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, exponential(m, Fraction(9, 10)), "exponent -2s + 0.9 s^2")


@claim.repaired(
    r"0<s=\eta\sigma\le\tfrac12,\ 0<\lambda w_0\le\sigma:\quad "
    r"w_t \ge \frac{\sigma w_0}{(\sigma-\lambda w_0)e^{(-2s+4s^2)t}+\lambda w_0}"
)
class Repaired(Setting):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/discrete-sandwich", "two-layer/discrete-lower")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, exponential(m, 4), "exponent -2s + 4s^2")
        if m.A.rigorous:
            yield from matrix_is_diagonal(m)

    false_variants = {
        "printed numerator": PrintedNumerator,
        "w(0) above sigma/lambda": StartAbove,
        "exponent -2s": NoSecondOrder,
        "exponent -2s + 0.9 s^2": SmallerSecondOrder,
    }


@claim.sharper(
    r"0<s\le\tfrac12,\ 0<\lambda w_0\le\sigma:\quad "
    r"w_t \ge \frac{\sigma w_0}{(\sigma-\lambda w_0)e^{(-2s+s^2)t}+\lambda w_0}"
)
class Sharper(Setting):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/discrete-sandwich", "two-layer/discrete-lower")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, exponential(m, 1), "exponent -2s + s^2")

    @staticmethod
    def small_step() -> Instance:
        return scalar(1, 1, Fraction(1, 1000), eta=Fraction(1, 1000), steps=1)

    extremal = {"one small step from a small start": small_step}
