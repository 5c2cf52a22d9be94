"""The families of the small-scale claims on the shapes where a near miss can become false; they are searched faster.

algebraic limit, limit from rest      flow limits without certified flows; the last layer at rest
wide pair, pair in the plane          pairs with width three; with two inputs
deeper pair at a minimizer            minimizers of depth three
square network                        networks whose widths all agree
"""

from __future__ import annotations

from collections.abc import Sequence

from properties.strategies import Shape, family
from properties.strategies_networks import Networks
from properties.strategies_small_scale import NARROW, REST, FlowLimits, MinimizerPairs, Pairs


@family
class AlgebraicLimits(FlowLimits):
    name = "algebraic limit"
    shapes: Sequence[Shape] = (*REST[:2], *NARROW)
    cost = 1.0


@family
class LimitsFromRest(FlowLimits):
    name = "limit from rest"
    shapes: Sequence[Shape] = tuple(Shape((1, 1, 1, 1), n, "rest") for n in (1, 2, 3))
    cost = 1.0


@family
class WidePairs(Pairs):
    name = "wide pair"
    shapes: Sequence[Shape] = (
        Shape((3, 3, 1), 3, "last zero"),
        Shape((3, 3, 1), 3),
        Shape((2, 2, 2, 1), 2),
        Shape((3, 3, 2, 1), 3),
    )


@family
class PlanePairs(Pairs):
    name = "pair in the plane"
    shapes: Sequence[Shape] = (Shape((2, 1, 1), 2), Shape((2, 2, 1), 2), Shape((2, 1, 1, 1), 2))


@family
class DeeperMinimizerPairs(MinimizerPairs):
    name = "deeper pair at a minimizer"
    shapes: Sequence[Shape] = (Shape((1, 1, 1, 1), 1), Shape((1, 2, 1, 1), 1), Shape((2, 1, 1, 1), 2))


@family
class SquareNetworks(Networks):
    name = "square network"
    shapes: tuple[Shape, ...] = (Shape((2, 2, 2), 2), Shape((2, 2, 2, 2), 2))
