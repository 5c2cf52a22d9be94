"""The statistical route on events of known probability: true claims stand, false ones fall, the level is kept."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from properties import probability
from properties.binomial import LEVEL, doubling, planned_draws
from properties.budget import BUDGETS
from properties.verdict import Outcome, Verdict
from properties.verdict import fold as verdict_of
from theorems.claim import Claim, Source
from theorems.probability import Trial, no_inequality, speaks_of_probabilities_only


def coin(true, claimed, confirms=True, undecided=0):
    """An event of probability `true` (a dyadic number), claimed to have probability at most `claimed`."""

    def draw(_, seed):
        return int(np.random.default_rng(seed).integers(1 << 20))

    def fails(_, sample):
        if sample % 100 < undecided:
            return None
        return sample < int(true * (1 << 20))

    return Trial(
        about="a coin",
        regimes=lambda rng, count: [{"n": str(int(rng.integers(100)))} for _ in range(count)],
        claimed=lambda _: claimed,
        sample=draw,
        fails=fails,
        evidence=lambda _, sample: {"sample": sample},
        confirms=lambda _, entry, sample: confirms and entry["sample"] == sample,
    )


def reading(trial):
    claim = Claim("test/coin", "A coin", subject="none", source=Source("", "test"))

    class Body:
        then = no_inequality

    Body.trial = trial
    claim.printed("p")(Body)
    return claim.readings["printed"]


def run(trial, seed=1, budget="quick"):
    of = reading(trial)
    results = [probability.run_task(of, t) for t in probability.tasks(of, seed, BUDGETS[budget])]
    return of, results, *probability.fold(of, results)


def test_a_true_claim_is_supported():
    of, _, evidence, details = run(coin(Fraction(1, 4), Fraction(1, 4)))
    assert evidence.outcome is Outcome.HOLDS
    assert verdict_of([evidence]).verdict is Verdict.SUPPORTED
    assert details["witness"] is None
    assert evidence.cases == 4 * 50
    assert all(row["low"] <= 0.25 <= row["high"] for row in details["rows"])
    assert speaks_of_probabilities_only(of)


def test_a_claim_false_by_a_factor_two_is_refuted_and_replays():
    of, _, evidence, details = run(coin(Fraction(1, 2), Fraction(1, 4)), budget="standard")
    assert evidence.outcome is Outcome.REFUTED
    assert verdict_of([evidence]).verdict is Verdict.REFUTED
    again = probability.replay(of, details["witness"])
    assert again["refuted"]
    assert again["failures"] == details["witness"]["failures"]
    tampered = {**details["witness"], "failed_draws": list(range(details["witness"]["draws"]))}
    assert probability.replay(of, tampered)["failures"] == details["witness"]["failures"]
    assert not probability.replay(of, {**details["witness"], "draws": 4 * details["witness"]["draws"]})["refuted"]


def test_without_confirmed_samples_nothing_is_refuted():
    *_, evidence, details = run(coin(Fraction(1, 2), Fraction(1, 4), confirms=False), budget="standard")
    assert evidence.outcome is Outcome.INCONCLUSIVE
    assert details["witness"]["confirmed"] == 0


def test_undecided_samples_support_nothing_and_refute_nothing():
    *_, evidence, details = run(coin(Fraction(0), Fraction(1, 4), undecided=90))
    assert evidence.outcome is Outcome.INCONCLUSIVE
    assert all(row["high"] > 0.8 for row in details["rows"])


def test_a_bound_of_one_says_nothing():
    *_, evidence, _ = run(coin(Fraction(1, 2), Fraction(1)))
    assert evidence.cases == 0
    assert verdict_of([evidence]).verdict is Verdict.INCONCLUSIVE
    assert [f.value for f in verdict_of([evidence]).flags] == ["VACUOUS"]


def test_levels_of_all_regimes_and_looks_add_up_to_the_whole_level():
    of = reading(coin(Fraction(1, 2), Fraction(1, 4)))
    planned = probability.tasks(of, 3, BUDGETS["deep"])
    assert sum(Fraction(t["level"]) for t in planned) == LEVEL
    assert len({tuple(probability.seed_words(3, t["key"], t["regime"], 0)) for t in planned}) == len(
        {t["regime"]["n"] for t in planned}
    )


def test_all_looks_in_all_regimes_together_err_less_than_once_in_a_billion():
    """The campaign of a reading as it is planned, at the boundary of a true claim: its exact error, added up."""
    q = Fraction(1, 4)
    planned = probability.tasks(reading(coin(q, q)), 3, BUDGETS["standard"])
    plans = [doubling(t["first"], t["last"], Fraction(t["level"])) for t in planned]
    assert len(plans) == 12 and {p.looks for p in plans} == {(50, 100, 200)}
    error = len(plans) * plans[0].error(q, q)
    assert 0 < error <= LEVEL


def test_results_depend_on_the_seed_and_on_nothing_else():
    trial = coin(Fraction(1, 2), Fraction(1, 2))
    first, again, other = (run(trial, seed)[1] for seed in (5, 5, 6))

    def counts(results):
        return [(r["draws"], r["failures"], r["failed_draws"]) for r in results]

    assert counts(first) == counts(again)
    assert counts(first) != counts(other)


def test_a_failed_task_is_an_error_and_a_reading_without_trial_is_refused():
    of, results, *_ = run(coin(Fraction(1, 4), Fraction(1, 4)), budget="quick")
    evidence, _ = probability.fold(of, [*results, {"error": "ValueError: x"}])
    assert evidence.outcome is Outcome.ERROR
    with pytest.raises(probability.NoTrial):
        probability.run_task(reading(None), {"regime": {}})
    assert probability.tasks(reading(None), 1, BUDGETS["quick"]) == []


def test_a_premise_that_no_draw_meets_is_shown():
    """`premise implies conclusion` cannot fail where nothing meets the premise: the counts say so."""
    met = {"1": lambda sample: sample % 2 == 0, "2": lambda sample: False}

    def trial(regimes):
        plain = coin(Fraction(0), Fraction(1, 4))
        chosen = [{"n": n} for n in regimes]
        return replace(
            plain, regimes=lambda rng, count: chosen, premise=lambda regime, sample: met[regime["n"]](sample)
        )

    *_, evidence, details = run(trial("12"))
    assert 0 < evidence.met < 50 and evidence.looked_at == 100
    assert f"met by {evidence.met} draws, in 1 of 2 regimes by none" in evidence.detail
    assert [row["met"] for row in details["rows"]] == [evidence.met, 0]
    *_, evidence, _ = run(trial("2"))
    decided = verdict_of([evidence])
    assert decided.verdict is Verdict.INCONCLUSIVE and [f.value for f in decided.flags] == ["VACUOUS"]


def test_a_claim_false_by_a_factor_two_falls_at_the_planned_number_of_draws():
    """The draws are planned for one look; this seed is not chosen: power 99 %, seven seeds of seven (or six) fall."""
    q, fallen = Fraction(1, 10), 0
    planned = planned_draws(q, level=LEVEL)
    for seed in range(7):
        of = reading(coin(2 * q, q))
        task = probability.task_of(of, seed, BUDGETS["quick"], 0, (planned, planned))
        task["level"] = str(2 * LEVEL)  # a single look spends half of the level
        fallen += probability.run_task(of, task)["rejected_at"] == planned
    assert fallen >= 6
