r"""Sharpness of the limit of the residual flow.

Statement (slides, "Connection with sharpness", Corollary): Sigma of full rank; there is C > 0 depending only on s with
1 <= S(W^RI)/S_min <= C Lambda/lambda. The premises of residual/convergence are silently needed.

Repaired, explicit: C = 4 e M^4/gamma^2 with the two-sided bounds at t = 0. Sharper: with the bounds gamma', M' at a
minimizer itself, S/S_min <= M'^4 / gamma'^(2-2/L) Lambda/a. S comes from the full Hessian, S_min from its
exact formula.
What is not covered: the constant in terms of s (see residual/convergence-probability).
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, positive
from theorems.marion_chizat_2024._residual import AtThreshold

claim = Claim(
    "residual/low-sharpness",
    "Sharpness of the limit of the residual flow",
    subject="residual minimizer",
    source=Source("slides", "Connection with sharpness (residual initialization), Corollary"),
    rests_on=("residual/convergence", "sharpness/minimum-two-sided"),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.p_squared, "p is not 0")
        yield positive(m.lambda_min, "Sigma has full rank")
        yield positive(m.gamma_squared, "gamma > 0")
        yield equal(m.excess, 0, "W is a minimizer")
        yield positive(m.rho_squared, "pi* is not 0")


def at_limit(m: Any) -> Iterator[Relation]:
    yield positive(m.lambda_min, "Sigma has full rank")
    yield from AtThreshold.given(m)
    yield positive(m.rho_squared, "pi* is not 0")


class Minimal(Setting):
    r"S(W) = S_{\min}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, m.S_min, "S = S_min")


class NoDependenceOnScale(Setting):
    r"S/S_{\min} \le \Lambda/a"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.a * m.sharpness, m.Lambda * m.S_min, "M and gamma replaced by 1")


class ConstantOne(Setting):
    r"S/S_{\min} \le \Lambda/\lambda"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.lambda_min * m.sharpness, m.Lambda * m.S_min, "C = 1")


class AtLeastTheConditionNumber(Setting):
    r"S/S_{\min} \ge \Lambda/\lambda"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.lambda_min * m.sharpness, m.Lambda * m.S_min, "S/S_min >= Lambda/lambda")


@claim.printed(r"\exists\,C(s):\quad 1 \le \frac{S(W^{RI})}{S_{\min}} \le C\,\frac\Lambda\lambda")
class Printed(AtThreshold):
    subject = "residual flow"
    note = "Under the premise of the convergence theorem, which the corollary leaves out, with C = 4 e M^4/gamma^2."

    def given(m: Any) -> Iterator[Relation]:
        yield from at_limit(m)

    def then(m: Any) -> Iterator[Relation]:
        constant = 4 * m.euler * m.M_squared**2 / m.gamma_squared
        yield at_least(m.sharpness_ratio, 1, "S(W^RI) >= S_min")
        yield at_most(m.sharpness_ratio * m.lambda_min, constant * m.Lambda, "S(W^RI)/S_min <= C Lambda/lambda")


@claim.repaired(
    r"\frac{S(W^{RI})}{S_{\min}} \le 4e\,\frac{M^4}{\gamma^2}\,\frac\Lambda a "
    r"\le 4e\,\frac{M^4}{\gamma^2}\,\frac\Lambda\lambda"
)
class Repaired(AtThreshold):
    subject = "residual flow"

    def given(m: Any) -> Iterator[Relation]:
        yield from at_limit(m)

    def then(m: Any) -> Iterator[Relation]:
        constant = 4 * m.euler * m.M_squared**2 / m.gamma_squared
        yield at_most(m.sharpness_ratio * m.a, constant * m.Lambda, "S(W^RI)/S_min <= 4 e M^4/gamma^2 Lambda/a")
        yield at_most(m.lambda_min, m.a, "lambda <= a")


@claim.sharper(r"W \in \arg\min R \Rightarrow \frac{S(W)}{S_{\min}} \le \frac{M'^4}{\gamma'^{\,2-2/L}}\,\frac\Lambda a")
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        bound = m.Lambda * m.sharpness_factor() * m.S_min
        yield at_most(m.a * m.sharpness, bound, "a S <= Lambda M^4 / gamma^(2-2/L) S_min")

    @staticmethod
    def identity() -> Instance:
        one = [[1, 0], [0, 1]]
        return network_instance([[1, 0], [0, 1]], [1, 2], [one, one], p=(1, 2))

    extremal = {"N = 0, pi* = p, Sigma = I/2": identity}
    false_variants = {
        "S = S_min": Minimal,
        "M and gamma replaced by 1": NoDependenceOnScale,
        "C = 1": ConstantOne,
        "S/S_min >= Lambda/lambda": AtLeastTheConditionNumber,
    }
