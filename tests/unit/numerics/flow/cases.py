"""Exact flow problems for the tests: random ones by construction, and scalar ones with closed forms."""

from __future__ import annotations

import random
from fractions import Fraction

from flint import arb, arb_mat, ctx, fmpq

from numerics.flow import FlowProblem
from numerics.instance import network_instance

F = Fraction
HALF, ONE = Fraction(1, 2), Fraction(1)


def random_problem(
    dims: tuple[int, ...], seed: int = 0, scale: Fraction = HALF, rows: int | None = None
) -> FlowProblem:
    """X has `rows` rows (default 2 d + 1) of dyadic entries; layers have entries up to `scale`; p = 1 for d_L = 1."""
    rng = random.Random(seed)
    d, n = dims[0], rows or 2 * dims[0] + 1
    X = [[F(rng.randint(-32, 32), 16) for _ in range(d)] for _ in range(n)]
    y = [F(rng.randint(-32, 32), 16) for _ in range(n)]
    layers = [
        [[scale * F(rng.randint(-64, 64), 64) for _ in range(dims[k])] for _ in range(dims[k + 1])]
        for k in range(len(dims) - 1)
    ]
    p = [F(1)] if dims[-1] == 1 else [F(rng.randint(1, 8), 4) for _ in range(dims[-1])]
    return FlowProblem.from_instance(network_instance(X, y, layers, p))


def scalar_problem(weights: list[Fraction], target: Fraction, sigma: Fraction = ONE) -> FlowProblem:
    """d = 1, all widths 1: R = sigma (w_1 ... w_L - target)^2 + R_min."""
    return FlowProblem(((sigma,),), (target,), (F(1),), tuple(((w,),) for w in weights))


def rational(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def logistic(x0: Fraction, target: Fraction, sigma: Fraction, t: Fraction) -> arb:
    """x(t) for x' = 4 sigma x (target - x): the product of a balanced scalar network of depth 2."""
    decay = (-4 * rational(sigma * target * t)).exp()
    return rational(target) / (1 + (rational(target / x0) - 1) * decay)


def distance(left: list[arb_mat], right: list[arb_mat]) -> float:
    """Frobenius distance of two tuples of layers (midpoint of a ball of negligible radius)."""
    total = arb(0)
    for a, b in zip(left, right):
        for x in (a - b).entries():
            total = total + x * x
    return float(total.mid()) ** 0.5


def from_mpf(layers: list[list[list[object]]], prec: int = 320) -> list[arb_mat]:
    """mpmath layers as exact balls."""
    with ctx.workprec(prec):
        out = []
        for w in layers:
            rows = []
            for row in w:
                rows.append([_exact(x) for x in row])
            out.append(arb_mat(rows))
        return out


def _exact(x: object) -> arb:
    sign, mantissa, exponent, _ = x._mpf_  # type: ignore[attr-defined]
    return arb(-int(mantissa) if sign else int(mantissa)) * arb(2) ** int(exponent)
