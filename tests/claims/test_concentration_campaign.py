"""The concentration lemma as a campaign: the printed one falls where the campaign looks, the repaired ones stand."""

import json
from fractions import Fraction

import pytest

from properties import probability
from properties.budget import BUDGETS
from properties.decision import HOLDS, decide
from properties.search import random_case
from properties.strategies import lookup
from properties.verdict import Outcome
from theorems import registry

REPAIRED = (
    "random-products/norm#repaired",
    "random-products/smallest-singular-value#repaired",
    "random-products/concentration#repaired",
)


def run(key, seed, budget):
    reading = registry.reading(key)
    results = [probability.run_task(reading, t) for t in probability.tasks(reading, seed, BUDGETS[budget])]
    return reading, results, *probability.fold(reading, results)


@pytest.mark.deep
@pytest.mark.parametrize("seed", [1, 2])
def test_the_printed_lemma_falls_with_certified_samples_and_replays_from_its_file(seed):
    reading, _, evidence, details = run("random-products/concentration#printed", seed, "quick")
    assert evidence.outcome is Outcome.REFUTED
    witness = json.loads(json.dumps(details["witness"]))
    assert witness["confirmed"] >= 3
    again = probability.replay(reading, witness)
    assert again["refuted"]
    assert again["confirmed"] >= 3
    assert again["tail"] <= 1e-9
    harmless = {**witness, "failed_draws": witness["failed_draws"][:3]}
    assert not probability.replay(reading, harmless)["refuted"]


@pytest.mark.deep
@pytest.mark.parametrize("key", REPAIRED)
def test_the_repaired_bounds_stand_in_ten_regimes_of_two_hundred_draws(key):
    _, results, evidence, details = run(key, 5, "standard")
    full = [r for r in results if r["draws"] >= 200 and Fraction(r["claimed"]) <= Fraction(1, 20)]
    assert len(full) >= 10
    assert sum(r["failures"] for r in full) == 0
    assert evidence.undecided == 0
    assert evidence.outcome is Outcome.HOLDS
    assert details["witness"] is None


@pytest.mark.deep
def test_fifty_certified_flows_at_the_threshold_keep_rate_and_deviation():
    import numpy as np

    reading, rng = registry.reading("residual/convergence#repaired"), np.random.default_rng(3)
    family, holds = lookup(reading.subject), 0
    for index in range(60):
        shape, values, denominator = random_case(family, index, rng)
        case = decide(reading, family.build(shape, values, denominator))
        assert case.status == HOLDS, case
        holds += 1
    assert holds >= 50


@pytest.mark.deep
@pytest.mark.parametrize("name", ["repaired", "sharper"])
def test_the_convergence_theorem_stands_for_all_data_at_once(name):
    _, results, evidence, _ = run(f"residual/convergence-probability#{name}", 5, "standard")
    assert all(r["draws"] >= 200 and Fraction(r["claimed"]) <= Fraction(1, 10) for r in results)
    assert sum(r["failures"] + r["undecided"] for r in results) == 0
    assert evidence.outcome is Outcome.HOLDS and evidence.met == evidence.looked_at


@pytest.mark.deep
def test_the_printed_convergence_theorem_says_nothing_at_usual_scales():
    """Its premise for fixed data: met below the scale sqrt(C_4), and by no draw at all for s >= 1/16; shown as such."""
    _, results, evidence, details = run("residual/convergence#printed", 5, "standard")
    for row in details["rows"]:
        usual = Fraction(row["regime"]["s"]) >= Fraction(1, 16)
        assert (row["met"] == 0) is usual and row["failures"] == row["undecided"] == 0
    assert len(results) >= 4 and 0 < evidence.met < evidence.looked_at / 2
    assert "in 3 of 4 regimes by none" in evidence.detail
