"""Witnesses that a run once found, committed with a line of origin: they refute today as they did then."""

from __future__ import annotations

import pytest

from properties.decision import VIOLATED, decide
from properties.witness import CONFIRMED, load, replay
from tests.claims.running import VARIANTS, baseline, counted
from tests.helpers import ROOT
from theorems import registry

FILES = sorted((ROOT / "tests" / "claims" / "witnesses").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_still_refutes_in_both_evaluators(path):
    key, instance, content = load(path)
    reading = registry.reading(key)
    assert content["origin"].startswith("lemmata verify ")
    assert replay(reading, instance).outcome == CONFIRMED
    assert decide(reading, instance).status == VIOLATED


def test_every_refuted_reading_has_one():
    known = baseline()
    if not known:
        pytest.skip("no committed baseline says which readings are refuted")
    committed = {load(path)[0] for path in FILES}
    wanted = {key for key, entry in known.items() if entry["verdict"] == "REFUTED"} | {v.key for v in VARIANTS}
    missing = sorted(key for key in wanted - committed if not counted(registry.reading(key)))
    assert not missing, f"run tests.claims.collect_witnesses: {', '.join(missing)}"
