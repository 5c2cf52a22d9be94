"""Observables at the limit against the full Hessian, the module for S_min, and closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb, arb_mat, ctx

from numerics.arithmetic.balls import Balls
from numerics.flow import certified_flow
from numerics.flow.observables import minimal_sharpness
from numerics.flow.problem import FlowProblem
from numerics.flow.singular import alignment, layer_spectrum
from numerics.instance import network_instance
from numerics.subjects import Minimizer
from tests.unit.numerics.flow.cases import scalar_problem

F = Fraction
DATA = network_instance(
    [[1, 2], [3, -1], [F(1, 2), 4]], [1, F(-2, 3), 5], [[[F(1, 2), 1], [2, F(-1, 3)]], [[F(1, 5), 3]]]
)


def test_sharpness_against_the_full_hessian_and_minimum() -> None:
    flow = certified_flow(FlowProblem.from_instance(DATA), 15)
    seen = flow.observables()
    A = Balls(160)
    with A.context():
        net = Minimizer.of(DATA, A).with_layers(dict(enumerate(flow.limit.balls(), 1)))
        assert seen.sharpness.overlaps(net.sharpness)
        assert seen.minimal_sharpness.overlaps(net.S_min)
        assert float(seen.sharpness.rad()) < 1e-9 * float(seen.sharpness.mid())
        assert seen.ratio > 1 - arb(1e-9)
        assert not (seen.sharpness * 1.0001).overlaps(net.sharpness)


@pytest.mark.parametrize("depth", [1, 2, 3, 7])
def test_minimal_sharpness_in_one_dimension(depth: int) -> None:
    problem = scalar_problem([F(1)] * depth, F(3), F(2))
    with ctx.workprec(128):
        exact = 2 * depth * 2 * (arb(9).log() * (1 - arb(1) / depth)).exp()
        value = minimal_sharpness(problem)
        assert value.overlaps(exact) and float(value.rad()) < 1e-9 * float(value.mid())


@pytest.mark.parametrize("digits", [13, 30])
def test_singular_values_with_known_spectrum(digits: int) -> None:
    rng = np.random.default_rng(1)
    with ctx.workprec(200):
        # rational orthogonal matrices by Cayley: Q diag(3, 1) Q' has singular values 3 and 1
        def rotation(t: Fraction) -> arb_mat:
            c, s = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
            entry = lambda x: arb(x.numerator) / x.denominator  # noqa: E731
            return arb_mat([[entry(c), entry(s)], [entry(-s), entry(c)]])

        for _ in range(3):
            U, V = rotation(F(int(rng.integers(1, 20)), 7)), rotation(F(int(rng.integers(1, 20)), 9))
            m = U * arb_mat([[3, 0], [0, 1]]) * V
            radius = arb(10) ** (-digits)
            found = layer_spectrum(m, radius, digits)
            assert found.values[0].contains(arb(3)) and found.values[1].contains(arb(1))
            assert float(found.values[0].rad()) < 50 * float(radius)
            inner = (found.left.transpose() * U * arb_mat([[1], [0]]))[0, 0]
            assert found.left_angle is not None
            assert (inner * inner - 1).overlaps(arb(0)) or 1 - inner * inner <= found.left_angle**2


def test_alignment_with_and_without_a_gap() -> None:
    with ctx.workprec(128):
        below = layer_spectrum(arb_mat([[2, 0], [0, 1]]), arb(1e-15), 13)
        above = layer_spectrum(arb_mat([[3, 4]]), arb(1e-15), 13)
        value = alignment(above, below)
        assert value.contains(arb(9) / 25) and float(value.rad()) < 1e-10
        tie = layer_spectrum(arb_mat([[1, 0], [0, 1]]), arb(0), 13)
        assert alignment(above, tie).contains(arb(0)) and alignment(above, tie).contains(arb(1))


def test_an_early_limit_knows_how_little_it_knows() -> None:
    """From a certificate at gap 1e-4 the sharpness is wide and contains the true one; its midpoint alone does not."""
    from numerics.flow import certify_limit, gap_below, integrate, observe

    problem = FlowProblem.from_instance(DATA)
    early, late = (observe(certify_limit(integrate(problem, 20, gap_below(g)))) for g in (1e-4, 1e-16))
    with ctx.workprec(128):
        assert early.sharpness.contains(late.sharpness)
        assert not arb(early.sharpness.mid()).overlaps(late.sharpness)
        assert float(early.sharpness.rad()) > 1e3 * float(late.sharpness.rad())
