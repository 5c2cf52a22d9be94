r"""Convergence of the gradient flow from a residual start.

Statement (slides, "Convergence of GF"): there are C_1, .., C_5 depending only on s such that for L >= C_1, d >= C_2,
with probability >= 1 - 16 e^(-C_3 d): if E(0) <= C_4 lambda^2 |p|^2 / Lambda then the flow converges to a global
minimizer, and |theta_k|_F <= C_5. The constants are not given and the premise is, for data fixed before N,
extremely unlikely (residual/small-ball): a test with fixed data would test nothing. The deterministic part below is
what is checked.

Repaired: with two-sided gamma, M at t = 0 and C_4 = gamma^10/(64 e M^6), E(0) <= C_4 lambda_+^2 |p|^2/Lambda implies
that the flow converges to a global minimizer with E(t) <= E(0) e^(-mu t), mu = L lambda_+ |p|^2 gamma^4, and
L |W_k(t) - W_k(0)|_F <= B = 4 sqrt(e) (M^2/gamma^4) sqrt(Lambda E(0))/(lambda_+ |p|) <= gamma/(2M) for all t.

Data are placed after the weights, at the threshold. The false variants are decided at t = 0 by what they imply there.
What is not covered: the probability that gamma and M are good (random-products/smallest-singular-value).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, less, positive
from theorems.marion_chizat_2024._residual import AtThreshold, SquareOfDepth

claim = Claim(
    "residual/convergence",
    "Convergence of the residual flow",
    subject="residual flow",
    source=Source("slides", "Convergence of GF (residual initialization)"),
    rests_on=("random-products/perturbation", "residual/gradient-bounds"),
)


class NoSmallness:
    r"E(t) \to 0 \text{ whatever } E(0)"

    subject = "equal scalar layers"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.p_squared, "p is not 0")
        yield positive(m.gamma_squared, "gamma > 0")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.trapped_excess, 0, "excess below which the flow cannot fall")


class FasterRate:
    r"E(t) \le E(0)e^{-5L\Lambda\|p\|^2M^4t}"

    subject = "residual network"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.p_squared, "p is not 0")
        yield positive(m.excess, "E(0) > 0")

    def then(m: Any) -> Iterator[Relation]:
        rate = 5 * m.L * m.Lambda * m.p_squared * m.M_squared**2
        yield at_least(m.gradient_squared, rate * m.excess, "dE/dt at t = 0")


class NoSmallEigenvalue:
    r"E(0) \le C_4\|p\|^2/\Lambda \Rightarrow \|W_k(t)-W_k(0)\|_F \le C_5/L"

    subject = "residual far"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.gamma_squared, "gamma > 0")
        yield positive(m.lambda_min, "Sigma has full rank")
        yield at_most(m.excess, m.C4 * m.p_norm**2 / m.Lambda, "E(0) <= C_4 |p|^2/Lambda")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rho_squared, m.reach_squared(m.C5 / m.L), "|pi*| within reach of C_5/L")


@claim.repaired(
    r"E(0)\le\frac{\gamma^{10}}{64eM^6}\frac{\lambda_+^2\|p\|^2}\Lambda \Rightarrow E(t)\le E(0)e^{-\mu t},\ "
    r"\mu=L\lambda_+\|p\|^2\gamma^4,\quad L\|W_k(t)-W_k(0)\|_F\le4\sqrt e\tfrac{M^2}{\gamma^4}"
    r"\tfrac{\sqrt{\Lambda E(0)}}{\lambda_+\|p\|}\le\tfrac{\gamma}{2M}\ \ \forall t\le\infty"
)
class Repaired(AtThreshold):
    note = "Convergence to a global minimizer is part of the certificate of the flow; without it a case is undecided."

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.B, m.C5, "B <= C_5")
        yield at_least(m.slowest_rate, m.mu, "rate of E(t) for all t >= 0")
        yield less(m.deviation, m.B, "L |W_k(t) - W_k(0)|_F <= B for all t >= 0")

    false_variants = {
        "no smallness of E(0)": NoSmallness,
        "rate 5 L Lambda |p|^2 M^4": FasterRate,
        "C_5 / L^2": SquareOfDepth,
        "without lambda^2": NoSmallEigenvalue,
    }
