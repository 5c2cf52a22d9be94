"""Tasks never raise, carry their own seed, and say of an error nothing but that it is one."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import numpy as np
import pytest

from properties import tasks as module
from properties.budget import BUDGETS, UnknownBudget, budget
from properties.decision import Case, Decided
from properties.evidence import gather
from properties.tasks import EDGES, OutOfTime, Tally, plan, run_task, seconds_of, seed_of, time_limit
from properties.verdict import Verdict, fold
from theorems import registry

QUICK = BUDGETS["quick"]
CLAIMS = [registry.claim("sharpness/minimizers-are-optimal"), registry.claim("sharpness/hessian-at-minimizer")]


def test_the_plan_is_plain_data_and_complete():
    tasks = plan(CLAIMS, QUICK, 1)
    assert tasks == plan(CLAIMS, QUICK, 1) and json.loads(json.dumps(tasks)) == json.loads(json.dumps(tasks))
    for claim in CLAIMS:
        for reading in claim.readings.values():
            kinds = [t["kind"] for t in tasks if t["key"] == reading.key]
            assert "cases" in kinds and kinds.count("search") == 1 and kinds.count("symbolic") == len(reading.symbolic)
            counted = sum(t["count"] for t in tasks if t["key"] == reading.key and t["kind"] == "cases")
            assert counted >= QUICK.cases
            variants = [t["key"] for t in tasks if t["kind"] == "variant" and t["key"].startswith(reading.key)]
            assert variants == [v.key for v in reading.false_variants]
    assert len({json.dumps(t, sort_keys=True) for t in tasks}) == len(tasks)


def test_seeds_depend_on_everything():
    seeds = {seed_of(s, k, n) for s in (1, 2) for k in ("a#printed", "a#sharper") for n in (0, 1)}
    assert len(seeds) == 8 and all(0 <= s < 2**63 for s in seeds) and seed_of(1, "a", 2) == seed_of(1, "a", 2)


def task(kind="cases", **changes):
    of = next(t for t in plan(CLAIMS, QUICK, 1) if t["kind"] == kind)
    return {**of, **changes}


@pytest.mark.parametrize("kind", ["cases", "search", "variant", "symbolic"])
def test_every_kind_runs_and_repeats(kind):
    one, two = run_task(task(kind)), run_task(task(kind))
    assert "error" not in one
    assert {k: v for k, v in one.items() if k != "seconds"} == {k: v for k, v in two.items() if k != "seconds"}
    json.dumps(one)


def test_other_seeds_see_other_instances():
    best = {run_task(task("search", seed=s))["best_at"] for s in range(6)}
    assert len(best) > 1


FAULTS = {
    "exception": ValueError("boom"),
    "out of time": OutOfTime("stopped"),
    "memory": MemoryError(),
    "recursion": RecursionError("deep"),
    "not finite": FloatingPointError("nan"),
    "missing tool": ImportError("no flint"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["cases", "search", "symbolic"])
def test_a_fault_is_an_error_and_supports_nothing(fault, kind, monkeypatch):
    def broken(*_):
        raise FAULTS[fault]

    monkeypatch.setitem(module.KINDS, kind, broken)
    result = run_task(task(kind))
    assert set(result) == {"error", "seconds"} and type(FAULTS[fault]).__name__ in result["error"]
    reading = CLAIMS[0].readings["repaired"]
    evidence = gather(reading, {kind: [result]})
    assert fold(evidence).verdict is Verdict.ERROR
    good = run_task(task("cases", key=reading.key, subject=reading.subject)) if kind != "cases" else result
    assert (
        fold(gather(reading, {kind: [result], "cases": [good]} if kind != "cases" else {kind: [result]})).verdict
        is Verdict.ERROR
    )


def test_a_fault_in_the_middle_of_deciding(monkeypatch):
    calls = iter(range(10**6))

    def sometimes(*args, **kwargs):
        if next(calls) == 5:
            raise RuntimeError("in the middle")
        return real(*args, **kwargs)

    real = module.decide
    monkeypatch.setattr(module, "decide", sometimes)
    assert run_task(task("cases"))["error"] == "RuntimeError: in the middle"


def test_a_task_of_a_large_campaign_has_its_share_of_time():
    """10^6 flows in 2000 tasks are 500 a task: the limit for 8 would stop every one of them on a slow machine."""
    def longest(instances):
        spend = replace(BUDGETS["quick"], instances=instances)
        tasks = plan([registry.claim("residual/convergence")], spend, 1)
        return {t["count"]: seconds_of(t, BUDGETS["quick"]) for t in tasks if t["kind"] == "cases"}

    usual, large = longest(0), longest(10**6)
    assert usual == {8: 60.0} and large == {500: 60.0 * 500 / 8}
    assert seconds_of({"kind": "search"}, BUDGETS["quick"]) == 60.0


def test_time_limit_interrupts_and_cleans_up():
    started = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.05):
        while time.monotonic() - started < 5:
            pass
    assert time.monotonic() - started < 2
    with time_limit(0.05):
        pass
    time.sleep(0.08)


def test_user_interruption_is_not_an_error_entry(monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setitem(module.KINDS, "cases", stop)
    with pytest.raises(KeyboardInterrupt):
        run_task(task("cases"))


def test_unknown_names():
    assert "no derivation" in run_task(task("symbolic", name="nothing"))["error"]
    assert "UnknownClaim" in run_task(task("cases", key="no/claim#printed"))["error"]
    with pytest.raises(UnknownBudget, match="quick, standard, deep"):
        budget("enormous")


def decided(ratio, holds=True, label="r"):
    return Decided(label, "<=", "0", "1", holds, ratio, True)


def test_tally_counts_everything_once():
    tally = Tally()
    for case in (
        Case("holds", (), (decided(0.5), decided(0.99, label="s")), exact=True),
        Case("holds", (), (decided(float("nan")),), exact=False),
        Case("violated", (), (decided(1.5, False),), exact=True),
        Case("not met", (Decided("h", "==", "1", "0", False, 2.0, True),), met={"h": False}),
        Case("undecided", detail="why", met={"h": True}),
        Case("undecided", detail="later"),
    ):
        tally.add(case, f"at {case.status}")
    plain = tally.plain()
    assert plain["status"] == {"holds": 2, "violated": 1, "not met": 1, "undecided": 2} and plain["exact"] == 2
    assert plain["hypotheses"] == {"h": [1, 2]} and plain["undecided_example"] == "at undecided (why)"
    assert plain["best"] == 1.5 and plain["best_at"] == "at violated" and plain["by_relation"] == {"r": 1.5, "s": 0.99}
    assert sum(plain["histogram"]) == 2 and plain["histogram"][19] == 1 and plain["histogram"][-1] == 1
    assert len(plain["histogram"]) == len(EDGES) and Tally().plain()["best"] is None
    assert np.isfinite(EDGES).all()
