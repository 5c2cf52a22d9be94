"""The statistical route for claims about experiments: counted runs against stated probabilities.

    judge(reading, seed, budget)    runs what the reading observes and decides every statement: plain data
    evidence(result)                as evidence for the verdict

Rule (claims, "How to decide"; error 0.05 and level 1e-9 shared by the statements of a reading, Bonferroni):
    confirmed     the Clopper-Pearson interval lies on the stated side of q (a fact: its own interval says yes)
    rejected      the exact binomial probability of a count this extreme, if the statement held, is at most 1e-9 / k
    against       the interval lies on the other side, but not at that level
    open          anything else
A reading is REFUTED when a statement is rejected and up to three of the runs that speak against it come out the same
when they are computed again by plain NumPy with the dense Hessian; it HOLDS when every statement is confirmed; else
nothing is decided. A run is one float64 descent from a seeded start: the event is about that computation, not about
exact orbits.

What is not covered: other data sets than the paper's; whether the pseudo-random numbers follow the normal law.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba
import numpy as np

from numerics import descent
from numerics.descent import reference
from numerics.descent.dense import dense_hessian
from numerics.descent.experiments import WATCHED, Experiment, Runs, paper_experiments, sweep
from numerics.descent.kernels import cache_folder
from properties import statistics
from properties.binomial import LEVEL, interval, lower_tail, upper_tail
from properties.verdict import Evidence, Outcome
from theorems.claim import Reading
from theorems.observation import Chance, Fact, Statement, observation_of

CONFIRMED, REJECTED, AGAINST, OPEN = "confirmed", "rejected", "against", "open"
ERROR = Fraction(1, 20)
EXTRA = 4000  # repetitions of a sweep that the paper does not have
AGAIN = 3  # runs that are computed a second time before a rejection counts

# Repetitions by budget and experiment; learning rates that a budget leaves out because of their number of steps.
REPETITIONS: Mapping[str, Mapping[str, int]] = {
    "quick": {"linear_mlp": 48, "resnet": 48, "depths": 50, "mlp_underdetermined": 48},
    "standard": {"linear_mlp": 64, "resnet": 64, "depths": 50, "mlp_underdetermined": 100},
    "deep": {"linear_mlp": 200, "resnet": 200, "depths": 200, "mlp_underdetermined": 200},
}


class Lab:
    """Runs sweeps of the paper's experiments with a seed and a budget's repetitions; each sweep once a process."""

    def __init__(self, seed: int, budget: str) -> None:
        self.seed, self.budget = seed, budget
        self.experiments = _experiments()

    def runs(self, name: str) -> Runs:
        return _runs(name, self.seed, self.repetitions(name))

    def repetitions(self, name: str) -> int:
        if name not in _paper_names():
            return EXTRA
        table = REPETITIONS[self.budget]
        return table["depths"] if "depths" in name else table[name]

    def median_interval(self, values: Any) -> tuple[float, float, float]:
        """(low, median, high) with coverage 95 %."""
        return statistics.median_interval(values)

    def proportion(self, count: int, n: int, share: int = 1) -> tuple[float, float]:
        """Clopper-Pearson with error 0.05 / share."""
        return statistics.proportion(count, n, ERROR / share)

    def slope(self, x: Any, y: Any, group: Any = None) -> statistics.Slope:
        """Least squares, within groups when there are any, with a 95 % interval."""
        return statistics.slope(x, y) if group is None else statistics.slope_within(x, y, group)

    def rates(self, name: str) -> list[float]:
        return [float(x) for x in self.experiments[name].setting.learning_rates]

    def scales(self, name: str) -> list[float]:
        return [float(x) for x in self.experiments[name].setting.scales]


@lru_cache(maxsize=1)
def _experiments() -> dict[str, Experiment]:
    """The paper's, and its smallest learning rate with a tenth of the steps."""
    found = paper_experiments()
    main = found["linear_mlp"]
    s = main.setting
    short = replace(s, learning_rates=s.learning_rates[:1], steps=(s.steps[0] // 10,), repetitions=s.repetitions[:1])
    short = replace(short, scales=s.scales[:1])
    return {**found, "a tenth of the steps": replace(main, name="a tenth of the steps", setting=short)}


def _paper_names() -> tuple[str, ...]:
    return tuple(paper_experiments())


@lru_cache(maxsize=12)
def _runs(name: str, seed: int, repetitions: int) -> Runs:
    folder = cache_folder().parent / "sweeps" / _version()
    try:
        return sweep(_experiments()[name], seed, repetitions=repetitions, folder=folder)
    except OSError:  # nowhere to keep it
        return sweep(_experiments()[name], seed, repetitions=repetitions)


@lru_cache(maxsize=1)
def _version() -> str:
    """A digest of the code that computes sweeps: what another version kept is never read."""
    digest = hashlib.sha256(f"{np.__version__} {numba.__version__}".encode())
    for path in sorted(Path(descent.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def judge(reading: Reading, seed: int, budget: str) -> dict[str, Any]:
    """Rows, one for each statement, and whether a rejection was confirmed by the second computation."""
    observe = observation_of(reading)
    if observe is None:
        raise TypeError(f"{reading.key} observes no runs")
    started, lab = time.process_time(), Lab(seed, budget)
    statements = list(observe(lab))
    rows = [decide(s, len(statements)) for s in statements]
    again = None
    for s, row in zip(statements, rows):
        if row["outcome"] == REJECTED and isinstance(s, Chance):
            again = recompute(lab, s)
            row["computed again"] = f"{again[0]} of {again[1]} alike"
            if again[0] == again[1] > 0:
                break
    confirmed = again is not None and again[0] == again[1] > 0
    return {"rows": rows, "rejection confirmed": confirmed, "cpu": time.process_time() - started}


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
    """(alike, computed): up to AGAIN runs of those that speak against the statement, computed a second way."""
    runs, experiment = lab.runs(s.experiment), lab.experiments[s.experiment]
    happened = s.event(runs)
    against = [i for i in s.lanes if bool(happened[i]) == (s.sense == "<=")]
    against.sort(key=lambda i: (_steps(experiment, runs, i), i))
    chosen = [i for i in against if runs.rate[i] == runs.rate[against[0]]][:AGAIN]
    if not chosen:
        return 0, 0
    second = s.event(_second(lab, experiment, runs, chosen))
    return sum(bool(b) == bool(happened[i]) for b, i in zip(second, chosen)), len(chosen)


def _steps(experiment: Experiment, runs: Runs, i: int) -> int:
    steps = experiment.setting.steps[runs.rate[i]]
    return int(runs.diverged[i]) + 1 if runs.diverged[i] >= 0 else int(steps)


def _second(lab: Lab, experiment: Experiment, runs: Runs, chosen: list[int]) -> Runs:
    """Runs of one learning rate again: plain NumPy steps, dense Hessian, the same quantities."""
    rate, problem = int(runs.rate[chosen[0]]), experiment.problem
    W0 = np.concatenate([_start(lab, experiment, runs, i) for i in chosen])
    eta = np.full(len(chosen), float(experiment.setting.learning_rates[rate]))
    steps = experiment.setting.steps[rate]
    W, when = reference.descend(problem, W0, eta, steps)
    when = np.where((when < 0) & ~(np.abs(problem.risks(W)) <= reference.CEILING), steps, when)
    alive = when < 0
    after, worst = W, experiment.gap(W)
    for _ in range(WATCHED):
        after, left = reference.descend(problem, after, eta, 1)
        worst = np.where(left < 0, np.maximum(worst, experiment.gap(after)), np.inf)
    residual = experiment.data.y_test64 - problem.regressors(W) @ experiment.data.X_test64.T
    nan = np.full(len(chosen), np.nan)

    def top(weights: Any) -> Any:
        return np.array([np.linalg.eigvalsh(dense_hessian(problem, w))[-1] for w in weights])

    def living(values: Any) -> Any:
        return np.where(alive, values, np.nan)

    return Runs(
        rate=runs.rate[chosen],
        scale=runs.scale[chosen],
        diverged=when,
        distance_start=problem.squared_distances(W0),
        distance_end=living(problem.squared_distances(W)),
        gap_end=living(experiment.gap(W)),
        gap_after=living(worst),
        risk_end=living(problem.risks(W)),
        test_risk_end=living(np.mean(residual**2, axis=1)),
        sharpness_start=top(W0),
        sharpness_end=living(top(np.where(alive[:, None, None, None], W, W0))),
        power_start=nan,
        power_end=nan,
    )


def _start(lab: Lab, experiment: Experiment, runs: Runs, i: int) -> Any:
    rate, scale = int(runs.rate[i]), int(runs.scale[i])
    place = int(np.flatnonzero(runs.cell(rate, scale)).searchsorted(i))
    return experiment.starts(lab.seed, rate, scale, lab.repetitions(experiment.name))[place : place + 1]


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
