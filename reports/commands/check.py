"""`lemmata check`: every applicable claim on data of the user's own."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from numerics.instance import Instance
from properties.decision import HOLDS, NOT_MET, UNDECIDED, VIOLATED, Case, decide
from reports import outputs
from reports.commands.flow import advise, certify, describe
from reports.flow_setup import FlowOptions, build, flow_options, load
from theorems import registry
from theorems.claim import Reading
from theorems.observation import observation_of
from theorems.probability.trial import trial_of

# Subjects that a start with data is an instance of; the other subjects speak of minimizers, descent or ensembles.
SUBJECTS = ("network", "pair", "flow limit", "flow in time")
WORDS = {HOLDS: "holds", VIOLATED: "VIOLATED", NOT_MET: "hypothesis not met", UNDECIDED: "not decided"}


@click.command()
@click.argument("data", type=click.Path(path_type=Path))
@flow_options
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Write the report to this Markdown file.")
def check(
    data: Path,
    target: str | None,
    standardize: bool,
    depth: int,
    widths: str,
    init: str,
    scale: float,
    seed: int,
    digits: int,
    out: Path | None,
) -> None:
    """Certify the flow on DATA, then decide every applicable claim on it and print a report."""
    table = load(data, target, standardize)
    instance = build(table, FlowOptions(depth, widths, init, scale, seed))
    smaller = scale if init == "small" else None
    console = Console(stderr=True)
    advise(table, console)
    flow = certify(instance, table, digits, console)
    lines = [
        "# Claims on " + data.name,
        "",
        "## The flow",
        "",
        *(f"    {x}" for x in describe(flow, instance, digits, smaller)),
    ]
    lines += ["", "## Claims", "", "| claim | reading | here | ratio | decided by |", "| --- | --- | --- | --- | --- |"]
    readings = applicable(instance)
    columns = (TextColumn("{task.description:<40.40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("deciding", total=len(readings))
        for reading in readings:
            progress.update(bar, description=reading.key)
            lines.append(row(reading, decide(reading, instance, (64, 128))))
            progress.advance(bar)
    text = "\n".join(lines) + "\n"
    if out is not None:
        outputs.write_text(out, text)
        click.echo(f"Report: {out}")
    else:
        click.echo(text)


def applicable(instance: Instance) -> list[Reading]:
    """Readings whose subject this start is an instance of; those of the small-scale theorems only with one output."""
    one_output = len(instance.matrices["p"]) == 1
    found = []
    for claim in registry.claims().values():
        for reading in claim.readings.values():
            if counts_runs(reading) or not getattr(reading.body, "checkable", True):
                continue
            if reading.subject in SUBJECTS and (one_output or reading.subject == "network"):
                found.append(reading)
    return found


def counts_runs(reading: Reading) -> bool:
    """Whether it speaks of many draws or runs, about which one instance says nothing."""
    return trial_of(reading) is not None or observation_of(reading) is not None


def row(reading: Reading, case: Case) -> str:
    """One line of the table. A printed statement may well be violated: then the data are a counterexample to it."""
    ratio = f"{case.ratio:.6g}" if case.ratio == case.ratio else "-"
    why = next((h.label for h in case.hypotheses if h.holds is False), case.detail)[:80].replace("|", r"\|")
    word = WORDS[case.status] + (f": {why}" if case.status in (NOT_MET, UNDECIDED) and why else "")
    route = "-" if case.status in (NOT_MET, UNDECIDED) else "exact arithmetic" if case.exact else "ball arithmetic"
    return f"| `{reading.claim}` | {reading.name} | {word} | {ratio} | {route} |"
