"""Screening: certified lanes agree with the balls, the others are handed on with a reason."""

from fractions import Fraction

import pytest
from flint import arb_mat, ctx

from numerics.flow import CertifiedFlow, DegenerateStart, FlowProblem, LimitNotReached, certified_flow
from numerics.flow.batch import BatchLimit, certified_flows, screen
from tests.unit.numerics.flow.cases import distance, random_problem, scalar_problem

F = Fraction


@pytest.mark.parametrize("dims", [(2, 2, 1), (3, 3, 2), (1, 1, 1, 1), (2, 1)])
def test_limits_agree_with_those_of_balls(dims: tuple[int, ...]) -> None:
    problems = [random_problem(dims, seed) for seed in range(3)]
    seen = screen(problems, max_steps=400)
    checked = 0
    for lane in [i for i in range(3) if seen.certified[i]]:
        limit, exact = seen.limit(lane), certified_flow(problems[lane], 12).limit
        with ctx.workprec(200):
            apart = distance([arb_mat(w.tolist()) for w in limit.end.M], exact.Q)
            assert apart <= limit.limit_radius + float(exact.radius_Q)
            for ours, theirs in zip(limit.balls(), exact.balls()):
                assert all(x.overlaps(y) for x, y in zip(ours.entries(), theirs.entries()))
        assert limit.rate > 0 and limit.limit_radius <= 1e-5
        checked += 1
    assert checked >= 1


def test_everything_else_is_escalated_with_a_reason() -> None:
    saddle = scalar_problem([F(1), F(-1)], F(1))
    still = scalar_problem([F(0), F(0)], F(1))
    huge = scalar_problem([F(10) ** 200, F(1)], F(1))
    tiny = scalar_problem([F(1, 10**200), F(1, 10**200)], F(1))
    beyond = scalar_problem([F(1), F(1)], F(10) ** 400)
    good = scalar_problem([F(1, 2), F(1, 4)], F(1))
    seen = screen([saddle, still, huge, tiny, beyond, good])
    assert seen.certified.tolist() == [False] * 5 + [True]
    reasons = [seen.reason(i) for i in range(6)]
    assert "steps allowed" in reasons[0] or "too large" in reasons[0]
    assert "vanishes" in reasons[1] and "range of float64" in reasons[4] and reasons[5] == ""
    with pytest.raises(ValueError, match="not certified"):
        seen.limit(0)
    with pytest.raises(ValueError, match="range of float64"):
        seen.point(4)


def test_escalation_decides_or_names_the_error() -> None:
    singular = FlowProblem(((F(1), F(2)), (F(2), F(4))), (F(1), F(2)), (F(1),), (((F(1, 2), F(1, 3)),), ((F(1, 2),),)))
    plain = FlowProblem(((F(1), F(0)), (F(0), F(2))), (F(1), F(1)), (F(1),), (((F(1, 2), F(1, 3)),), ((F(1, 2),),)))
    still = FlowProblem(plain.Sigma, plain.pi_star, plain.p, (((F(0), F(0)),), ((F(0),),)))
    found = certified_flows([plain, singular, still])
    assert isinstance(found[0], BatchLimit) and isinstance(found[1], CertifiedFlow)
    assert isinstance(found[2], DegenerateStart)
    (saddle,) = certified_flows([scalar_problem([F(1), F(-1)], F(1))], max_steps=60)
    assert isinstance(saddle, LimitNotReached)


def test_an_empty_batch_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        screen([])
