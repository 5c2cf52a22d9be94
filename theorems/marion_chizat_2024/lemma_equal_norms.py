r"""All layers have nearly equal norm along the flow.

Statement (slides, Lemma, second item): |sigma_k^2(t) - sigma_j^2(t)| <= eps for all t >= 0.

Sharper: for j < k the difference is at most delta_j + ... + delta_{k-1} <= Delta <= eps/2. Decided on pairs with
equal imbalances.
What is not covered: lower singular values.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal

claim = Claim(
    "small-scale/lemma-equal-norms",
    "All layers have nearly equal norm",
    subject="pair",
    source=Source("slides", "From a small-scale initialization, Lemma, second item"),
    rests_on=("small-scale/balancedness",),
)


def differences(f: Any) -> Iterator[tuple[int, int, Any]]:
    """(j, k, |sigma_k^2 - sigma_j^2|) for j < k."""
    for j in f.layers:
        for k in range(j + 1, f.L + 1):
            yield j, k, f.A.absolute(f.A.largest(f.sigma_squared(k)) - f.A.largest(f.sigma_squared(j)))


class Setting:
    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield equal(f.imbalance_change, 0, "D_k as at the start")


class OnePercentLess(Setting):
    r"|\sigma_k^2 - \sigma_j^2| \le 0.99\,\Delta"

    def then(f: Any) -> Iterator[Relation]:
        for j, k, gap in differences(f):
            yield at_most(100 * gap, 99 * f.Delta, f"layers {j}, {k}")


class WithoutSquares(Setting):
    r"|\sigma_k - \sigma_j| \le \Delta"

    def then(f: Any) -> Iterator[Relation]:
        for j in f.layers:
            for k in range(j + 1, f.L + 1):
                yield at_most(f.A.absolute(f.sigma(k) - f.sigma(j)), f.Delta, f"layers {j}, {k}")


class Frobenius(Setting):
    r"\big|\|W_k\|_F^2 - \|W_j\|_F^2\big| \le \Delta"

    def then(f: Any) -> Iterator[Relation]:
        for j in f.layers:
            for k in range(j + 1, f.L + 1):
                gap = f.A.absolute(f.frobenius_squared(k) - f.frobenius_squared(j))
                yield at_most(gap, f.Delta, f"layers {j}, {k}")


@claim.printed(r"|\sigma_k^2(t) - \sigma_j^2(t)| \le \varepsilon")
class Printed(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for j, k, gap in differences(f):
            yield at_most(gap, f.epsilon, f"layers {j}, {k}")

    false_variants = {"0.99 Delta": OnePercentLess, "without squares": WithoutSquares, "Frobenius norms": Frobenius}


def scalar() -> Instance:
    return network_instance([[1]], [1], [[[1]], [[3]]])


@claim.sharper(r"j < k:\quad |\sigma_k^2 - \sigma_j^2| \le \sum_{i=j}^{k-1}\delta_i \le \Delta \le \varepsilon/2")
class Sharper(Setting):
    def then(f: Any) -> Iterator[Relation]:
        for j, k, gap in differences(f):
            yield at_most(gap, f.delta_between(j, k), f"layers {j}, {k}")
        yield at_most(2 * f.Delta, f.epsilon, "Delta <= eps / 2")

    extremal = {"all widths 1": scalar}
