"""The limit certificate: both radii contain the limit, are not idle, and fail where they must."""

import dataclasses
from fractions import Fraction

import pytest
from flint import arb, ctx

from numerics.flow import FlowProblem, NotYetCertifiable, certify_limit, gap_below, integrate
from numerics.flow.limit import curvature, frobenius
from numerics.instance import network_instance
from tests.unit.numerics.flow.cases import distance, random_problem, scalar_problem

F = Fraction


@pytest.mark.parametrize(("dims", "seed"), [((2, 2, 1), 3), ((2, 3, 2), 4), ((1, 1, 1, 1), 5), ((3, 1), 6)])
def test_radii_contain_a_later_limit(dims: tuple[int, ...], seed: int) -> None:
    problem = random_problem(dims, seed)
    early = certify_limit(integrate(problem, 25, gap_below(1e-6)))
    late = certify_limit(integrate(problem, 25, gap_below(1e-20)))
    with ctx.workprec(300):
        best = float(late.radius_Q)
        moved = distance(early.M, late.Q)
        assert moved <= float(early.radius_M) + best
        assert moved >= 0.1 * float(early.radius_M), "T1 should be near the truth"
        assert distance(early.Q, late.Q) <= float(early.radius_Q) + best
        assert float(late.radius_Q) < 1e-16


def test_limit_of_a_balanced_scalar_network() -> None:
    limit = certify_limit(integrate(scalar_problem([F(1, 2), F(1, 2)], F(2)), 30, gap_below(1e-20)))
    with ctx.workprec(200):
        for w in limit.balls():
            assert w[0, 0].overlaps(arb(2).sqrt())
        assert float(limit.radius_Q) < 1e-18
        assert not (w[0, 0] * (1 + 1e-10)).overlaps(arb(2).sqrt())


def test_rate_is_exact_for_depth_one() -> None:
    limit = certify_limit(integrate(scalar_problem([F(2)], F(1, 2), F(3)), 20, gap_below(1e-10)))
    assert 12 * (1 - 1e-9) <= float(limit.mu) <= 12


def test_singular_covariance() -> None:
    """Rank one data in two dimensions: the limit minimizes the risk, its regressor need not be pi_star."""
    layers = [[[F(1, 2), F(1, 3)]], [[F(1, 2)]]]
    problem = FlowProblem.from_instance(network_instance([[1, 2], [2, 4]], [3, 6], layers))
    early, late = (certify_limit(integrate(problem, 25, gap_below(g))) for g in (1e-5, 1e-18))
    with ctx.workprec(300):
        assert distance(early.M, late.Q) <= float(early.radius_M) + float(late.radius_Q)
        assert distance(early.Q, late.Q) <= float(early.radius_Q) + float(late.radius_Q)
        W = late.balls()
        pi = W[0].transpose() * W[1].transpose()
        assert (pi[0, 0] + 2 * pi[1, 0] - 3).overlaps(arb(0))  # X pi = y
        assert not pi[0, 0].overlaps(arb(problem.pi_star[0].numerator) / problem.pi_star[0].denominator)


def test_not_certifiable_on_the_plateau() -> None:
    problem = random_problem((2, 2, 1), 3, F(1, 100))
    with pytest.raises(NotYetCertifiable) as caught:
        certify_limit(integrate(problem, 20, lambda tube: len(tube.steps) >= 1))
    assert caught.value.gap > 0 and "integrate further" in str(caught.value)


def test_curvature_bounds_the_change_of_the_jacobian() -> None:
    problem = random_problem((2, 2, 2, 1), 3)
    limit = certify_limit(integrate(problem, 20, gap_below(1e-8)))
    small, large = (float(curvature(problem, limit.Q, r)[0]) for r in (1e-12, 0.3))
    assert 0 < small < large
    problem = random_problem((2, 2, 1), 3)
    limit = certify_limit(integrate(problem, 20, gap_below(1e-8)))
    small = float(curvature(problem, limit.Q, 1e-12)[0])
    # two layers, p = 1: D^2 pi[H, H'] = H_1^T H_2^T + ..., of norm exactly |h_1||h_2'| + |h_1'||h_2|, so beta = 1
    assert small == pytest.approx(1.0, abs=1e-6)


def test_a_radius_too_small_is_noticed() -> None:
    problem = random_problem((2, 2, 1), 3)
    early = certify_limit(integrate(problem, 25, gap_below(1e-6)))
    late = certify_limit(integrate(problem, 25, gap_below(1e-20)))
    wrong = dataclasses.replace(early, radius_M=early.radius_M / 100)
    with ctx.workprec(300):
        assert distance(wrong.M, late.Q) > float(wrong.radius_M) + float(late.radius_Q)
        assert float(frobenius(late.Q[0])) > 0
