"""Self-test: the same tasks give the same results however they are run.

    digest(seed)        of a few tasks, compared across hash seeds and thread settings in processes of their own
    runs(seed)          digests of one small run on one process, two, Dask, and with a cold and a warm cache
    determinism(task)   both, as parts of the self-test

Processes are started from a process of their own: workers of a worker are asking for trouble.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from properties import engine_dask, tasks
from properties.budget import BUDGETS
from properties.cache import Cache
from properties.run import Engine, Run
from theorems import registry

Task = dict[str, Any]
Result = dict[str, Any]


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


def determinism(task: Task) -> Result:
    """Part 0: hash seeds and thread settings; part 1: processes, Dask, caches."""
    return _engines(task["seed"]) if task["part"] == 1 else _settings(task["seed"])


def _engines(seed: int) -> Result:
    made = json.loads(_told(f"import json; print(json.dumps({runs.__name__}({seed})))"))
    expected = made["one process, cold cache"]
    wrong = [f"{how}: {found[:12]}" for how, found in made.items() if found != expected or "not used" in how]
    return {"done": len(made) - len(wrong), "total": len(made), "wrong": wrong}


def _settings(seed: int) -> Result:
    expected, wrong = digest(seed), []
    for hashing, threads in (("0", "1"), ("1", "4"), ("random", "4")):
        settings = {"PYTHONHASHSEED": hashing, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        found = _told(f"print({digest.__name__}({seed}))", **settings)
        if found != expected:
            wrong.append(f"hash seed {hashing}, {threads} threads: {found[:12]}")
    return {"done": 3 - len(wrong), "total": 3, "wrong": wrong}


def _told(script: str, **settings: str) -> str:
    """The last line that a script prints in a process of its own. Raises RuntimeError with the end of its errors."""
    path = os.pathsep.join([p for p in sys.path if p] or [os.getcwd()])
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import digest, runs; {script}"],
        env={**os.environ, **settings, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-200:].strip().replace("\n", " "))
    return done.stdout.strip().splitlines()[-1]
