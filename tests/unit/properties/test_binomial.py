"""Exact statistics: against SciPy, against enumeration, and the error of the test rules computed, not sampled."""

from fractions import Fraction
from itertools import product
from math import isclose

import pytest
import scipy.stats

from properties.binomial import (
    LEVEL,
    BadCount,
    Plan,
    critical_count,
    doubling,
    interval,
    lower_tail,
    planned_draws,
    rejects,
    upper_tail,
    upwards,
)


@pytest.mark.parametrize("q", [Fraction(1, 7), Fraction(1, 2), Fraction(63, 64)])
def test_tails_agree_with_scipy_and_add_up(q):
    for n, f in ((1, 0), (20, 3), (20, 20), (100, 61)):
        assert isclose(float(upper_tail(n, q, f)), scipy.stats.binom.sf(f - 1, n, float(q)), rel_tol=1e-9)
        assert isclose(float(lower_tail(n, q, f)), scipy.stats.binom.cdf(f, n, float(q)), rel_tol=1e-9)
        assert upper_tail(n, q, f) + (lower_tail(n, q, f - 1) if f else 0) == 1


def test_tails_agree_with_enumeration_of_all_outcomes():
    q, n = Fraction(1, 3), 6
    for f in range(n + 1):
        chance = sum(
            q ** sum(x) * (1 - q) ** (n - sum(x)) for x in product((0, 1), repeat=n) if sum(x) >= f
        )
        assert upper_tail(n, q, f) == chance


def test_clopper_pearson_agrees_with_the_beta_quantiles_and_covers():
    for n, f in ((200, 0), (200, 17), (50, 50), (30, 15)):
        low, high = interval(n, f)
        if f:
            assert isclose(float(low), scipy.stats.beta.ppf(0.005, f, n - f + 1), abs_tol=2e-9)
        if f < n:
            assert isclose(float(high), scipy.stats.beta.ppf(0.995, f + 1, n - f), abs_tol=2e-9)
    n, error = 12, Fraction(1, 10)
    intervals = [interval(n, f, error) for f in range(n + 1)]
    for p in (Fraction(k, 37) for k in range(38)):
        missed = sum(
            (upper_tail(n, p, f) - (upper_tail(n, p, f + 1) if f < n else 0))
            for f in range(n + 1)
            if not intervals[f][0] <= p <= intervals[f][1]
        )
        assert missed <= error


@pytest.mark.parametrize("q", [Fraction(1, 100), Fraction(1, 4), Fraction(2, 3)])
def test_a_true_claim_is_refuted_less_than_once_in_a_billion(q):
    plan = doubling(25, 200)
    error = plan.error(q, q)
    assert 0 <= error <= LEVEL == Fraction(1, 10**9)
    assert plan.error(q / 2, q) <= error
    single = critical_count(200, upwards(q))
    assert upper_tail(200, q, single) <= LEVEL if single <= 200 else True


def test_looking_again_and_again_does_not_inflate_the_error_but_a_constant_level_would():
    q = Fraction(1, 4)
    level = Fraction(1, 20)
    looks = tuple(range(4, 121, 4))
    spending = Plan(looks, level)
    assert spending.error(q, q) <= level

    class Careless(Plan):
        def spent(self, j):
            return self.level

    assert Careless(looks, level).error(q, q) > 2 * level


def test_the_error_by_dynamic_programming_equals_enumeration():
    q, plan = Fraction(1, 4), Plan((3, 6, 9), Fraction(1, 2))
    total = sum(
        q ** sum(x) * (1 - q) ** (9 - sum(x))
        for x in product((False, True), repeat=9)
        if plan.rejects(x, q) is not None
    )
    assert plan.error(q, q) == total
    assert 0 < total < Fraction(1, 2)


@pytest.mark.parametrize("q", [Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)])
def test_a_claim_false_by_a_factor_two_is_refuted_at_the_planned_number_of_draws(q):
    n = planned_draws(q)
    f = critical_count(n, upwards(q))
    assert upper_tail(n, 2 * q, f) >= Fraction(99, 100)
    half = n // 2  # the plan does not ask for twice the draws it needs
    assert critical_count(half, upwards(q)) > half or upper_tail(half, 2 * q, critical_count(half, upwards(q))) < 0.99
    assert rejects(n, min(n, round(n * float(2 * q))), q)
    assert not rejects(n, round(n * float(q)), q)


def test_rounding_up_never_helps_a_rejection_and_nonsense_is_an_error():
    assert upwards(Fraction(1, 3)) > Fraction(1, 3)
    assert upwards(Fraction(1, 2)) == Fraction(1, 2)
    assert upwards(Fraction(7, 2)) == 1
    assert not rejects(1000, 1000, Fraction(1))
    for bad in (lambda: upper_tail(3, Fraction(1, 2), 4), lambda: Plan((4, 4)), lambda: planned_draws(Fraction(0))):
        with pytest.raises(BadCount):
            bad()
