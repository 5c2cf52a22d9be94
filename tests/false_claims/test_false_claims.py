"""Every false variant of every claim is refuted by the quick search from a cold start, by a witness decided twice.

The ordinary profile searches for all variants of the sharpness claims and for every sixth of the others, the deep
profile for all. (Committed witnesses are replayed in tests/claims, and `lemmata verify` fails when a variant stands.)
"""

from __future__ import annotations

import json

import pytest

from numerics.instance import Instance
from properties import experiments, probability
from properties.evidence import verdict_of_variant
from properties.verdict import Outcome, Verdict
from properties.witness import CONFIRMED, replay
from tests.claims.running import VARIANTS, ordinary, run_variant
from theorems import registry
from theorems.observation import observation_of
from theorems.probability import trial_of

KEYS = [pytest.param(v.key, marks=[] if ordinary(v.key) else pytest.mark.deep) for v in VARIANTS]


@pytest.mark.parametrize("key", KEYS)
def test_refuted(key):
    variant = registry.reading(key)
    result = run_variant(variant)
    assert "error" not in result, result
    assert verdict_of_variant(result).verdict is Verdict.REFUTED
    if observation_of(variant) is not None:  # counted runs; those that speak against it came out the same twice
        judged = experiments.judge(variant, 1, "quick")
        assert experiments.evidence(judged).outcome is Outcome.REFUTED and judged["rejection confirmed"]
        return
    if trial_of(variant) is not None:  # rejected by an exact binomial test on certified samples
        assert counted_again(variant, result["details"]["witness"])
        return
    found = result["violation"]
    assert found["outcome"] == CONFIRMED and len(found["violated"]) >= 1
    if "kind" in found["instance"]:
        again = replay(variant, Instance.from_json(found["instance"]))
        assert again.outcome == CONFIRMED and found["size"] <= getattr(variant.body, "least_size", 4)


def counted_again(variant, witness):
    """A variant about probabilities: its failing samples are drawn and decided again, from the file form."""
    again = probability.replay(variant, json.loads(json.dumps(witness)))
    return again["refuted"] and again["confirmed"] >= 3


@pytest.mark.deep
@pytest.mark.parametrize("seed", [2, 3, 4])
@pytest.mark.parametrize("key", [v.key for v in VARIANTS])
def test_refuted_with_any_seed(key, seed):
    assert verdict_of_variant(run_variant(registry.reading(key), seed)).verdict is Verdict.REFUTED


def test_variants_differ_from_the_true_reading():
    for variant in VARIANTS:
        of = registry.claim(variant.claim).readings[variant.variant_of]
        same = variant.then is of.then and variant.given is of.given and variant.subject == of.subject
        counted = trial_of(variant) is not trial_of(of) or observation_of(variant) is not observation_of(of)
        assert not same or counted, variant.key
