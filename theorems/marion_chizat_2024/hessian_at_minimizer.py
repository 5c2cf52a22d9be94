r"""The Gauss-Newton form of the Hessian at a minimizer.

Statement (not printed on its own; every printed bound uses it): at every minimizer, also for singular Sigma and R_min
> 0,

    Hess R = 2 J^T Sigma J,   J[H] = sum_k A_k^T H_k^T b_k,   J J^T = sum_k |b_k|^2 A_k^T A_k,
    S(W) = 2 lambda_max( Sigma^(1/2) sum_k |b_k|^2 A_k^T A_k Sigma^(1/2) ).

The full Hessian of the instance checks is the general one (with the second derivative of pi); that it is the
derivative of
the risk is shown for all sizes by the word algebra and, entry by entry, by SymPy and exact polynomials on small
networks.
Equality of the nonzero spectra is checked by equality of the traces of all powers up to d, which is exact.

What is not covered: points that are not minimizers, where the form is false (first false variant).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, equal, nonzero

claim = Claim(
    "sharpness/hessian-at-minimizer",
    "Gauss-Newton form of the Hessian at minimizers",
    subject="minimizer",
    source=Source("", "base fact behind the slides' bounds"),
    rests_on=("sharpness/minimizers-are-optimal",),
)


class EverywhereInstead:
    r"\nabla^2 R = 2 J^\top \Sigma J \text{ at every } W"

    subject = "network"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.gauss_newton_defect, 0, "Hess R = 2 J^T Sigma J")


class UnsquaredSuffix:
    r"\operatorname{tr}\nabla^2 R = 2\operatorname{tr}\,\Sigma\sum_k \|b_k\| P_k P_k^\top"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.hessian_moment(1), m.trace_with(lambda k: m.A.root(m.suffix_squared(k), 2)), "trace")


class WrongOrder:
    r"\operatorname{tr}\nabla^2 R = 2\operatorname{tr}\,\Sigma\sum_k \|b_k\|^2 A_k A_k^\top \text{ (equal widths)}"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "W is a minimizer")
        yield equal(min(m.widths[:-1]), max(m.widths[:-1]), "d_0 = ... = d_(L-1)")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.hessian_moment(1), m.trace_with(m.suffix_squared, transposed=True), "trace")


class FactorOne:
    r"\operatorname{tr}\nabla^2 R = \operatorname{tr}\,\Sigma J J^\top"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(2 * m.hessian_moment(1), m.output_moment(1), "trace")


@claim.sharper(
    r"W \in \arg\min R \Rightarrow \nabla^2 R = 2 J^\top \Sigma J,\quad "
    r"S(W) = 2\lambda_{\max}\Big(\Sigma^{1/2} \sum_k \|b_k\|^2 P_k P_k^\top\, \Sigma^{1/2}\Big)"
)
class Sharper:
    note = "The spectra: M^T M and M M^T have the same nonzero eigenvalues (textbook lemma)."
    symbolic = ("hessian-blocks", "gauss-newton", "every-layer-pair", "small-networks/hessian")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.gauss_newton_defect, 0, "Hess R = 2 J^T Sigma J")
        for j in range(1, m.d + 1):
            yield equal(m.hessian_moment(j), m.output_moment(j), f"tr of power {j}")

    false_variants = {
        "at every W": EverywhereInstead,
        "|b_k| instead of |b_k|^2": UnsquaredSuffix,
        "A_k A_k^T instead of A_k^T A_k": WrongOrder,
        "factor 1 instead of 2": FactorOne,
    }
