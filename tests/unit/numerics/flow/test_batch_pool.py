"""The clock is exact or stops; steps are short floats."""

from fractions import Fraction

import numpy as np

from numerics.flow.batch import screen
from numerics.flow.batch_pool import _add, _short
from tests.unit.numerics.flow.cases import random_problem


def test_sums_are_exact_or_refused() -> None:
    t, dt = np.array([1.0, 1.0, 3.0, 1.0]), np.array([2.0**-40, 2.0**-60, 1e-17, 0.0])
    total, exact = _add(t, dt)
    assert exact.tolist() == [True, False, False, False]
    assert Fraction(total[0]) == 1 + Fraction(1, 2**40)


def test_short_steps_have_twenty_bits_and_are_not_longer() -> None:
    dt = np.random.default_rng(0).random(100) * 2.0 ** np.arange(-50, 50)
    short = _short(dt)
    assert ((short <= dt) & (short > dt * (1 - 2.0**-19))).all()
    assert all((Fraction(float(x)).numerator).bit_length() <= 20 or Fraction(float(x)).denominator == 1 for x in short)


def test_a_lane_does_not_depend_on_its_company() -> None:
    problems = [random_problem((2, 2, 1), seed) for seed in range(5)]
    together = screen(problems)
    for i in (0, 3):
        alone = screen([problems[i]])
        assert alone.limit(0).limit_radius == together.limit(i).limit_radius
        assert alone.limit(0).end.t == together.limit(i).end.t
