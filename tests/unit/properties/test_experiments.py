"""Twin of properties/experiments.py and theorems/observation.py, made up and on the fastest experiment."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.descent.experiments import Runs
from properties.experiments import (
    AGAINST,
    CONFIRMED,
    OPEN,
    REJECTED,
    Lab,
    decide,
    evidence,
    judge,
    recompute,
    reproduced,
)
from properties.verdict import Outcome
from theorems import registry
from theorems.observation import Chance, Fact, chance, observation_of


def statement(count, n, sense=">=", q=Fraction(1, 2)):
    return Chance("made up", "none", tuple(range(n)), lambda runs: np.zeros(n, bool), count, sense, q)


@pytest.mark.parametrize(
    ("count", "n", "sense", "outcome"),
    [
        (48, 48, ">=", CONFIRMED),
        (0, 48, ">=", REJECTED),
        (0, 12, ">=", AGAINST),  # the interval is below 1/2, the exact tail 2^-12 is not below 1e-9
        (20, 48, ">=", OPEN),
        (0, 48, "<=", CONFIRMED),
        (48, 48, "<=", REJECTED),
        (0, 0, ">=", OPEN),
    ],
)
def test_outcomes(count, n, sense, outcome):
    assert decide(statement(count, n, sense), 1)["outcome"] == outcome


def test_error_is_shared_by_the_statements():
    assert decide(statement(30, 30, ">=", Fraction(4, 5)), 1)["outcome"] == CONFIRMED
    assert decide(statement(30, 30, ">=", Fraction(4, 5)), 100)["outcome"] == OPEN
    assert decide(statement(0, 31), 1)["outcome"] == REJECTED
    assert decide(statement(0, 31), 100)["outcome"] == AGAINST


def test_facts_never_reject():
    outcomes = [decide(Fact("x", holds), 1)["outcome"] for holds in (True, False, None)]
    assert outcomes == [CONFIRMED, AGAINST, OPEN]


def row(outcome):
    return {"label": "x", "outcome": outcome, "detail": "", "runs": 3}


@pytest.mark.parametrize(
    ("outcomes", "confirmed", "expected"),
    [
        ((CONFIRMED, CONFIRMED), False, Outcome.HOLDS),
        ((CONFIRMED, OPEN), False, Outcome.INCONCLUSIVE),
        ((CONFIRMED, AGAINST), False, Outcome.INCONCLUSIVE),
        ((CONFIRMED, REJECTED), True, Outcome.REFUTED),
        ((CONFIRMED, REJECTED), False, Outcome.INCONCLUSIVE),
        ((), False, Outcome.INCONCLUSIVE),
    ],
)
def test_evidence(outcomes, confirmed, expected):
    rows = [row(o) for o in outcomes]
    assert evidence({"rows": rows, "rejection confirmed": confirmed, "cpu": 0.1}).outcome is expected


def succeeded(runs):
    return runs.succeeded


def test_second_computation_agrees_and_can_disagree(monkeypatch):
    lab = Lab(1, "quick")
    name = "resnet_several_depths_5"
    runs = lab.runs(name)
    failing = runs.cell(19)  # above the critical learning rate
    wrong = chance(lab, name, failing, succeeded, ">=", Fraction(1, 2), "succeeds above the threshold")
    assert wrong.count == 0 and decide(wrong, 1)["outcome"] == REJECTED
    assert recompute(lab, wrong) == (3, 3)
    monkeypatch.setattr(
        Lab, "again", lambda *_: Runs(*[np.zeros(3)] * 2, np.full(3, -1), *[np.zeros(3)] * 10)
    )
    alike, computed = recompute(lab, wrong)
    assert alike == 0 and computed > 3 and not reproduced(wrong, alike, computed)


def test_a_rejection_is_reproduced_entirely_or_beyond_luck():
    rare = Chance("", "", (), succeeded, 0, "<=", Fraction(1, 50))
    assert reproduced(rare, 3, 3) and reproduced(rare, 3, 6) and reproduced(rare, 3, 9)
    assert not reproduced(rare, 2, 3) and not reproduced(rare, 2, 6) and not reproduced(rare, 0, 0)
    half = Chance("", "", (), succeeded, 0, ">=", Fraction(1, 2))
    assert reproduced(half, 3, 3) and not reproduced(half, 8, 9) and not reproduced(half, 0, 3)


@pytest.mark.deep
def test_claims_are_decided_by_counting():
    reading = registry.reading("experiments/figure-2#repaired")
    assert evidence(judge(reading, 1, "quick")).outcome is Outcome.HOLDS
    for variant in reading.false_variants:
        if variant.name.endswith("2/(La)"):
            assert evidence(judge(variant, 1, "quick")).outcome is Outcome.REFUTED


def test_every_experiment_has_an_observation_or_inequalities():
    found = registry.select(["experiments"])
    assert len(found) >= 10
    observed = [r.key for c in found for r in c.readings.values() if observation_of(r) is not None]
    assert len(observed) >= 10


def test_a_sense_is_needed():
    with pytest.raises(ValueError, match="<= or >="):
        chance(Lab(1, "quick"), "resnet", [], succeeded, "==", Fraction(1, 2), "x")
