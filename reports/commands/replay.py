"""`lemmata replay WITNESS`: decide a witness again, in this fresh process, by the second evaluator."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from properties.tasks import OutOfTime, time_limit
from properties.witness import CONFIRMED, load
from properties.witness import replay as decide_again
from theorems import registry

LONGEST = 600.0  # seconds


@click.command()
@click.argument("witness", type=click.Path(path_type=Path))
@click.option("--claims", "extra", multiple=True, metavar="PATH", help="A folder or file with claims of your own.")
def replay(witness: Path, extra: tuple[str, ...]) -> None:
    """Decide the WITNESS file again in pure fractions; exit status 0 if it still violates its reading, else 1."""
    key, instance, _ = load(witness)
    reading = registry.reading(key, extra)
    console = Console(soft_wrap=True, highlight=False)
    try:
        with time_limit(LONGEST):
            replayed = decide_again(reading, instance)
    except OutOfTime as stopped:
        console.print(f"{key}: not decided by the second evaluator, {stopped}", markup=False)
        sys.exit(1)
    console.print(f"{key}: {replayed.words}", markup=False)
    console.print(instance.one_line(), markup=False)
    for title, relations in (("hypothesis", replayed.case.hypotheses), ("conclusion", replayed.case.conclusions)):
        for r in relations:
            verdict = {True: "holds", False: "FAILS", None: "not decided"}[r.holds]
            console.print(f"  {title}: {r.label}: {r.lhs} {r.sense} {r.rhs}   {verdict}", markup=False)
    sys.exit(0 if replayed.outcome == CONFIRMED else 1)
