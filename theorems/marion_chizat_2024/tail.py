r"""Length of the path to the limit, and the exponential rate.

Statement (not in the documents). If |grad R|^2 >= mu E on [t0, inf), then E(t) <= E(t0) exp(-mu (t - t0)), the path
from t0 on has length at most 2 sqrt(E(t0)/mu), and |W(inf) - W(t0)|_F <= 2 sqrt(E(t0)/mu).

Checked from t0 = 0 with the explicit mu of small-scale/pl-condition, on limits that are algebraic (exactly) and on
certified flows: |W(inf) - W(0)|^2 mu <= 4 E(0). For L = 1, mu = 4 lambda. The rate itself is part of every limit
certificate.

What is not covered: the printed documents contain no such statement.
"""

from collections.abc import Iterator
from typing import Any

from numerics.instance import Instance, column, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, less, positive
from theorems.marion_chizat_2024._small_scale import admissible, is_limit

claim = Claim(
    "small-scale/tail",
    "Length of the tail of the flow",
    subject="flow limit",
    source=Source("", "consequence of the Polyak-Lojasiewicz inequality"),
    rests_on=("small-scale/pl-condition",),
)


def explicit_mu(f: Any) -> Any:
    """4 lambda kappa / (kappa^(1/L) + Delta) at the start; 4 lambda for L = 1."""
    low = 4 * f.A.largest(f.lambda_min)
    if f.L == 1:
        return low
    root = f.A.root(f.E_ref, 2) - f.A.root(f.start.excess, 2)
    kappa = root**2 / f.A.largest(f.Lambda)
    return low * kappa / (f.A.root(kappa, f.L) + f.Delta)


class Setting:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield positive(f.start.excess, "the start is not a minimizer")
        if f.L > 1:
            yield less(f.start.excess, f.E_ref, "E(0) < E_ref")


class HalfLength(Setting):
    r"\|W(\infty) - W(0)\|_F \le \sqrt{E(0)/\mu}"

    subject = "algebraic limit"

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        yield at_most(g.travelled_squared * explicit_mu(f), f.start.excess, "half the length")


class OneTime(Setting):
    r"\|W(\infty) - W(0)\|_F \le 2E(0)/\|\nabla R(W(0))\| \quad(\mu \text{ from time 0 alone})"

    subject = "algebraic limit"

    def then(f: Any) -> Iterator[Relation]:
        g, error = f.limit, f.start.excess
        yield at_most(g.travelled_squared * f.start.gradient_squared, 4 * error**2, "mu at one time")


class TwiceTheRate:
    r"E(t) \le E(t_0)e^{-2\mu(t-t_0)},\text{ which at } t = t_0 \text{ says } \|\nabla R(W(t_0))\|^2 \ge 2\mu E(t_0)"

    subject = "shallow pair"

    def given(f: Any) -> Iterator[Relation]:
        yield from admissible(f)
        yield positive(f.lambda_min, "Sigma has full rank")
        yield equal(f.travelled_squared, 0, "t = t_0 = 0")
        yield positive(f.start.excess, "the start is not a minimizer")
        yield less(f.start.excess, f.E_ref, "E(0) < E_ref")

    def then(f: Any) -> Iterator[Relation]:
        # dE/dt = -|grad R|^2, so a bound that is an equality at t_0 bounds the derivative there
        yield at_least(f.gradient_squared, 2 * explicit_mu(f) * f.start.excess, "rate 2 mu at t_0")


def linear() -> Instance:
    """L = 1, d = 1: the bound is an equality."""
    return network_instance([[1]], [3], [[[3]]]).with_matrices(V1=column([1]))


@claim.sharper(r"\|W(\infty) - W(t_0)\|_F \le 2\sqrt{E(t_0)/\mu},\qquad E(t) \le E(t_0)e^{-\mu(t-t_0)}")
class Sharper(Setting):
    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        yield at_most(g.travelled_squared * explicit_mu(f), 4 * f.start.excess, "|W(inf) - W(0)|^2 mu <= 4 E(0)")

    extremal = {"L = 1, d = 1": linear}
    false_variants = {
        "rate 2 mu": TwiceTheRate,
        "sqrt(E/mu)": HalfLength,
        "inequality known at one time only": OneTime,
    }
