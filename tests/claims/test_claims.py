"""Every claim of the registry, whatever file it is in: verdict as committed, equality attained, nothing swallowed."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from properties.decision import VIOLATED, decide
from properties.evidence import gather
from properties.strategies import lookup
from properties.verdict import Verdict, fold
from tests.claims.running import READINGS, baseline, cost, has_instances, ordinary, run_without_variants
from theorems import registry

KEYS = [r.key for r in READINGS]


IDS = [pytest.param(id, marks=[] if ordinary(id) else pytest.mark.deep) for id in registry.claims()]


@pytest.mark.parametrize("claim_id", IDS)
def test_quick_verdicts(claim_id, request):
    """Without the kernel route, which `make proofs` has to build first: the baseline has a column for that."""
    run = run_without_variants(claim_id, whole=request.config.getoption("--deep"))
    got = {}
    for reading in run.claims[0].readings.values():
        results = run.results(reading)
        evidence = gather(reading, results)
        nothing_swallowed(results, evidence)
        decision = fold(evidence)
        got[reading.key] = (decision.verdict.value, sorted(f.value for f in decision.flags))
    known = baseline()
    if not known:
        pytest.skip(f"no committed baseline to compare with; this run says {got}")
    recorded = {key: known[key] for key in got if key in known}
    assert {k: got[k] for k in recorded} == {k: (v["without_kernel"], sorted(v["flags"])) for k, v in recorded.items()}
    new = {verdict for key, (verdict, _) in got.items() if key not in known}
    assert "ERROR" not in new, "a reading that is not recorded yet has to be decided without an error"


def nothing_swallowed(results, evidence):
    """Every planned instance is decided, or counted as undecided and shown."""
    for kind in ("cases", "data"):
        good = [r for r in results.get(kind, []) if "error" not in r]
        undecided = sum(r["status"]["undecided"] + r["undefined"] for r in good)
        seen = sum(sum(r["status"].values()) + r["undefined"] for r in good)
        rows = [
            e
            for e in evidence
            if e.route in ("exact", "enclosure") and e.looked_at == seen and e.scope != "one witness"
        ]
        if seen:
            assert rows and max(e.undecided for e in rows) >= undecided
            assert not any(r["status"]["undecided"] and not r["undecided_example"] for r in good)


@pytest.mark.parametrize("key", [r.key for r in READINGS if r.extremal])
def test_cases_of_equality(key):
    reading = registry.reading(key)
    for name, make in reading.extremal.items():
        case = decide(reading, make())
        assert case.status == "holds", (name, case.detail, case.violated)
        assert case.ratio == pytest.approx(1, abs=1e-9), name


@pytest.mark.parametrize("key", KEYS)
def test_never_violated(key):
    """Hypothesis over the family of a reading that is not recorded as refuted."""
    reading, known = registry.reading(key), baseline()
    if not known:
        pytest.skip("no committed baseline says which readings are refuted")
    if not has_instances(reading):
        pytest.skip("not decided on instances")
    if known.get(key, {}).get("verdict") == Verdict.REFUTED.value:
        pytest.skip("recorded as REFUTED; its witness is replayed in test_witnesses")
    usual, family = settings.default.max_examples, lookup(reading.subject)
    shapes = [s for s in family.shapes if s.size <= 16] or list(family.shapes[:3])

    @settings(max_examples=usual if cost(reading) <= 20 else max(2, usual // 10))
    @given(st.data())
    def run(data):
        shape = data.draw(st.sampled_from(shapes))
        count = family.parameters(shape)
        values = data.draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
        try:
            instance = family.build(shape, tuple(values), data.draw(st.sampled_from([1, 2, 3, 4, 8])))
        except ZeroDivisionError:
            return
        case = decide(reading, instance)
        assert case.status != VIOLATED, (instance.one_line(), case.violated)

    run()


def test_readings_say_what_they_are():
    for reading in READINGS:
        assert reading.name in ("printed", "repaired", "sharper") and reading.statement.strip()
        assert all(v.statement.strip() for v in reading.false_variants)
    assert len(KEYS) == len(set(KEYS))


@pytest.mark.parametrize("claim_id", registry.claims())
def test_every_true_reading_can_fail(claim_id):
    """A claim without a false variant and without a refuted reading would be a check that cannot fail."""
    claim = registry.claim(claim_id)
    if not any(getattr(r.body, "checkable", True) for r in claim.readings.values()):
        pytest.skip("no reading that can be checked")
    known = baseline()
    refuted = any(known.get(r.key, {}).get("verdict") in ("REFUTED", "UNSUPPORTED") for r in claim.readings.values())
    variants = sum(len(r.false_variants) for r in claim.readings.values())
    if not known and not variants:
        pytest.skip("no false variant, and no baseline that says whether a reading is refuted")
    assert variants or refuted, "needs false variants (CONTRIBUTING.md)"
