"""The one call: digits kept, repeated attempts, and every edge case under its own name."""

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq

from numerics.flow import DegenerateStart, FlowError, FlowProblem, LimitNotReached, ScaleOutOfRange, certified_flow
from numerics.instance import network_instance
from tests.unit.numerics.flow.cases import random_problem, scalar_problem

F = Fraction


@pytest.mark.parametrize("digits", [10, 25, 50])
def test_digits_asked_for_are_delivered(digits: int) -> None:
    flow = certified_flow(scalar_problem([F(1, 10), F(1, 10)], F(2)), digits)
    with ctx.workprec(400):
        assert float(flow.limit.radius_Q) <= 10.0**-digits * 1.5
        assert flow.limit.balls()[0][0, 0].overlaps(arb(2).sqrt())


def test_more_digits_when_errors_grow() -> None:
    """A theorem-sized start: a long plateau multiplies errors by many orders of magnitude."""
    flow = certified_flow(random_problem((2, 2, 1), 4, F(1, 10**4)), 10)
    assert float(flow.limit.radius_Q) < 1e-9
    assert flow.tube.digits_lost > 4


@pytest.mark.parametrize("dims", [(1, 1), (3, 1), (1, 1, 1, 1, 1), (2, 1, 3, 1), (2, 5, 1), (4, 2, 2, 2)], ids=str)
def test_shapes(dims: tuple[int, ...]) -> None:
    flow = certified_flow(random_problem(dims, 2, F(1, 2)), 10)
    assert float(flow.limit.radius_Q) < 1e-9


def test_fewer_rows_than_columns() -> None:
    flow = certified_flow(random_problem((4, 2, 1), 2, F(1, 2), rows=2), 10)
    assert flow.problem.sigma_rank == 2


def test_start_at_a_minimizer_or_saddle() -> None:
    with pytest.raises(DegenerateStart):
        certified_flow(scalar_problem([F(1), F(1)], F(1)))
    with pytest.raises(DegenerateStart):
        certified_flow(scalar_problem([F(0), F(0)], F(1)))


def test_wrong_sign_ends_with_a_name() -> None:
    """w_1 = -w_2 is invariant and leads to the saddle: no certificate can exist, and none is given."""
    with pytest.raises(LimitNotReached) as caught:
        certified_flow(scalar_problem([F(1), F(-1)], F(1)), 8, max_steps=300, max_digits=60)
    assert caught.value.gap > 0.5 and "saddle" in str(caught.value)


HUGE, TINY = F(10) ** 400, F(1, 10**400)


@pytest.mark.parametrize(
    ("problem", "what"),
    [
        (scalar_problem([HUGE, F(1)], F(1)), "W\\(0\\) = 10\\^400"),
        (scalar_problem([TINY, TINY], F(1)), "W\\(0\\) = 10\\^-400"),
        (scalar_problem([F(1), F(1)], HUGE), "pi_star"),
        (scalar_problem([F(1), F(1)], TINY), "pi_star"),
        (scalar_problem([F(1), F(1)], F(2), HUGE), "Sigma"),
        (scalar_problem([F(1), F(1)], F(2), TINY), "Sigma"),
        (scalar_problem([F(10) ** 150, F(10) ** 150], F(1)), "excess risk"),
        (FlowProblem(((F(1),),), (F(1),), (HUGE,), (((F(1),),),)), "of p"),
    ],
)
def test_scales_that_floats_cannot_hold_are_named(problem: FlowProblem, what: str) -> None:
    with pytest.raises(ScaleOutOfRange, match=what):
        certified_flow(problem, 8)


@pytest.mark.parametrize(
    ("weights", "target", "sigma"),
    [
        ([F(1, 10**30)] * 2, F(1), F(1)),
        ([F(10) ** 6] * 2, F(1), F(1)),
        ([F(1), F(1)], F(10) ** 30, F(1)),
        ([F(1), F(1)], F(2), F(10) ** 30),
        ([F(1), F(1)], F(2), F(1, 10**30)),
        ([TINY, F(1)], F(1), F(1)),  # one layer that floats see as zero
        ([F(1), F(0)], F(1), F(1)),  # last layer at rest
    ],
)
def test_large_and_small_scales_within_range(weights: list[Fraction], target: Fraction, sigma: Fraction) -> None:
    flow = certified_flow(scalar_problem(weights, target, sigma), 8)
    with ctx.workprec(200):
        product = flow.limit.balls()[0][0, 0] * flow.limit.balls()[1][0, 0]
        assert product.overlaps(arb(fmpq(target.numerator, target.denominator)))
        assert float(product.rad()) <= 1e-6 * float(target)


def test_a_first_layer_at_rest_in_a_deep_network() -> None:
    """All forward vectors start at 0, far below what they reach: limbs overflow at every time unit, integers do not."""
    small = [[[0], [0]], [[F(-1, 16), 0]], [[0], [F(1, 16)]], [[F(-1, 16), F(-1, 16)]], [[0], [F(1, 16)]]]
    layers = [*small, [[F(1, 16), F(-1, 16)]]]
    flow = certified_flow(FlowProblem.from_instance(network_instance([[1], [0]], [-1, 1], layers)), 30)
    assert float(flow.limit.radius_Q) < 1e-29 and len(flow.tube.steps) < 120


def test_readouts_with_several_and_with_zero_entries() -> None:
    first = FlowProblem(((F(1),),), (F(1),), (F(0), F(2)), (((F(1),), (F(3),)),))
    limit = certified_flow(first, 10).limit.balls()[0]
    assert abs(float(limit[0, 0]) - 1) < 1e-9 and abs(float(limit[1, 0]) - 0.5) < 1e-9  # the unread unit rests
    with pytest.raises(DegenerateStart, match="excess risk 1"):
        certified_flow(FlowProblem(((F(1),),), (F(1),), (F(0), F(0)), first.W0), 8)


def test_zero_target_from_a_generic_start() -> None:
    flow_or_error: object
    try:
        flow_or_error = certified_flow(scalar_problem([F(2), F(1)], F(0)), 8)
        assert float(flow_or_error.limit.E_T) < 1e-6
    except FlowError as error:
        pytest.fail(f"{error}")


def test_exact_data_only() -> None:
    problem = FlowProblem.from_instance(network_instance([[0.5, 1], [2, 3]], [1, 2], [[[0.25, 0.5]], [[1]]]))
    assert all(isinstance(x, Fraction) for x in problem.pi_star)


def test_many_digits_where_float64_sees_no_residual() -> None:
    """Exponents of a step come from pi - pi_star far below 1e-16; taken from float64 they once stopped the flow."""
    X, y = [[4], [-4]], [0, -2]
    layers = [[[0], [F(-1, 8)], [F(-3, 16)]], [[0, F(1, 2), F(-3, 8)]]]
    flow = certified_flow(FlowProblem.from_instance(network_instance(X, y, layers)), 60)
    assert float(flow.limit.radius_Q) < 1e-59
