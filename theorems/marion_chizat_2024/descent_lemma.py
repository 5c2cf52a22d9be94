r"""The descent lemma and the learning rate.

Statement (slides, "Learning rate and sharpness"): the descent lemma holds if eta < 2 / sup_W S(W); for a quadratic
objective this is necessary for convergence.

Notation. One layer makes the risk quadratic: S = 2 Lambda |p|^2 everywhere. u: a top eigenvector of Sigma.

The inequality R(W_1) <= R(W_0) - eta (1 - eta S/2) |grad R|^2 holds for a quadratic risk and every eta. The necessity
is false as worded: a start without component on u converges for larger eta, and so does one that is a minimizer
already. Repaired: that component is multiplied by 1 - eta S in each step, and the excess by at most max (1 - eta
mu)^2. Sharper: for L >= 2 there is no finite sup S, since S(W) >= 2 |b_1|^2 Sigma_jj at every W and b_1 is unbounded.
Local form: where |Hessian| <= B on the segment from W_0 to W_1 and eta B <= 1, Taylor's formula with B/2 |W_1 - W_0|^2
as remainder gives R(W_1) <= R(W_0) - eta/2 |grad R|^2. B is a rational bound from the norms of the layers
(`hessian_bound`); eta S(W_0) <= 1 at the start alone does not suffice (false variant).

What is not covered: the smallest B for which the local form holds on a segment.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater, less, nonzero, positive

claim = Claim(
    "learning-rate/descent-lemma",
    "The descent lemma and the learning rate",
    subject="quadratic descent",
    source=Source("slides", "Learning rate and sharpness"),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield positive(m.S, "S > 0")
        yield equal(m.eigen_defect("u"), 0, "u is an eigenvector of Sigma")
        yield at_most(m.Lambda, m.eigenvalue_of("u"), "its eigenvalue is the largest")


def lemma(m: Any) -> Relation:
    gain = m.eta * (1 - m.eta * m.S / 2) * m.gradient_squared
    return at_most(m.after(1).risk, m.risk - gain, "R(W_1) <= R(W_0) - eta (1 - eta S/2) |grad R|^2")


@claim.printed(
    r"\eta < 2/\sup_W S(W) \Rightarrow R(W_{t+1}) \le R(W_t) - \eta(1-\eta\bar S/2)\|\nabla R(W_t)\|^2; \quad "
    r"R \text{ quadratic and GD converges} \Rightarrow \eta < 2/\bar S"
)
class Printed(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield lemma(m)
        if any(m.arrived(t) for t in (0, 1)):
            yield less(m.eta * m.S, 2, "necessary for convergence")


class SlightlyLarger(Setting):
    r"\eta \le 2.01/\bar S \Rightarrow R(W_1) \le R(W_0)"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield at_most(100 * m.eta * m.S, 201, "eta <= 2.01 / S")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.after(1).risk, m.risk, "the risk does not increase")


class NecessaryFromEveryStart(Setting):
    r"\text{GD converges from } W(0) \Rightarrow \eta < 2/\bar S, \text{ for every } W(0)"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield equal(m.after(1).excess, 0, "the first step reaches a minimizer")
        yield nonzero(m.excess, "the start is not a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield less(m.eta * m.S, 2, "necessary from every start")


@claim.repaired(
    r"R \text{ quadratic}: u^\top(\pi_{t+1}-\pi^\star) = (1-\eta\bar S)\,u^\top(\pi_t-\pi^\star),\quad "
    r"E_{t+1} \le \max_{\mu}(1-\eta\mu)^2 E_t;\quad \eta\bar S > 2: \text{convergence only on a proper affine "
    r"subspace};\quad \eta\bar S < 2: \text{from every start}"
)
class Repaired(Setting):
    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield equal(m.eigen_defect("v"), 0, "v is an eigenvector of Sigma")
        yield at_least(m.lambda_min, m.eigenvalue_of("v"), "its eigenvalue is the smallest")
        yield positive(m.smallest, "Sigma has full rank")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.component(1), (1 - m.eta * m.S) * m.component(0), "the component on u")
        yield at_most(m.after(1).excess, m.contraction(m.eta) * m.excess, "the excess contracts")
        if m.A.certain(m.eta * m.S, "<", 2):
            yield less(m.contraction(m.eta), 1, "linear convergence from every start")
        elif m.A.certain(m.component(0), "!=", 0) and m.A.certain(m.eta * m.S, ">", 2):
            yield greater(m.component(1) ** 2, m.component(0) ** 2, "the component on u grows")

    false_variants = {"eta <= 2.01 / S": SlightlyLarger, "necessary from every start": NecessaryFromEveryStart}


class BoundedForTwoLayers:
    r"L = 2:\; \sup_W S(W) \le 2\,\mathrm{tr}\,\Sigma\,\|p\|^2"

    subject = "network"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.L, 2, "L = 2")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, 2 * m.A.trace(m.covariance) * m.p_squared, "a bound for all W")


class SharpnessOfTheStart:
    r"\eta S(W_0) \le 1 \Rightarrow R(W_1) \le R(W_0) - \tfrac\eta2\|\nabla R(W_0)\|^2"

    subject = "small step"

    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield at_most(m.eta * m.sharpness, 1, "eta S(W_0) <= 1")

    def then(m: Any) -> Iterator[Relation]:
        yield local_lemma(m)


def local_lemma(m: Any) -> Relation:
    return at_most(m.after(1).risk, m.risk - m.eta / 2 * m.gradient_squared, "R(W_1) <= R(W_0) - eta/2 |grad R|^2")


@claim.sharper(
    r"S(W) \ge 2\|b_1\|^2\max_j\Sigma_{jj} \text{ for all } W,\ \text{hence } \sup_W S(W)=\infty \text{ for } L\ge2,\ "
    r"\Sigma\ne0,\ p\ne0;\quad \|\nabla^2R\| \le B \text{ on } [W_0, W_1],\ \eta B \le 1 \Rightarrow "
    r"R(W_1) \le R(W_0) - \tfrac\eta2\|\nabla R(W_0)\|^2"
)
class Sharper:
    subject = "small step"
    note = "b_1 = W_2^T ... W_L^T p takes every value for L >= 2 and p not 0, so the right side is unbounded."

    def then(m: Any) -> Iterator[Relation]:
        for j in range(m.d):
            bound = 2 * m.suffix_squared(1) * m.A.entry(m.covariance, j, j)
            yield at_least(m.sharpness, bound, "S(W) >= 2 |b_1|^2 Sigma_jj")
        if m.L >= 2:
            yield at_most(m.sharpness, m.hessian_bound(), "S(W) <= B")
            if m.A.certain(m.eta * m.hessian_bound(1), "<=", 1):
                yield local_lemma(m)

    false_variants = {"finite for two layers": BoundedForTwoLayers, "eta S <= 1 at the start": SharpnessOfTheStart}
