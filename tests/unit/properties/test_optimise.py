"""The float64 search: the same ratios as the exact decision, and the climb reaches equality."""

import numpy as np
import pytest

from properties.budget import BUDGETS
from properties.decision import HOLDS, VIOLATED, decide
from properties.optimise import best_of_shape, ratios
from properties.strategies import lookup
from theorems import registry
from theorems.claim import Reading, at_most, equal, nonzero

KEYS = [
    "sharpness/lower-bound-by-layers#repaired",
    "sharpness/minimizers-are-optimal#printed",
    "sharpness/minimum-two-sided#sharper",
    "sharpness/rescaling-unbounded#repaired",
    "sharpness/hessian-at-minimizer#sharper",
]


@pytest.mark.parametrize("key", KEYS)
def test_same_ratio_as_the_exact_decision(key):
    reading = registry.reading(key)
    family, rng = lookup(reading.subject), np.random.default_rng(1)
    for shape in family.shapes[4:14:3]:
        theta = rng.integers(-3, 4, size=(8, family.parameters(shape)))
        batch = ratios(reading, family, shape, theta.astype(float))
        for row, value in zip(theta, batch, strict=True):
            if not row.all():
                continue
            case = decide(reading, family.build(shape, tuple(map(int, row)), 1))
            if case.status in (HOLDS, VIOLATED) and case.ratio == case.ratio and case.ratio > 1e-6:
                assert value == pytest.approx(case.ratio, rel=1e-5), (shape, row)


def test_hypotheses_that_fail_give_minus_infinity():
    family = lookup("network")
    shape = family.shapes[0]
    theta = np.array([[0.0] * family.parameters(shape), [1.0] * family.parameters(shape)])
    of = Reading(
        "t", "p", "", "network", lambda m: iter([nonzero(m.risk_of_zero, "y")]), lambda m: iter([at_most(1, 2)])
    )
    assert ratios(of, family, shape, theta).tolist() == [float("-inf"), 0.5]
    none = Reading("t", "p", "", "network", lambda m: iter([equal(0, 1)]), lambda m: iter([at_most(1, 2)]))
    assert np.isneginf(ratios(none, family, shape, theta)).all()
    broken = Reading("t", "p", "", "network", lambda m: iter(()), lambda m: iter([at_most(1 // 0, 2)]))
    assert np.isneginf(ratios(broken, family, shape, theta)).all()


def test_climbs_to_the_case_of_equality():
    reading = registry.reading("sharpness/lower-bound-by-layers#repaired")
    family = lookup(reading.subject)
    shape = next(s for s in family.shapes if s.widths == (1, 1, 1))
    best = best_of_shape(reading, family, shape, np.random.default_rng(1), BUDGETS["quick"])
    assert 0.999 < best.best[0][1] <= 1 + 1e-9 and best.evaluated >= 96
    assert [r for _, r in best.best] == sorted((r for _, r in best.best), reverse=True)
