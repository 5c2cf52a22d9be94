"""`lemmata selftest`: plant false claims, bugs and faults, and see whether they are noticed. One table.

Exit status 1 if any line that soundness rests on falls short. Quick by default (about three minutes on two cores);
`--deep` searches for every false variant, takes 200 cases for each relation and reading, and fuzzes for an hour.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from properties import engine
from properties.selftest.sections import plan, work
from properties.selftest.table import Line, lines
from reports import record_faults
from reports.commands.verify import _jobs
from reports.fuzzing import fuzz

QUICK_FUZZ, DEEP_FUZZ = 60.0, 3600.0


@click.command()
@click.option("--deep", is_flag=True, help="Hours instead of minutes.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--jobs", type=int, default=None, help="Processes; default: the number of processors.")
@click.option("--all", "everything", is_flag=True, help="Show everything that was not noticed, not only the first few.")
def selftest(deep: bool, seed: int, jobs: int | None, everything: bool) -> None:
    """Test the tests: planted false claims, seeded bugs, mutants, metamorphic relations, faults, hostile input."""
    console, started = Console(), time.monotonic()
    outer = [{"section": name, "deep": deep, "seed": seed} for name in ("fuzz", "record faults")]
    tasks = list(enumerate([*outer, *plan(deep, seed)]))
    results: list[dict[str, Any]] = []
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task("self-test", total=len(tasks))
        for _, result in engine.run(tasks, worker, _jobs(jobs)):
            results.append(result)
            progress.update(bar, advance=1, description=result["section"])
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


def worker(task: dict[str, Any]) -> dict[str, Any]:
    """One task, in a worker process."""
    before = time.process_time()
    if task["section"] == "record faults":
        good, bad = record_faults.survived()
        seconds = time.process_time() - before
        return {"section": "faults", "done": good, "total": good + len(bad), "wrong": bad, "seconds": seconds}
    if task["section"] != "fuzz":
        return work(task)
    tried, failures = fuzz(task["seed"], DEEP_FUZZ if task["deep"] else QUICK_FUZZ)
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
