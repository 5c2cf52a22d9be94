"""Twin of theorems/symbolic/residual_constants.py."""

from fractions import Fraction

import pytest

from numerics.arithmetic import Rationals
from numerics.subjects.concentration import Regime
from theorems.marion_chizat_2024.residual_convergence_probability import deviation, least_depth
from theorems.symbolic import residual_constants


def test_constants_are_proved_for_every_scale():
    d = residual_constants.constants()
    assert (d.outcome, d.complete, d.identities) == ("proved", False, 17), d.detail


@pytest.mark.parametrize(
    ("number", "bound"), [(17, (Fraction(2), Fraction(28, 10))), (5, (Fraction(17, 10), Fraction(2)))]
)
def test_a_wrong_logarithm_is_seen(monkeypatch, number, bound):
    monkeypatch.setitem(residual_constants.LOGARITHMS, number, bound)
    assert residual_constants.constants().outcome == "failed"


def test_too_rough_logarithms_prove_nothing(monkeypatch):
    monkeypatch.setitem(residual_constants.LOGARITHMS, 17, (Fraction(2), Fraction(5)))
    assert residual_constants.constants().outcome == "failed"


def test_the_same_inequalities_with_the_logarithms_themselves():
    A = Rationals(96)
    with A.context():
        for s in (Fraction(1, 1000), Fraction(1, 7), Fraction(1), Fraction(50)):
            L = -int(-least_depth(s) // 1)
            m = Regime(A, {}, {"d": 48, "L": L, "s": A.number(s), "u": A.number(deviation(s))})
            assert all(A.certain(p, "<", m.log_rate) is True for p in (m.log_p0, m.log_p1, m.log_p2))
            half = m.with_deviation(A.number(2 * s))
            assert half.s2 == m.s2 and not all(
                A.certain(p, "<", half.log_rate) is True for p in (half.log_p0, half.log_p1, half.log_p2)
            )
