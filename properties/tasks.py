"""The work of a run as plain tasks: plain data in, plain data out, seeded by (seed, claim, reading, task number).

Kinds of tasks
    cases     a chunk of instances, decided in exact or ball arithmetic; readings of one subject see the same instances
    search    the search for a violation of a reading, with replay of what it finds
    variant   the same for a false variant
    symbolic  a derivation that a reading names
    extremal  the cases of equality that a reading names
    data      instances on the paper's own data sets, decided like the random ones
    observation   what a claim says of experiments, against counted runs (properties.experiments)
    probability   one regime of a claim about probabilities (properties.probability)
    confirmation  failing samples of the plainest rejection by the second decision; planned when the regimes are done

A task never raises: an exception, or running out of its time, becomes an `error` entry of the result, which can support
nothing (properties.verdict). Workers on this machine, or elsewhere, import the registry and run `run_task`.
"""

from __future__ import annotations

import hashlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from numerics.instance import Instance
from numerics.paper_data import load_paper_data
from properties import experiments, probability
from properties.budget import BUDGETS, Budget
from properties.decision import VIOLATED, decide
from properties.plan import Result, Task, plan
from properties.search import random_case, search
from properties.strategies import Shape, integers, lookup
from properties.tally import EDGES, Tally
from properties.verdict import plain
from properties.witness import describe, replay
from theorems import registry
from theorems.claim import Reading
from theorems.observation import observation_of
from theorems.probability import speaks_of_probabilities_only

__all__ = ["EDGES", "KINDS", "OutOfTime", "Result", "Tally", "Task", "plan", "run_task", "seed_of", "time_limit"]

def seed_of(seed: int, key: str, number: int) -> int:
    """A 63-bit seed that depends on all three and on nothing else."""
    digest = hashlib.sha256(f"{seed}|{key}|{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


class OutOfTime(Exception):
    """The task used up its time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime inside after that many seconds (where the platform and the thread can be interrupted)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_: int, __: Any) -> None:
        raise OutOfTime(f"stopped after {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def seconds_of(task: Task, budget: Budget) -> float:
    """The time of a task: the budget's, in proportion where a campaign (--instances) puts more instances into one."""
    if task["kind"] != "cases":
        return budget.seconds
    family = lookup(task["subject"])
    usual = budget.share(family.cost, family.fewest)[1]
    return budget.seconds * max(1.0, float(task["count"]) / usual)


def run_task(task: Task) -> Result:
    """Run one task; never raises (except on interruption by the user)."""
    started = time.process_time()
    budget = BUDGETS[task["budget"]]
    try:
        with time_limit(seconds_of(task, budget)):
            result = KINDS[task["kind"]](task, budget)
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"[:400]}
    result["seconds"] = time.process_time() - started
    return result


def _reading(task: Task) -> Reading:
    return registry.reading(task["key"], tuple(task["extra"]))


def _run_cases(task: Task, _: Budget) -> Result:
    reading = _reading(task)
    family = lookup(reading.subject)
    rng = np.random.default_rng(seed_of(task["seed"], f"subject {task['subject']}", task["number"]))
    tally = Tally()
    for index in range(task["start"], task["start"] + task["count"]):
        shape, values, denominator = random_case(family, index, rng)
        try:
            instance = family.build(shape, values, denominator)
        except ZeroDivisionError:
            tally.undefined += 1
            continue
        _decide_into(tally, reading, instance, "random instances", replayable=True)
    return tally.plain()


def _run_data(task: Task, budget: Budget) -> Result:
    """Weights drawn on the paper's data. Witnesses there are long: a violation counts but refutes nothing alone."""
    reading = _reading(task)
    family, data = lookup(reading.subject), getattr(load_paper_data(), task["data"])
    rng = np.random.default_rng(seed_of(task["seed"], f"{task['key']}|data", task["number"]))
    shape, tally = Shape(tuple(task["widths"]), data.n), Tally()
    for _ in range(task["count"]):
        instance = family.build_on(data.X, data.y, shape, integers(rng, 4 * shape.size, 3))
        if instance is not None:
            _decide_into(tally, reading, instance, task["data"], replayable=False)
    return {**tally.plain(), "data": task["data"], "widths": task["widths"]}


def _decide_into(tally: Tally, reading: Reading, instance: Instance, found_by: str, replayable: bool) -> None:
    case = decide(reading, instance)
    tally.add(case, instance.one_line() if replayable else f"weights on the data set {found_by}")
    if replayable and case.status == VIOLATED and tally.violation is None:
        replayed = replay(reading, instance)
        described = describe(reading, instance, case, replayed, found_by)
        tally.violation = {**described, "outcome": replayed.outcome, "exact": case.exact}


def _run_probability(task: Task, budget: Budget) -> Result:
    reading = _reading(task)
    planned = probability.task_of(reading, task["seed"], budget, task["number"])
    return {"counts": probability.run_task(reading, planned) if planned is not None else None}


def _run_confirmation(task: Task, _: Budget) -> Result:
    reading = _reading(task)
    return {"confirmed": probability.confirmations(reading, task["witness"], probability.CONFIRMED_SAMPLES)}


def _run_observation(task: Task, budget: Budget) -> Result:
    return experiments.judge(_reading(task), task["seed"], budget.name)


def _run_variant(task: Task, budget: Budget) -> Result:
    """A false variant: by the search when it is an inequality, by counted failures when it speaks of probabilities."""
    reading = _reading(task)
    if observation_of(reading) is not None:
        result = experiments.judge(reading, task["seed"], budget.name)
        return {"statistical": plain(experiments.evidence(result)), "details": result, "violation": None}
    if not speaks_of_probabilities_only(reading):
        return _run_search(task, budget.thorough())
    evidence, details = probability.run_variant(reading, task["seed"], budget)
    return {"statistical": plain(evidence), "details": details, "violation": None}


def _run_search(task: Task, budget: Budget) -> Result:
    reading = _reading(task)
    found = search(reading, seed_of(task["seed"], task["key"], task["number"]), budget)
    result: Result = {
        "looked_at": found.looked_at,
        "decided": found.decided,
        "floats": found.floats,
        "unconfirmed": found.unconfirmed,
        "best": found.best if found.best > float("-inf") else None,
        "best_at": found.best_at,
        "by_relation": found.by_relation,
        "violation": None,
    }
    if found.found is not None:
        replayed = replay(reading, found.found.instance)
        result["violation"] = {
            **describe(reading, found.found.instance, found.found.case, replayed, found.found_by),
            "outcome": replayed.outcome,
            "exact": found.found.case.exact,
        }
    return result


def _run_symbolic(task: Task, _: Budget) -> Result:
    from theorems.symbolic import DERIVATIONS

    if task["name"] not in DERIVATIONS:
        return {"error": f"there is no derivation called {task['name']!r}"}
    derived = DERIVATIONS[task["name"]]()
    return {
        "name": derived.name,
        "outcome": derived.outcome,
        "scope": derived.scope,
        "complete": derived.complete,
        "identities": derived.identities,
        "latex": [list(pair) for pair in derived.latex],
        "detail": derived.detail,
    }


def _run_extremal(task: Task, _: Budget) -> Result:
    reading = _reading(task)
    cases = []
    for name, make in reading.extremal.items():
        case = decide(reading, make())
        cases.append({"name": name, "status": case.status, "ratio": case.ratio, "detail": case.detail})
    return {"cases": cases}


KINDS: dict[str, Callable[[Task, Budget], Result]] = {
    "cases": _run_cases,
    "search": _run_search,
    "variant": _run_variant,
    "observation": _run_observation,
    "probability": _run_probability,
    "confirmation": _run_confirmation,
    "symbolic": _run_symbolic,
    "extremal": _run_extremal,
    "data": _run_data,
}
