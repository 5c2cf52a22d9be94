"""The defect bound against the exact defect, in rational arithmetic."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.flow.defect import Constants, SeriesNorms, defect_bound
from numerics.flow.fixed import IntegerSeries
from numerics.flow.problem import FlowProblem
from numerics.flow.step import make_frame, series_of
from numerics.flow.tube import start_tube
from tests.unit.numerics.flow.cases import random_problem

F = Fraction


def exact_defect(problem: FlowProblem, series: IntegerSeries, s: Fraction) -> float:
    """|dW/ds + unit/2 grad R(W)|_F at scaled time s: tau = 2t, so dW/dtau = -grad R / 2."""
    f = series.frame
    unit, ulp = F(2) ** f.unit_exponent, F(2) ** (f.x - f.bits)
    layers, slopes = [], []
    for k, c in enumerate(series.coefficients()):
        rows, cols = f.dims[k + 1], f.dims[k]
        value = [sum(v[i] * s**m for m, v in enumerate(c)) * ulp for i in range(rows * cols)]
        slope = [sum(m * v[i] * s ** (m - 1) for m, v in enumerate(c) if m) * ulp for i in range(rows * cols)]
        layers.append(tuple(tuple(value[i * cols : (i + 1) * cols]) for i in range(rows)))
        slopes.append(slope)
    total = F(0)
    for slope, g in zip(slopes, problem.gradient(tuple(layers))):
        flat = [x for row in g for x in row]
        total += sum((a + unit * b / 2) ** 2 for a, b in zip(slope, flat))
    return float(np.sqrt(float(total)))


@pytest.mark.parametrize(("dims", "order", "digits"), [((2, 2, 1), 6, 20), ((1, 2, 2), 10, 8), ((2, 1, 2, 1), 8, 15)])
def test_bound_holds_and_is_not_idle(dims: tuple[int, ...], order: int, digits: int) -> None:
    problem = random_problem(dims, 3)
    tube, constants = start_tube(problem, digits)
    frame = make_frame(problem, constants, tube.state, order, tube.bits, -3)
    series = series_of(problem, frame, tube.state, portable=True)
    norms = SeriesNorms.of(series)
    for h in (0.125, 0.5):
        bound = float(defect_bound(norms, frame, constants, h).upper())
        truth = max(exact_defect(problem, series, F(h) * F(i, 4)) for i in range(1, 5))
        assert truth <= bound
        assert bound <= 3000 * truth, "a bound this far from the truth hides errors"


def test_constants_are_upper_bounds() -> None:
    problem = random_problem((3, 2, 1), 9)
    c = Constants.of(problem)
    assert F(float(c.sigma_frobenius.upper())) ** 2 >= sum(x * x for row in problem.Sigma for x in row)
    assert F(float(c.target_norm.upper())) ** 2 >= problem.rho_squared
