r"""The risk, and reduced-rank regression as displayed.

Statement (poster, "A Simple Deep Linear Model"): risk (1/2n) |Y - X W_1 ... W_L|_2^2; W^(k,*) minimises
(1/2n) sum_i |Y - X W|_2^2 over rank W <= r.

Read with the spectral norm that |.|_2 denotes for matrices elsewhere on the poster, the minimizer of least norm is
not the one that the two-layer model learns. The rank bound has to be k; the sum over i is over samples (as a factor n
it would not change the minimizer).
Repaired: f = |Y - XW|_F^2 / (2n) = sum_i |y_i - W^T x_i|^2 / (2n); for regular Sigma_x the minimum over rank <= k is
reached at Sigma_x^(-1/2) [Sigma_x^(-1/2) Sigma_xy]_k, and f(0) - min = half the sum of the k largest eigenvalues of
Sigma_xy^T Sigma_x^(-1) Sigma_xy.

How it is checked: f(C) for arbitrary C of rank <= k against that sum (exact, by an additive compound matrix); and the
risk of an exhibited rational W of rank k that comes within 2^-20 of it.
What is not covered: that the minimizer is unique.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_least, at_most, equal
from theorems.gidel_2019._settings import aligned, poster, regular, two_components

claim = Claim(
    "two-layer/risk-and-reduced-rank",
    "Risk and reduced-rank regression",
    subject="two-layer competitor",
    source=poster("Setting, A Simple Deep Linear Model"),
)


def eligible(m: Any) -> Iterator[Relation]:
    yield at_most(m.rank, m.k, "C has rank at most k")


def aligned_pair(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield from regular(m)


@claim.printed(
    r"\textstyle W^{k,*} = \sum_{i\in I_k}\frac{\sigma_i}{\lambda_i}u_iv_i^\top \text{ has the least norm in } "
    r"\arg\min_{\operatorname{rank}W\le k}\|Y-XW\|_2"
)
class Printed:
    subject = "aligned competitor"
    note = "The norm |.|_2 read as the spectral norm; C competes with the reduced-rank solution W* that is learned."

    def given(m: Any) -> Iterator[Relation]:
        yield from aligned_pair(m)
        yield from eligible(m)
        yield at_most(m.spectral_risk(m.C), m.spectral_risk(m.solution), "C is as good as W* in the spectral norm")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.A.sum_of_squares(m.solution), m.A.sum_of_squares(m.C), "W* has the least norm")


class TruncatedLeastSquares:
    r"W^{k,*} = [W_{\mathrm{ols}}]_k"

    subject = "aligned competitor with a choice"

    def given(m: Any) -> Iterator[Relation]:
        yield from aligned_pair(m)

    def then(m: Any) -> Iterator[Relation]:
        truncated = m.subset_solution(m.kept(m.k, "ratio"))
        yield at_least(m.decrease(truncated), m.best_decrease(m.k), "the truncated least-squares solution is optimal")


class TruncatedCrossCovariance(TruncatedLeastSquares):
    r"W^{k,*} = \Sigma_x^{-1}[\Sigma_{xy}]_k"

    def then(m: Any) -> Iterator[Relation]:
        truncated = m.subset_solution(m.kept(m.k, "sigma"))
        yield at_least(m.decrease(truncated), m.best_decrease(m.k), "keeping the largest sigma is optimal")


@claim.repaired(
    r"f(W) = \tfrac1{2n}\sum_i\|y_i-W^\top x_i\|^2 = \tfrac1{2n}\|Y-XW\|_F^2,\quad "
    r"\Sigma_x\succ0:\ f(0) - \min_{\operatorname{rank}W\le k}f = "
    r"\tfrac12\sum_{i\le k}\lambda_i(\Sigma_{xy}^\top\Sigma_x^{-1}\Sigma_{xy}),"
    r"\quad W^{k,*} = \Sigma_x^{-1/2}[\Sigma_x^{-1/2}\Sigma_{xy}]_k"
)
class Repaired:
    symbolic = ("two-layer/risk", "two-layer/reduced-rank")
    symbolic_complete = True
    note = "The minimum is shown attained up to 2^-20 by an exhibited rational W of rank k."

    def given(m: Any) -> Iterator[Relation]:
        yield from eligible(m)

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.risk_of(m.C), m.summed_over_samples(m.C), "Frobenius norm and sum over samples")
        best = m.best_decrease(m.k)
        yield at_most(m.decrease(m.C), best, "no matrix of rank k is better")
        if m.A.rigorous:
            yield at_most(m.near_rank, m.k, "the exhibited matrix has rank at most k")
            yield at_least(
                m.decrease(m.near_solution) * (1 + 2**20), best * 2**20, "the exhibited matrix is optimal up to 2^-20"
            )

    @staticmethod
    def diagonal() -> Instance:
        return two_components([[1, 0], [0, 2]], [[3, 0], [0, 1]], {"C": [[3, 0], [0, 0]]}, k=1)

    extremal = {"diagonal data": diagonal}
    false_variants = {
        "spectral norm": Printed,
        "truncated least squares": TruncatedLeastSquares,
        "truncated cross-covariance": TruncatedCrossCovariance,
    }
