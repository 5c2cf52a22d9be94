r"""The sharp two-sided bound for gradient descent.

Statement (not on the poster). eps = 0, Q orthogonal: w+ = w (1 + eta (sigma - lambda w))^2. For 0 < s = eta sigma <=
1/2 and 0 < lambda w_0 <= sigma

    sigma w_0 / ((sigma - lambda w_0) (1+s)^(-2t) + lambda w_0) <= w_t
        <= sigma w_0 / ((sigma - lambda w_0) (1-2s)^t + lambda w_0);

for sigma = 0 and x_0 = eta lambda w_0 < 1: w_0 / (1 + x_0 t (2 - x_0)/(1 - x_0)^2) <= w_t <= w_0 / (1 + 2 x_0 t).

Proof: z = sigma/w - lambda, v = eta (sigma - lambda w): z+ = rho z with rho = 1 - s (2+v)/(1+v)^2 increasing in v, on
0 <= v <= s between 1 - 2s and (1+s)^(-2). How it is checked: both bounds on z_t are rational; z_t by directed
rounding, up to 2000 steps here and 10^4 in the tests, without exponentials; the matrix iteration against the
recursion exactly.
What is not covered: s > 1/2, w_0 > sigma/lambda.
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
    lower_bound,
    matrix_is_diagonal,
    setting,
    upper_bound,
)
from theorems.gidel_2019._settings import poster, scalar

claim = Claim(
    "two-layer/discrete-sandwich",
    "Sharp two-sided bound for gradient descent",
    subject="two-layer descent",
    source=poster("Discrete dynamics (goes beyond it)"),
    rests_on=("two-layer/factors",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)
        yield from below(m)


class CubePower(Setting):
    r"(1+s)^{-3t} \text{ in place of } (1+s)^{-2t}"

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, lambda s, t: 1 / (1 + s) ** (3 * t), "(1+s)^(-3t)")


class SquarePower(Setting):
    r"(1-s)^{2t} \text{ in place of } (1-2s)^t"

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, lambda s, t: (1 - s) ** (2 * t), "(1-s)^(2t)")


class LargerSteps(Setting):
    r"s \le 0.6"

    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from below(m)
        for i in m.modes:
            yield at_most(10 * m.s(i), 6, f"eta sigma_{i + 1} <= 0.6")

    def then(m: Any) -> Iterator[Relation]:
        yield from upper_bound(m, lambda s, t: (1 - 2 * s) ** t, "(1-2s)^t")


class StartAbove(Setting):
    r"w_0 > \sigma/\lambda \text{ allowed}"

    subject = "wild two-layer descent"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from lower_bound(m, lambda s, t: 1 / (1 + s) ** (2 * t), "(1+s)^(-2t)")


@claim.sharper(
    r"\frac{\sigma w_0}{(\sigma-\lambda w_0)(1+s)^{-2t}+\lambda w_0} \le w_t \le "
    r"\frac{\sigma w_0}{(\sigma-\lambda w_0)(1-2s)^t+\lambda w_0};\qquad \sigma=0:\ "
    r"\frac{w_0}{1+x_0t\frac{2-x_0}{(1-x_0)^2}} \le w_t \le \frac{w_0}{1+2x_0t},\ x_0=\eta\lambda w_0<1"
)
class Sharper:
    subject = "two-layer descent with idle components"
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/discrete-sandwich")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)
        yield from half(m)
        for i in m.modes:
            if m.vanishes(m.sigma(i)):
                yield less(m.eta * m.lam(i) * m.w0(i), 1, f"x_{i + 1} < 1")
            else:
                yield at_most(m.lam(i) * m.w0(i), m.sigma(i), f"w_{i + 1}(0) <= sigma/lambda")

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield from matrix_is_diagonal(m)
        for i in m.modes:
            if m.vanishes(m.sigma(i)):
                x0 = m.eta * m.lam(i) * m.w0(i)
                for t in m.times[1:]:
                    slow = 1 + x0 * t * (2 - x0) / (1 - x0) ** 2
                    yield at_least(m.idle(i, t) * slow, x0, f"idle w_{i + 1} after {t} steps from below")
                    yield at_most(m.idle(i, t) * (1 + 2 * x0 * t), x0, f"idle w_{i + 1} after {t} steps from above")
                continue
            s = m.s(i)
            for t in m.times[1:]:
                yield at_most(m.z(i, t), m.z(i, 0) / (1 + s) ** (2 * t), f"w_{i + 1} after {t} steps from below")
                yield at_least(m.z(i, t), m.z(i, 0) * (1 - 2 * s) ** t, f"w_{i + 1} after {t} steps from above")

    @staticmethod
    def near_rest() -> Instance:
        return scalar(1, 1, Fraction(9999, 10000), eta=Fraction(1, 3), steps=4)

    @staticmethod
    def vanishing() -> Instance:
        return scalar(1, 1, Fraction(1, 1000), eta=Fraction(1, 3), steps=1)

    @staticmethod
    def rest() -> Instance:
        return scalar(1, 4, 2, eta=Fraction(1, 16), steps=100)

    extremal = {
        "upper bound: w(0) just below sigma/lambda": near_rest,
        "lower bound: one step from a small start": vanishing,
        "w(0) = sigma/lambda": rest,
    }
    false_variants = {
        "(1+s)^(-3t)": CubePower,
        "(1-s)^(2t)": SquarePower,
        "s <= 0.6": LargerSteps,
        "w(0) above sigma/lambda": StartAbove,
    }
