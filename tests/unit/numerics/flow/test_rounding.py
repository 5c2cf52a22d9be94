"""Counted upper bounds against exact rational evaluation."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import arb_mat, ctx

from numerics.flow.rounding import Up, growth_factor, largest_eigenvalue, norm_of_floats, powers, spectral_norm
from numerics.spectra import eigenvalue_bounds, singular_value_bounds


def expression(rng: random.Random, depth: int) -> tuple[Up, Fraction]:
    if depth == 0:
        x = rng.random() * 10.0 ** rng.randint(-3, 3)
        return Up(x), Fraction(x)
    (a, x), (b, y) = expression(rng, depth - 1), expression(rng, depth - 1)
    return (a + b, x + y) if rng.random() < 0.5 else (a * b, x * y)


def test_bounds_hold_and_counting_is_needed() -> None:
    rng = random.Random(1)
    plain_too_small = 0
    for _ in range(400):
        bound, exact = expression(rng, 4)
        assert Fraction(float(bound.upper())) >= exact
        assert Fraction(float(bound.upper())) <= exact * (1 + Fraction(1, 10**12)) + Fraction(1, 10**250)
        plain_too_small += Fraction(float(bound.v)) < exact
    assert plain_too_small > 50, "the uncounted value is no bound; a test that never sees this tests nothing"


def test_sum_counts_its_terms() -> None:
    x = np.full(1000, 0.1)
    assert Fraction(float(Up(x).sum().upper())) >= 1000 * Fraction(0.1)


def test_underflow_is_covered() -> None:
    tiny = Up(1e-200) * Up(1e-200)
    assert Fraction(float((tiny * Up(1e300)).upper())) >= Fraction(1e-200) ** 2 * Fraction(1e300)


def test_powers() -> None:
    bound = powers(0.7, 20)
    for m in range(20):
        assert Fraction(float(bound.upper()[m])) >= Fraction(0.7) ** m


def test_nan_is_refused() -> None:
    with pytest.raises(OverflowError):
        Up(float("nan")).upper()


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (3, 3), (2, 5), (6, 4)])
def test_spectral_norm(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    for scale in (1.0, 1e-170, 1e120):
        a = rng.standard_normal((4, *shape)) * scale
        a[0] = np.outer(rng.standard_normal(shape[0]), rng.standard_normal(shape[1])) * scale
        bounds = spectral_norm(a).upper()
        for matrix, bound in zip(a, bounds):
            with ctx.workprec(200):
                low, high = singular_value_bounds(arb_mat((matrix / scale).tolist()))
                # matrix / scale rounds by at most 2^-52 relatively
                assert float(low) * (1 - 1e-15) <= bound / scale
                assert bound / scale <= float(high) * min(shape) ** (1 / 16) * (1 + 1e-9)


def test_norm_of_floats_survives_extreme_entries() -> None:
    assert norm_of_floats(np.array([3e-200, 4e-200]), 0).upper() >= 5e-200
    assert norm_of_floats(np.array([3e200, 4e200]), 0).upper() <= 5.0001e200
    assert norm_of_floats(np.zeros(3), 0).upper() < 1e-250


def test_largest_eigenvalue_bounds_from_above() -> None:
    rng = np.random.default_rng(2)
    for n in (1, 2, 3, 6):
        c = rng.random((5, n, n))
        c = c + np.swapaxes(c, -1, -2)
        for i in range(n):
            c[:, i, i] = 0
        for matrix, bound in zip(c, largest_eigenvalue(Up(c)).upper()):
            with ctx.workprec(128):
                low, high = eigenvalue_bounds(arb_mat(matrix.tolist()))
            assert float(low) <= bound <= float(high) * 1.01 + 1e-12


def test_growth_factor_is_above_exp() -> None:
    from flint import arb

    with ctx.workprec(200):
        for x in (0.0, 1e-9, 0.5, 2.5):
            assert arb(growth_factor(x)) >= arb(x).exp().upper()
