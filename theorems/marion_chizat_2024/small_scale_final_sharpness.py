r"""Final sharpness from a small initialization.

Statement (slides, "From a small-scale initialization"): (a) the sharpness does not saturate at 2 / eta; (b) the final
sharpness is independent of the learning rate. No quantifiers are printed; (b) is read literally: from one start, two
learning rates for which gradient descent reaches a minimizer give the same final sharpness. That is false.

Repaired: for d_L = 1, p = 1 and Sigma of full rank, a minimizer W with Delta = sum |D_k|_2 has 1 <= S(W) / S_min <=
Lambda/a (1 + 3 Delta / (2 rho^(2/L)))^(L-1); and Delta(W) <= Delta(W(0)) + 4 eta E(0) under descent steps
(`learning-rate/imbalance-drift`), so for small starts and small eta the window does not depend on eta.

What is not covered: (a), which is an observation (`experiments/figure-1b`); limits not reached in finitely many steps.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive

claim = Claim(
    "learning-rate/small-scale-final-sharpness",
    "Final sharpness from a small initialization",
    subject="two learning rates",
    source=Source("slides", "From a small-scale initialization"),
    rests_on=("learning-rate/imbalance-drift", "small-scale/low-sharpness"),
)


@claim.printed(r"\text{From a small-scale initialization the final sharpness is independent of the learning rate}")
class Printed:
    note = "Put literally: one start, two learning rates, both orbits at a minimizer after one step."

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield positive(m.eta2, "eta' > 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.after(1).excess, 0, "the orbit of eta reaches a minimizer")
        yield equal(m.after(1, "eta2").excess, 0, "the orbit of eta' reaches a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.after(1).sharpness, m.after(1, "eta2").sharpness, "the same final sharpness")


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "L >= 2")
        yield equal(m.widths[-1], 1, "d_L = 1")
        yield equal(m.p_squared, 1, "p = 1 or -1")
        yield positive(m.lambda_min, "Sigma has full rank")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


class NineTenths(Setting):
    r"S(W) \ge 0.9\cdot 2/\eta"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(10 * m.eta * m.sharpness, 18, "saturation at 2/eta")


class NarrowWindow(Setting):
    r"1 \le S(W)/S_{\min} \le 1+\eta"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, (1 + m.eta) * m.S_min, "a window of width eta")


@claim.repaired(r"1 \le \frac{S(W)}{S_{\min}} \le \frac{\Lambda}{a}\Big(1+\frac{3\Delta(W)}{2\rho^{2/L}}\Big)^{L-1}")
class Repaired(Setting):
    subject = "perceptron learning rate"
    note = "Delta(W) <= Delta(W(0)) + 4 eta E(0) under descent steps is `learning-rate/imbalance-drift`."

    def then(m: Any) -> Iterator[Relation]:
        window = 1 + 3 * m.Delta / (2 * m.rho_power(Fraction(2, m.L)))
        yield at_least(m.sharpness, m.S_min, "S(W) >= S_min")
        yield at_most(m.sharpness * m.a, m.S_min * m.Lambda * window ** (m.L - 1), "S(W)/S_min in the window")

    false_variants = {"saturation": NineTenths, "window of width eta": NarrowWindow}
