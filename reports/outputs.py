"""Writing all outputs of a run, and the closing lines on the terminal."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from properties.verdict import Verdict
from reports.diff import Baseline, trouble
from reports.errors import BadInput
from reports.html import render_html
from reports.junit import render_junit
from reports.markdown import render_markdown
from reports.pdf import PdfUnavailable, check_tools, render_pdf
from reports.records import Record, encode, json_schema, write_atomically
from reports.terminal import conclusion, summary_table
from reports.vocabulary import count


def check_writable(folder: Path, pdf: bool = False) -> None:
    """Raise BadInput unless files can be written there (and a PDF be made); before hours of work, not after."""
    if pdf:
        try:
            check_tools()
        except PdfUnavailable as error:
            raise BadInput(str(error)) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe"):
            pass
    except OSError as error:
        raise BadInput(f"cannot write to {folder}: {error.strerror}; choose another folder with --out") from None


def write_text(path: Path, text: str) -> None:
    _write(path, text.encode())


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}") from None


def write_all(record: Record, folder: Path, baseline: Baseline | None, pdf: bool = False) -> Path:
    """record.json first, so that nothing is lost should a renderer fail; returns the HTML file."""
    known = baseline or None
    write_text(folder / "record.json", encode(record).decode())
    write_text(folder / "record.schema.json", json.dumps(json_schema(), indent=1) + "\n")
    write_text(folder / "junit.xml", render_junit(record, known))
    write_text(folder / "report.md", render_markdown(record, known))
    write_text(folder / "index.html", render_html(record, known))
    if pdf:
        _write(folder / "report.pdf", render_pdf(record, known))
    return folder / "index.html"


def finish(record: Record, baseline: Mapping[str, Any] | None, console: Console) -> int:
    """Print the verdicts and every reason for exit status 1; returns the number of reasons.

    A terminal also gets a table of the readings; a log gets the counts and the reasons alone.
    """
    if console.is_terminal:
        console.print(summary_table(record))
    variants = [v for r in record.readings for v in r.false_variants]
    refuted = sum(v.verdict is Verdict.REFUTED for v in variants)
    console.print(conclusion(record, baseline or None))
    console.print(f"{count(len(record.readings), 'reading')}; {refuted} of {len(variants)} false variants refuted.")
    return len(trouble(record, baseline or None))
