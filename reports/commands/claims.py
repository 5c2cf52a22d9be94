"""`lemmata list`: the claims, their readings and false variants."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from theorems import registry
from theorems.claim import DOCUMENTS


@click.command("list")
@click.argument("ids", nargs=-1)
@click.option("--claims", "extra", multiple=True, metavar="PATH", help="A folder or file with claims of your own.")
def list_claims(ids: tuple[str, ...], extra: tuple[str, ...]) -> None:
    """List the claims (or those of IDS: claim ids or the part before the slash)."""
    table = Table(title="Claims", show_lines=False)
    for heading in ("id", "title", "source", "readings", "false variants"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "id")  # ids are there to be copied
    for claim in registry.select(ids, extra):
        variants = sum(len(r.false_variants) for r in claim.readings.values())
        source = claim.source.place if claim.source.document else DOCUMENTS[""]
        table.add_row(claim.id, claim.title, source, ", ".join(claim.readings), str(variants))
    Console().print(table)
