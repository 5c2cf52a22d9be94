"""`lemmata report [RECORD]`: render every output again from a record, without computing anything."""

from __future__ import annotations

from pathlib import Path

import click

from reports import outputs
from reports.commands.reading import load
from reports.commands.show import DEFAULT_RECORD
from reports.diff import Baseline


@click.command()
@click.argument("record", type=click.Path(path_type=Path), default=DEFAULT_RECORD)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="Folder; default: where the record is.")
@click.option("--baseline", "against", type=click.Path(path_type=Path), help="A record to compare with.")
@click.option("--pdf", is_flag=True, help="Also report.pdf; needs the extra lemmata[pdf].")
def report(record: Path, out: Path | None, against: Path | None, pdf: bool) -> None:
    """Render HTML, Markdown, JUnit (and PDF) of RECORD."""
    found = load(record)
    before: Baseline | None = load(against) if against else None
    folder = out or record.parent
    outputs.check_writable(folder, pdf)
    click.echo(outputs.write_all(found, folder, before, pdf))
    if pdf:
        click.echo(folder / "report.pdf")
