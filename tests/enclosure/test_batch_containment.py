"""The float64 batch against the ball tube and against closed forms; dropping a term of the proof is noticed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb_mat, ctx

from numerics.flow import FlowProblem, integrate, time_reached
from numerics.flow.batch import Screening, screen
from numerics.flow.batch_series import Controls
from tests.unit.numerics.flow.cases import distance, logistic, random_problem, rational, scalar_problem

F = Fraction


def ratios(problems: list[FlowProblem], seen: Screening, shrink: float = 1.0) -> list[float]:
    """True distance to the ball tube over the radius (the tube's own radius granted), one number a lane."""
    out = []
    for lane, problem in enumerate(problems):
        point = seen.point(lane)
        tube = integrate(problem, 28, time_reached(point.t))
        with ctx.workprec(200):
            here = tube.at(point.t)
            apart = distance([arb_mat(w.tolist()) for w in point.M], here.layers)
        out.append(max(0.0, apart - here.radius) / (point.radius / shrink))
    return out


QUARTER = F(1, 4)


def starts(count: int, dims: tuple[int, ...], scale: Fraction = QUARTER) -> list[FlowProblem]:
    return [random_problem(dims, seed, scale) for seed in range(count)]


@pytest.mark.parametrize(
    ("dims", "steps"), [((2, 2, 1), 1), ((2, 2, 1), 12), ((3, 3, 3, 3), 20), ((2, 1), 30), ((1, 2, 1, 2), 150)]
)
def test_tubes_of_balls_run_inside(dims: tuple[int, ...], steps: int) -> None:
    problems = starts(4, dims)
    assert max(ratios(problems, screen(problems, max_steps=steps))) <= 1


def scalar_lanes() -> tuple[list[FlowProblem], list[tuple[Fraction, Fraction, Fraction]]]:
    data = [(F(i, 16), F(1 + j, 2), F(1 + k, 3)) for i in (1, 3, 5) for j in range(4) for k in range(4)]
    return [scalar_problem([w, w], target, sigma) for w, target, sigma in data], data


@pytest.mark.parametrize("steps", [2, 7, 150])
def test_closed_forms_run_inside(steps: int) -> None:
    problems, data = scalar_lanes()
    seen = screen(problems, max_steps=steps)
    with ctx.workprec(200):
        for lane, (w, target, sigma) in enumerate(data):
            point = seen.point(lane)
            exact = logistic(w * w, target, sigma, point.t).sqrt()
            for layer in point.balls():
                assert layer[0, 0].overlaps(exact)
            if seen.certified[lane]:
                for layer in seen.limit(lane).balls():
                    assert layer[0, 0].overlaps(rational(target).sqrt())
    assert seen.certified.sum() > 40 or steps < 150


def test_dropping_the_truncation_is_noticed() -> None:
    problems = starts(4, (2, 2, 1))
    coarse = {"order": 8, "tolerance": 1e-9, "max_steps": 6}
    assert max(ratios(problems, screen(problems, **coarse))) <= 1
    assert max(ratios(problems, screen(problems, controls=Controls(with_defect=False), **coarse))) > 1


def test_dropping_the_roundings_is_noticed() -> None:
    problems = starts(6, (2, 2, 1))
    fine = {"order": 24, "tolerance": 1e-22, "max_steps": 12}
    assert max(ratios(problems, screen(problems, **fine))) <= 1
    assert max(ratios(problems, screen(problems, controls=Controls(with_rounding=False), **fine))) > 1


def test_a_hundredth_of_the_radius_is_noticed() -> None:
    problems = starts(4, (2, 2, 1))
    coarse = {"order": 8, "tolerance": 1e-9, "max_steps": 6}
    assert max(ratios(problems, screen(problems, **coarse), shrink=100)) > 1


@pytest.mark.deep
def test_many_points() -> None:
    checked = 0
    for dims in ((2, 2, 1), (3, 3, 1), (2, 2, 2, 2), (3, 3, 3, 3)):
        for steps in (1, 4, 9, 16, 25, 40):
            problems = starts(25, dims, F(1, 10))
            assert max(ratios(problems, screen(problems, max_steps=steps))) <= 1
            checked += sum(len(w) * len(w[0]) for q in problems for w in q.W0)
    assert checked > 5000
