r"""Adding theta_k / L to every factor: a deterministic statement.

Statement (slides, concentration lemma): the bounds hold for all max |theta_k|_2 <= e^(-2 s^2 - 4 u) / 64. As a
statement of its own it is read as: if 2 e^(s^2/2 + u) and e^(-2 s^2/d - u) / 2 bound the unperturbed products, then
twice and half of these bound the perturbed ones.

Sharper: with gamma <= sigma_min(G_k), |G_k| <= M for 0 <= k <= L, kappa = M/gamma, |theta_i|_2 <= radius and e = kappa
radius / L < 1:  |G_k(theta)| <= M (1 + e)^k <= M e^(kappa radius),  sigma_min(G_k(theta)) >= gamma (1 - e)^k >=
gamma (1 - kappa radius).  Proof: G_k(theta) = G_k prod (I + (1/L) G_i^-1 theta_i G_(i-1)).

Everything is compared in squares. What is not covered: rectangular factors.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, matrix
from theorems.claim import Claim, Relation, Source, at_least, at_most, less, positive

claim = Claim(
    "random-products/perturbation",
    "Perturbation of products by theta/L",
    subject="perturbed product",
    source=Source("slides", "Concentration of singular values of product of random matrices, Lemma, radius of theta"),
)


def printed_radius(m: Any) -> Any:
    return m.exp(-2 * m.s**2 - 4 * m.u) / 64


@claim.printed(
    r"\sigma_{\min}(G_k)\ge\tfrac12e^{-2s^2/d-u},\ \|G_k\|\le2e^{s^2/2+u},\ \max\|\theta_k\|\le\tfrac1{64}e^{-2s^2-4u}"
    r"\Rightarrow\ \sigma_{\min}(G_k(\theta))\ge\tfrac14e^{-2s^2/d-u},\ \|G_k(\theta)\|\le4e^{s^2/2+u}"
)
class Printed:
    subject = "printed radius"
    note = "The slides state it inside a probability; read deterministically, with a factor 2 of room on both sides."

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.s, "s > 0")
        yield positive(m.u, "u > 0")
        yield at_least(4 * m.gamma_squared, m.exp(-4 * m.s**2 / m.d - 2 * m.u), "unperturbed lower bound")
        yield at_most(m.M_squared, 4 * m.exp(m.s**2 + 2 * m.u), "unperturbed upper bound")
        yield at_most(m.radius, printed_radius(m), "radius of theta")

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_least(16 * m.lower_squared(k), m.exp(-4 * m.s**2 / m.d - 2 * m.u), f"sigma_min of product {k}")
            yield at_most(m.upper_squared(k), 16 * m.exp(m.s**2 + 2 * m.u), f"norm of product {k}")


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.gamma_squared, "the products are invertible")
        yield less(m.e, 1, "kappa radius < L")


class FirstOrderNorm(Setting):
    r"\|G_k(\theta)\| \le M(1+\kappa\varrho)"

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_most(m.upper_squared(k), m.M_squared * (1 + m.kappa_radius) ** 2, f"first order, product {k}")


class NotDividedByDepth(Setting):
    r"\big\|\prod_{i\le k}(W_i+\theta_i)\big\| \le Me^{\kappa\varrho}"

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            bound = m.M_squared * m.exp(2 * m.kappa_radius)
            yield at_most(m.upper_squared_without_depth(k), bound, f"theta without 1/L, product {k}")


class NoConditionNumber(Setting):
    r"\|G_k(\theta)\| \le Me^{\varrho},\ \sigma_{\min}(G_k(\theta)) \ge \gamma(1-\varrho)"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield less(m.radius, 1, "radius < 1")

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_most(m.upper_squared(k), m.M_squared * m.exp(2 * m.radius), f"upper, product {k}")
            yield at_least(m.lower_squared(k), m.gamma_squared * (1 - m.radius) ** 2, f"lower, product {k}")


class HalfTheLoss(Setting):
    r"\sigma_{\min}(G_k(\theta)) \ge \gamma(1-\kappa\varrho/2)"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield less(m.kappa_radius, 2, "kappa radius < 2")

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_least(m.lower_squared(k), m.gamma_squared * (1 - m.kappa_radius / 2) ** 2, f"lower, product {k}")


@claim.sharper(
    r"\|G_k(\theta)\| \le M(1+\tfrac{\kappa\varrho}L)^k \le Me^{\kappa\varrho},\quad "
    r"\sigma_{\min}(G_k(\theta)) \ge \gamma(1-\tfrac{\kappa\varrho}L)^k \ge \gamma(1-\kappa\varrho)"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_most(m.upper_squared(k), m.M_squared * (1 + m.e) ** (2 * k), f"norm of product {k}")
            yield at_least(m.lower_squared(k), m.gamma_squared * (1 - m.e) ** (2 * k), f"sigma_min of product {k}")

    @staticmethod
    def growing() -> Instance:
        return _scalars(Fraction(1, 2))

    @staticmethod
    def shrinking() -> Instance:
        return _scalars(Fraction(-1, 2))

    extremal = {"d = 1, N = 0, theta > 0": growing, "d = 1, N = 0, theta < 0": shrinking}
    false_variants = {
        "norm M (1 + kappa radius)": FirstOrderNorm,
        "theta not divided by L": NotDividedByDepth,
        "kappa replaced by 1": NoConditionNumber,
        "lower factor 1 - kappa radius / 2": HalfTheLoss,
    }


def _scalars(theta: Fraction) -> Instance:
    one, move = matrix([[1]]), matrix([[theta]])
    return Instance("perturbed product", {f"W{k}": one for k in (1, 2, 3)} | {f"T{k}": move for k in (1, 2, 3)})
