"""Running one claim with the quick budget inside a test, and the committed verdicts to compare with."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from properties.budget import BUDGETS
from properties.run import Run
from properties.strategies import lookup
from properties.tasks import Result, plan, run_task
from tests.helpers import ROOT
from theorems import registry
from theorems.claim import Reading
from theorems.observation import observation_of
from theorems.probability import speaks_of_probabilities_only, trial_of

QUICK = BUDGETS["quick"]
BASELINE = ROOT / "reports" / "baseline.json"
READINGS = [reading for claim in registry.claims().values() for reading in claim.readings.values()]
VARIANTS = [variant for reading in READINGS for variant in reading.false_variants]


@lru_cache(maxsize=1)
def baseline() -> dict[str, Any]:
    """Entries by reading key; {} as long as none is committed."""
    return dict(json.loads(BASELINE.read_text())["verdicts"]) if BASELINE.exists() else {}


def run_without_variants(claim_id: str, whole: bool) -> Run:
    """The tasks of the claim except those of its false variants, which tests/false_claims runs.

    whole: all chunks of instances; otherwise the first one of each kind, which is what the ordinary profile affords.
    """
    run = Run([registry.claim(claim_id)], QUICK, 1, None)
    for index, task in enumerate(run.tasks):
        first = task["kind"] not in ("cases", "data") or task["number"] == 0
        if task["kind"] != "variant" and (whole or first):
            run.done[index] = run_task(task)
    return run


def run_variant(variant: Reading, seed: int = 1) -> Result:
    claim = registry.claim(variant.claim)
    task = next(t for t in plan([claim], QUICK, seed) if t["key"] == variant.key)
    return run_task(task)


def ordinary(key: str) -> bool:
    """Part of the ordinary profile: the sharpness claims, and every sixth of the others. The deep profile has all."""
    return key.startswith("sharpness/") or int(hashlib.sha256(key.encode()).hexdigest(), 16) % 6 == 0


def has_instances(reading: Reading) -> bool:
    """Whether instances decide it: not a statement about probabilities alone, nor one without quantifiers."""
    return bool(getattr(reading.body, "checkable", True)) and not speaks_of_probabilities_only(reading)


def cost(reading: Reading) -> float:
    return float(lookup(reading.subject).cost)


def counted(reading: Reading) -> bool:
    """Whether counted draws or runs decide it: such a reading is rejected by exact binomial tests, with no instance."""
    return trial_of(reading) is not None or observation_of(reading) is not None
