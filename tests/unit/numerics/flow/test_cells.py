"""Cells enclose the flow on whole intervals, and stay tight where the solution decays."""

from fractions import Fraction

import numpy as np

from numerics.flow import gap_below, integrate
from tests.unit.numerics.flow.cases import random_problem, scalar_problem

F = Fraction


def test_cells_enclose_every_time_and_are_not_idle() -> None:
    problem = random_problem((2, 3, 1), 5)
    tube = integrate(problem, 14, gap_below(1e-4))
    largest = 0.0
    for cell in list(tube.cells())[::9]:
        worst = 0.0
        for i in range(5):
            layers = tube.at(cell.t0 + (cell.t1 - cell.t0) * F(i, 4)).layers
            gap = sum(
                float(((np.array([[float(x.mid()) for x in row] for row in m.tolist()]) - w) ** 2).sum())
                for m, w in zip(layers, cell.layers)
            )
            worst = max(worst, gap**0.5)
        assert worst <= cell.radius
        largest = max(largest, worst / cell.radius)
    assert largest > 0.5, "a radius half of which is never used hides errors"


def test_cells_stay_tight_near_the_limit() -> None:
    tube = integrate(scalar_problem([F(1, 2), F(1, 2)], F(2)), 20, gap_below(1e-12))
    for cell in list(tube.cells())[-40:]:
        distance = abs(cell.layers[0][0, 0] - 2**0.5)
        assert cell.radius < 2 * distance, "the cell should resolve its distance to the limit"
