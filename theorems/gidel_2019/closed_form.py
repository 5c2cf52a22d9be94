r"""The logistic curve of each component.

Statement (poster, "Detailed Theorems"): w_i(t) = sigma e^(2 sigma t - 2 delta) / (lambda (e^(2 sigma t - 2 delta) -
e^(-2 delta)) + sigma). True for t >= 0, sigma > 0, lambda >= 0 with the repaired roles of sigma and lambda.

Sharper: it is the solution of w' = 2w (sigma - lambda w), w(0) = e^(-2 delta); for sigma = 0 it is replaced by its
limit w(0) / (1 + 2 lambda w(0) t); with E = w(0) e^(2 sigma t) the gap is sigma/lambda - w = (sigma/lambda) (sigma -
lambda w(0)) / (lambda (E - w(0)) + sigma); 0 < w <= max(w(0), sigma/lambda).

How it is checked: coefficients of the *matrix* flow at arbitrary rational starts, exactly, and a validated enclosure
of the matrix flow at a time t > 0; the formula is never compared with its own equation alone. The enclosure has
radius 2^-48, so it shows agreement up to that; the coefficients are exact.
What is not covered: t < 0 (false there for w(0) > sigma/lambda: the denominator vanishes).
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_most, equal, greater, positive
from theorems.gidel_2019._settings import active, poster, printed_start, product_coefficients, scalar

claim = Claim(
    "two-layer/closed-form",
    "Closed form of each component",
    subject="square two-layer start",
    source=poster("Detailed Theorems, w_i(t)"),
    rests_on=("two-layer/common-decomposition",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from printed_start(m)
        yield from active(m)


@claim.printed(
    r"w_i(t) = \frac{\sigma_ie^{2\sigma_it-2\delta_i}}{\lambda_i(e^{2\sigma_it-2\delta_i}-e^{-2\delta_i})+\sigma_i}"
)
class Printed(Setting):
    subject = "active two-layer start"
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form")
    symbolic_complete = True
    note = (
        "Matrix flow against formula: Taylor coefficients 1 to 4 exactly, and an enclosure of radius 2^-48 at time t."
    )

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, m.ORDER + 1))
        if m.A.rigorous:
            t = m.numbers["t"]
            formula = m.assembled(lambda i: m.formula_at(i, t))
            gap = m.distance_squared(m.product_at, formula)
            yield at_most(gap * 2**80, 1, "enclosed matrix flow at time t")

    @staticmethod
    def constant() -> Instance:
        return scalar(1, 1, 1, t=1)

    extremal = {"w(0) = sigma/lambda, constant": constant}


class HalfRate(Setting):
    r"\text{rate } \sigma \text{ in place of } 2\sigma"

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2), rate=1 / m.A.number(2))


class RootStart(Setting):
    r"e^{-\delta} \text{ in place of } e^{-2\delta}"

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(0, 2), w0=m.alpha)


class Swapped(Setting):
    r"\lambda \leftrightarrow \sigma"

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, 2), sigma=m.lam, lam=m.sigma)


class BackInTime(Setting):
    r"\text{valid for all } t \in \mathbb R \text{ when } w(0) > \sigma/\lambda"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        for i in m.modes:
            yield greater(m.lam(i) * m.w0(i), m.sigma(i), f"w_{i + 1}(0) > sigma/lambda")

    def then(m: Any) -> Iterator[Relation]:
        for i in m.modes:
            below = m.denominator_at(i, -16 * m.numbers["t"])
            yield positive(below, f"denominator of w_{i + 1} at a negative time")


@claim.sharper(
    r"\dot w = 2w(\sigma-\lambda w);\quad \sigma = 0:\ w = \frac{w(0)}{1+2\lambda w(0)t};\quad "
    r"\frac\sigma\lambda - w = \frac\sigma\lambda\cdot\frac{\sigma-\lambda w(0)}{\lambda(E-w(0))+\sigma},\ "
    r"E = w(0)e^{2\sigma t};\quad 0 < w \le \max(w(0),\sigma/\lambda)"
)
class Sharper:
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from printed_start(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from product_coefficients(m, range(1, m.ORDER + 1))
        for i in m.modes:
            if not m.vanishes(m.sigma(i)):
                scaled = m.gap_identity(i)
                yield equal(scaled[0], m.sigma(i) * (m.sigma(i) - m.lam(i) * m.w0(i)), f"gap identity {i + 1}, order 0")
                for k in range(1, m.ORDER + 1):
                    yield equal(scaled[k], 0, f"gap identity {i + 1}, order {k}")
            if m.vanishes(m.sigma(i) - m.lam(i) * m.w0(i)):
                yield equal(m.flow_component(i)[1], 0, f"w_{i + 1} is constant from sigma/lambda")
                continue
            value = m.formula_at(i, m.numbers["t"])
            yield positive(value, f"w_{i + 1} > 0")
            if not m.vanishes(m.lam(i)):
                yield at_most(
                    value, m.A.largest(m.w0(i), m.sigma(i) / m.lam(i)), f"w_{i + 1} <= max(w(0), sigma/lambda)"
                )

    extremal = {"w(0) = sigma/lambda, constant": Printed.constant}
    false_variants = {
        "rate sigma": HalfRate,
        "e^(-delta) for w(0)": RootStart,
        "lambda and sigma swapped": Swapped,
        "all real t": BackInTime,
    }
