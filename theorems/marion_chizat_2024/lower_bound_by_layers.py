r"""Lower bound on the sharpness by the inverse norms of the layers.

Statement (slides, "Lower bounds on the sharpness of minimizers", first display):
S_min >= 2 a |w*|^(2-1/L) |p|^(1/L) sum_k 1/|W_k|_F. The left side does not depend on W; read for every minimizer W it
is
false (the right side is unbounded along W_1 -> C W_1, W_2 -> W_2 / C). With S(W) on the left it is true.

Notation: rho = |pi*| (the slides' w*), a = pi*^T Sigma pi* / rho^2, r_k = |b_k| / |b_(k-1)| (r_1 = |b_1| / rho).
Sharper: S(W) >= 2 a rho^2 sum_k r_k^2, then the printed form with spectral norms, then the printed form; and
S(W) >= 2 a rho^2 sum_k |W_k|_2^(-2).

What is not covered: p = 0 and pi* = 0, where a is undefined.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero

claim = Claim(
    "sharpness/lower-bound-by-layers",
    "Lower bound by inverse layer norms",
    subject="minimizer",
    source=Source("slides", "Lower bounds on the sharpness of minimizers, first display"),
    rests_on=("sharpness/hessian-at-minimizer",),
)


def layer_bound(m: Any, norm: Any) -> Any:
    """2 a rho^(2-1/L) |p|^(1/L) sum_k 1 / norm(k)."""
    power = m.rho_power(2 - Fraction(1, m.L)) * m.p_power(Fraction(1, m.L))
    return 2 * m.a * power * m.total(lambda k: 1 / norm(k))


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


@claim.printed(r"S_{\min} \ge 2a\|w^\star\|^{2-1/L}\|p\|^{1/L}\sum_{k=1}^L \|W_k\|_F^{-1}")
class Printed(Setting):
    note = "Read for every minimizer W, the only reading under which the right side has a meaning."

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, layer_bound(m, m.frobenius), "S_min >= 2a rho^(2-1/L) |p|^(1/L) sum 1/|W_k|_F")


class TwoPercentMore(Setting):
    r"S(W) \ge 2.02\,a\rho^{2-1/L}\|p\|^{1/L}\sum_k \|W_k\|_F^{-1}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(100 * m.sharpness, 101 * layer_bound(m, m.frobenius), "constant 2.02")


class SmallestSingularValue(Setting):
    r"S(W) \ge 2a\rho^{2-1/L}\|p\|^{1/L}\sum_k \sigma_{\min}(W_k)^{-1}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        for k in m.layers:
            yield nonzero(m.smallest_singular(k), f"sigma_min(W_{k}) is not 0")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, layer_bound(m, m.smallest_singular), "with sigma_min")


class ExponentTwo(Setting):
    r"S(W) \ge 2a\rho^{2}\|p\|^{1/L}\sum_k \|W_k\|_F^{-1}"

    def then(m: Any) -> Iterator[Relation]:
        bound = 2 * m.a * m.rho_squared * m.p_power(Fraction(1, m.L)) * m.total(lambda k: 1 / m.frobenius(k))
        yield at_least(m.sharpness, bound, "exponent 2")


class AnyWeights:
    r"S(W) \ge 2a\rho^{2-1/L}\|p\|^{1/L}\sum_k \|W_k\|_F^{-1} \text{ for every } W"

    subject = "network"

    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        for k in m.layers:
            yield nonzero(m.frobenius_squared(k), f"W_{k} is not 0")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, layer_bound(m, m.frobenius), "for every W")


class LargestEigenvalueForA(Setting):
    r"S(W) \ge 2\Lambda\rho^{2-1/L}\|p\|^{1/L}\sum_k \|W_k\|_F^{-1}"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness * m.a, m.Lambda * layer_bound(m, m.frobenius), "Lambda in place of a")


@claim.repaired(r"W \in \arg\min R \;\Rightarrow\; S(W) \ge 2a\rho^{2-1/L}\|p\|^{1/L}\sum_{k=1}^L \|W_k\|_F^{-1}")
class Repaired(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.sharpness, layer_bound(m, m.frobenius), "S >= 2a rho^(2-1/L) |p|^(1/L) sum 1/|W_k|_F")

    @staticmethod
    def equal_scalars() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[2]], [[2]]])

    extremal = {"d = 1, all |W_k| equal": equal_scalars}
    false_variants = {
        "constant 2.02 a": TwoPercentMore,
        "smallest singular value": SmallestSingularValue,
        "exponent 2": ExponentTwo,
        "W not a minimizer": AnyWeights,
        "Lambda in place of a": LargestEigenvalueForA,
    }


@claim.sharper(
    r"S(W) \ge 2a\rho^2\sum_k r_k^2 \ge 2a\rho^{2-1/L}\|p\|^{1/L}\sum_k\|W_k\|_2^{-1} \ge "
    r"2a\rho^{2-1/L}\|p\|^{1/L}\sum_k\|W_k\|_F^{-1},\quad S(W)\ge 2a\rho^2\sum_k\|W_k\|_2^{-2}"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        by_gains = 2 * m.a_rho_squared * m.total(m.gain_squared)
        yield at_least(m.sharpness, by_gains, "S >= 2 a rho^2 sum r_k^2")
        yield at_least(by_gains, layer_bound(m, m.spectral), "gains against spectral norms")
        for k in m.layers:
            yield at_most(m.spectral_squared(k), m.frobenius_squared(k), f"|W_{k}|_2 <= |W_{k}|_F")
        inverse_squares = m.total(lambda k: 1 / m.spectral_squared(k))
        yield at_least(m.sharpness, 2 * m.a_rho_squared * inverse_squares, "S >= 2 a rho^2 sum |W_k|^(-2)")

    extremal = {"d = 1, all |W_k| equal": Repaired.equal_scalars}
