r"""The gradient is controlled by the partial products.

Sharper than the slides: with gamma <= sigma_min and M >= |.|_2 for all G_k and all B_k,
    sum_k |dR/dW_k|_F^2 >= 4 L gamma^4 lambda_+ |p|^2 E,     |dR/dW_k|_F <= 2 M^2 |p| sqrt(Lambda E).
Proof: |dR/dW_k|_F = |b_k| |A_k g| and 4 lambda_+ E <= |g|^2 <= 4 Lambda E.

Squares are compared. What is not covered: one-sided bounds (G_k only).
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, nonzero

claim = Claim(
    "residual/gradient-bounds",
    "Gradient and partial products",
    subject="residual network",
    source=Source("", "residual networks, gradient"),
    rests_on=("small-scale/gradient-first-layer",),
)


def lower(m: Any) -> Any:
    """4 gamma^4 lambda_+ |p|^2 E, for one layer."""
    return 4 * m.gamma_squared**2 * m.lambda_plus * m.p_squared * m.excess


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")


class OnePercentMore(Setting):
    r"\sum_k\|\nabla_k\|_F^2 \ge 4.04\,L\gamma^4\lambda_+\|p\|^2E"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(100 * m.gradient_squared, 101 * m.L * lower(m), "constant 4.04")


class EveryLayer(Setting):
    r"\|\nabla_k\|_F^2 \ge 4L\gamma^4\lambda_+\|p\|^2E \text{ for every } k"

    def then(m: Any) -> Iterator[Relation]:
        for k in m.layers:
            yield at_least(m.layer_gradient_squared(k), m.L * lower(m), f"layer {k}")


class SquareOfGamma(Setting):
    r"\sum_k\|\nabla_k\|_F^2 \ge 4L\gamma^2\lambda_+\|p\|^2E"

    def then(m: Any) -> Iterator[Relation]:
        bound = 4 * m.L * m.gamma_squared * m.lambda_plus * m.p_squared * m.excess
        yield at_least(m.gradient_squared, bound, "gamma^2")


@claim.sharper(
    r"\sum_k\|\nabla_k\|_F^2 \ge 4L\gamma^4\lambda_+\|p\|^2E,\qquad \|\nabla_k\|_F \le 2M^2\|p\|\sqrt{\Lambda E}"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.gradient_squared, m.L * lower(m), "lower bound of the whole gradient")
        bound = 4 * m.M_squared**2 * m.p_squared * m.Lambda * m.excess
        for k in m.layers:
            yield at_most(m.layer_gradient_squared(k), bound, f"upper bound, layer {k}")

    @staticmethod
    def identity() -> Instance:
        one = [[1, 0], [0, 1]]
        return network_instance([[1, 0], [0, 1]], [3, -1], [one, one, one], p=(1, 2))

    extremal = {"N = 0, Sigma = I/2": identity}
    false_variants = {"constant 4.04": OnePercentMore, "every layer": EveryLayer, "gamma^2": SquareOfGamma}
