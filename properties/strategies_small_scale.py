"""Instances for the small-scale claims, by construction.

    pair         (V, W) with equal imbalances: W = V of any shape (time 0); chains of scalars; two layers moved by
                 hyperbolic reflections; two layers boosted along orthogonal directions
    flow limit   admissible starts V with the limit of their flow: algebraic (hidden widths 1) first, then general
                 starts whose limit is enclosed by a certified flow

Chains. w_k = q (g_k + 1/g_k) / 2, v_k = q (g_k - 1/g_k) / 2 give w_k^2 - v_k^2 = q^2 for every k, so the differences
w_{k+1}^2 - w_k^2 agree with those of v: every pair of chains with equal imbalances and W larger than V arises so.
Two layers. The imbalance is M^T J M with M = (W_2; W_1^T), J = diag(1, -1, .., -1); J-reflections
I - 2 z z^T J / (z^T J z) preserve J, hence the imbalance.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from numerics.arithmetic import Floats
from numerics.subjects.small_scale import FlowInTime, FlowLimit, Pair
from properties.strategies import Built, Family, Shape, Theta, family, ordered
from properties.strategies_networks import data, network_shapes, weights_through


def readout(theta: Theta) -> Any:
    """p = 1, the setting of these claims."""
    return theta.A.assemble(1, 1, lambda i, j: theta.A.number(1))


def chain(
    theta: Theta, length: int, near: bool, small: bool = False, rest: bool = False
) -> tuple[list[Any], list[Any]]:
    """(w, v): see the header. near: g_k within 1/8 of 1, so the start is small beside the limit; small: q <= 1/125;
    rest: the last layer starts at 0, the others equal."""
    A = theta.A
    size = theta.scalar()
    if small:
        size = A.absolute(size) + 2
    q = 1 / (1 + size * size) ** 3  # 1 for size 0; small scales are a few integers away
    w, v = [], []
    x = A.number(0)
    for k in range(length):
        x = A.number(0) if rest and k == length - 1 else x if rest and k else theta.scalar()
        g = (
            1 + x / (4 * (1 + x * x))
            if near or (rest and k == length - 1)
            else A.absolute(1 + x) + A.number(1) / (8 * (1 + x * x))
        )
        w.append(q * (g + 1 / g) / 2)
        v.append(A.absolute(q * (g - 1 / g) / 2))
    return w, v


def regression_to(theta: Theta, shape: Shape, pi_star: Any) -> tuple[Any, Any]:
    """X of full rank and y with optimal regressor pi_star, plus noise orthogonal to the columns of X."""
    A = theta.A
    X = theta.full_rank(shape.n, shape.widths[0])
    y = A.multiply(X, pi_star)
    if shape.n > shape.widths[0]:
        noise = theta.matrix(shape.n, 1)
        y = A.plus(y, A.minus(noise, A.multiply(X, A.least_norm_solution(X, noise))))
    return X, y


def row(A: Any, column: Any, factor: Any) -> Any:
    return A.scale(factor, A.transpose(column))


def narrow(theta: Theta, shape: Shape, turned: bool) -> dict[str, Any]:
    """Start and limit with hidden widths 1. turned: the first layer starts in another direction than pi*."""
    A, L = theta.A, shape.L
    w, v = chain(theta, L, near=shape.kind in ("near", "small"), small=shape.kind == "small", rest=shape.kind == "rest")
    c = theta.unit_column(shape.widths[0])
    start = theta.unit_column(shape.widths[0]) if turned else c
    product = A.number(1)
    for x in w:
        product = product * x
    X, y = regression_to(theta, shape, A.scale(product, c))
    if turned:  # the side of the start on which the risk decreases
        S = A.multiply(A.transpose(X), X)
        inner = A.entry(A.product(A.transpose(start), S, c), 0, 0)
        start = A.scale(A.absolute(inner) / inner, start)
    layers = {"W1": row(A, c, w[0]), "V1": row(A, start, v[0])}
    for k in range(2, L + 1):
        layers |= {f"W{k}": _single(A, w[k - 1]), f"V{k}": _single(A, v[k - 1])}
    return {"X": X, "y": y, "p": readout(theta), **layers}


def _stacked(A: Any, first: Any, rest: Any, i: int, _: int) -> Any:
    return first if i == 0 else A.entry(rest, i - 1, 0)


def _single(A: Any, x: Any) -> Any:
    return A.assemble(1, 1, lambda i, j: x)


def moved(theta: Theta, shape: Shape) -> dict[str, Any]:
    """Two layers and their image under two J-reflections; the smaller of the two ends plays no special role."""
    A, (d, hidden, _) = theta.A, shape.widths
    V2, V1 = theta.matrix(1, hidden), theta.matrix(hidden, d)

    def entry(i: int, j: int) -> Any:
        return A.entry(V2, 0, j) if i == 0 else A.entry(V1, j, i - 1)

    M = A.assemble(1 + d, hidden, entry)
    J = A.assemble(1 + d, 1 + d, lambda i, j: A.number(0) if i != j else A.number(1 if i == 0 else -1))
    for _ in range(2):
        first, rest = theta.scalar() + theta.scalar(), theta.matrix(d, 1)
        z = A.assemble(1 + d, 1, partial(_stacked, A, first, rest))
        form = A.entry(A.product(A.transpose(z), J, z), 0, 0)
        M = A.minus(M, A.scale(2 / form, A.multiply(z, A.product(A.transpose(z), J, M))))
    return {
        "V1": V1,
        "V2": V2,
        "W2": A.assemble(1, hidden, lambda _, j: A.entry(M, 0, j)),
        "W1": A.assemble(hidden, d, lambda i, j: A.entry(M, 1 + j, i)),
    }


def boosted(theta: Theta) -> dict[str, Any]:
    """h = d = 2: V_2 = a e_1^T, V_1 = b e_2 e_1^T, and W_2 = a ch e_1^T, W_1 = b e_2 e_1^T + a sh e_1 e_2^T with
    ch^2 - sh^2 = 1: the imbalance is a^2 e_1 e_1^T - b^2 e_2 e_2^T throughout, and the top vectors may be far apart."""
    A, zero = theta.A, theta.A.number(0)
    a, b, t = theta.positive(), theta.positive(), theta.positive() + 1
    ch, sh = a * (t + 1 / t) / 2, a * (t - 1 / t) / 2

    def matrix(p: Any, q: Any, r: Any, s: Any) -> Any:
        return A.assemble(2, 2, lambda i, j: ((p, q), (r, s))[i][j])

    def row_of(x: Any) -> Any:
        return A.assemble(1, 2, lambda _, j: x if j == 0 else zero)

    return {"V1": matrix(zero, zero, b, zero), "V2": row_of(a), "W1": matrix(zero, sh, b, zero), "W2": row_of(ch)}


_PERCEPTRONS = [s for s in network_shapes() if s.widths[-1] == 1]
_CHAINS = [Shape((d, *[1] * L), n) for L in (2, 3, 4, 5) for d, n in ((1, 1), (2, 2), (2, 3))]


@family
class Pairs(Family):
    name = "pair"
    quantities = Pair
    shapes: Sequence[Shape] = (
        Shape((2, 2, 1), 2, "boosted"),  # first, so that every budget's float search visits it
        *ordered(
            [
                *_PERCEPTRONS,
                *(Shape(s.widths, s.n, "chain") for s in _CHAINS),
                *(Shape((d, h, 1), d, "moved") for d in (1, 2, 3) for h in (1, 2, 3)),
            ]
        ),
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if shape.kind == "chain":
            return narrow(theta, shape, turned=shape.widths[0] > 1), {}
        if shape.kind == "boosted":
            layers = boosted(theta)
        else:
            layers = moved(theta, shape) if shape.kind == "moved" else self._weights(theta, shape)
        X, y = theta.full_rank(shape.n, shape.widths[0]), theta.matrix(shape.n, 1)
        return {"X": X, "y": facing(theta, X, y, layers, shape.L), "p": readout(theta), **layers}, {}

    @staticmethod
    def _weights(theta: Theta, shape: Shape) -> dict[str, Any]:
        scale = theta.scalar()
        q = 1 / (1 + scale * scale)  # small scales are a few integers away
        shapes = {k: (shape.widths[k], shape.widths[k - 1]) for k in range(1, shape.L + 1)}
        layers = {f"W{k}": theta.A.scale(q, theta.matrix(*s)) for k, s in shapes.items()}
        if shape.kind == "last zero":
            layers[f"W{shape.L}"] = theta.A.scale(theta.A.number(0), layers[f"W{shape.L}"])
        return layers


NARROW = [
    Shape((d, *[1] * L), n, kind)
    for L, d, n in ((2, 1, 1), (3, 1, 1), (2, 2, 2), (2, 2, 3), (3, 2, 2), (4, 1, 1), (4, 2, 2), (2, 3, 3), (5, 1, 1))
    for kind in ("near", "free", "small")
]
REST = [Shape((1, 1, 1, 1), 1, "rest"), Shape((1, 1, 1), 1, "rest"), Shape((2, 1, 1, 1), 2, "rest")]
_GENERAL = [
    Shape(w, w[0] + 1, "flow")
    for w in ((2, 2, 1), (1, 3, 1), (3, 2, 1), (2, 2, 2, 1), (2, 5, 1), (1, 2, 2, 1), (2, 2, 1, 2, 1), (4, 3, 1),
              (2, 1, 1, 1, 2, 1), (1, 2, 1, 2, 1, 2, 1))
]  # fmt: skip
_SMALL = [Shape((2, 2, 1), 3, "flow, small"), Shape((1, 2, 1), 2, "flow, small"), Shape((2, 2, 2, 1), 3, "flow, small")]


@family
class FlowLimits(Family):
    name = "flow limit"
    quantities = FlowLimit
    shapes: Sequence[Shape] = (*NARROW, *REST, *_GENERAL, *_SMALL)
    cost = 5.0

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if not shape.kind.startswith("flow"):
            return narrow(theta, shape, turned=shape.widths[0] > 1), {}
        return general_start(theta, shape, Fraction(1, 4096) if shape.kind == "flow, small" else Fraction(1, 16)), {}


def general_start(theta: Theta, shape: Shape, scale: Fraction) -> dict[str, Any]:
    """Data and a start of the given scale, on the side of 0 on which the risk decreases (so (SA) holds near 0)."""
    A = theta.A
    X, y = theta.full_rank(shape.n, shape.widths[0]), theta.matrix(shape.n, 1)
    layers = {
        f"W{k}": A.scale(A.number(scale), theta.matrix(shape.widths[k], shape.widths[k - 1]))
        for k in range(1, shape.L + 1)
    }
    return {"X": X, "y": facing(theta, X, y, layers, shape.L), "p": readout(theta), **layers}


def facing(theta: Theta, X: Any, y: Any, layers: dict[str, Any], L: int) -> Any:
    """y or -y, so that the regressor of the layers points to the side of 0 on which the risk decreases."""
    A, pi = theta.A, readout(theta)
    for k in range(L, 0, -1):
        pi = A.multiply(A.transpose(layers[f"W{k}"]), pi)
    inner = A.entry(A.product(A.transpose(pi), A.transpose(X), y), 0, 0)
    if isinstance(A, Floats):
        return A.scale(np.where(inner < 0, -1.0, 1.0), y)
    return A.scale(A.number(-1 if inner < 0 else 1), y)


@family
class FlowsInTime(Family):
    name = "flow in time"
    quantities = FlowInTime
    float_search = False
    cost = 15.0
    fewest = 364  # of which four in five flow to a minimizer: at least 300 flows certified for all t
    shapes: Sequence[Shape] = (
        Shape((1, 1, 1), 1, "flow"),
        Shape((2, 1), 2, "flow"),
        Shape((1, 1, 1), 1, "flow, small"),
        Shape((2, 1, 1), 3, "flow, small"),
        *_GENERAL,
        *_SMALL,
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        return general_start(theta, shape, Fraction(1, 4096) if shape.kind == "flow, small" else Fraction(1, 16)), {}


@family
class MinimizerPairs(Family):
    """Minimizers with p = 1 as their own start."""

    name = "pair at a minimizer"
    quantities = Pair
    shapes: Sequence[Shape] = ordered([s for s in _PERCEPTRONS if s.L >= 2])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        X, y, pi_star = data(theta, shape)
        p = readout(theta)
        return {"X": X, "y": y, "p": p, **weights_through(theta, shape, pi_star, p)}, {}


@family
class SeveralOutputs(Family):
    name = "pair with several outputs"
    quantities = Pair
    shapes = ordered([Shape((d, h, 2), d) for d in (1, 2) for h in (1, 2)] + [Shape((1, 1, 1, 2), 1)])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        X, y = theta.full_rank(shape.n, shape.widths[0]), theta.matrix(shape.n, 1)
        layers = {f"W{k}": theta.matrix(shape.widths[k], shape.widths[k - 1]) for k in range(1, shape.L + 1)}
        return {"X": X, "y": y, "p": theta.nonzero_column(2), **layers}, {}


@family
class AntisymmetricStarts(Family):
    """L = 2, d = 1: start (a, -a), limit (0, 0)."""

    name = "antisymmetric start"
    quantities = Pair
    shapes: Sequence[Shape] = (Shape((1, 1, 1), 1),)

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, a = theta.A, theta.nonzero()
        X, zero = theta.full_rank(1, 1), _single(theta.A, theta.A.number(0))
        start = {"V1": _single(A, a), "V2": _single(A, -a)}
        return {"X": X, "y": theta.matrix(1, 1), "p": readout(theta), "W1": zero, "W2": zero, **start}, {}


@family
class DecoupledLimits(Family):
    """L = 2, d = h = 2, all diagonal: a scalar network beside a unit at rest."""

    name = "decoupled limit"
    quantities = Pair
    shapes: Sequence[Shape] = (Shape((2, 2, 1), 2),)

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, zero = theta.A, theta.A.number(0)
        w, v = chain(theta, 2, near=False)
        rest = theta.scalar()
        scales = [theta.nonzero(), theta.nonzero()]
        X = A.assemble(2, 2, lambda i, j: scales[i] if i == j else zero)
        y = A.assemble(2, 1, lambda i, _: scales[0] * w[0] * w[1] if i == 0 else zero)

        def first(x: Any) -> Any:
            return A.assemble(2, 2, lambda i, j: zero if i != j else x if i == 0 else rest)

        def second(x: Any) -> Any:
            return A.assemble(1, 2, lambda _, j: x if j == 0 else zero)

        layers = {"W1": first(w[0]), "V1": first(v[0]), "W2": second(w[1]), "V2": second(v[1])}
        return {"X": X, "y": y, "p": readout(theta), **layers}, {}
