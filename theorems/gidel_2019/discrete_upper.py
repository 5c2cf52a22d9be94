r"""The printed upper bound for gradient descent.

Statement (poster, "Discrete dynamics"): under eps = 0, w^(t) <= w_0 / ((sigma - lambda w_0) e^((-2 eta sigma - eta^2
sigma^2) t) + w_0 lambda).

The numerator has to be sigma w_0, and even then the bound fails for all large t whenever 0 < s = eta sigma < 1/2 and
0 < w_0 < sigma/lambda: the contraction of z = sigma/w - lambda tends to 1 - 2s, and log(1 - 2s) < -2s - s^2.
Repaired: exponent -2s - 4s^2 is true for 0 < s <= s_*, the positive root 0.3419013118... of log(1 - 2s) + 2s + 4s^2;
for every s <= 1/2 one has (1 - 2s)^t. (The two constants of the poster look interchanged.)

How it is checked: z_t by directed rounding over all steps, exponential and logarithm in balls; s <= s_* is the
hypothesis log(1 - 2s) + 2s + 4s^2 >= 0 itself.
What is not covered: s > 1/2.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_least, at_most, less
from theorems.gidel_2019._descent import (
    active_setting,
    below,
    half,
    matrix_is_diagonal,
    printed_value,
    upper_bound,
)
from theorems.gidel_2019._settings import poster, scalar

claim = Claim(
    "two-layer/discrete-upper",
    "Printed upper bound for gradient descent",
    subject="two-layer descent",
    source=poster("Discrete dynamics, second display"),
    rests_on=("two-layer/discrete-sandwich",),
)


def exponential(m: Any, quadratic: int) -> Any:
    """(s, t) -> e^((-2s - quadratic s^2) t)."""
    return lambda s, t: m.A.exp((-2 * s - quadratic * s**2) * t)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)
        yield from below(m)


@claim.printed(r"w^{(t)} \le \frac{w_0}{(\sigma-\lambda w_0)e^{(-2\eta\sigma-\eta^2\sigma^2)t}+w_0\lambda}")
class Printed:
    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)

    def then(m: Any) -> Iterator[Relation]:
        q = exponential(m, 1)
        for i in m.modes:
            for t in m.times:
                w = m.sigma(i) / (m.z(i, t) + m.lam(i))
                yield at_most(w, printed_value(m, i, t, q(m.s(i), t)), f"w_{i + 1} after {t} steps from above")


class PrintedExponent(Setting):
    r"\text{numerator } \sigma w_0,\ \text{exponent } -2s-s^2"

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, exponential(m, 1), "exponent -2s - s^2")


class SlightlyLargerStep(Setting):
    r"\text{exponent } -2s-4s^2 \text{ for all } s \le 0.343"

    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from below(m)
        for i in m.modes:
            yield at_most(1000 * m.s(i), 343, f"eta sigma_{i + 1} <= 0.343")

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, exponential(m, 4), "exponent -2s - 4s^2")


class HalfOfIt(Setting):
    r"\text{exponent } -2s-2s^2"

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, exponential(m, 2), "exponent -2s - 2s^2")


@claim.repaired(
    r"0<\lambda w_0\le\sigma:\quad w_t \le \frac{\sigma w_0}{(\sigma-\lambda w_0)q_t+\lambda w_0},\quad "
    r"q_t = e^{(-2s-4s^2)t}\ (0<s\le s_*),\quad q_t = (1-2s)^t\ (0<s\le\tfrac12);\quad "
    r"\log(1-2s_*)+2s_*+4s_*^2 = 0,\ s_* = 0.34190\dots"
)
class Repaired(Setting):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/discrete-sandwich", "two-layer/discrete-upper")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from below(m)
        for i in m.modes:
            s = m.s(i)
            yield less(2 * s, 1, f"eta sigma_{i + 1} < 1/2")
            yield at_least(m.A.log(1 - 2 * s) + 2 * s + 4 * s**2, 0, f"eta sigma_{i + 1} <= s_*")

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, exponential(m, 4), "exponent -2s - 4s^2")
        yield from upper_bound(m, lambda s, t: (1 - 2 * s) ** t, "(1 - 2s)^t")
        if m.A.rigorous:
            yield from matrix_is_diagonal(m)

    @staticmethod
    def near_rest() -> Instance:
        return scalar(1, 1, Fraction(9999, 10000), eta=Fraction(34, 100), steps=1)

    extremal = {"one step from just below sigma/lambda": near_rest}
    false_variants = {
        "exponent -2s - s^2": PrintedExponent,
        "s = 0.343": SlightlyLargerStep,
        "exponent -2s - 2s^2": HalfOfIt,
    }
