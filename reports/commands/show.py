"""`lemmata show ID`: one claim of a record in the terminal, with everything the page says of it."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from reports.commands.reading import Refused, load
from reports.terminal import NoSuchClaim, show_claim

DEFAULT_RECORD = Path("report") / "record.json"


@click.command()
@click.argument("claim_id", metavar="ID")
@click.option(
    "--record",
    "path",
    type=click.Path(path_type=Path),
    default=DEFAULT_RECORD,
    show_default=True,
    help="The record of a run.",
)
def show(claim_id: str, path: Path) -> None:
    """Show everything a record says about the claim ID."""
    record = load(path)
    try:
        show_claim(record, claim_id, Console(highlight=False))
    except NoSuchClaim as error:
        raise Refused(str(error)) from None
