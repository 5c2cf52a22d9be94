"""One step: exponents, restarts, named errors, and the end state."""

from fractions import Fraction

import pytest
from flint import ctx

from numerics.flow import EnclosureBlowup, LimitNotReached, ScaleOutOfRange, gap_below, integrate, time_reached
from numerics.flow.defect import Constants
from numerics.flow.step import Controls, _short, advance, exponent_of, next_state
from numerics.flow.tube import start_tube
from tests.unit.numerics.flow.cases import distance, random_problem, scalar_problem

F = Fraction


def test_end_state_matches_dense_output() -> None:
    problem = random_problem((2, 2, 1), 1)
    tube = integrate(problem, 20, lambda t: len(t.steps) >= 3)
    with ctx.workprec(300):
        assert distance(tube.end().layers, tube.at(tube.T).layers) <= tube.radius
        start = tube.at(tube.steps[1].start.t)
        before = tube.steps[1].start
        assert before.radius >= tube.steps[0].radius and start.radius == tube.steps[1].radius


def test_step_is_exact_and_short() -> None:
    assert _short(0.7) == (2867, 12)
    a, s = _short(3.9)
    assert a * 2.0**-s <= 3.9 < (a + 1) * 2.0**-s
    assert exponent_of(0.75) == 0 and exponent_of(4.1) == 3
    with pytest.raises(ScaleOutOfRange):
        exponent_of(1e-300)


def test_limb_and_portable_steps_agree_exactly() -> None:
    problem = random_problem((2, 3, 2), 6)
    tube, constants = start_tube(problem, 15)
    assert isinstance(constants, Constants)
    results = []
    for portable in (False, True):
        step = advance(problem, constants, tube.state, 20, tube.bits, 1e-15, 0.1, Controls(portable=portable))
        results.append(next_state(step))
    assert results[0].layers == results[1].layers and results[0].t == results[1].t


def test_blow_up_is_named() -> None:
    # equal and opposite weights: the flow runs into the saddle, where errors grow exponentially
    with pytest.raises((EnclosureBlowup, LimitNotReached)) as caught:
        integrate(scalar_problem([F(1), F(-1)], F(1)), 6, time_reached(F(200)), max_steps=400)
    assert "\n" not in str(caught.value)


def test_budget_is_named() -> None:
    with pytest.raises(LimitNotReached):
        integrate(random_problem((2, 2, 1), 1), 15, gap_below(1e-300), max_steps=3)


@pytest.mark.parametrize("size", [F(1, 10**60), F(10**40)])
def test_scales(size: Fraction) -> None:
    """Huge and tiny weights, targets and covariances: the time unit follows."""
    problem = scalar_problem([size, size], size * size * 2)
    tube = integrate(problem, 12, gap_below(float(size) ** 4 * 1e-3), max_steps=400)
    assert tube.radius < 1e-6 * float(size)
