"""The clock is exact or stops; steps are short floats."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from numerics.flow import FlowProblem, batch_pool
from numerics.flow.batch import screen
from numerics.flow.batch_pool import CLOCK, STUCK, _add, _evaluation, _horner, _short
from numerics.flow.batch_series import Lanes, SeriesNorms, Up, above, expand
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


def problems() -> list[FlowProblem]:
    return [random_problem((2, 2, 1), seed) for seed in range(3)]


def test_the_evaluation_is_counted_and_covers_the_roundings(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes, h = Lanes.of(problems()), np.array([0.3, 0.2, 0.1])
    series = expand(lanes, lanes.start, np.full(3, 0.25), 12)
    bound = above(_evaluation(SeriesNorms.of(series), h))
    for lane in range(3):
        total = Fraction(0)
        for c, value in zip(series.W, _horner(series, h)):
            for at in np.ndindex(value.shape[:2]):
                exact = sum(
                    Fraction(float(x)) * Fraction(h[lane]) ** m for m, x in enumerate(c[(slice(None), *at, lane)])
                )
                total += (exact - Fraction(float(value[(*at, lane)]))) ** 2
        assert 0 < float(total) ** 0.5 <= bound[lane]
    monkeypatch.setattr(batch_pool, "_evaluation", lambda norms, h: Up(np.full(len(h), 0.01)))
    assert screen(problems(), max_steps=1).point(0).radius >= 0.01


def test_what_is_not_verified_does_not_move(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(batch_pool, "verify", lambda *a: (np.zeros(len(a[3])), np.zeros(len(a[3]), bool)))
        seen = screen(problems())
        assert (seen.pool.status == STUCK).all() and (seen.pool.t == 0).all()
    with monkeypatch.context() as patched:
        patched.setattr(batch_pool, "_add", lambda t, dt: (t + dt, np.zeros(len(t), bool)))
        seen = screen(problems())
        assert (seen.pool.status == CLOCK).all() and (seen.pool.t == 0).all()
    real = batch_pool.certify

    def refused(*a: Any) -> Any:
        found = real(*a)
        return replace(found, held=np.zeros(len(found.held), bool), radius=np.zeros(len(found.held)))

    with monkeypatch.context() as patched:
        patched.setattr(batch_pool, "certify", refused)
        assert not screen(problems(), max_steps=40).certified.any()
