"""Quantities of minimizers against their definitions on one worked case and on random ones."""

import random
from fractions import Fraction

import pytest
from flint import fmpq

from numerics.arithmetic import Floats, NotExpressible, Rationals
from numerics.instance import network_instance
from numerics.second import Second
from numerics.subjects import Minimizer
from tests.helpers import SHAPES, random_network


def worked():
    """Sigma = diag(2, 1/2), y = X (3, 4): rho = 5, a rho^2 = 2*9 + 16/2 = 26, |Sigma pi*|^2 = 36 + 4 = 40."""
    return network_instance([[2, 0], [0, 1]], [6, 4], [[[3, 4]], [[1]]], [1], numbers={"C": 2})


@pytest.mark.parametrize("A", [Rationals(), Second(64)])
def test_worked_case(A):
    m = Minimizer.of(worked(), A)
    with A.context():
        expected = {
            "rho_squared": 25,
            "p_squared": 1,
            "a_rho_squared": 26,
            "a": Fraction(26, 25),
            "a2": Fraction(40, 26),
            "Lambda": 2,
            "lambda_min": Fraction(1, 2),
            "excess": 0,
            "distance_squared": 0,
            "normal_residual_squared": 0,
            "imbalance_squared": (1 - 25) ** 2,
            "gauss_newton_defect": 0,
            "least_risk": 0,
        }
        for name, value in expected.items():
            assert A.certain(getattr(m, name), "==", A.number(value)) is True, name
        assert A.certain(m.lambda_plus, ">=", A.number(Fraction(1, 4))) is True
        assert A.certain(m.gain_squared(1), "==", A.number(Fraction(1, 25))) and A.certain(m.gain_squared(2), "==", 1)
        assert (
            A.certain(m.frobenius(1), "==", 5)
            and A.certain(m.spectral(1), "==", 5)
            and A.certain(m.smallest_singular(1), "==", 5)
        )
        assert A.certain(m.total(m.gain_squared), "==", A.number(Fraction(26, 25)))
        assert A.certain(m.rho_power(Fraction(3)), "==", 125) and A.certain(m.p_power(Fraction(1, 2)), "==", 1)
        half = m.rescaled
        assert A.certain(half.frobenius_squared(1), "==", 100) and A.certain(
            half.frobenius_squared(2), "==", A.number(Fraction(1, 4))
        )
        assert A.certain(half.risk, "==", 0) and A.certain(half.excess, "==", 0)
        assert [m.sign(A.number(x)) for x in (-2, 0, Fraction(1, 9))] == [-1, 0, 1]


def test_moments_are_the_same_exactly_at_minimizers():
    m = Minimizer.of(worked(), Rationals())
    assert all(m.hessian_moment(j) == m.output_moment(j) for j in (1, 2, 3))
    away = Minimizer.of(worked().with_matrices(W2=((Fraction(2),),)), Rationals())
    assert away.gauss_newton_defect != 0 and away.hessian_moment(2) != away.output_moment(2)
    assert away.hessian_moment(1) == away.output_moment(1)  # the mixed part has no diagonal


def test_traces():
    m = Minimizer.of(random_network(random.Random(1), (2, 2, 1), 3), Rationals())
    assert m.trace_with(m.suffix_squared) == m.output_moment(1)
    assert m.trace_with(m.suffix_squared, transposed=True) != m.output_moment(1)


def test_least_risk_depends_on_the_readout():
    none = Minimizer.of(worked().with_matrices(p=((Fraction(0),),)), Rationals())
    assert none.least_risk == none.risk_of_zero == 26 and none.minimal_risk == 0
    assert Minimizer.of(worked(), Floats()).least_risk == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("widths, n", [s for s in SHAPES if len(s[0]) > 2])
def test_S_at_bounds_the_minimum_from_above(widths, n):
    m = Minimizer.of(random_network(random.Random(4), widths, n), Rationals(80))
    with Rationals(80).context():
        for tau in (fmpq(1, 3), fmpq(1), fmpq(5, 2)):
            assert m.A.certain(m.S_min, "<=", m.S_at(tau)) is not False
        if m.d == 1:
            assert m.A.certain(m.S_min, "==", m.S_at(fmpq(1))) is True


def test_sign_refuses_to_guess():
    m = Minimizer.of(worked(), Rationals(64))
    with Rationals(64).context(), pytest.raises(NotExpressible):
        m.sign(m.A.root(fmpq(2), 2) + m.A.root(fmpq(3), 2) - m.A.root(fmpq(2), 2) - m.A.root(fmpq(3), 2))
