r"""The end-to-end norm controls every layer.

Statement (not in the documents; key lemma of the sharper results). p = 1, one output, every W, gains r_j^(-2) =
|b_{j-1}|^2/|b_j|^2:

    1. r_j^(-2) >= r_{j+1}^(-2) - delta_j, and prod_j (sigma_L^2 - T_j)_+ <= |pi|^2 <= prod_j sigma_j^2
    2. sigma_k^2 - T_k <= r_k^(-2) <= sigma_k^2
    3. sigma_k^2 (sigma_k^2 - Delta)_+^(L-1) <= |pi|^2 <= sigma_k^2 (sigma_k^2 + Delta)^(L-1)
    4. |pi|^(2/L) - min{(1 - 1/L) Delta, max(h_k, T_k)} <= sigma_k^2 <= |pi|^(2/L) + Delta

What is not covered: more than one output, where it is false (third false variant).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater

claim = Claim(
    "small-scale/gains",
    "The end-to-end norm controls every layer",
    subject="pair",
    source=Source("", "key lemma, not in the documents"),
    rests_on=("small-scale/balancedness", "small-scale/lemma-equal-norms"),
)


class Setting:
    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield equal(f.imbalance_change, 0, "D_k as at the start")


def top(f: Any, k: int) -> Any:
    return f.A.largest(f.sigma_squared(k))


def end_to_end(f: Any) -> Any:
    """|pi|^(2/L)."""
    return f.A.root(f.pi_squared, f.L)


class UpperOnePercentLess(Setting):
    r"\sigma_k^2 \le \|\pi\|^{2/L} + 0.99\,\Delta"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(100 * top(f, k), 100 * end_to_end(f) + 99 * f.Delta, f"layer {k}")


class HalfOnBothSides(Setting):
    r"\big|\sigma_k^2 - \|\pi\|^{2/L}\big| \le \Delta/2"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(2 * f.A.absolute(top(f, k) - end_to_end(f)), f.Delta, f"layer {k}")


class SeveralOutputs:
    r"d_L > 1:\; \sigma_k^2 \le \|\pi\|^{2/L}/\|p\|^{2/L} + \Delta"

    subject = "pair with several outputs"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield greater(f.widths[-1], 1, "several outputs")

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            bound = end_to_end(f) / f.A.root(f.p_squared, f.L) + f.Delta
            yield at_most(top(f, k), bound, f"layer {k}")


class FromTheFirst(Setting):
    r"L\ge3:\; \|\pi\|^2 \ge \prod_j(\sigma_1^2 - T_j)_+"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 3, "L >= 3")
        yield from Setting.given(f)

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(product(f, lambda j: top(f, 1) - f.T(j)), f.pi_squared, "product from the first layer")


def product(f: Any, term: Any) -> Any:
    """prod_j term(j)_+."""
    value = f.A.number(1)
    for j in f.layers:
        value = value * f.A.largest(term(j), f.A.number(0))
    return value


def scalar() -> Instance:
    """L = 2, widths 1, W_1 = 0: pi = 0 and sigma_2^2 = Delta."""
    return network_instance([[1]], [1], [[[0]], [[2]]])


@claim.sharper(
    r"\sigma_k^2(\sigma_k^2-\Delta)_+^{L-1} \le \|\pi\|^2 \le \sigma_k^2(\sigma_k^2+\Delta)^{L-1},\quad "
    r"\|\pi\|^{2/L} - \min\{(1-\tfrac1L)\Delta,\max(h_k,T_k)\} \le \sigma_k^2 \le \|\pi\|^{2/L}+\Delta"
)
class Sharper(Setting):
    def then(f: Any) -> Iterator[Relation]:
        L, pi2, zero = f.L, f.pi_squared, f.A.number(0)
        for j in range(1, L):
            below, here, above = f.suffix_squared(j - 1), f.suffix_squared(j), f.suffix_squared(j + 1)
            yield at_least(below * above, here * (here - f.delta(j) * above), f"gain {j} against gain {j + 1}")
        yield at_most(product(f, lambda j: top(f, L) - f.T(j)), pi2, "product from the last layer")
        yield at_most(pi2, product(f, lambda j: top(f, j)), "product of the norms")
        for k in f.layers:
            sigma = top(f, k)
            yield at_most(f.suffix_squared(k - 1), sigma * f.suffix_squared(k), f"gain {k} <= sigma^2")
            yield at_least(f.suffix_squared(k - 1), (sigma - f.T(k)) * f.suffix_squared(k), f"gain {k} >= sigma^2 - T")
            yield at_most(sigma * f.A.largest(sigma - f.Delta, zero) ** (L - 1), pi2, f"layer {k}: product below")
            yield at_most(pi2, sigma * (sigma + f.Delta) ** (L - 1), f"layer {k}: product above")
            yield at_most(
                end_to_end(f), sigma + f.A.number(Fraction(L - 1, L)) * f.Delta, f"layer {k}: (1 - 1/L) Delta"
            )
            yield at_most(end_to_end(f), sigma + f.A.largest(f.h(k), f.T(k)), f"layer {k}: max(h, T)")
            yield at_most(sigma, end_to_end(f) + f.Delta, f"layer {k}: Delta above")

    extremal = {"pi = 0": scalar}
    false_variants = {
        "0.99 Delta above": UpperOnePercentLess,
        "Delta / 2 on both sides": HalfOnBothSides,
        "several outputs": SeveralOutputs,
        "product from the first layer with T": FromTheFirst,
    }
