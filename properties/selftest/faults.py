"""Fault injection while tasks run: whatever breaks, nothing is decided by it, nothing finished is lost.

Each fault is a function that breaks something on purpose and raises `Noticed` when the outcome is not the safe one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flint import arb

from properties import engine, tasks
from properties.budget import BUDGETS
from properties.cache import Cache
from properties.decision import decide
from properties.evidence import gather
from properties.run import Run
from properties.selftest.checks_machinery import ONE, reading
from properties.selftest.need import need, refuses
from properties.verdict import Verdict, fold
from properties.witness import CONFIRMED, replay
from theorems import registry
from theorems.claim import Relation, at_most

CLAIM = "sharpness/minimizers-are-optimal"
DECIDED = (Verdict.PROVED, Verdict.SUPPORTED, Verdict.REFUTED)


@contextmanager
def exchanged(holder: Any, name: str, value: Any) -> Iterator[None]:
    kept = holder[name] if isinstance(holder, dict) else getattr(holder, name)
    put: Callable[[Any], None] = (
        (lambda v: holder.__setitem__(name, v)) if isinstance(holder, dict) else (lambda v: setattr(holder, name, v))
    )
    put(value)
    try:
        yield
    finally:
        put(kept)


def _task(kind: str) -> dict[str, Any]:
    return next(t for t in tasks.plan([registry.claim(CLAIM)], BUDGETS["quick"], 1) if t["kind"] == kind)


def _raising(error: BaseException) -> Callable[..., Any]:
    def broken(*_: Any, **__: Any) -> Any:
        raise error

    return broken


def exceptions() -> None:
    """Every kind of task, every kind of exception: an error entry, verdict ERROR."""
    of = registry.claim(CLAIM).readings["printed"]
    for kind in ("cases", "search", "symbolic", "extremal"):
        for error in (ValueError("x"), MemoryError(), RecursionError(), ImportError("no tool"), FloatingPointError()):
            with exchanged(tasks.KINDS, kind, _raising(error)):
                result = tasks.run_task({**_task("cases"), "kind": kind})
            need(set(result) == {"error", "seconds"}, "an error entry")
            need(fold(gather(of, {kind: [result]})).verdict is Verdict.ERROR, "an error decides nothing")


def timeouts() -> None:
    def slow(*_: Any) -> Any:
        while True:
            time.sleep(0.01)

    limit = tasks.time_limit
    with exchanged(tasks, "time_limit", lambda seconds: limit(0.05)), exchanged(tasks.KINDS, "cases", slow):
        result = tasks.run_task(_task("cases"))
    need("OutOfTime" in result["error"], "out of time is an error")


def not_a_number() -> None:
    """NaN and infinite balls on either side leave every relation undecided; floats are no evidence."""
    for value in (arb("nan"), arb("inf") - arb("inf"), arb(0, "inf")):
        for sense in ("<=", ">=", "<", ">", "==", "!="):
            of = reading(lambda m, v=value, s=sense: iter([Relation(v, s, 1)]))  # type: ignore[misc]
            need(decide(of, ONE).status == "undecided", f"NaN {sense} 1")


def killed_worker() -> None:
    """A worker that dies: the run fails loudly, and what was finished before is kept."""
    with tempfile.TemporaryDirectory() as folder:
        claims = [registry.claim(CLAIM)]
        run = Run(claims, BUDGETS["quick"], 1, Cache(Path(folder)))
        stream = run.execute(1)
        done = [next(stream) for _ in range(2)]
        need(len(done) == 2, "two tasks")
        del stream
        need(Run(claims, BUDGETS["quick"], 1, Cache(Path(folder))).from_cache == 2, "finished tasks are kept")
    script = "from properties.selftest import faults; faults._die()"
    done_ = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    need(done_.returncode == 3, f"a dead worker is reported: {done_.stderr[-200:]}")


def _kill(task: dict[str, Any]) -> dict[str, Any]:
    os._exit(1)


def _die() -> None:
    try:
        list(engine.run([(0, {}), (1, {})], _kill, 2))
    except Exception:
        sys.exit(3)


def clock_backwards() -> None:
    """Times are for the eye: a clock that runs backwards, or jumps, changes no result."""
    of = {**_task("search")}
    kept = tasks.run_task(of)
    ticks = iter(range(10**9, 0, -1000))
    with exchanged(time, "monotonic", lambda: float(next(ticks))), exchanged(time, "time", lambda: -1.0):
        again = tasks.run_task(of)
    for result in (kept, again):
        result.pop("seconds")
    need(kept == again, "no result depends on the clock")


def broken_second_evaluator() -> None:
    """A second evaluator that says nothing, or the contrary, never lets a violation through."""
    from numerics.second import Second

    false = reading(lambda m: iter([at_most(2, 1)]))
    need(replay(false, ONE).outcome == CONFIRMED, "works")
    for answer in (None, True):
        with exchanged(Second, "certain", lambda self, a, sense, b, answer=answer: answer):
            need(replay(false, ONE).outcome != CONFIRMED, "an evaluator that does not see it confirms nothing")


def lying_first_evaluator() -> None:
    """A first evaluator that calls everything violated: every witness is contradicted, nothing is REFUTED."""
    from numerics.arithmetic import Rationals
    from properties.selftest.patching import forget

    of = registry.claim(CLAIM).readings["repaired"]
    forget()
    with exchanged(Rationals, "certain", lambda self, a, sense, b: sense != "<="):
        result = tasks._run_search({**_task("search"), "key": of.key}, BUDGETS["quick"])
    forget()
    evidence = gather(of, {"search": [{**result, "seconds": 0.0}]})
    need(fold(evidence).verdict is not Verdict.REFUTED, "one evaluator alone refutes nothing")


def missing_proof_tool() -> None:
    """The kernel route without its tool is UNSUPPORTED: alone it decides nothing, beside others it changes nothing."""
    from properties.verdict import Evidence, Outcome
    from theorems.rocq import kernel, toolchain

    absent = Evidence(route="kernel", outcome=Outcome.UNSUPPORTED)
    holds = Evidence(route="exact", outcome=Outcome.HOLDS, cases=5, met=5, looked_at=5)
    need(fold([absent]).verdict is Verdict.UNSUPPORTED and fold([absent, holds]) == fold([holds]), "absent tool")
    old = Evidence(route="kernel", outcome=Outcome.ERROR, detail="another version")
    need(fold([old, holds]).verdict is Verdict.ERROR and fold([old]).verdict not in DECIDED, "wrong version")
    probe = toolchain._probe.__wrapped__

    def none(_: str) -> None:
        return None

    with exchanged(shutil, "which", none):
        version, why = probe()
        need(version == "" and "install" in why and "\n" not in why, "says what to install")

    def other(*_: Any, **__: Any) -> Any:
        return subprocess.CompletedProcess([], 0, stdout="8.20.0 4.14", stderr="")

    with exchanged(shutil, "which", str), exchanged(toolchain, "run", other):
        need("8.20.0 found" in probe()[1] and "8.16" in probe()[1], "another version is refused, not tried")
    with exchanged(toolchain, "_probe", lambda: ("", "no Coq here")):
        refuses(kernel.KernelUnavailable, lambda: kernel.check(["a.b"]), "no question without a tool")


def interrupted_run() -> None:
    """The program is killed in the middle of a run: what was finished is there for the next one, and only that."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from properties.budget import BUDGETS; from properties.cache import Cache; from properties.run import Run\n"
        "from theorems import registry\n"
        f"run = Run([registry.claim('{CLAIM}')], BUDGETS['quick'], 1, Cache(Path(sys.argv[1])))\n"
        "for number, _ in enumerate(run.execute(1)):\n"
        "    if number == 1: os.kill(os.getpid(), 9)"
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, "-c", script, folder], capture_output=True, timeout=120, check=False)
        need(done.returncode == -9, "killed")
        again = Run([registry.claim(CLAIM)], BUDGETS["quick"], 1, Cache(Path(folder)))
        need(again.from_cache == 2 and len(again.remaining) == len(again.tasks) - 2, "finished tasks are kept")
        need(all("error" not in r for r in again.done.values()), "and nothing half finished")


def not_a_number_in_tasks() -> None:
    """A task that computes with NaN ends in an error or undecided cases; nothing is supported by it."""
    from numerics.arithmetic import Rationals

    of = registry.claim(CLAIM).readings["repaired"]
    for name in ("certain", "root"):
        with exchanged(Rationals, name, _nan if name == "root" else lambda *_: None):
            from properties.selftest.patching import forget

            forget()
            results = [tasks.run_task({**_task("cases"), "key": of.key, "count": 6})]
            forget()
        verdict = fold(gather(of, {"cases": results})).verdict
        need(name == "root" or verdict not in DECIDED, "nothing is decided by what is unknown")


def _nan(*_: Any) -> Any:
    return arb("nan")


WHILE_WORKING: tuple[Callable[[], None], ...] = (
    exceptions,
    timeouts,
    not_a_number,
    killed_worker,
    clock_backwards,
    broken_second_evaluator,
    lying_first_evaluator,
    missing_proof_tool,
    interrupted_run,
    not_a_number_in_tasks,
)
