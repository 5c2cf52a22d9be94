"""The statistical route: a claim about probabilities against counted failures of certified samples.

Main statements
    tasks(reading, seed, budget)   one plain task a regime (none when the reading has no trial)
    run_variant(reading, ...)      a false variant, regime by regime until it falls
    run_task(reading, task)        draws samples, decides each, looks at the count as planned: a plain result
    confirmation(reading, results) the task of confirming the plainest rejection, if there is one
    fold(reading, results, ...)    statistical evidence and the details for the report; a witness when it refutes
    replay(reading, witness)       draws the samples again and decides the failing ones a second time

The rule. A regime's claim `failure probability <= q` is rejected at a look only if the exact binomial tail of the count
of *certified* failures (undecided samples do not count) is at most the level of that look; levels over looks and
regimes add up to at most 10^-9 (`binomial.LEVEL`). A reading is REFUTED only when, in addition, at least three
failing samples are confirmed by the second decision. With no rejection the reading is supported by the draws in
regimes where the claimed bound is below 1; where it is not, the claim says nothing and the draws are not made.

What is not covered: whether the pseudo-random numbers follow the normal law (trusted base).
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from properties.binomial import LEVEL, doubling, interval
from properties.budget import Budget
from properties.verdict import Evidence, Outcome
from theorems.claim import Reading
from theorems.probability import Trial, trial_of

Task = dict[str, Any]
Result = dict[str, Any]

DRAWS = {"quick": (25, 50), "standard": (50, 200), "deep": (50, 800)}  # first look, last look
REGIMES = {"quick": 4, "standard": 12, "deep": 48}
CONFIRMED_SAMPLES = 3
ENOUGH = 6  # failing samples whose evidence a result carries


class NoTrial(TypeError):
    """The reading is not a statement about probabilities."""


def _trial(reading: Reading) -> Trial:
    found = trial_of(reading)
    if found is None:
        raise NoTrial(f"{reading.key} has no trial")
    return found


def seed_words(seed: int, key: str, regime: dict[str, str], draw: int) -> list[int]:
    """The entropy of one draw: depends on nothing but its arguments."""
    text = f"{seed}|{key}|{sorted(regime.items())}|{draw}"
    digest = hashlib.sha256(text.encode()).digest()
    return [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 32, 4)]


@lru_cache(maxsize=64)
def _regimes(trial: Trial, key: str, seed: int, count: int) -> tuple[dict[str, str], ...]:
    """The regimes that the trial proposes for this seed; the same in every process."""
    return tuple(trial.regimes(np.random.default_rng(seed_words(seed, key, {}, -1)), count))


def tasks(reading: Reading, seed: int, budget: Budget) -> list[Task]:
    """One task for each regime that the trial proposes for this seed; all with the same share of the level."""
    if trial_of(reading) is None:
        return []
    found = (task_of(reading, seed, budget, number) for number in range(REGIMES[budget.name]))
    return [task for task in found if task is not None]


def task_of(
    reading: Reading, seed: int, budget: Budget, number: int, draws: tuple[int, int] | None = None
) -> Task | None:
    """The task of one regime; None when the trial proposes fewer regimes."""
    regimes = _regimes(_trial(reading), reading.key, seed, REGIMES[budget.name])
    if number >= len(regimes):
        return None
    first, last = draws or DRAWS[budget.name]
    return {
        "kind": "probability",
        "key": reading.key,
        "number": number,
        "seed": seed,
        "regime": regimes[number],
        "first": first,
        "last": last,
        "level": str(LEVEL / len(regimes)),
    }


def run_variant(reading: Reading, seed: int, budget: Budget) -> tuple[Evidence, dict[str, Any]]:
    """A false variant, regime by regime until it falls (or the regimes are used up), with up to 1600 draws."""
    results: list[Result] = []
    last = max(1600, DRAWS[budget.name][1])
    for number in range(REGIMES[budget.name]):
        task = task_of(reading, seed, budget, number, (25, last))
        if task is None:
            break
        results.append(run_task(reading, task))
        if results[-1]["rejected_at"] is not None:
            evidence, details = fold(reading, results)
            if evidence.outcome is Outcome.REFUTED:
                return evidence, details
    return fold(reading, results)


def run_task(reading: Reading, task: Task) -> Result:
    """Draw and decide until the claim is rejected in this regime or the last look is over."""
    trial, regime = _trial(reading), task["regime"]
    started = time.process_time()
    claimed = trial.claimed(regime)
    plan = doubling(int(task["first"]), int(task["last"]), Fraction(task["level"]))
    outcomes: list[bool | None] = []
    failing: list[dict[str, Any]] = []
    rejected: int | None = None
    met = 0
    if claimed < 1:
        for look in plan.looks:
            while len(outcomes) < look:
                draw = len(outcomes)
                sample = trial.sample(regime, seed_words(task["seed"], task["key"], regime, draw))
                outcomes.append(trial.fails(regime, sample))
                met += trial.premise is None or trial.premise(regime, sample) is True
                if outcomes[-1] is True and len(failing) < ENOUGH:
                    failing.append({"draw": draw, **trial.evidence(regime, sample)})
            rejected = plan.rejects([o is True for o in outcomes], claimed)
            if rejected is not None:
                break
    return {
        "key": task["key"],
        "seed": task["seed"],
        "regime": regime,
        "claimed": str(claimed),
        "draws": len(outcomes),
        "failures": sum(o is True for o in outcomes),
        "undecided": sum(o is None for o in outcomes),
        "met": met,
        "failed_draws": [i for i, o in enumerate(outcomes) if o is True],
        "rejected_at": rejected,
        "level": task["level"],
        "failing": failing,
        "cpu": time.process_time() - started,
    }


def summary(result: Result) -> dict[str, Any]:
    """One row of the report: the regime, the counts, the claimed bound and the exact 99 % interval (as floats)."""
    n, f = int(result["draws"]), int(result["failures"])
    low, high = interval(n, f) if n else (Fraction(0), Fraction(1))
    if n and result["undecided"]:  # undecided samples may have failed
        high = interval(n, f + int(result["undecided"]))[1]
    claimed = Fraction(result["claimed"])
    return {
        "regime": dict(result["regime"]),
        "draws": n,
        "failures": f,
        "undecided": int(result["undecided"]),
        "met": _met(result),
        "claimed": float(claimed),
        "low": float(low),
        "high": float(high),
        "rejected_at": result["rejected_at"],
    }


def candidate(reading: Reading, results: Sequence[Result]) -> dict[str, Any] | None:
    """The plainest rejection as a witness: fewest draws, then smallest claimed bound; None without a rejection."""
    rejected = [r for r in results if "error" not in r and r["rejected_at"] is not None]
    if not rejected:
        return None
    best = min(rejected, key=lambda r: (r["rejected_at"], Fraction(r["claimed"]), sorted(r["regime"].items())))
    return _witness(reading, best)


def confirmation(reading: Reading, results: Sequence[Result]) -> Task | None:
    """The task that puts the failing samples of the plainest rejection to the second decision."""
    witness = candidate(reading, results)
    return None if witness is None else {"kind": "confirmation", "key": reading.key, "number": 0, "witness": witness}


def fold(
    reading: Reading, results: Sequence[Result], confirmed: int | None = None
) -> tuple[Evidence, dict[str, Any]]:
    """(evidence, details). details: rows (`summary`) and, when refuted, a witness that `replay` accepts.

    confirmed: what the task of `confirmation` counted; without it the samples are confirmed here.
    """
    good = [r for r in results if "error" not in r]
    rejected = [r for r in good if r["rejected_at"] is not None]
    details: dict[str, Any] = {"rows": [summary(r) for r in good], "witness": None}
    refuted, witness = False, candidate(reading, results)
    if witness is not None:
        witness["confirmed"] = confirmations(reading, witness, CONFIRMED_SAMPLES) if confirmed is None else confirmed
        details["witness"] = witness
        refuted = witness["confirmed"] >= CONFIRMED_SAMPLES
    errors = [r["error"] for r in results if "error" in r]
    draws, undecided = sum(r["draws"] for r in good), sum(r["undecided"] for r in good)
    if refuted:
        outcome = Outcome.REFUTED
    elif errors:
        outcome = Outcome.ERROR
    elif rejected or draws - undecided == 0 or undecided * 20 > draws:
        outcome = Outcome.INCONCLUSIVE
    else:
        outcome = Outcome.HOLDS
    evidence = Evidence(
        route="statistical",
        outcome=outcome,
        scope=f"{len([r for r in good if r['draws']])} of {len(good)} regimes, where the claimed bound is below 1",
        cases=draws - undecided,
        undecided=undecided,
        violated=sum(r["failures"] for r in rejected),
        met=sum(_met(r) for r in good),
        looked_at=draws + sum(1 for r in good if not r["draws"]),
        seconds=sum(float(r.get("cpu", 0.0)) for r in good),
        detail=_detail(good, rejected, details["witness"], errors),
    )
    return evidence, details


def _met(result: Result) -> int:
    """Draws that met the premise of the statement: all of them where it has none."""
    return int(result["met"] if "met" in result else result["draws"])


def _detail(good: Sequence[Result], rejected: Sequence[Result], witness: Any, errors: Sequence[str]) -> str:
    if errors:
        return errors[0][:300]
    if witness is not None:
        regime = " ".join(f"{k}={v}" for k, v in sorted(witness["regime"].items()))
        return (
            f"{witness['failures']} certified failures in {witness['draws']} draws at {regime}, claimed probability at "
            f"most {float(Fraction(witness['claimed'])):.3g}; rejected in {len(rejected)} of {len(good)} regimes; "
            f"{witness['confirmed']} failing samples confirmed by a second evaluator"
        )
    failures, draws = sum(r["failures"] for r in good), sum(r["draws"] for r in good)
    text = f"{failures} failures in {draws} draws, no regime rejects the claimed bound"
    met, drawn = sum(_met(r) for r in good), [r for r in good if r["draws"]]
    if met == draws:
        return text
    empty = sum(1 for r in drawn if not _met(r))
    where = f"in {empty} of {len(drawn)} regimes by none: there the statement says nothing"
    return f"{text}; the premise is met by {met} draws, {where}"


def _witness(reading: Reading, result: Result) -> dict[str, Any]:
    return {
        "schema": "lemmata-samples-1",
        "claim": reading.claim,
        "reading": reading.name,
        "seed": result["seed"],
        "regime": dict(result["regime"]),
        "claimed": result["claimed"],
        "draws": result["rejected_at"],
        "failures": sum(1 for i in result["failed_draws"] if i < result["rejected_at"]),
        "failed_draws": [i for i in result["failed_draws"] if i < result["rejected_at"]],
        "level": result["level"],
        "failing": result["failing"],
    }


def confirmations(reading: Reading, witness: dict[str, Any], enough: int) -> int:
    """How many of the failing samples the second decision confirms (it stops at `enough`)."""
    trial, found = _trial(reading), 0
    for entry in witness["failing"]:
        words = seed_words(witness["seed"], reading.key, witness["regime"], entry["draw"])
        if trial.confirms(witness["regime"], entry, trial.sample(witness["regime"], words)):
            found += 1
        if found >= enough:
            break
    return found


def replay(reading: Reading, witness: dict[str, Any]) -> dict[str, Any]:
    """Redo a statistical refutation from its file: redraw and redecide every draw that is said to fail, confirm three
    by the second decision, recompute the claimed bound and the exact tail. Returns plain data with `refuted`."""
    from properties.binomial import upper_tail, upwards

    trial, regime = _trial(reading), dict(witness["regime"])
    draws = int(witness["draws"])
    listed = sorted({int(i) for i in witness["failed_draws"] if 0 <= int(i) < draws})
    failures = 0
    for draw in listed:
        sample = trial.sample(regime, seed_words(int(witness["seed"]), reading.key, regime, draw))
        failures += trial.fails(regime, sample) is True
    claimed = trial.claimed(regime)
    tail = upper_tail(draws, upwards(claimed), failures) if claimed < 1 and 0 <= failures <= draws else Fraction(1)
    confirmed = confirmations(reading, {**witness, "regime": regime}, CONFIRMED_SAMPLES)
    return {
        "failures": failures,
        "draws": draws,
        "claimed": str(claimed),
        "tail": float(tail),
        "confirmed": confirmed,
        "refuted": tail <= LEVEL and confirmed >= CONFIRMED_SAMPLES,
    }
