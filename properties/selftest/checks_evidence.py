"""Checks of what becomes of decided instances: evidence, counts and their intervals, the cache, tasks that fail."""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

from properties import binomial, tasks
from properties.budget import BUDGETS
from properties.cache import Cache, closure
from properties.evidence import gather, verdict_of_variant
from properties.selftest.checks_machinery import reading, says
from properties.selftest.need import need, refuses
from properties.verdict import Flag, Outcome, Verdict, fold
from properties.witness import CONFIRMED, CONTRADICTED, UNCONFIRMED
from theorems import registry


def _cases(**status: int) -> dict[str, Any]:
    counts = {"holds": 0, "violated": 0, "not met": 0, "undecided": 0} | status
    return {
        "status": counts,
        "exact": counts["holds"] + counts["violated"],
        "undefined": 0,
        "hypotheses": {},
        "by_relation": {},
        "histogram": [0] * len(tasks.EDGES),
        "best": None,
        "best_at": "",
        "undecided_example": "u" if counts["undecided"] else "",
        "violation": None,
        "seconds": 0.0,
    }


def _search(outcome: str = "") -> dict[str, Any]:
    found = {"outcome": outcome, "exact": True, "one_line": "", "found_by": "", "replayed": ""} if outcome else None
    counts: dict[str, Any] = {
        "looked_at": 9,
        "decided": 9,
        "floats": 0,
        "unconfirmed": 0,
        "best": None,
        "best_at": "",
        "by_relation": {},
    }
    return {**counts, "violation": found, "seconds": 0.0}


def _symbolic(outcome: str = "proved", complete: bool = True) -> dict[str, Any]:
    shown = {"name": "n", "scope": "all", "identities": 1, "latex": [], "detail": "", "seconds": 0.0}
    return {**shown, "outcome": outcome, "complete": complete}


def gathering() -> None:
    """From results to verdicts: nothing undecided is swallowed, nothing unconfirmed refutes, no error supports."""
    error = {"error": "boom", "seconds": 0.0}
    table: list[tuple[dict[str, list[Any]], Verdict, tuple[Flag, ...]]] = [
        ({"cases": [_cases(holds=5)], "search": [_search()]}, Verdict.SUPPORTED, ()),
        ({"cases": [_cases(holds=5)], "search": [_search(CONFIRMED)]}, Verdict.REFUTED, ()),
        ({"search": [_search()]}, Verdict.INCONCLUSIVE, ()),
        ({"cases": [_cases(**{"not met": 9})]}, Verdict.INCONCLUSIVE, (Flag.VACUOUS,)),
        ({"cases": [_cases(undecided=9)]}, Verdict.INCONCLUSIVE, (Flag.VACUOUS,)),
        ({"cases": [_cases(holds=5)], "search": [_search(UNCONFIRMED)]}, Verdict.INCONCLUSIVE, ()),
        ({"cases": [_cases(holds=5)], "search": [_search(CONTRADICTED)]}, Verdict.INCONCLUSIVE, (Flag.DISPUTED,)),
        ({"cases": [_cases(holds=5, violated=1)]}, Verdict.INCONCLUSIVE, ()),
        ({"cases": [_cases(holds=5), error]}, Verdict.ERROR, ()),
        ({"cases": [_cases(holds=5)], "search": [error]}, Verdict.ERROR, ()),
        ({"symbolic": [_symbolic(), _symbolic()]}, Verdict.PROVED, ()),
        ({"symbolic": [_symbolic(), error]}, Verdict.ERROR, ()),
        ({"symbolic": [_symbolic(), _symbolic("disagree")]}, Verdict.INCONCLUSIVE, (Flag.DISPUTED,)),
        ({"symbolic": [_symbolic(complete=False)]}, Verdict.SUPPORTED, ()),
        ({"symbolic": [_symbolic()], "search": [_search(CONFIRMED)]}, Verdict.INCONCLUSIVE, (Flag.DISPUTED,)),
        ({"extremal": [{"cases": [{"name": "e", "status": "undecided", "ratio": 1.0, "detail": ""}], "seconds": 0}]},
         Verdict.ERROR, ()),
    ]  # fmt: skip
    of = reading(says(), symbolic=("a", "b"), symbolic_complete=True)
    for results, verdict, flags in table:
        got = fold(gather(of, results))
        shown = got.flags == flags or (
            verdict is Verdict.INCONCLUSIVE and set(got.flags) <= {Flag.VACUOUS} >= set(flags)
        )
        need(got.verdict is verdict and shown, f"{results}: {got}")
    incomplete = reading(says(), symbolic=("a",))
    need(fold(gather(incomplete, {"symbolic": [_symbolic()]})).verdict is Verdict.SUPPORTED, "a part is not the whole")
    need(verdict_of_variant(_search(CONFIRMED)).verdict is Verdict.REFUTED, "variants")
    rows = gather(of, {"cases": [_cases(holds=5, undecided=2)]})
    need(sum(e.undecided for e in rows) == 2 and sum(e.cases for e in rows) == 5, "counts are kept")
    mixed = gather(of, {"cases": [_cases(holds=5, violated=1)]})
    need(all(e.outcome is Outcome.INCONCLUSIVE for e in mixed), "a violation among instances that hold")


def binomials() -> None:
    """Tails against sums written out; rejection is exactly `tail at most level`; intervals contain and exclude."""
    from math import comb

    for n, q in ((1, Fraction(1, 2)), (7, Fraction(1, 3)), (20, Fraction(9, 10))):
        mass = [comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(n + 1)]
        for f in range(n + 1):
            up, down = binomial.upper_tail(n, q, f), binomial.lower_tail(n, q, f)
            need(0 <= up - sum(mass[f:]) <= Fraction(1, 2**40), "upper tail, rounded up")
            need(0 <= down - sum(mass[: f + 1]) <= Fraction(1, 2**40), "lower tail, rounded up")
            for level in (Fraction(1, 20), Fraction(1, 10**6)):
                if abs(sum(mass[f:]) - level) > Fraction(1, 10**6):
                    need(binomial.rejects(n, f, q, level) == (sum(mass[f:]) <= level), "rejection")
        critical = binomial.critical_count(n, q, Fraction(1, 20))
        need(all(binomial.rejects(n, f, q, Fraction(1, 20)) == (f >= critical) for f in range(n + 1)), "critical count")
        low, high = binomial.interval(n, n // 2, Fraction(1, 100))
        need(0 <= low <= Fraction(n // 2, n) <= high <= 1, "interval")
        half, grid, f = Fraction(1, 200), Fraction(1, 2**30), n // 2
        need(f == 0 or binomial.upper_tail(n, low, f) <= half < binomial.upper_tail(n, low + grid, f), "lower end")
        need(f == n or binomial.lower_tail(n, high, f) <= half < binomial.lower_tail(n, high - grid, f), "upper end")
    tail = binomial.upper_tail(7, Fraction(1, 2), 5)
    need(binomial.rejects(7, 5, Fraction(1, 2), tail) is True, "a tail equal to the level rejects")
    need(binomial.rejects(7, 5, Fraction(1, 2), tail * Fraction(2, 3)) is False, "a larger one does not")
    need(binomial.critical_count(7, Fraction(1, 2), tail) == 5, "critical count at equality")
    need(binomial.critical_count(7, Fraction(1, 2), Fraction(1)) == 0, "level 1 rejects always")
    need(binomial.critical_count(1, Fraction(9, 10), Fraction(1, 20)) == 2, "no count rejects")
    need(binomial.critical_count(1, Fraction(1, 100), Fraction(1, 20)) == 1, "one failure rejects")
    refuses(binomial.BadCount, lambda: binomial.upper_tail(3, Fraction(3, 2), 1), "impossible probability")
    refuses(binomial.BadCount, lambda: binomial.upper_tail(3, Fraction(1, 2), 5), "impossible counts")


def caching() -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        tasks_ = [{"kind": "cases", "number": n, "seed": s} for n in (0, 1) for s in (1, 2)]
        keys = {cache.key(t, sources) for t in tasks_ for sources in ("one", "two")}
        need(len(keys) == 8, "keys depend on the task and on the sources")
        key = cache.key(tasks_[0], "one")
        need(cache.get(key) is None and cache.damaged == 0, "absent")
        cache.put(key, {"holds": 5})
        need(cache.get(key) == {"holds": 5}, "there and back")
        path = next(Path(folder).rglob("*.json"))
        whole = path.read_text()
        changed = whole.replace('"holds": 5', '"holds": 6')
        for damage in (whole[:30], "", changed, whole.replace(key[:9], "0" * 9), "[]", '{"result": {}}'):
            path.write_text(damage)
            need(cache.get(key) is None, "a damaged entry is absent")
            cache.put(key, {"holds": 5})
        need(cache.damaged == 6, "damage is counted")
    reached = closure(["properties.tasks"])
    for name in ("properties.decision", "numerics.spectra.balls", "numerics.second.interval", "theorems.claim"):
        need(name in reached, f"{name} is part of every key")


def task_faults() -> None:
    """Whatever happens inside a task is an error entry that supports nothing, and counts are complete."""
    claim = registry.claim("sharpness/minimizers-are-optimal")
    plan = tasks.plan([claim], BUDGETS["quick"], 1)
    need(plan == tasks.plan([claim], BUDGETS["quick"], 1) and len({json.dumps(t) for t in plan}) == len(plan), "plan")
    seeds = {tasks.seed_of(s, k, n) for s in (1, 2) for k in ("a", "b") for n in (0, 1)}
    need(len(seeds) == 8, "seeds depend on everything")
    first = next(t for t in plan if t["kind"] == "cases")
    result = tasks.run_task({**first, "count": 12})
    need("error" not in result and sum(result["status"].values()) + result["undefined"] == 12, "every case counted")
    for fault in (ValueError("x"), MemoryError(), RecursionError(), FloatingPointError(), tasks.OutOfTime("x")):

        def broken(task: Any, budget: Any, fault: Exception = fault) -> Any:
            raise fault

        kept = tasks.KINDS["cases"]
        tasks.KINDS["cases"] = broken
        try:
            wrong = tasks.run_task(first)
        finally:
            tasks.KINDS["cases"] = kept
        need(set(wrong) == {"error", "seconds"}, "an error entry and nothing else")
        need(fold(gather(claim.readings["printed"], {"cases": [wrong]})).verdict is Verdict.ERROR, "supports nothing")
