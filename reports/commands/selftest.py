"""`lemmata selftest`: plant false claims, bugs and faults, and see whether they are noticed. One table.

Exit status 1 if any line that soundness rests on falls short. Quick by default (less than three minutes on two cores);
`--deep` searches for every false variant, takes 200 cases for each relation and reading, and fuzzes for an hour. What a
deep run has finished is kept under the hash of all sources: an interrupted one goes on where it stopped.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from properties import engine
from properties.cache import Cache, fingerprint
from properties.selftest.sections import plan, work
from properties.selftest.table import Line, lines
from reports import record_faults
from reports.commands.verify import _jobs
from reports.errors import Interrupted
from reports.fuzzing import fuzz

MINUTE, DEEP_FUZZ = 60.0, 60  # seconds; minutes of the deep profile
PACKAGES = ("numerics", "theorems", "properties", "reports")


@click.command()
@click.option("--deep", is_flag=True, help="Hours instead of minutes.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--jobs", type=int, default=None, help="Processes; default: the number of processors.")
@click.option("--cache", type=click.Path(path_type=Path), default=Path(".lemmata/selftest"), show_default=True)
@click.option("--fresh", is_flag=True, help="Do not read what an interrupted deep run has kept.")
@click.option("--all", "everything", is_flag=True, help="Show everything that was not noticed, not only the first few.")
def selftest(deep: bool, seed: int, jobs: int | None, cache: Path, fresh: bool, everything: bool) -> None:
    """Test the tests: planted false claims, seeded bugs, mutants, metamorphic relations, faults, hostile input."""
    console, started, workers = Console(), time.monotonic(), _jobs(jobs)
    tasks = [*_outer(deep, seed), *plan(deep, seed)]
    kept = Kept(cache, fresh) if deep else None
    known = [kept.get(task) if kept else None for task in tasks]
    results = [result for result in known if result is not None]
    todo = [(i, task) for i, task in enumerate(tasks) if known[i] is None]
    if kept and kept.cache.damaged:
        console.print(f"{kept.cache.damaged} damaged cache entries are recomputed.")
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("self-test", total=len(tasks), completed=len(results))
            for index, result in engine.run(todo, worker, workers):
                results.append(result)
                if kept:
                    kept.put(tasks[index], result)
                progress.update(bar, advance=1, description=result["section"])
    except KeyboardInterrupt:
        again = f"; {len(results)} of {len(tasks)} parts are kept, run the same command to resume" if kept else ""
        raise Interrupted(f"interrupted{again}") from None
    table = lines(results)
    console.print(_table(table, time.monotonic() - started, sum(r["seconds"] for r in results)))
    for line in table:
        for what in line.wrong if everything else line.wrong[:5]:
            console.print(f"  {line.name}: {what}", markup=False, soft_wrap=True)
        for note in line.notes if everything else ():
            console.print(f"  {line.name}: {note}", markup=False, soft_wrap=True)
        if len(line.wrong) > 5 and not everything:
            console.print(f"  {line.name}: {len(line.wrong) - 5} more, see --all", markup=False)
    sys.exit(0 if all(line.sound for line in table) else 1)


class Kept:
    """Finished parts of deep runs, by task and by all sources of the project."""

    def __init__(self, folder: Path, fresh: bool) -> None:
        self.cache, self.fresh = Cache(folder), fresh
        home = Path(__file__).parents[2]
        self.sources = fingerprint((), tuple(sorted(f for p in PACKAGES for f in (home / p).rglob("*.py"))))

    def get(self, task: dict[str, Any]) -> dict[str, Any] | None:
        return None if self.fresh else self.cache.get(self.cache.key(task, self.sources))

    def put(self, task: dict[str, Any], result: dict[str, Any]) -> None:
        self.cache.put(self.cache.key(task, self.sources), result)


def _outer(deep: bool, seed: int) -> list[dict[str, Any]]:
    """Tasks on what belongs to the reports: hostile input, a minute at a time, and faults of records."""
    minutes = DEEP_FUZZ if deep else 1
    fuzzing = [{"section": "fuzz", "part": i, "parts": minutes, "deep": deep, "seed": seed} for i in range(minutes)]
    return [*fuzzing, {"section": "record faults", "part": 0, "parts": 1, "deep": deep, "seed": seed}]


def worker(task: dict[str, Any]) -> dict[str, Any]:
    """One task, in a worker process."""
    before = time.process_time()
    if task["section"] == "record faults":
        good, bad = record_faults.survived()
        seconds = time.process_time() - before
        return {"section": "faults", "done": good, "total": good + len(bad), "wrong": bad, "seconds": seconds}
    if task["section"] != "fuzz":
        return work(task)
    tried, failures = fuzz(task["seed"] * task["parts"] + task["part"], MINUTE)
    seconds = time.process_time() - before
    done = tried - len(failures)
    return {"section": "fuzz", "done": done, "total": tried, "wrong": failures, "seconds": seconds}


def _table(rows: list[Line], wall: float, cpu: float) -> Table:
    table = Table(title="Self-test", caption=f"{wall:.0f} s, {cpu:.0f} CPU seconds")
    for heading in ("what", "reached", "of", "wanted", "", "detail"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        mark = "ok" if row.sound and row.wanted != "shown" else "" if row.sound else "SHORT"
        table.add_row(row.name, str(row.done), str(row.total), row.wanted, mark, row.detail)
    return table
