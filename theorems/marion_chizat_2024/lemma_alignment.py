r"""Neighbouring top singular vectors align along the flow.

Statement (slides, Lemma, third item): <v_{k+1}(t), u_k(t)>^2 >= 1 - eps / sigma_{k+1}^2(t), 1 <= k <= L-1. Silent:
sigma_{k+1} is not 0. It is stated for any choice of top singular vectors; the checks look at simple top singular
values, where there is no choice up to sign (a tie leaves the instance undecided, and is counted).

Sharper, second order: 1 - <v,u>^2 <= (delta_k / (sigma_{k+1}^2 - T_k))^2 when sigma_{k+1}^2 > T_k, and always
<= (T_k + delta_k) / sigma_{k+1}^2 <= L/(2L+1) eps / sigma_{k+1}^2. Decided on pairs with equal imbalances.

What is not covered: more than one output.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater, positive

claim = Claim(
    "small-scale/lemma-alignment",
    "Neighbouring singular vectors align",
    subject="pair",
    source=Source("slides", "From a small-scale initialization, Lemma, third item"),
    rests_on=("small-scale/balancedness", "small-scale/lemma-rank-one"),
)


class Setting:
    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield equal(f.imbalance_change, 0, "D_k as at the start")
        for k in f.layers:
            yield positive(f.frobenius_squared(k), f"W_{k} is not 0")


def misalignment(f: Any, k: int) -> Any:
    """(1 - <v_{k+1}, u_k>^2) sigma_{k+1}^2."""
    return (1 - f.alignment(k)) * f.A.largest(f.sigma_squared(k + 1))


class Smaller(Setting):
    r"L = 2:\; \langle v_2,u_1\rangle^2 \ge 1 - 0.39\,\varepsilon/\sigma_2^2"

    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.L, 2, "L = 2")
        yield from Setting.given(f)

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(100 * misalignment(f, 1), 39 * f.epsilon, "0.39 eps")


class WithoutSquare(Setting):
    r"\langle v_{k+1},u_k\rangle \ge 1 - \varepsilon/\sigma_{k+1}^2 \text{ for every choice of sign}"

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            top = f.A.largest(f.sigma_squared(k + 1))
            yield at_least(-f.A.root(f.A.absolute(f.alignment(k)), 2) * top, top - f.epsilon, f"layer {k}")


class SquaredSmallness(Setting):
    r"\langle v_{k+1},u_k\rangle^2 \ge 1 - \varepsilon^2/\sigma_{k+1}^2"

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            yield at_most(misalignment(f, k), f.epsilon**2, f"layer {k}")


class Cubed(Setting):
    r"\sigma_{k+1}^2 > T_k:\; 1 - \langle v_{k+1},u_k\rangle^2 \le \big(\delta_k/(\sigma_{k+1}^2-T_k)\big)^3"

    def given(f: Any) -> Iterator[Relation]:
        yield from Setting.given(f)
        for k in range(1, f.L):
            yield greater(f.sigma_squared(k + 1), f.T(k), f"sigma_{k + 1}^2 > T_{k}")

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            gap = f.A.largest(f.sigma_squared(k + 1)) - f.T(k)
            yield at_most((1 - f.alignment(k)) * gap**3, f.delta(k) ** 3, f"layer {k}")


@claim.printed(r"\langle v_{k+1}(t), u_k(t)\rangle^2 \ge 1 - \varepsilon/\sigma_{k+1}^2(t)")
class Printed(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            yield at_most(misalignment(f, k), f.epsilon, f"layer {k}")

    false_variants = {
        "0.39 eps for L = 2": Smaller,
        "inner product without square": WithoutSquare,
        "eps squared": SquaredSmallness,
        "third power of the second-order bound": Cubed,
    }


@claim.sharper(
    r"1-\langle v_{k+1},u_k\rangle^2 \le \min\Big\{\Big(\frac{\delta_k}{(\sigma_{k+1}^2-T_k)_+}\Big)^2,"
    r"\frac{T_k+\delta_k}{\sigma_{k+1}^2}\Big\} \le \frac{L}{2L+1}\frac{\varepsilon}{\sigma_{k+1}^2}"
)
class Sharper(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            gap = f.A.largest(f.A.largest(f.sigma_squared(k + 1)) - f.T(k), f.A.number(0))
            yield at_most((1 - f.alignment(k)) * gap**2, f.delta(k) ** 2, f"layer {k}: second order")
            yield at_most(misalignment(f, k), f.T(k) + f.delta(k), f"layer {k}: first order")
            yield at_most((2 * f.L + 1) * (f.T(k) + f.delta(k)), f.L * f.epsilon, f"layer {k}: L/(2L+1) eps")
