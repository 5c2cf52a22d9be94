"""Families on which particular false variants of the small-scale claims can become false.

isotropic pair                       first layer near a multiple of the identity: many singular values of one size
shallow pair                         depth one and two with few weights, as their own start, on the admissible side
descent towards a saddle             two equal scalar layers and a learning rate that brings the first step to their
                                     other equilibrium, 0, or near it
moved pair with several outputs      two outputs and two inputs, each output boosted against an input of its own

Boosts. D = V_2^T V_2 - V_1 V_1^T = M^T J M with M = (V_2; V_1^T), J = diag(1, 1, -1, -1). A boost ch, sh in the plane
of one output and one input preserves J, hence D. With V_2 = a e_1 e_1^T and V_1 = b e_2 e_2^T:
W_2 = diag(a ch, b sh'), W_1 = diag(a sh, b ch').
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numerics.subjects.descent import Descent
from numerics.subjects.small_scale import Pair
from properties.strategies import Built, Family, Shape, Theta, family
from properties.strategies_small_scale import facing, readout


@family
class IsotropicPairs(Family):
    name = "isotropic pair"
    quantities = Pair
    shapes: Sequence[Shape] = tuple(Shape((h, h, 1), h) for h in (2, 3, 4, 5))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, h = theta.A, shape.widths[1]
        X, y = theta.full_rank(h, h), theta.matrix(h, 1)
        first = A.plus(A.scale(theta.nonzero(), A.eye(h)), A.scale(A.number(1) / 8, theta.matrix(h, h)))
        return {"X": X, "y": y, "p": readout(theta), "W1": first, "W2": theta.matrix(1, h)}, {}


@family
class ShallowPairs(Family):
    name = "shallow pair"
    quantities = Pair
    shapes: Sequence[Shape] = (Shape((1, 1), 1), Shape((2, 1), 2), Shape((1, 1, 1), 1), Shape((2, 1, 1), 2))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, w = theta.A, shape.widths
        X, y = theta.full_rank(shape.n, w[0]), theta.matrix(shape.n, 1)
        layers = {f"W{k}": A.scale(A.number(1) / 4, theta.matrix(w[k], w[k - 1])) for k in range(1, shape.L + 1)}
        return {"X": X, "y": facing(theta, X, y, layers, shape.L), "p": readout(theta), **layers}, {}


@family
class DescentsTowardsASaddle(Family):
    name = "descent towards a saddle"
    quantities = Descent
    float_search = False
    shapes: Sequence[Shape] = (Shape((1, 1, 1), 1, "at"), Shape((1, 1, 1), 1, "near"))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A = theta.A
        x, w, t = theta.nonzero(), theta.nonzero(), theta.scalar()
        target = w * w / (1 + (1 / (1 + t * t)))  # between w^2/2 and w^2: (SA) holds, and each layer shrinks at first
        shrink = 2 * x * x * (w * w - target)  # w(1) = w (1 - eta shrink)
        rate = 1 / shrink if shape.kind == "at" else (1 + theta.scalar() / 64) / shrink

        def single(v: Any) -> Any:
            return A.assemble(1, 1, lambda i, j: v)

        layers = {"W1": single(w), "W2": single(w)}
        return {"X": single(x), "y": single(x * target), "p": readout(theta), **layers}, {"eta": rate}


@family
class MovedPairsWithSeveralOutputs(Family):
    name = "moved pair with several outputs"
    quantities = Pair
    shapes: Sequence[Shape] = (Shape((2, 2, 2), 2),)

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, zero = theta.A, theta.A.number(0)
        a, b, s, t = theta.positive(), theta.positive(), theta.positive() + 1, theta.positive() + 1

        def diagonal(p: Any, q: Any) -> Any:
            return A.assemble(2, 2, lambda i, j: zero if i != j else p if i == 0 else q)

        start = {"V2": diagonal(a, zero), "V1": diagonal(zero, b)}
        end = {
            "W2": diagonal(a * (s + 1 / s) / 2, b * (t - 1 / t) / 2),
            "W1": diagonal(a * (s - 1 / s) / 2, b * (t + 1 / t) / 2),
        }
        X, y = theta.full_rank(2, 2), theta.matrix(2, 1)
        return {"X": X, "y": y, "p": theta.nonzero_column(2), **start, **end}, {}
