r"""Layers stay nearly rank one along the flow.

Statement (slides, Lemma, first item): |W_k(t)|_F^2 - |W_k(t)|_2^2 <= eps for all t >= 0 and all k.

Notation: V the weights at time 0, m, delta_k, T_k, eps as in numerics.subjects.small_scale; sigma_{k,2} the second
singular value.
Sharper: the left side is at most |V_k|_F^2 - |V_L|_F^2 + sum_{i>=k} lambda_max(D_i) <= m + T_k <= eps/2, and
sigma_{k,2}^2 <= T_k. All of it needs equal imbalances only, so it is decided on pairs (V, W) without any flow: such
pairs contain every (W(0), W(t)).

What is not covered: more than one output.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal

claim = Claim(
    "small-scale/lemma-rank-one",
    "Layers are nearly rank one",
    subject="pair",
    source=Source("slides", "From a small-scale initialization, Lemma, first item"),
    rests_on=("small-scale/balancedness",),
)


class Setting:
    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.imbalance_change, 0, "D_k as at the start")


class Twentieth(Setting):
    r"\|W_k\|_F^2 - \|W_k\|_2^2 \le \varepsilon/20"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(20 * f.tail(k), f.epsilon, f"layer {k}")


class WithoutStart(Setting):
    r"\|W_k\|_F^2 - \|W_k\|_2^2 \le T_k"

    subject = "wide pair"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(f.tail(k), f.T(k), f"layer {k}")


class OneImbalance(Setting):
    r"\|W_k\|_F^2 - \|W_k\|_2^2 \le \delta_k,\; k < L"

    subject = "wide pair"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield from Setting.given(f)

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            yield at_most(f.tail(k), f.delta(k), f"layer {k}")


class Nuclear(Setting):
    r"\|W_k\|_*^2 - \|W_k\|_2^2 \le \varepsilon \text{, nuclear norm } \|W_k\|_* \ge |\textstyle\sum_i (W_k)_{ii}|"

    subject = "isotropic pair"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(f.diagonal_sum(k) ** 2 - f.sigma_squared(k), f.epsilon, f"layer {k}")


@claim.printed(r"\|W_k(t)\|_F^2 - \|W_k(t)\|_2^2 \le \varepsilon")
class Printed(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(f.tail(k), f.epsilon, f"layer {k}")

    false_variants = {
        "eps / 20": Twentieth,
        "T_k without the start": WithoutStart,
        "delta_k alone": OneImbalance,
        "nuclear norm": Nuclear,
    }


def isotropic() -> Instance:
    """L = 2, W_2(0) = 0, W_1(0) W_1(0)^T = I: both sides of the first inequality equal h - 1."""
    return network_instance([[1, 0], [0, 1]], [1, 1], [[[1, 0], [0, 1]], [[0, 0]]])


@claim.sharper(
    r"\|W_k\|_F^2 - \sigma_k^2 \le \|W_k(0)\|_F^2 - \|W_L(0)\|_F^2 + \sum_{i=k}^{L-1}\lambda_{\max}(D_i) \le m + T_k"
    r"\le \varepsilon/2,\qquad \sigma_{k,2}^2 \le T_k"
)
class Sharper(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            bound = f.start.frobenius_squared(k) - f.start.frobenius_squared(f.L)
            for i in range(k, f.L):
                bound = bound + f.A.largest(f.top_imbalance(i))
            yield at_most(f.tail(k), bound, f"layer {k}: by the imbalances")
            yield at_most(bound, f.m + f.T(k), f"layer {k}: m + T_k")
            yield at_most(2 * (f.m + f.T(k)), f.epsilon, f"layer {k}: eps / 2")
            yield at_most(f.second_product(k), f.T(k) * f.sigma_squared(k), f"layer {k}: second singular value")

    extremal = {"W_2(0) = 0, W_1(0) orthogonal": isotropic}
