"""Faults at the outer boundary, for `lemmata selftest`: records cut short, a full disk, an output folder that is none.

Each raises `Noticed` when the outcome is not the safe one: a named error in one line, the old file whole, nothing half
written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from properties.selftest.faults import exchanged
from properties.selftest.need import Noticed, need, refuses
from reports import outputs, records
from reports.errors import BadInput
from reports.fuzzing import EMPTY_RECORD


def truncated_record() -> None:
    """Every proper beginning of a record is refused."""
    whole = records.encode(records.decode(EMPTY_RECORD))
    for length in range(len(whole.rstrip()) - 1):
        try:
            records.decode(whole[:length])
        except records.BadRecord as error:
            need("\n" not in str(error), "one line")
            continue
        raise Noticed(f"{length} of {len(whole)} bytes were taken for a record")


def full_disk_for_the_record() -> None:
    """The record before stays whole, and no temporary file is left behind."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        records.write_atomically(path, b"before")
        for name in ("replace", "fsync"):
            with exchanged(os, name, full):
                try:
                    records.write_atomically(path, b"after")
                except (OSError, BadInput):
                    need(path.read_bytes() == b"before", "the old record stays")
        need([p.name for p in Path(folder).iterdir()] == ["record.json"], "nothing half written is left")


def unwritable_output() -> None:
    """An output folder that is a file is refused before any work."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "report"
        place.write_text("x")
        refuses(BadInput, lambda: outputs.check_writable(place), "a file for a folder")


FAULTS: tuple[Callable[[], None], ...] = (truncated_record, full_disk_for_the_record, unwritable_output)


def survived() -> tuple[int, list[str]]:
    """(faults whose outcome was the safe one, the others with what went wrong)."""
    bad = []
    for fault in FAULTS:
        try:
            fault()
        except Exception as error:
            bad.append(f"{fault.__name__}: {type(error).__name__}: {error}"[:300])
    return len(FAULTS) - len(bad), bad
