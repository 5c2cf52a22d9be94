"""Writing all outputs of a run, and the closing lines on the terminal."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from reports.diff import Baseline, trouble
from reports.errors import BadInput
from reports.html import render_html
from reports.junit import render_junit
from reports.markdown import render_markdown
from reports.records import Record, encode, json_schema, write_atomically


def check_writable(folder: Path) -> None:
    """Raise BadInput unless files can be written into the folder; before hours of work, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe"):
            pass
    except OSError as error:
        raise BadInput(f"cannot write to {folder}: {error.strerror}; choose another folder with --out") from None


def write_text(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror}") from None


def write_all(record: Record, folder: Path, baseline: Baseline | None) -> Path:
    """record.json first, so that nothing is lost should a renderer fail; returns the HTML file."""
    known = baseline or None
    write_text(folder / "record.json", encode(record).decode())
    write_text(folder / "record.schema.json", json.dumps(json_schema(), indent=1) + "\n")
    write_text(folder / "junit.xml", render_junit(record, known))
    write_text(folder / "report.md", render_markdown(record, known))
    write_text(folder / "index.html", render_html(record, known))
    return folder / "index.html"


def finish(record: Record, baseline: Mapping[str, Any] | None, console: Console) -> int:
    """Print the verdicts and every reason for exit status 1; returns the number of reasons."""
    counts: dict[str, int] = {}
    for r in record.readings:
        counts[r.verdict.value] = counts.get(r.verdict.value, 0) + 1
    variants = [v for r in record.readings for v in r.false_variants]
    refuted = sum(v.verdict.value == "REFUTED" for v in variants)
    console.print(
        f"{len(record.claims)} claims, {len(record.readings)} readings: "
        + ", ".join(f"{n} {name}" for name, n in sorted(counts.items()))
        + f"; {refuted} of {len(variants)} false variants refuted."
    )
    reasons = trouble(record, baseline or None)
    for reason in reasons:
        console.print(f"  {reason.claim}#{reason.reading}: {reason.message}", markup=False)
    return len(reasons)
