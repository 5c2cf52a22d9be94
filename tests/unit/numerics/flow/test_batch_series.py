"""The defect bound of float polynomials contains the exact defect, and each of its terms is needed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from numerics.flow import FlowProblem, batch_series
from numerics.flow.batch_series import (
    DATA_ERROR,
    Controls,
    Lanes,
    SeriesNorms,
    Up,
    above,
    defect,
    expand,
    gamma,
    length,
    tail,
)
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


@pytest.mark.parametrize("which", ["Sigma", "pi_star", "p"])
def test_errors_of_the_data_are_counted(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data off by 2^-20, far above all roundings, with the constant set to that: the bound has to follow."""
    assert abs(F(1, 3) - F(1 / 3)) <= F(DATA_ERROR) * F(1, 3)
    monkeypatch.setattr(batch_series, "DATA_ERROR", 2.0**-20)
    exact, off = random_problem((2, 2, 2), 3), 1 + F(1, 2**20)
    exact = replace(exact, pi_star=tuple(1000 * x for x in exact.pi_star))  # so that no other error hides these
    rough = {
        "Sigma": replace(exact, Sigma=tuple(tuple(x * off for x in row) for row in exact.Sigma)),
        "pi_star": replace(exact, pi_star=tuple(x * off for x in exact.pi_star)),
        "p": replace(exact, p=tuple(x * off for x in exact.p)),
    }[which]
    lanes, unit, h = Lanes.of([rough]), np.array([0.25]), np.array([2.0**-14])
    series = expand(lanes, lanes.start, unit, 20)
    found = defect(lanes, SeriesNorms.of(series), h, unit, 20, Controls())
    bound, b = found.total, exact.regressor(exact.W0)
    f = [sum(x * (u - v) for x, u, v in zip(row, b, exact.pi_star)) / 4 for row in exact.Sigma]
    first = sum((x - F(float(y))) ** 2 for x, y in zip(f, series.f[0][0, :, 0]))
    assert float(first) ** 0.5 <= above(found.f_error[0])[0]
    worst = max(exact_defect(exact, series.W, 0.25, F(float(h[0])) * i / 4) for i in (0, 2, 4))
    assert 1e-8 < worst <= float(above(bound)[0]) <= 100 * worst
