"""The record of a run: everything that any output shows, and the JSON Schema it obeys.

Every report (HTML, Markdown, JUnit, PDF, terminal) is rendered from a `Record` alone. Two runs with the same seed give
the same record apart from the entries named in TIMES, whatever the number of workers.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from properties.verdict import Evidence, Flag, Verdict

SCHEMA = "lemmata-record-1"
TIMES = frozenset({"seconds", "started", "cached"})


class BadRecord(ValueError):
    """The file is not a record of a known schema; one line."""


class SourceEntry(msgspec.Struct, frozen=True):
    document: str  # "marion-chizat-2024-slides", ... ; "" where the statement is Lemmata's own
    place: str


class ClaimEntry(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    source: SourceEntry
    subject: str
    about: str = ""  # docstring of the claim file
    rests_on: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()


class HypothesisShare(msgspec.Struct, frozen=True):
    label: str
    met: int
    total: int


class Extremal(msgspec.Struct, frozen=True):
    name: str
    ratio: float


class Histogram(msgspec.Struct, frozen=True):
    edges: tuple[float, ...]
    counts: tuple[int, ...]


class Tightness(msgspec.Struct, frozen=True, kw_only=True):
    """How near the reading comes to failing: ratio 1 is equality, above 1 a violation."""

    best: float
    label: str = ""
    histogram: Histogram | None = None
    extremal: tuple[Extremal, ...] = ()
    at: str = ""  # the instance of the best ratio, on one line
    by_relation: tuple[Extremal, ...] = ()  # best ratio of each relation of the conclusion


class Side(msgspec.Struct, frozen=True):
    """One decided relation of a witness, readable: `lhs sense rhs`, each side as exact or certified decimal text."""

    label: str
    lhs: str
    sense: str
    rhs: str
    holds: bool


class WitnessEntry(msgspec.Struct, frozen=True, kw_only=True):
    instance: dict[str, Any]  # Instance.to_json
    one_line: str
    hypotheses: tuple[Side, ...]
    violated: tuple[Side, ...]
    quantities: tuple[tuple[str, str], ...] = ()  # the arithmetic a reader can redo: name, value
    size: int = 0  # largest depth or width
    found_by: str = ""
    replayed: str = ""  # the second evaluator's decision, in words
    kernel: str = ""  # what Coq's kernel says of it, if it was asked (verify --certify)


class FalseVariant(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    statement: str = ""
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    witness: WitnessEntry | None = None
    seconds: float = 0.0


class Derived(msgspec.Struct, frozen=True):
    label: str
    latex: str


class KernelTheorem(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    statement: str
    assumptions: tuple[str, ...] = ()
    together: int = 1  # theorems that the kernel was asked about in one question: `assumptions` is of all
    coverage: str = "part"  # "full": the reading itself; "part": see difference
    difference: str = ""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity over time with its certified enclosure: lower <= value <= upper at every t."""

    name: str
    t: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A plot of a reading as plain numbers; the caption says what would refute the claim."""

    caption: str
    x_label: str
    y_label: str
    bands: tuple[Band, ...]
    logarithmic: bool = False


class FailureMap(msgspec.Struct, frozen=True, kw_only=True):
    """Where a statement fails, over two numbers of a family: every cell is one instance, decided exactly or in balls.

    status: one text a row, lowest y first; a letter a cell: h holds, f fails, n hypotheses not met, u undecided.
    ratio: of the two sides, as in Tightness; None where there is none.
    """

    caption: str
    x_label: str
    y_label: str
    x: tuple[str, ...]
    y: tuple[str, ...]
    status: tuple[str, ...]
    ratio: tuple[tuple[float | None, ...], ...] = ()


class TrialRow(msgspec.Struct, frozen=True, kw_only=True):
    """Counted failures of certified samples in one regime of a claim about probabilities.

    claimed: upper end of the claimed failure probability; low, high: exact 99 % interval of the true one, undecided
    samples counted as failures in its upper end; rejected_at: the number of draws at which the claim was rejected.
    """

    regime: dict[str, str]  # d, L, s, u as exact text
    draws: int
    failures: int
    undecided: int
    claimed: float
    low: float
    high: float
    rejected_at: int | None = None
    met: int | None = None  # draws that met the premise of the statement, None: as many as draws


class ReadingEntry(msgspec.Struct, frozen=True, kw_only=True):
    claim: str
    reading: str  # printed | repaired | sharper
    statement: str  # LaTeX
    note: str = ""
    verdict: Verdict
    flags: tuple[Flag, ...] = ()
    hypotheses: tuple[HypothesisShare, ...] = ()
    tightness: Tightness | None = None
    evidence: tuple[Evidence, ...] = ()
    witness: WitnessEntry | None = None
    false_variants: tuple[FalseVariant, ...] = ()
    derivations: tuple[Derived, ...] = ()
    kernel: tuple[KernelTheorem, ...] = ()
    figures: tuple[Figure, ...] = ()
    maps: tuple[FailureMap, ...] = ()
    trials: tuple[TrialRow, ...] = ()
    reproduce: str = ""
    seconds: float = 0.0
    cached: bool = False


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    commit: str
    seed: int
    budget: str
    libraries: dict[str, str]
    started: str = ""
    seconds: float = 0.0


class Record(msgspec.Struct, frozen=True, kw_only=True):
    schema: str
    provenance: Provenance
    claims: tuple[ClaimEntry, ...]
    readings: tuple[ReadingEntry, ...]


def encode(record: Record) -> bytes:
    """Canonical JSON: keys in the order of the structs, two-space indent, newline at the end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def decode(data: bytes, name: str = "record") -> Record:
    """Raises BadRecord, in one line, on anything that is not a record."""
    try:
        record = msgspec.json.decode(data, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecord(f"{name} is not a record: {error}") from None
    if record.schema != SCHEMA:
        raise BadRecord(f"{name} has schema {record.schema[:40]!r}, this version reads {SCHEMA!r}")
    return record


def read(path: Path) -> Record:
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        raise BadRecord(f"{path}: {error.strerror}") from None


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that a reader or an interruption never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def without_times(data: Any) -> Any:
    """The record as plain data without what may differ between two runs of one seed."""
    if isinstance(data, Record):
        data = msgspec.to_builtins(data)
    if isinstance(data, dict):
        return {k: without_times(v) for k, v in data.items() if k not in TIMES}
    if isinstance(data, list | tuple):
        return [without_times(v) for v in data]
    return data


def json_schema() -> dict[str, Any]:
    """The published JSON Schema of a record (draft 2020-12)."""
    schema: dict[str, Any] = msgspec.json.schema(Record)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
