"""Containment in the tube: closed forms, an independent integration, and controls that must be caught."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from flint import ctx

from numerics.flow import FlowProblem, Tube, gap_below, integrate, time_reached
from numerics.flow.approximate import reference_flow
from numerics.flow.step import Controls
from tests.unit.numerics.flow.cases import distance, from_mpf, logistic, random_problem, scalar_problem

F = Fraction


def worst_ratio(problem: FlowProblem, tube: Tube, points: int = 6, digits: int = 40) -> float:
    """Largest distance / radius over times in the tube, against mpmath."""
    times = [F(round(tube.T * 1024 * i / points), 1024) for i in range(1, points)]
    ratios = []
    with ctx.workprec(400):
        for point in reference_flow(problem, times, digits):
            here = tube.at(point.t)
            ratios.append(distance(here.layers, from_mpf(point.layers)) / here.radius)
    return max(ratios)


@pytest.mark.parametrize("portable", [False, True])
def test_contains_an_independent_integration(portable: bool) -> None:
    problem = random_problem((2, 1, 1), 3)
    tube = integrate(problem, 12, gap_below(1e-2), controls=Controls(portable=portable))
    assert worst_ratio(problem, tube, 4, 20) < 1


def test_logistic_closed_form_to_many_digits() -> None:
    problem = scalar_problem([F(1, 10), F(1, 10)], F(2, 3), F(3, 2))
    for digits in (15, 30, 60):
        tube = integrate(problem, digits, time_reached(F(5)))
        with ctx.workprec(400):
            for i in range(0, 41):
                t = F(i, 8)
                layers = tube.at(t).balls()
                exact = logistic(F(1, 100), F(2, 3), F(3, 2), t).sqrt()
                assert layers[0][0, 0].overlaps(exact) and layers[1][0, 0].overlaps(exact)
                assert layers[0][0, 0].contains(exact.mid()) or exact.rad() > 1e-60


def test_exponential_closed_form() -> None:
    problem = scalar_problem([F(2)], F(1, 2), F(3))
    tube = integrate(problem, 25, time_reached(F(2)))
    from flint import arb, fmpq

    with ctx.workprec(300):
        for i in range(9):
            exact = arb(0.5) + arb(1.5) * (arb(fmpq(-6 * i, 4))).exp()
            assert tube.at(F(i, 4)).balls()[0][0, 0].overlaps(exact)


def test_without_the_defect_the_tube_misses_the_solution() -> None:
    problem = random_problem((2, 1, 1), 3)
    sound = integrate(problem, 9, gap_below(1e-3), order=6)
    ratio = worst_ratio(problem, sound, 3, digits=16)
    assert 0.01 < ratio < 1, "radius / 100 would pass unnoticed"
    without_defect = integrate(problem, 9, gap_below(1e-3), order=6, controls=Controls(with_defect=False))
    assert worst_ratio(problem, without_defect, 3, digits=16) > 1


def test_without_the_growth_rate_the_tube_misses_the_solution() -> None:
    s = F(1, 1000)
    # a large weight that never moves sets the scale of local errors; the plateau multiplies them by a thousand
    slow = FlowProblem(((F(1), F(0)), (F(0), F(1))), (F(2), F(0)), (F(1),), (((s, F(0)), (F(0), F(1))), ((s, F(0)),)))
    grown = integrate(slow, 8, gap_below(1e-1), order=6)
    assert worst_ratio(slow, grown, 4, digits=16) < 1
    without_growth = integrate(slow, 8, gap_below(1e-1), order=6, controls=Controls(with_growth=False))
    assert worst_ratio(slow, without_growth, 4, digits=16) > 1


def test_precisions_intersect_and_shrink() -> None:
    problem = random_problem((2, 2, 2), 8, F(1, 3))
    tubes = [integrate(problem, d, time_reached(F(3))) for d in (16, 32, 64)]
    for i in range(7):
        points = [tube.at(F(i, 2)) for tube in tubes]
        with ctx.workprec(400):
            for low, high in itertools.pairwise(points):
                assert distance(low.layers, high.layers) <= low.radius + high.radius
                assert high.radius < low.radius * 1e-10


def test_cells_cover_and_enclose() -> None:
    problem = random_problem((2, 3, 1), 5)
    tube = integrate(problem, 14, gap_below(1e-2))
    last = F(0)
    for cell in tube.cells():
        assert cell.t0 == last
        last = cell.t1
        for t in (cell.t0, (cell.t0 + cell.t1) / 2, cell.t1):
            layers = tube.at(t).layers
            gap = sum(
                float(((np.array([[float(x) for x in m.table()[i]] for i in range(m.nrows())]) - w) ** 2).sum())
                for m, w in zip(layers, cell.layers)
            )
            assert gap**0.5 <= cell.radius
    assert last == tube.T


def test_outside_is_refused() -> None:
    tube = integrate(scalar_problem([F(2)], F(1)), 10, time_reached(F(1)))
    with pytest.raises(ValueError, match="outside"):
        tube.at(tube.T + 1)
