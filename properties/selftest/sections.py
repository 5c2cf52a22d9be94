"""The parts of the self-test as plain tasks, and the lines they add up to.

A task is {"section", "part", "parts", "deep", "seed"}; its result {"done", "total", "wrong", "notes", "seconds"}: how
many of how many came out as they have to, and what did not. Workers run tasks like any other (properties.engine).
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from numerics.second import Second
from properties import engine_dask, tasks
from properties.budget import BUDGETS
from properties.cache import Cache
from properties.decision import NOT_MET, UNDECIDED, decide
from properties.run import Engine, Run
from properties.search import random_case
from properties.selftest import bugs, faults, mutants, necessity, planted, relations
from properties.strategies import lookup
from properties.witness import REPLAY_BITS
from theorems import registry
from theorems.claim import Reading
from theorems.probability import speaks_of_probabilities_only

Task = dict[str, Any]
Result = dict[str, Any]
CHEAP = 2.0  # Family.cost up to which the quick profile searches for every false variant


@lru_cache(maxsize=1)
def _readings() -> tuple[Reading, ...]:
    found = [r for c in registry.claims().values() for r in c.readings.values()]
    return tuple(r for r in found if getattr(r.body, "checkable", True) and not speaks_of_probabilities_only(r))


@lru_cache(maxsize=2)
def _variants(deep: bool) -> tuple[Reading, ...]:
    every = [v for c in registry.claims().values() for r in c.readings.values() for v in r.false_variants]
    if deep:
        return tuple(every)
    return tuple(v for v in every if not speaks_of_probabilities_only(v) and lookup(v.subject).cost <= CHEAP)


def _planted(task: Task) -> Result:
    budget, wrong, sizes, times = BUDGETS["quick"], [], [], []
    scratch = list(planted.READINGS)
    for reading in [*scratch, *_variants(task["deep"])][task["part"] :: task["parts"]]:
        started = time.process_time()
        if speaks_of_probabilities_only(reading):
            refuted = tasks._run_variant({"key": reading.key, "seed": task["seed"], "number": 0, "extra": []}, budget)
            ok, size = refuted["statistical"]["outcome"] == "refuted", 0
        else:
            outcome = planted.put_to_the_test(reading, tasks.seed_of(task["seed"], reading.key, 0), budget)
            ok, size = outcome.refuted, outcome.size
        times.append(time.process_time() - started)
        sizes.append(size)
        if not ok:
            wrong.append(reading.key)
    return {"done": len(times) - len(wrong), "total": len(times), "wrong": wrong, "times": times, "sizes": sizes}


def _bugs(task: Task) -> Result:
    caught, left, by = bugs.missed(task["part"], task["parts"])
    return {"done": caught, "total": caught + len(left), "wrong": left, "by": by}


def _mutants(task: Task) -> Result:
    kernel = mutants.KERNELS[task["part"] // 2]
    found = mutants.tried(kernel, task["part"] % 2, 2)
    left = [t.site for t in found if t.how is None]
    return {"done": len(found) - len(left), "total": len(found), "wrong": [], "left": left}


def _relations(task: Task) -> Result:
    done, wrong = 0, []
    relation = relations.RELATIONS[task["part"]]
    for reading in _readings():
        if lookup(reading.subject).cost <= 20:
            compared, apart = relations.disagreements(relation, reading, 200 if task["deep"] else 6, task["seed"])
            done += compared
            wrong += apart
    return {"done": done - len(wrong), "total": done, "wrong": wrong}


def _faults(_: Task) -> Result:
    good, bad = faults.survived()
    return {"done": good, "total": len(faults.FAULTS), "wrong": bad}


def _evaluators(task: Task) -> Result:
    """Both evaluators decide the same random instances; where both decide, they agree."""
    done, wrong = 0, []
    for reading in [*_readings(), *_variants(task["deep"])][task["part"] :: task["parts"]]:
        family = lookup(reading.subject)
        if family.cost > CHEAP and not task["deep"]:
            continue
        rng = np.random.default_rng(tasks.seed_of(task["seed"], reading.key, 77))
        for index in range(60 if task["deep"] else 4):
            shape, values, denominator = random_case(family, 7 * index, rng)
            if shape.size > 12:
                continue
            try:
                instance = family.build(shape, values, denominator)
            except ZeroDivisionError:
                continue
            one, two = decide(reading, instance), decide(reading, instance, REPLAY_BITS[:2], world=Second)
            if UNDECIDED in (one.status, two.status):
                continue
            done += 1
            if one.status != two.status:
                wrong.append(f"{reading.key} {instance.one_line()[:200]}: {one.status} and {two.status}")
    return {"done": done - len(wrong), "total": done, "wrong": wrong}


def _hypotheses(task: Task) -> Result:
    """Not vacuous: the hypotheses of each reading are met by at least a fifth of the generated instances."""
    wrong, count = [], 0
    for reading in _readings():
        family = lookup(reading.subject)
        if family.cost > CHEAP:
            continue
        rng, met, seen = np.random.default_rng(tasks.seed_of(task["seed"], reading.key, 5)), 0, 0
        bare = Reading(reading.claim, reading.name, "", reading.subject, reading.given, lambda m: iter(()))
        for index in range(40):
            shape, values, denominator = random_case(family, index, rng)
            try:
                case = decide(bare, family.build(shape, values, denominator))
            except ZeroDivisionError:
                continue
            seen += 1
            met += case.status != NOT_MET
        count += 1
        if seen and met < seen / 5:
            wrong.append(f"{reading.key}: hypotheses met by {met} of {seen}")
    return {"done": count - len(wrong), "total": count, "wrong": wrong}


def _necessity(task: Task) -> Result:
    """Every hypothesis is met, is violated, and is needed or not (properties.selftest.necessity)."""
    rows: list[list[Any]] = []
    total = 0
    chosen = necessity.candidates(_readings(), 200.0 if task["deep"] else CHEAP)
    for reading in chosen[task["part"] :: task["parts"]]:
        count = int(200 / max(1.0, lookup(reading.subject).cost)) if task["deep"] else 12
        for h in necessity.examined(reading, max(count, 4), tasks.seed_of(task["seed"], reading.key, 6)):
            total += 1
            rows.append([h.reading, h.label, h.met, h.own, h.broken, h.alone, h.verdict, h.witness])
    good = sum(row[2] >= row[3] / 5 and row[4] > 0 for row in rows)
    return {"done": good, "total": total, "wrong": [], "rows": rows}


def digest(seed: int) -> str:
    """Of the results of a few tasks; has to be the same in every process with every setting."""
    chosen = [registry.claim("sharpness/minimizers-are-optimal")]
    results = []
    for task in tasks.plan(chosen, BUDGETS["quick"], seed):
        if task["kind"] in ("search", "cases", "variant"):
            results.append({k: v for k, v in tasks.run_task(task).items() if k != "seconds"})
    return hashlib.sha256(json.dumps(results, sort_keys=True).encode()).hexdigest()


def runs(seed: int) -> dict[str, str]:
    """Digests of one small run by how it was made: one process, two, Dask, a cold and a warm cache."""
    claim = registry.claim("two-layer/one-layer")

    def told(run: Run, jobs: int, through: Engine | None = None) -> str:
        for _ in run.execute(jobs, through):
            pass
        kept = [{k: v for k, v in run.done[i].items() if k not in ("seconds", "cached")} for i in sorted(run.done)]
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()

    with tempfile.TemporaryDirectory() as place:
        cache = Cache(Path(place))
        made = {"one process, cold cache": told(Run([claim], BUDGETS["quick"], seed, cache), 1)}
        warm = Run([claim], BUDGETS["quick"], seed, cache)
        made["warm cache" if not warm.remaining else "the cache was not used"] = told(warm, 1)
        made["two processes"] = told(Run([claim], BUDGETS["quick"], seed, None), 2)
        if importlib.util.find_spec("distributed") is not None:  # an optional dependency
            made["Dask"] = told(Run([claim], BUDGETS["quick"], seed, None), 1, _dask)
    return made


def _dask(todo: Iterable[tuple[int, Task]], worker: Callable[[Task], Result]) -> Iterator[tuple[int, Result]]:
    """The tasks on a cluster of one worker inside of this process."""
    from distributed import LocalCluster

    settings = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with LocalCluster(**settings, silence_logs=50) as cluster:
        yield from engine_dask.run(list(todo), worker, scheduler=cluster.scheduler_address)


def _determinism(task: Task) -> Result:
    if task["part"] == 1:
        script = f"import json; from properties.selftest.sections import runs; print(json.dumps(runs({task['seed']})))"
        path = os.pathsep.join([p for p in sys.path if p] or [os.getcwd()])
        told = subprocess.run(  # workers of a worker are asking for trouble
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        made = json.loads(told.stdout.strip().splitlines()[-1])
        expected = made["one process, cold cache"]
        wrong = [f"{how}: {digest_[:12]}" for how, digest_ in made.items() if digest_ != expected or "not used" in how]
        return {"done": len(made) - len(wrong), "total": len(made), "wrong": wrong}
    script = f"from properties.selftest.sections import digest; print(digest({task['seed']}))"
    expected, wrong = digest(task["seed"]), []
    for hashing, threads in (("0", "1"), ("1", "4"), ("random", "4")):
        settings = {"PYTHONHASHSEED": hashing, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        path = os.pathsep.join([p for p in sys.path if p] or [os.getcwd()])
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, **settings, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.stdout.strip() != expected:
            wrong.append(f"hash seed {hashing}, {threads} threads: {done.stdout.strip()[:12]} {done.stderr[-100:]}")
    return {"done": 3 - len(wrong), "total": 3, "wrong": wrong}


SECTIONS: dict[str, Callable[[Task], Result]] = {
    "planted": _planted,
    "bugs": _bugs,
    "mutants": _mutants,
    "relations": _relations,
    "evaluators": _evaluators,
    "hypotheses": _hypotheses,
    "necessity": _necessity,
    "faults": _faults,
    "determinism": _determinism,
}


def plan(deep: bool, seed: int) -> list[Task]:
    """All tasks, the long ones first."""
    parts = {"planted": 4, "bugs": 4, "necessity": 4, "determinism": 2}
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
