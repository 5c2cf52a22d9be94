r"""Gradient flow from a small start converges to a global minimizer.

Statement (short slides and slides, Corollary, first conclusion; abstract): if 32 L sqrt(eps) <= 1 and Sigma has full
rank, gradient flow converges to a global minimizer. It needs (SA), which the corollary does not repeat; it needs
neither full rank nor smallness (sharper).

How it is checked: a certified flow. The certificate is a ball on which a Polyak-Lojasiewicz inequality holds and
which the flow cannot leave; its rate is positive, and the excess risk at the limit is 0 by it. Where no certificate
is found the case is undecided, never violated.

What is not covered: the rate in terms of the data (small-scale/pl-condition).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_most, equal, positive
from theorems.marion_chizat_2024._small_scale import admissible, printed_smallness, to_the_saddle

claim = Claim(
    "small-scale/convergence",
    "Convergence to a global minimizer",
    subject="flow in time",
    source=Source("slides", "Convergence of GF, Corollary; also short slides and abstract"),
    rests_on=("small-scale/pl-condition", "small-scale/tail"),
)


class WithoutAssumption:
    r"\nabla R(W(0)) \ne 0 \Rightarrow \text{convergence to a global minimizer}"

    subject = "antisymmetric start"

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.start.gradient_squared, "the gradient at W(0) is not 0")
        yield from to_the_saddle(f)

    def then(f: Any) -> Iterator[Relation]:
        yield equal(f.excess, 0, "the limit is a minimizer")


class LeastNorm:
    r"\text{the limit is the minimizer of least Frobenius norm}"

    subject = "algebraic limit"

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.lambda_min, "Sigma has full rank")
        yield from admissible(f)
        yield equal(f.imbalance_change, 0, "D_k as at the start")
        yield equal(f.excess, 0, "W is a minimizer")

    def then(f: Any) -> Iterator[Relation]:
        total = f.A.number(0)
        for k in f.layers:
            total = total + f.frobenius_squared(k)
        # least sum of |W_k|_F^2 over minimizers: L rho^(2/L), by the inequality of the means
        yield at_most(total, f.L * f.A.root(f.rho_squared, f.L), "least norm")


class FiniteTime:
    r"\text{(SA)} \Rightarrow E(T) = 0 \text{ for a finite } T"

    subject = "shallow pair"

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.lambda_min, "Sigma has full rank")
        yield from admissible(f)

    def then(f: Any) -> Iterator[Relation]:
        # minimizers are equilibria of a polynomial field: by uniqueness only the constant solution passes through one
        yield equal(f.start.excess, 0, "E(T) = 0, hence E(0) = 0")


@claim.printed(r"32L\sqrt\varepsilon \le 1,\ \operatorname{rank}\Sigma = d \Rightarrow W(t) \to W^{SI} \in \arg\min R")
class Printed:
    note = "With (SA), the standing assumption of the slides."

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.lambda_min, "Sigma has full rank")
        yield from admissible(f)
        yield from printed_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        yield positive(f.rate_after_the_tube, "certified rate towards a minimizer")

    false_variants = {
        "without the standing assumption": WithoutAssumption,
        "minimizer of least norm": LeastNorm,
        "within a finite time": FiniteTime,
    }


@claim.sharper(
    r"\text{(SA)} \Rightarrow W(t) \to W^{SI} \in \arg\min R \text{ for every } \Sigma \text{ and every } \varepsilon"
)
class Sharper:
    def given(f: Any) -> Iterator[Relation]:
        yield from admissible(f)

    def then(f: Any) -> Iterator[Relation]:
        yield positive(f.rate_after_the_tube, "certified rate towards a minimizer")
