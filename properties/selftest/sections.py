"""The parts of the self-test as plain tasks, and the lines they add up to.

A task is {"section", "part", "parts", "deep", "seed"}; its result {"done", "total", "wrong", "notes", "seconds"}: how
many of how many came out as they have to, and what did not. Workers run tasks like any other (properties.engine).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from properties import tasks
from properties.budget import BUDGETS
from properties.selftest import bugs, faults_storage, mutants, planted, relations
from properties.selftest.sections_determinism import determinism
from properties.selftest.sections_instances import (
    decided_by_counting,
    evaluators,
    hypotheses,
    kept_relations,
    needed,
    variants,
)

Task = dict[str, Any]
Result = dict[str, Any]


def _planted(task: Task) -> Result:
    budget = BUDGETS["standard"].thorough() if task["deep"] else BUDGETS["quick"]
    wrong, sizes, times = [], [], []
    scratch = list(planted.READINGS)
    for reading in [*scratch, *variants(task["deep"])][task["part"] :: task["parts"]]:
        started = time.process_time()
        if decided_by_counting(reading):
            refuted = tasks._run_variant({"key": reading.key, "seed": task["seed"], "number": 0, "extra": []}, budget)
            ok = refuted["statistical"]["outcome"] == "refuted"
        else:
            outcome = planted.put_to_the_test(reading, tasks.seed_of(task["seed"], reading.key, 0), budget)
            ok = outcome.refuted
            sizes.append(outcome.size)
        times.append(time.process_time() - started)
        if not ok:
            wrong.append(reading.key)
    return {"done": len(times) - len(wrong), "total": len(times), "wrong": wrong, "times": times, "sizes": sizes}


def _bugs(task: Task) -> Result:
    caught, left = bugs.missed(task["part"], task["parts"])
    return {"done": len(caught), "total": len(caught) + len(left), "wrong": left, "by": caught}


def _mutants(task: Task) -> Result:
    kernel = mutants.KERNELS[task["part"] // 2]
    found = mutants.tried(kernel, task["part"] % 2, 2)
    left = [t.site for t in found if t.how is None]
    return {"done": len(found) - len(left), "total": len(found), "wrong": [], "left": left}


def _faults(_: Task) -> Result:
    good, bad = faults_storage.survived()
    return {"done": good, "total": len(faults_storage.FAULTS), "wrong": bad}


SECTIONS: dict[str, Callable[[Task], Result]] = {
    "planted": _planted,
    "bugs": _bugs,
    "mutants": _mutants,
    "relations": kept_relations,
    "evaluators": evaluators,
    "hypotheses": hypotheses,
    "necessity": needed,
    "faults": _faults,
    "determinism": determinism,
}


def plan(deep: bool, seed: int) -> list[Task]:
    """All tasks, the long ones first."""
    parts = {"planted": 4, "bugs": 4, "necessity": 4, "determinism": 2, "evaluators": 3}
    if deep:
        parts |= {"planted": 24, "evaluators": 24, "necessity": 24}
    parts |= {"mutants": 2 * len(mutants.KERNELS), "relations": len(relations.RELATIONS)}
    order = ["faults", "mutants", "planted", "determinism", "evaluators", "bugs", "relations", "necessity"]
    order.append("hypotheses")
    return [
        {"section": name, "part": part, "parts": parts.get(name, 1), "deep": deep, "seed": seed}
        for name in order
        for part in range(parts.get(name, 1))
    ]


def work(task: Task) -> Result:
    """Run one task; a task that fails counts as wrong and says why."""
    started = time.process_time()
    try:
        result = SECTIONS[task["section"]](task)
    except Exception as error:
        what = f"the self-test itself failed: {type(error).__name__}: {error}"[:300]
        result = {"done": 0, "total": 1, "wrong": [what]}
    return {**result, "section": task["section"], "seconds": time.process_time() - started}
