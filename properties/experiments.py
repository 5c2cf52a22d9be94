"""The statistical route for claims about experiments: counted runs against stated probabilities.

    judge(reading, seed, budget)    runs what the reading observes and decides every statement: plain data
    evidence(result)                as evidence for the verdict

Rule (claims, "How to decide"; error 0.05 and level 1e-9 shared by the statements of a reading, Bonferroni):
    confirmed     the Clopper-Pearson interval lies on the stated side of q (a fact: its own interval says yes)
    rejected      the exact binomial probability of a count this extreme, if the statement held, is at most 1e-9 / k
    against       the interval lies on the other side, but not at that level
    open          anything else
A reading is REFUTED when a statement is rejected and the runs that speak against it are reproduced by plain NumPy with
the dense Hessian: the three that cost least all come out the same; or, where orbits depend on rounding and a single run
cannot be expected to, so many of up to nine that luck under the statement has a chance of at most 1/1000. It HOLDS when
every statement is confirmed; else nothing is decided. A run is one float64 descent from a seeded start: the event is
about that computation, not about exact orbits.

What is not covered: other data sets than the paper's; whether the pseudo-random numbers follow the normal law.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from properties.binomial import LEVEL, interval, lower_tail, upper_tail
from properties.laboratory import ERROR, Lab
from properties.verdict import Evidence, Outcome
from theorems.claim import Reading
from theorems.observation import Chance, Fact, Statement, observation_of

CONFIRMED, REJECTED, AGAINST, OPEN = "confirmed", "rejected", "against", "open"
AGAIN, ROUNDS = 3, 3  # runs that are computed a second time at once, and how often
LUCK = Fraction(1, 1000)  # of the second computations speaking against a true statement


def judge(reading: Reading, seed: int, budget: str) -> dict[str, Any]:
    """Rows, one for each statement, and whether a rejection was confirmed by the second computation."""
    observe = observation_of(reading)
    if observe is None:
        raise TypeError(f"{reading.key} observes no runs")
    started, lab = time.process_time(), Lab(seed, budget)
    statements = list(observe(lab))
    rows = [decide(s, len(statements)) for s in statements]
    for s, row in zip(statements, rows):
        if row["outcome"] == REJECTED and isinstance(s, Chance):
            again = recompute(lab, s)
            row["computed again"] = f"{again[0]} of {again[1]} alike"
            if reproduced(s, *again):
                return {"rows": rows, "rejection confirmed": True, "cpu": time.process_time() - started}
    return {"rows": rows, "rejection confirmed": False, "cpu": time.process_time() - started}


def decide(s: Statement, k: int) -> dict[str, Any]:
    """One row: the statement, its counts, its interval, its outcome. k: statements that share error and level."""
    if isinstance(s, Fact):
        outcome = {True: CONFIRMED, False: AGAINST, None: OPEN}[s.holds]
        return {"label": s.label, "outcome": outcome, "detail": s.detail, "runs": 0}
    low, high = interval(s.n, s.count, ERROR / k) if s.n else (Fraction(0), Fraction(1))
    if s.sense == ">=":
        tail, good, bad = lower_tail(s.n, s.q, s.count), low >= s.q, high < s.q
    else:
        tail, good, bad = upper_tail(s.n, s.q, s.count), high <= s.q, low > s.q
    outcome = CONFIRMED if good else REJECTED if s.n and tail <= LEVEL / k else AGAINST if bad else OPEN
    detail = f"{s.count} of {s.n}, interval [{float(low):.3f}, {float(high):.3f}], stated {s.sense} {float(s.q):g}"
    return {"label": s.label, "outcome": outcome, "detail": detail, "runs": s.n}


def recompute(lab: Lab, s: Chance) -> tuple[int, int]:
    """(alike, computed): runs of those that speak against the statement, computed a second way, AGAIN at a time until
    they are reproduced or ROUNDS are over."""
    runs = lab.runs(s.experiment)
    happened = s.event(runs)
    against = [i for i in s.lanes if bool(happened[i]) == (s.sense == "<=")]
    against.sort(key=lambda i: (lab.cost(s.experiment, runs, i), i))
    usable = [i for i in against if runs.rate[i] == runs.rate[against[0]]]
    alike = computed = 0
    for start in range(0, AGAIN * ROUNDS, AGAIN):
        chosen = usable[start : start + AGAIN]
        if not chosen or reproduced(s, alike, computed):
            break
        second = s.event(lab.again(s.experiment, runs, chosen))
        alike += sum(bool(b) == bool(happened[i]) for b, i in zip(second, chosen))
        computed += len(chosen)
    return alike, computed


def reproduced(s: Chance, alike: int, computed: int) -> bool:
    """All of the first round, or more than luck explains: under the statement a run speaks against it with a chance of
    at most q (for <=) or 1 - q (for >=)."""
    if computed == 0:
        return False
    chance = s.q if s.sense == "<=" else 1 - s.q
    return alike == computed or upper_tail(computed, chance, alike) <= LUCK


def evidence(result: Mapping[str, Any], seconds: float = 0.0) -> Evidence:
    """Statistical evidence from `judge`."""
    rows = result["rows"]
    runs = sum(int(r["runs"]) for r in rows)
    by = {name: [r for r in rows if r["outcome"] == name] for name in (CONFIRMED, REJECTED, AGAINST, OPEN)}
    if by[REJECTED] and result["rejection confirmed"]:
        outcome = Outcome.REFUTED
    elif rows and len(by[CONFIRMED]) == len(rows):
        outcome = Outcome.HOLDS
    else:
        outcome = Outcome.INCONCLUSIVE
    counts = ", ".join(f"{len(v)} {k}" for k, v in by.items() if v)
    shown = (by[REJECTED] or by[AGAINST] or by[OPEN] or by[CONFIRMED])[:2]
    detail = f"{len(rows)} statements: {counts}; " + "; ".join(f"{r['label']}: {r['detail']}" for r in shown)
    return Evidence(
        route="statistical",
        outcome=outcome,
        scope="float64 runs on the paper's data",
        cases=max(runs, len(rows)),
        violated=len(by[REJECTED]),
        met=max(runs, len(rows)),
        looked_at=max(runs, len(rows)),
        seconds=seconds or float(result["cpu"]),
        detail=detail[:600],
    )
