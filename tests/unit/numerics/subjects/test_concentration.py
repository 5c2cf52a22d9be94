"""Scalars of the concentration lemma: the values of the literature table, and the analytic failure bound."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from numerics.arithmetic import Floats, Rationals
from numerics.instance import BadInstance, Instance
from numerics.second import Second
from numerics.subjects.concentration import Regime


def regime(d, L, s, u, A):
    numbers = {"d": Fraction(d), "L": Fraction(L), "s": Fraction(s), "u": Fraction(u)}
    return Regime.of(Instance("regime", {}, numbers), A)


@pytest.mark.parametrize(
    ("s", "d", "u", "L"),
    [("1/10", 100, "1/4", 128), ("1/4", 100, "13/20", 128), ("1/2", 100, "13/10", 1024), ("1", 100, "14/5", 16384)],
)
def test_regimes_where_the_repaired_lower_bound_fails_with_at_most_five_percent(s, d, u, L):
    A = Rationals(96)
    with A.context():
        m = regime(d, L, s, u, A)
        assert all(p <= m.log_rate for p in (m.log_p0, m.log_p1, m.log_p2))
        assert m.log_sum(m.log_p0, m.log_p1, m.log_p2) <= arb("0.05").log()
        half = regime(d, L, s, Fraction(u) / 2, A)
        assert not all(p <= half.log_rate for p in (half.log_p0, half.log_p1, half.log_p2))


@pytest.mark.parametrize(("d", "L", "s", "eps"), [(1, 1, 1.0, 0.5), (2, 1, 2.0, 0.5), (3, 2, 2.0, 0.4)])
def test_the_analytic_bound_lies_below_the_observed_frequency_of_small_first_factors(d, L, s, eps):
    A = Rationals(96)
    with A.context():
        bound = float(arb(regime(d, L, Fraction(s), 1, A).failure_at_least(m_log(A, eps))).exp())
    rng = np.random.default_rng(1)
    c = s / np.sqrt(L * d)
    W = np.eye(d) + c * rng.standard_normal((20000, d, d))
    observed = float(np.mean(np.linalg.svd(W, compute_uv=False)[:, -1] < eps))
    assert 0 < bound < observed + 4 * (0.25 / 20000) ** 0.5


def m_log(A, x):
    from numerics.transcendental import logarithm

    return logarithm(A, A.number(Fraction(x)))


def test_three_worlds_agree():
    first, second = Rationals(128), Second(96)
    with first.context():
        a, b = regime(4, 8, "3/2", "7/3", first), regime(4, 8, "3/2", "7/3", second)
        f = Regime(Floats(), {}, {"d": 4, "L": 8, "s": 1.5, "u": 7 / 3})
        for name in ("log_p0", "log_p1", "log_p2", "log_rate", "log_eps_printed", "log_chi_tail", "log_eps_repaired"):
            values = [float(arb(getattr(a, name))), second.to_float(getattr(b, name)), float(getattr(f, name))]
            assert values == pytest.approx([values[0]] * 3, rel=1e-10)
        assert float(arb(a.failure_at_least(a.log_eps_printed))) == pytest.approx(
            second.to_float(b.failure_at_least(b.log_eps_printed)), rel=1e-10
        )


def test_a_regime_needs_integers():
    with pytest.raises(BadInstance):
        regime(Fraction(3, 2), 1, 1, 1, Rationals())
    with pytest.raises(BadInstance):
        Regime.of(Instance("regime", {}, {"d": Fraction(1)}), Rationals())
