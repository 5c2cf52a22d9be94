"""The defect bound of float polynomials contains the exact defect, and each of its terms is needed."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.flow import FlowProblem
from numerics.flow.batch_series import Controls, Lanes, SeriesNorms, Up, above, defect, expand, gamma, length, tail
from tests.unit.numerics.flow.cases import random_problem

F = Fraction


def polynomial(c: list, s: Fraction) -> list:
    total = [F(0)] * len(c[0])
    for row in reversed(c):
        total = [x * s + y for x, y in zip(total, row)]
    return total


def exact_defect(problem: FlowProblem, W: list[np.ndarray], unit: float, s: Fraction) -> float:
    """|dW~/ds + b f^T|_F at s for the exact rational data and the float coefficients of lane 0."""
    layers, slopes = [], []
    for k, w in enumerate(W):
        flat = [[F(float(x)) for x in c[..., 0].ravel()] for c in w]
        columns = problem.dims[k]
        slope = [[x * m for x in row] for m, row in enumerate(flat)][1:]

        def rows(v: list, columns: int = columns) -> tuple:
            return tuple(tuple(v[i : i + columns]) for i in range(0, len(v), columns))

        layers.append(rows(polynomial(flat, s)))
        slopes.append(rows(polynomial(slope, s)))
    gradient = problem.gradient(tuple(layers))  # = 2 b f^T in t, so b f^T unit = gradient unit / 2
    total = F(0)
    for slope, g in zip(slopes, gradient):
        total += sum((x + y * F(unit) / 2) ** 2 for r, q in zip(slope, g) for x, y in zip(r, q))
    return float(total) ** 0.5


def bound_of(problem: FlowProblem, order: int, h: float, controls: Controls) -> tuple[float, float]:
    lanes = Lanes.of([problem])
    unit = np.array([0.25])
    series = expand(lanes, lanes.start, unit, order)
    found = defect(lanes, SeriesNorms.of(series), np.array([h]), unit, order, controls)
    worst = max(exact_defect(problem, series.W, 0.25, F(h) * i / 4) for i in (0, 1, 3, 4))
    return worst, float(above(found.total)[0])


@pytest.mark.parametrize(
    ("dims", "order", "h"), [((2, 2, 1), 8, 0.5), ((2, 3, 2), 20, 0.125), ((1, 2, 2, 1), 20, 0.5), ((2, 1), 16, 0.25)]
)
def test_defect_is_bounded(dims: tuple[int, ...], order: int, h: float) -> None:
    worst, bound = bound_of(random_problem(dims, 3), order, h, Controls())
    assert worst <= bound <= 1e5 * worst + 1e-13


def test_each_term_is_needed() -> None:
    problem = random_problem((2, 2, 1), 3)
    worst, bound = bound_of(problem, 8, 0.5, Controls(with_defect=False))
    assert worst > bound
    worst, bound = bound_of(problem, 24, 0.03125, Controls(with_rounding=False))
    assert worst > bound


def test_tail_is_the_sum_over_high_orders() -> None:
    rng = np.random.default_rng(0)
    u, v = rng.random((6, 2)), rng.random((5, 2))
    expected = sum(u[i] * v[j] for i in range(6) for j in range(5) if i + j >= 5)
    assert np.allclose(tail(Up(u), Up(v)).v, expected, rtol=1e-12)
    assert np.allclose(tail(Up(u[:5]), Up(v)).v, sum(u[i] * v[j] for i in range(5) for j in range(5) if i + j >= 5))


def test_lengths_and_rounding_constants() -> None:
    a = np.array([[3.0, 1e-200], [4.0, 1e-200]])
    assert (above(length(a, (0,))) >= [5.0, 1e-200]).all()
    assert above(Up(np.array([np.nan]))) == np.inf
    with pytest.raises(OverflowError):
        gamma(10**14)


def test_data_beyond_floats_become_nan_and_shapes_have_to_agree() -> None:
    lanes = Lanes.of([FlowProblem(((F(10) ** 400,),), (F(1),), (F(1),), (((F(1),),),))])
    assert np.isnan(lanes.sigma).all()
    with pytest.raises(ValueError, match="same widths"):
        Lanes.of([random_problem((2, 1), 0), random_problem((1, 1), 0)])
