r"""Convergence of the gradient flow from a residual start.

Statement (slides, "Convergence of GF"): there are C_1, .., C_5 depending only on s such that for L >= C_1, d >= C_2,
with probability >= 1 - 16 e^(-C_3 d): if E(0) <= C_4 lambda^2 |p|^2 / Lambda then the flow converges to a global
minimizer, and |theta_k|_F <= C_5. The premise is, for data fixed before N, extremely unlikely (residual/small-ball): a
test with fixed data tests next to nothing, and the draws that meet the premise are counted to show it.

Repaired: with two-sided gamma, M at t = 0 and C_4 = gamma^10/(64 e M^6), E(0) <= C_4 lambda_+^2 |p|^2/Lambda implies
that the flow converges to a global minimizer with E(t) <= E(0) e^(-mu t), mu = L lambda_+ |p|^2 gamma^4, and
L |W_k(t) - W_k(0)|_F <= B = 4 sqrt(e) (M^2/gamma^4) sqrt(Lambda E(0))/(lambda_+ |p|) <= gamma/(2M) for all t.

Data are placed after the weights, at the threshold. The false variants are decided at t = 0 by what they imply there.
Sharper: the same from bounds of the G_k alone, with C_4 = gamma^12/(64 e M^10).
What is not covered: the probability that gamma and M are good (residual/convergence-probability).
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, less, positive
from theorems.marion_chizat_2024._residual import CONSTANTS, AtThreshold, SquareOfDepth, tiny
from theorems.probability import fixed_data, float_regime, no_inequality, plain, premise

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


def _small(d: int, L: int, s: float, u: float) -> bool:
    """p_0, p_1, p_2 <= exp(-d u^2/(32 s^2)) <= 1/320: the probability of the theorem, and at least 19/20."""
    m = float_regime(d, L, s, u)
    return bool(max(m.log_p0, m.log_p1, m.log_p2) <= m.log_rate <= -5.77)


def usual(rng: Any, count: int) -> list[dict[str, str]]:
    """Scales of order one."""
    sizes = product((8, 16), (32, 64), (Fraction(1, 16), Fraction(1, 8), Fraction(1, 4), Fraction(1, 2)))
    steps = ((d, L, s, next((k for k in range(1, 96) if _small(d, L, float(s), k / 16)), 0)) for d, L, s in sizes)
    grid = [plain(d, L, s, Fraction(k, 16)) for d, L, s, k in steps if k]
    return [grid[int(i)] for i in rng.permutation(len(grid))[:count]]


def fixed(rng: Any, count: int) -> list[dict[str, str]]:
    """One regime where fixed data meet the premise (a scale below sqrt(C_4)), others with scales of order one."""
    return [tiny(rng, Fraction(1, 2**15), _small), *usual(rng, max(1, count // 4))]


def premise_alone(rng: Any, count: int) -> list[dict[str, str]]:
    """The same scales; u is the level of the premise here: 2^-28, which C_4 never exceeds."""
    return [{**regime, "u": str(Fraction(1, 2**28))} for regime in usual(rng, count)]


class PremiseMet:
    r"P\Big(E(0)\le 2^{-28}\tfrac{\lambda^2\|p\|^2}\Lambda\Big)\ge\tfrac12 \text{ for data fixed before } N"

    then = no_inequality
    trial = premise(gamma_squared=Fraction(0), occurs=False, log_bound=lambda m: -m.constant(2), regimes=premise_alone)


@claim.printed(
    r"\exists\,C_1,\dots,C_5(s):\ L\ge C_1,\ d\ge C_2 \Rightarrow P\Big(E(0)\le C_4\tfrac{\lambda^2\|p\|^2}\Lambda "
    r"\Rightarrow W(t)\to W^{RI}\in\arg\min R,\ L\|W^{RI}_k-W_k(0)\|_F\le C_5\Big)\ge1-16e^{-C_3d}"
)
class Printed:
    note = (
        "Tested as it stands: data fixed before N (Sigma = I/d, p = pi* = e_1, for which the premise is likeliest), "
        "C_1 .. C_5 as in residual/convergence-probability, where the conclusion is decided on certified flows. In the "
        "regimes with s >= 1/16 hardly a draw meets the premise, whose probability is at most (sqrt(e L C_4)/(s "
        "gamma))^d (residual/small-ball): there the statement says nothing and its test tests nothing; the counts are "
        "shown. Only for s below about sqrt(C_4), here 2^-15, is it met. For a singular Sigma, lambda = 0 and the "
        "premise says E(0) = 0. The useful reading, for all data at once, is residual/convergence-probability."
    )
    then = no_inequality
    trial = fixed_data(
        "the premise holds for fixed data and the conclusion does not",
        constants=CONSTANTS,
        log_claimed=lambda m: m.constant(16) + m.log_rate,
        regimes=fixed,
    )
    false_variants = {"the premise with probability 1/2": PremiseMet}


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


class SquareOfDepthOneSided(SquareOfDepth):
    r"\|W_k(t)-W_k(0)\|_F \le \gamma/(2ML^2) \text{ with one-sided bounds}"

    def given(m: Any) -> Iterator[Relation]:
        yield from SquareOfDepth.given(m)
        yield at_most(m.excess, m.one_sided_threshold, "E(0) at most the one-sided threshold")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.rho_squared, m.reach_squared(m.one_sided_C5 / m.L**2), "|pi*| within reach of C_5/L^2")


@claim.sharper(
    r"\gamma\le\sigma_{\min}(G_k),\ \|G_k\|\le M,\ E(0)\le\frac{\gamma^{12}}{64eM^{10}}"
    r"\frac{\lambda_+^2\|p\|^2}\Lambda \Rightarrow E(t)\le E(0)e^{-\mu t},\ \mu=L\lambda_+\|p\|^2\tfrac{\gamma^4}{M^2},"
    r"\quad L\|W_k(t)-W_k(0)\|_F\le4\sqrt e\tfrac{M^4}{\gamma^5}\tfrac{\sqrt{\Lambda E(0)}}{\lambda_+\|p\|}"
    r"\le\tfrac{\gamma}{2M}"
)
class OneSided:
    subject = "one-sided residual flow"
    note = "Bounds of the products from the first layer only: they control those from the last, at a price in powers."

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.p_squared, "p is not 0")
        yield positive(m.one_sided_gamma_squared, "gamma > 0")
        yield positive(m.excess, "E(0) > 0")
        yield at_most(m.excess, m.one_sided_threshold, "E(0) at most the threshold")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.one_sided_B, m.one_sided_C5, "B <= C_5")
        yield at_least(m.slowest_rate, m.one_sided_mu, "rate of E(t) for all t >= 0")
        yield less(m.deviation, m.one_sided_B, "L |W_k(t) - W_k(0)|_F <= B for all t >= 0")

    false_variants = {"C_5 / L^2": SquareOfDepthOneSided}
