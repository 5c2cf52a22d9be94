"""Every claim of the poster: true readings hold on random cases, false readings and variants fall to the search."""

from collections import Counter

import numpy as np
import pytest

from properties.budget import BUDGETS
from properties.decision import HOLDS, UNDECIDED, VIOLATED, decide
from properties.search import random_case, search
from properties.strategies import lookup
from properties.witness import CONFIRMED, replay
from theorems import registry

TRUE_AS_PRINTED = {
    "two-layer/closed-form",
    "two-layer/expressivity",
    "two-layer/one-layer",
    "two-layer/phase-time",
    "two-layer/autoencoder-trace-norm",
}
CLAIMS = {c.id: c for c in registry.select(["two-layer"])}
TRUE = [r for c in CLAIMS.values() for r in c.readings.values() if r.name != "printed" or c.id in TRUE_AS_PRINTED]
FALSE = [
    v
    for c in CLAIMS.values()
    for r in c.readings.values()
    for v in [*([r] if r.name == "printed" and c.id not in TRUE_AS_PRINTED else []), *r.false_variants]
]


def test_all_sixteen_claims_are_there():
    assert len(CLAIMS) == 16
    assert all(c.source.document == "poster" for c in CLAIMS.values())
    assert len(FALSE) >= 60


@pytest.mark.parametrize("reading", TRUE, ids=lambda r: r.key)
def test_true_readings_hold_on_random_cases(reading):
    family, rng, seen = lookup(reading.subject), np.random.default_rng(11), Counter()
    for index in range(24):
        seen[decide(reading, family.build(*random_case(family, index, rng))).status] += 1
    assert seen[VIOLATED] == seen[UNDECIDED] == 0
    assert seen[HOLDS] >= 12


@pytest.mark.parametrize("reading", [r for r in TRUE if r.extremal], ids=lambda r: r.key)
def test_cases_of_equality_hold(reading):
    for make in reading.extremal.values():
        case = decide(reading, make())
        assert case.status == HOLDS, case.detail
        assert case.ratio >= 0.999


@pytest.mark.parametrize("reading", FALSE, ids=lambda r: r.key)
def test_false_readings_fall_to_the_search(reading):
    found = search(reading, 5, BUDGETS["standard"]).found
    assert found is not None
    assert replay(reading, found.instance).outcome == CONFIRMED
    sizes = [max(len(m), len(m[0])) for name, m in found.instance.matrices.items() if name in ("X", "Y", "W1", "W2")]
    assert max(sizes, default=0) <= (2 if reading.name == "printed" else 3)
