r"""A Polyak-Lojasiewicz inequality along the flow.

Statement (short slides and slides, Theorem). Under (SA), R(W(0)) <= |y|^2/n and gradient not 0: there is mu > 0 with
|grad R(W(t))|^2 >= mu (R(W(t)) - R_min) for all t >= 1. The theorem does not repeat (SA); without it it is false.

Sharper, explicit: at every W (so at every time) with E(W) < E_ref,
    |grad R|^2 (kappa^(1/L) + Delta) >= 4 lambda_+ kappa E,  kappa = (sqrt E_ref - sqrt E)^2 / Lambda,
and before that |grad R|^2 (|pi|^(2/L) + Delta) >= 4 lambda_+ |pi|^2 E. E decreases along the flow, so kappa at one
time serves for all later ones. Printed is decided on certified flows: the explicit mu of the start, or of the first
time with E < E_ref, against the smallest value of |grad R|^2 / E over all cells of the tube; after the tube the
certificate of the limit takes over.

What is not covered: starts without (SA) (false variants), more than one output.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, less, nonzero, positive
from theorems.marion_chizat_2024._small_scale import admissible, to_the_saddle

claim = Claim(
    "small-scale/pl-condition",
    "Polyak-Lojasiewicz along the flow",
    subject="flow in time",
    source=Source("slides", "Convergence of GF, Theorem; also short slides"),
    rests_on=("small-scale/gains", "small-scale/gradient-first-layer"),
)


class WithoutRisk:
    r"\exists\,\mu>0 \text{ without } R(W(0)) \le \|y\|^2/n"

    subject = "antisymmetric start"

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.start.gradient_squared, "the gradient at W(0) is not 0")
        yield from to_the_saddle(f)

    def then(f: Any) -> Iterator[Relation]:
        yield positive(f.gradient_squared, "|grad R|^2 >= mu E with mu > 0 in the limit, where E > 0")


class WithoutGradient:
    r"\exists\,\mu>0 \text{ without } \nabla R(W(0)) \ne 0"

    subject = "pair"

    def given(f: Any) -> Iterator[Relation]:
        yield at_most(f.risk, f.risk_of_zero, "R(W(0)) <= |y|^2 / n")
        yield equal(f.imbalance_change, 0, "W = W(0), the flow stands still")
        yield equal(f.start.gradient_squared, 0, "a critical point")
        yield equal(f.gradient_squared, 0, "W is a critical point")
        yield positive(f.excess, "not a minimizer")

    def then(f: Any) -> Iterator[Relation]:
        yield positive(f.gradient_squared, "|grad R|^2 >= mu E with mu > 0")


class Descent:
    r"\exists\,\mu>0\ \forall\,t\ge1 \text{ along gradient descent, whatever } \eta"

    subject = "descent towards a saddle"

    def given(f: Any) -> Iterator[Relation]:
        yield at_most(f.risk, f.risk_of_zero, "R(W(0)) <= |y|^2 / n")
        yield positive(f.gradient_squared, "the gradient at W(0) is not 0")
        yield positive(f.eta, "eta > 0")

    def then(f: Any) -> Iterator[Relation]:
        arrived = f.after(1)
        if f.A.certain(arrived.gradient_squared, "==", 0) is True:  # then W(t) = W(1) for all t >= 1
            yield equal(arrived.excess, 0, "|grad R|^2 >= mu E with mu > 0 where gradient descent comes to rest")


@claim.printed(r"\exists\,\mu>0\ \forall\,t\ge1:\ \sum_k\|\nabla_kR(W(t))\|_F^2 \ge \mu\,(R(W(t)) - R_{\min})")
class Printed:
    note = "With (SA), which is on the slide before; mu explicit; for all t from the first time with E < E_ref on."

    def given(f: Any) -> Iterator[Relation]:
        yield from admissible(f)

    def then(f: Any) -> Iterator[Relation]:
        mu = f.explicit_mu if f.L > 1 else f.explicit_mu / 2  # for L = 1 the explicit constant is attained
        yield positive(mu, "mu > 0")
        yield at_least(f.smallest_pl_ratio, mu, "over all cells of the tube")
        yield at_least(f.rate_after_the_tube, mu, "after the tube")

    false_variants = {
        "without R(W(0)) <= |y|^2/n": WithoutRisk,
        "without a gradient": WithoutGradient,
        "gradient descent with any eta": Descent,
    }


class Static:
    subject = "pair"

    def given(f: Any) -> Iterator[Relation]:
        yield nonzero(f.rho_squared, "pi* is not 0")
        yield equal(f.imbalance_change, 0, "D_k as at the start")
        yield positive(f.excess, "not a minimizer")
        yield less(f.excess, f.E_ref, "E < E_ref")


class WithoutDelta(Static):
    r"\|\nabla R\|^2 \ge 4\lambda_+\|\pi\|^{2-2/L}E"

    subject = "pair in the plane"

    def then(f: Any) -> Iterator[Relation]:
        lhs = f.gradient_squared * f.A.root(f.pi_squared, f.L)
        yield at_least(lhs, 4 * f.A.largest(f.lambda_plus) * f.pi_squared * f.excess, "Delta dropped")


class LargestEigenvalue(Static):
    r"\mu = 4\Lambda\|\pi\|^2/(\|\pi\|^{2/L}+\Delta)"

    def then(f: Any) -> Iterator[Relation]:
        lhs = f.gradient_squared * (f.A.root(f.pi_squared, f.L) + f.Delta)
        yield at_least(lhs, 4 * f.A.largest(f.Lambda) * f.pi_squared * f.excess, "Lambda in place of lambda_+")


@claim.sharper(
    r"\mu = \frac{4\lambda_+\kappa}{\kappa^{1/L}+\Delta},\quad "
    r"\kappa = \frac{(\sqrt{E_{\rm ref}}-\sqrt{E(t_0)})^2}{\Lambda}"
    r"\text{ for all } t \ge t_0 \text{ with } E(t_0) < E_{\rm ref}"
)
class Sharper(Static):
    def then(f: Any) -> Iterator[Relation]:
        low, error = 4 * f.A.largest(f.lambda_plus), f.excess
        lhs = f.gradient_squared * (f.A.root(f.pi_squared, f.L) + f.Delta)
        yield at_least(lhs, low * f.pi_squared * error, "by |pi|")
        kappa = (f.A.root(f.E_ref, 2) - f.A.root(error, 2)) ** 2 / f.A.largest(f.Lambda)
        yield at_least(f.pi_squared, kappa, "|pi|^2 >= kappa")
        if f.L == 1:  # kappa cancels, and equality is common: decided without its roots
            yield at_least(f.gradient_squared, low * error, "by kappa")
            return
        lhs = f.gradient_squared * (f.A.root(kappa, f.L) + f.Delta)
        yield at_least(lhs, low * kappa * error, "by kappa")

    false_variants = {"Delta dropped": WithoutDelta, "Lambda in place of lambda_+": LargestEigenvalue}
