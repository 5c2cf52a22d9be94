"""Campaigns on one and on two workers, beside each other in the same run: `python -m tests.benchmarks.scaling`.

    python -m tests.benchmarks.scaling [--instances N] [--repeat R] [--only loky|dask] [--claim ID]
    python -m tests.benchmarks.scaling --memory [--count N]

Speed: the instances of a claim's readings (certified flows by default; about N/6 CPU seconds a run), as the tasks that
`lemmata verify ID --instances N --budget quick` plans, on warm workers: joblib with loky, and Dask with a scheduler and
workers started on loopback, one thread each. Runs on one and on two workers alternate; medians of R. The last column,
throughput of two workers over one, is what carries over to other machines, where two cores are free. CPU seconds a
case are measured inside the tasks: they should not depend on the engine or on the number of workers.

Memory: N tiny tasks through the engine, and through a whole run with its cache on disk; peak resident size of the main
process and of the largest worker, beside those of a thousand tasks. What is not covered: the network of a real cluster.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from properties import engine, engine_dask
from properties.budget import BUDGETS
from properties.cache import Cache
from properties.plan import plan
from properties.run import Run
from properties.tasks import run_task
from theorems import registry

Tasks = list[tuple[int, dict[str, Any]]]
Runner = Callable[[Tasks], Any]
ROOT = Path(__file__).resolve().parents[2]


def campaign(claim: str, instances: int, seed: int) -> Tasks:
    """The tasks `cases` of a claim, numbered."""
    spend = replace(BUDGETS["quick"], instances=instances)
    return [(i, t) for i, t in enumerate(plan([registry.claim(claim)], spend, seed)) if t["kind"] == "cases"]


def through(run: Runner, tasks: Tasks) -> tuple[float, float, int]:
    """(wall seconds, CPU seconds inside the tasks, instances decided)."""
    started, results = time.perf_counter(), list(run(tasks))
    wall = time.perf_counter() - started
    if len(results) != len(tasks) or any("error" in r for _, r in results):
        raise RuntimeError(f"{len(results)} of {len(tasks)} tasks, {sum('error' in r for _, r in results)} errors")
    return wall, sum(r["seconds"] for _, r in results), sum(t["count"] for _, t in tasks)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler on loopback with that many workers."""
    from distributed import Client

    with tempfile.TemporaryDirectory() as folder:
        file, started = Path(folder) / "scheduler.json", []

        def start(*command: str) -> None:
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            started.append(subprocess.Popen([sys.executable, "-m", *command], env=environment, **quiet))  # type: ignore[call-overload]

        try:
            start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                  "--scheduler-file", str(file))  # fmt: skip
            deadline = time.monotonic() + 60
            while not (file.exists() and file.read_text().endswith("}")) and time.monotonic() < deadline:
                time.sleep(0.05)
            address = json.loads(file.read_text())["address"]
            for _ in range(workers):
                start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
                      "--local-directory", folder)  # fmt: skip
            with Client(address, timeout=30, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
            yield address
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait(20)


def speed(claim: str, instances: int, repeat: int, only: str | None) -> None:
    found: dict[tuple[str, int], list[tuple[float, float, int]]] = {}
    warm = [(i, {**t, "count": 1}) for i, t in campaign(claim, 16, 99)]
    list(engine.run(warm, run_task, 1))
    for number in range(repeat):
        tasks = campaign(claim, instances, number + 1)
        if only != "dask":
            for jobs in (1, 2):
                run: Runner = lambda todo, jobs=jobs: engine.run(todo, run_task, jobs)  # type: ignore[misc]  # noqa: E731
                list(run(warm * jobs))
                note(found, "loky", jobs, through(run, tasks))
        if only != "loky":
            for workers in (1, 2):  # fresh processes each time: a worker remembers the flows of its last instances
                with cluster(workers) as address:
                    on: Runner = lambda todo, at=address: engine_dask.run(todo, run_task, scheduler=at)  # type: ignore[misc]  # noqa: E731
                    list(on(warm * 2 * workers))
                    note(found, "dask", workers, through(on, tasks))
    columns = (("wall s", 9), ("CPU s", 9), ("CPU ms a case", 15), ("busy workers", 14), ("throughput", 12))
    print(f"{'engine':<8}{'workers':>8}" + "".join(f"{name:>{width}}" for name, width in columns))
    for name in ("loky", "dask"):
        for workers in (1, 2):
            runs = found.get((name, workers), [])
            if not runs:
                continue
            wall, cpu = median(r[0] for r in runs), median(r[1] for r in runs)
            share = median(a[0] / b[0] for a, b in zip(found[name, 1], runs, strict=True))
            print(f"{name:<8}{workers:>8}{wall:>9.2f}{cpu:>9.2f}{1000 * cpu / runs[0][2]:>15.1f}{cpu / wall:>14.2f}"
                  f"{share:>12.2f}", flush=True)  # fmt: skip
    cases = next(iter(found.values()))[0][2]
    print(f"medians of {repeat}; {cases} cases a run of {claim}; throughput relative to one worker of that engine")


def note(found: dict[tuple[str, int], list[Any]], name: str, workers: int, measured: tuple[float, float, int]) -> None:
    found.setdefault((name, workers), []).append(measured)
    print(f"  {name} {workers}: {measured[0]:.2f} s wall, {measured[1]:.2f} CPU s", file=sys.stderr, flush=True)


def tiny(task: dict[str, Any]) -> dict[str, Any]:
    return {"value": task["number"], "seconds": 0.0}


def peaks(count: int, how: str) -> tuple[int, int]:
    """(main process, largest worker) in KiB, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.scaling", "--probe", how, "--count", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    main, worker = done.stdout.split()[-2:]
    return int(main), int(worker)


def probe(count: int, how: str) -> None:
    """Run tiny tasks here and print the peak sizes."""
    if how == "engine":
        done = sum(1 for _ in engine.run(((n, {"number": n}) for n in range(count)), tiny, 2))
    else:
        import properties.run as module

        key = "sharpness/hessian-at-minimizer"
        tasks = [{"kind": "cases", "key": f"{key}#sharper", "number": n} for n in range(count)]
        vars(module).update(plan=lambda *_: tasks, run_task=tiny)
        with tempfile.TemporaryDirectory() as folder:
            run = Run([registry.claim(key)], BUDGETS["quick"], 1, Cache(Path(folder)))
            done = sum(1 for _ in run.execute(1))
    assert done == count
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)  # children count once they have ended
    print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def memory(count: int) -> None:
    print(f"{'through':<10}{'tasks':>9}{'main MiB':>10}{'worker MiB':>12}")
    for how in ("engine", "run"):
        for n in (1000, count):
            main, worker = peaks(n, how)
            print(f"{how:<10}{n:>9}{main / 1024:>10.0f}{worker / 1024:>12.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=int, default=160)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=("loky", "dask"))
    parser.add_argument("--claim", default="residual/convergence")
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--probe", choices=("engine", "run"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.probe:
        probe(chosen.count, chosen.probe)
    elif chosen.memory:
        memory(chosen.count)
    else:
        speed(chosen.claim, chosen.instances, chosen.repeat, chosen.only)


if __name__ == "__main__":
    main()
