"""What the commands share: reading a record, and refusing bad input in one line with exit status 2."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import click

from reports import records
from reports.text import visible


class Refused(click.ClickException):
    """Bad usage or bad input: one line that says what, where and what would be right."""

    exit_code = 2

    def format_message(self) -> str:
        return visible(" ".join(self.message.split()))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"lemmata: {self.format_message()}", err=True, file=file)


def load(path: Path) -> records.Record:
    try:
        return records.read(path)
    except records.BadRecord as error:
        raise Refused(f"{error}; a record is written by `lemmata verify`") from None
