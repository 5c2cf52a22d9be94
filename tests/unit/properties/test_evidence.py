"""From task results to evidence: nothing undecided is swallowed, nothing unconfirmed refutes."""

from __future__ import annotations

import copy

import pytest

from properties.evidence import (
    from_cases,
    from_extremal,
    from_search,
    from_symbolic,
    gather,
    tightness,
    verdict_of_variant,
)
from properties.tasks import EDGES
from properties.verdict import Flag, Outcome, Verdict, fold
from properties.witness import CONFIRMED, CONTRADICTED, UNCONFIRMED
from theorems.claim import Reading


def reading(**more):
    return Reading("t/c", "printed", "", "network", lambda m: iter(()), lambda m: iter(()), **more)


def cases(holds=0, violated=0, not_met=0, undecided=0, exact=None, undefined=0, violation=None):
    return {
        "status": {"holds": holds, "violated": violated, "not met": not_met, "undecided": undecided},
        "exact": holds + violated if exact is None else exact,
        "undefined": undefined,
        "hypotheses": {},
        "by_relation": {"r": 0.5},
        "histogram": [0] * len(EDGES),
        "best": 0.5,
        "best_at": "x",
        "undecided_example": "u" if undecided else "",
        "violation": violation,
        "seconds": 1.0,
    }


def violation(outcome=CONFIRMED, exact=True):
    return {"outcome": outcome, "exact": exact, "one_line": "X=1", "found_by": "small integers", "replayed": outcome}


def search(found=None, **more):
    return {
        "looked_at": 10,
        "decided": 9,
        "floats": 100,
        "unconfirmed": 0,
        "best": 0.9,
        "best_at": "y",
        "by_relation": {"s": 0.9},
        "violation": found,
        "seconds": 1.0,
        **more,
    }


def verdict(**results):
    return fold(gather(reading(), {k: v if isinstance(v, list) else [v] for k, v in results.items()}))


def test_verdicts_from_results():
    assert verdict(cases=cases(holds=5), search=search()).verdict is Verdict.SUPPORTED
    assert verdict(cases=cases(holds=5), search=search(violation())).verdict is Verdict.REFUTED
    assert verdict(cases=cases(holds=5, violated=1, violation=violation()), search=search()).verdict is Verdict.REFUTED
    assert verdict(search=search()).verdict is Verdict.INCONCLUSIVE
    assert verdict(cases=cases(not_met=9), search=search()).flags == (Flag.VACUOUS,)
    assert verdict(cases=cases(undecided=9), search=search()).verdict is Verdict.INCONCLUSIVE
    assert verdict(cases=cases(holds=5), search=search(violation(UNCONFIRMED))).verdict is Verdict.INCONCLUSIVE
    assert verdict(cases=cases(holds=5), search=search(violation(CONTRADICTED))).flags == (Flag.DISPUTED,)
    assert verdict(cases=cases(holds=5, violated=1, violation=violation(UNCONFIRMED))).verdict is Verdict.INCONCLUSIVE
    assert verdict(cases=[cases(holds=5), {"error": "x", "seconds": 0.1}]).verdict is Verdict.ERROR
    assert verdict(cases=cases(holds=5), search={"error": "x", "seconds": 0.1}).verdict is Verdict.ERROR
    assert verdict(cases=cases(holds=5), data=cases(violated=1)).verdict is Verdict.INCONCLUSIVE


def test_unconfirmed_float_candidates_are_shown():
    assert "3 float64 candidates not confirmed" in from_search(search(unconfirmed=3))[0].detail


@pytest.mark.parametrize("exact", [0, 4, 9])
def test_counts_are_kept(exact):
    evidence = from_cases(
        [
            cases(holds=5, not_met=3, undecided=2, undefined=1, exact=min(exact, 5)),
            cases(holds=4, exact=max(0, exact - 5)),
        ],
        "scope",
    )
    assert sum(e.cases for e in evidence) == 9 and sum(e.undecided for e in evidence) == 3
    assert {e.route: e.cases for e in evidence} == {k: v for k, v in (("exact", exact), ("enclosure", 9 - exact)) if v}
    assert all(e.looked_at == 15 and e.met == 9 for e in evidence) and any(
        "undecided for example: u" in e.detail for e in evidence
    )


def test_no_results_no_evidence():
    assert from_cases([], "scope") == [] and gather(reading(), {}) == []
    assert fold([]).verdict is Verdict.UNSUPPORTED


def symbolic(outcome="proved", complete=True):
    return {
        "name": "n",
        "outcome": outcome,
        "scope": "all",
        "complete": complete,
        "identities": 3,
        "latex": [],
        "detail": "",
        "seconds": 0.1,
    }


def test_symbolic_proofs_need_the_readings_word_and_every_derivation():
    complete = reading(symbolic=("a", "b"), symbolic_complete=True)
    partial = reading(symbolic=("a", "b"))

    def of(which, *results):
        return fold(gather(which, {"symbolic": list(results)}))

    assert of(complete, symbolic(), symbolic()).verdict is Verdict.PROVED
    assert of(partial, symbolic(), symbolic()).verdict is Verdict.SUPPORTED
    assert of(complete, symbolic(), symbolic("failed")).verdict is Verdict.ERROR
    assert of(complete, symbolic(), {"error": "x", "seconds": 0.1}).verdict is Verdict.ERROR
    assert of(complete, symbolic(), symbolic("disagree")).flags == (Flag.DISPUTED,)
    assert of(complete, symbolic(complete=False)).verdict is Verdict.SUPPORTED
    assert of(complete, symbolic("something new")).verdict is Verdict.ERROR
    assert from_symbolic(symbolic(), complete=False).complete is False


def test_a_case_of_equality_that_fails_is_our_error():
    good = {"cases": [{"name": "e", "status": "holds", "ratio": 1.0, "detail": ""}], "seconds": 0}
    assert from_extremal(good) is None
    for status in ("violated", "undecided", "not met"):
        bad = copy.deepcopy(good)
        bad["cases"][0]["status"] = status
        assert from_extremal(bad).outcome is Outcome.ERROR
        assert fold(gather(reading(), {"extremal": [bad], "cases": [cases(holds=9)]})).verdict is Verdict.ERROR


def test_variants_are_judged_by_the_search_alone():
    assert verdict_of_variant(search(violation())).verdict is Verdict.REFUTED
    assert verdict_of_variant(search()).verdict is Verdict.INCONCLUSIVE
    assert verdict_of_variant({"error": "x", "seconds": 0}).verdict is Verdict.ERROR


def test_tightness():
    tight = tightness(
        {"cases": [cases(holds=1)], "search": [search()], "extremal": [{"cases": [{"name": "e", "ratio": 1.0}]}]}
    )
    assert (tight["best"], tight["at"], tight["label"]) == (0.9, "y", "s")
    assert tight["extremal"] == [{"name": "e", "ratio": 1.0}] and tight["histogram"] is None
    assert tightness({"search": [search(best=None)]}) is None
