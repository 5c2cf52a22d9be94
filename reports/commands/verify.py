"""`lemmata verify`: the main job. Put claims to the test and write the report."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from properties.budget import BUDGETS, budget
from properties.cache import Cache
from properties.run import Run
from properties.witness import dump
from reports import outputs
from reports.build import record_of
from reports.errors import BadInput, Interrupted
from reports.kernel_route import kernel_evidence
from reports.records import Record
from reports.view import witness_file
from theorems import registry

BASELINE = Path(__file__).parent.parent / "baseline.json"


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--budget", "profile", default="standard", show_default=True, help=f"{', '.join(BUDGETS)}.")
@click.option("--instances", type=click.IntRange(min=1), default=None, help="Random instances for each reading.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--jobs", type=int, default=None, help="Processes; default: the number of processors.")
@click.option("--engine", type=click.Choice(["loky", "dask"]), default="loky", show_default=True)
@click.option("--scheduler", default=None, metavar="ADDRESS", help="Dask scheduler, tcp://host:port.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("report"), show_default=True)
@click.option("--cache", "cache_folder", type=click.Path(path_type=Path), default=Path(".lemmata/cache"))
@click.option("--fresh", is_flag=True, help="Do not read the cache.")
@click.option("--claims", "extra", multiple=True, metavar="PATH", help="A folder or file with claims of your own.")
@click.option("--pdf", is_flag=True, help="Also report.pdf; needs the extra lemmata[pdf].")
@click.option(
    "--certify",
    is_flag=True,
    help="Have Coq's kernel decide witnesses and derived identities as well.",
)
@click.option("--update-baseline", is_flag=True, help="Write the verdicts of this run as the new baseline.")
def verify(
    ids: tuple[str, ...],
    profile: str,
    instances: int | None,
    seed: int,
    jobs: int | None,
    engine: str,
    scheduler: str | None,
    out: Path,
    cache_folder: Path,
    fresh: bool,
    extra: tuple[str, ...],
    pdf: bool,
    certify: bool,
    update_baseline: bool,
) -> None:
    """Put the claims (or those of IDS: claim ids, or the part before the slash) to the test and write a report."""
    started, clock = datetime.now(UTC).isoformat(timespec="seconds"), time.monotonic()
    workers = _jobs(jobs)
    chosen = registry.select(ids, extra)
    spend = replace(budget(profile), instances=instances or 0)
    outputs.check_writable(out, pdf)
    console = Console(stderr=True)
    cache = Cache(cache_folder)
    run = _planned(chosen, spend, seed, cache, extra, fresh)
    if run.from_cache:
        console.print(f"{run.from_cache} of {len(run.tasks)} tasks are cached from an earlier run.")
    if cache.damaged:
        console.print(f"{cache.damaged} damaged cache entries are recomputed.")
    _execute(run, workers, engine, scheduler, console)
    kernel, available = kernel_evidence(chosen, console)
    record = record_of(run, kernel, extra, started, time.monotonic() - clock)
    if certify:
        from reports.certify_route import certified  # SymPy comes with it

        record = certified(record, console, extra=extra)
    baseline = read_baseline(available)
    _write_witnesses(record, out, seed, extra)
    if update_baseline:
        _update(record, available)
    written = outputs.write_all(record, out, baseline, pdf)
    troubles = outputs.finish(record, baseline, console)
    console.print(f"Report: {written}")
    sys.exit(1 if troubles else 0)


def _planned(chosen: Any, spend: Any, seed: int, cache: Cache, extra: tuple[str, ...], fresh: bool) -> Run:
    try:
        run = Run(chosen, spend, seed, cache, extra)
    except KeyError as error:  # a claim of the user's own names a subject that does not exist
        raise BadInput(str(error.args[0])) from None
    if fresh:
        run.start_afresh()
    return run


def _jobs(jobs: int | None) -> int:
    if jobs is None:
        return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    if jobs < 1:
        raise BadInput(f"--jobs has to be at least 1, got {jobs}")
    return jobs


def _execute(run: Run, workers: int, engine: str, scheduler: str | None, console: Console) -> None:
    through = None
    if engine == "dask":
        if scheduler is None:
            raise BadInput("--engine dask needs --scheduler tcp://host:port")
        from properties.engine_dask import connect

        through = connect(scheduler)
    columns = (
        TextColumn("{task.description:<44.44}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    finished = len(run.done)
    try:
        with Progress(*columns, console=console) as progress:
            bar = progress.add_task("starting", total=len(run.tasks), completed=len(run.done))
            for task, _ in run.execute(workers, through):
                finished += 1
                progress.update(bar, advance=1, total=len(run.tasks), description=task["key"])
            progress.update(bar, description="done")
    except KeyboardInterrupt:
        raise Interrupted(
            f"interrupted; {finished} of {len(run.tasks)} tasks are finished and kept, run the same command to resume"
        ) from None


def _write_witnesses(record: Record, out: Path, seed: int, extra: tuple[str, ...]) -> None:
    """One replayable file per refuted reading and false variant, under witnesses/."""
    for entry in record.readings:
        variants = ((f"{entry.reading}/{v.name}", v.witness) for v in entry.false_variants)
        for name, witness in ((entry.reading, entry.witness), *variants):
            if witness is None or "kind" not in witness.instance:
                continue
            reading = registry.reading(f"{entry.claim}#{name}", extra)
            data = dump(reading, msgspec.to_builtins(witness), seed)
            outputs.write_text(out / "witnesses" / witness_file(entry.claim, name), json.dumps(data, indent=1) + "\n")


def read_baseline(kernel_available: bool) -> dict[str, Any]:
    """The committed verdicts; where Coq is absent, those that hold without the kernel route."""
    try:
        stored = json.loads(BASELINE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    column = "verdict" if kernel_available else "without_kernel"
    return {key: {"verdict": entry[column], "flags": entry["flags"]} for key, entry in stored["verdicts"].items()}


def _update(record: Record, kernel_available: bool) -> None:
    from properties.verdict import fold

    stored = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {"verdicts": {}}
    for r in record.readings:
        key = f"{r.claim}#{r.reading}"
        without = fold([e for e in r.evidence if e.route != "kernel"]).verdict.value
        known = stored["verdicts"].get(key, {})
        verdict = r.verdict.value if kernel_available else known.get("verdict", without)
        stored["verdicts"][key] = {
            "verdict": verdict,
            "without_kernel": without,
            "flags": [f.value for f in r.flags],
        }
    stored["verdicts"] = dict(sorted(stored["verdicts"].items()))
    outputs.write_text(BASELINE, json.dumps(stored, indent=1) + "\n")
