"""The search: finds what is plainly false from any seed, repeats itself, and takes no floats for evidence."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from properties import optimise
from properties import search as module
from properties.budget import BUDGETS
from properties.decision import VIOLATED, decide
from properties.search import random_case, search
from properties.strategies import lookup
from theorems import registry
from theorems.claim import Reading, at_least, at_most, equal, less

QUICK = BUDGETS["quick"]


def reading(then, given=lambda m: iter(()), subject="network"):
    return Reading("test/claim", "printed", "", subject, given, then)


def outcome(found):
    at = found.found.instance.one_line() if found.found else ""
    return (
        found.looked_at,
        found.decided,
        found.floats,
        found.unconfirmed,
        found.best,
        found.best_at,
        found.found_by,
        at,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_plainly_false_is_found_small(seed):
    found = search(registry.reading("sharpness/rescaling-unbounded#printed"), seed, QUICK)
    assert found.found is not None and found.found.case.status == VIOLATED
    assert max(found.found.instance.depth, found.found.instance.largest_dimension) <= 2
    assert decide(found.reading, found.found.instance).status == VIOLATED


@pytest.mark.parametrize(
    "key", ["sharpness/lower-bound-by-layers#repaired", "sharpness/rescaling-unbounded#repaired/kappa_2 = 1.76"]
)
def test_one_seed_one_result(key):
    of = registry.reading(key)
    assert outcome(search(of, 5, QUICK)) == outcome(search(of, 5, QUICK))
    assert outcome(search(of, 5, QUICK))[:6] != outcome(search(of, 6, QUICK))[:6]


def test_the_clock_does_not_decide(monkeypatch):
    """Another machine, or a busy one, must see the same search: time may not change what is looked at."""
    of = registry.reading("sharpness/lower-bound-by-layers#repaired")
    expected = outcome(search(of, 1, QUICK))
    now = iter(range(0, 10**9, 1000))
    for clock in ("monotonic", "perf_counter", "time", "process_time"):
        monkeypatch.setattr(time, clock, lambda: float(next(now)))
    assert outcome(search(of, 1, QUICK)) == expected


def test_true_statement_is_approached_and_not_violated():
    tight = registry.reading("sharpness/lower-bound-by-layers#repaired")
    found = search(tight, 1, QUICK)
    assert found.found is None and 0.99 <= found.best <= 1
    assert found.decided <= found.looked_at and found.floats > 0


def test_floats_alone_find_nothing(monkeypatch):
    """Proposals beyond equality that exact arithmetic does not confirm are counted, and refute nothing."""
    of = reading(lambda m: iter([at_least(m.risk, 0, "R >= 0")]))

    def lies(reading, family, shape, rng, budget):
        return optimise.Proposals([(np.ones(family.parameters(shape)), 5.0)], 7)

    monkeypatch.setattr(module, "best_of_shape", lies)
    found = search(of, 1, QUICK)
    assert found.found is None and found.unconfirmed > 0 and found.floats >= 7


def test_needle():
    """False only where a certain sum of squares is above 40: found by climbing."""
    of = reading(lambda m: iter([at_most(m.frobenius_squared(1), 40, "|W_1|^2 <= 40")]), subject="minimizer")
    assert search(of, 1, QUICK).found is not None


def test_strict_inequality_at_equality_is_found():
    of = reading(lambda m: iter([less(0, m.risk, "R > 0")]))
    found = search(of, 1, QUICK).found
    assert found is not None and found.case.violated[0].lhs == "0"


def test_nothing_to_find_where_hypotheses_are_never_met():
    of = reading(lambda m: iter([at_most(1, 0)]), lambda m: iter([equal(m.L, 99)]))
    found = search(of, 1, replace(QUICK, shapes=2, hypothesis=5))
    assert found.found is None and found.decided == 0 and found.best == float("-inf")


def test_random_cases_visit_all_shapes_and_repeat():
    family = lookup("minimizer")
    draws = [[random_case(family, i, np.random.default_rng(i)) for i in range(60)] for _ in range(2)]
    assert draws[0] == draws[1]
    assert {d[0] for d in draws[0]} >= set(family.shapes[:60])
    assert all(len(d[1]) == family.parameters(d[0]) for d in draws[0])
