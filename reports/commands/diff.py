"""`lemmata diff OLD NEW`: what changed between two records; exit status 1 if anything got worse."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reports.commands.reading import load
from reports.diff import compare
from reports.text import visible


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--markdown", is_flag=True, help="A table for the comment on a pull request.")
def diff(old: Path, new: Path, markdown: bool) -> None:
    """Compare the records OLD and NEW: verdicts, flags, false variants, tightness, times."""
    changes = compare(load(old), load(new))
    click.echo(visible(changes.markdown() if markdown else changes.text()), nl=False)
    sys.exit(1 if changes.regression else 0)
