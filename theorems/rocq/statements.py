"""Which theorem says what about which reading of a claim, and how exactly it says it.

Main statements
    entries()                 every Entry of statements.toml, by reading key `claim#reading`
    theorems_for(keys)        the theorems these readings name
    assess(key, results)      fold kernel results into an Assessment of one reading
    GLOSSARY                  Rocq names in the notation of the claims (glossary.toml)

An entry names theorems that together prove, or refute, a reading. Its coverage is `full` only when the theorems say the
whole reading for its whole quantifier, up to the rewriting that `differs` may name and that leaves nothing to prove
(L-th powers of nonnegative sides, layers counted from 0). Everything else is `part`, and `differs` says in one line
what is missing or assumed. Only `full` may make a verdict PROVED or REFUTED; `part` supports.

What is not covered: the kernel itself (kernel.py), and the match of words and formulas: that is a reviewer's judgement,
written down entry by entry so that it can be contradicted.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from theorems.rocq.kernel import KernelResult
from theorems.rocq.sources import HOME


class BadStatements(ValueError):
    """statements.toml is not as it should be; the message names the entry."""


@dataclass(frozen=True)
class Entry:
    """theorems together prove or refute (`says`) a reading, fully or in part; differs: one line, empty if nothing."""

    reading: str
    theorems: tuple[str, ...]
    says: str
    coverage: str
    differs: str
    covers: str = ""


@dataclass(frozen=True)
class Assessment:
    """What the kernel has said of one reading. complete: every theorem of a full entry was accepted."""

    reading: str
    says: str  # proves, refutes, nothing
    complete: bool
    scope: str
    rejected: tuple[str, ...] = ()


@functools.cache
def entries() -> Mapping[str, tuple[Entry, ...]]:
    """All entries by reading key. Raises BadStatements."""
    data = tomllib.loads((HOME / "statements.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Entry, ...]] = {}
    for reading, rows in data.items():
        found[reading] = tuple(_entry(reading, row) for row in rows)
    return found


def _entry(reading: str, row: Mapping[str, object]) -> Entry:
    theorems, says, coverage = row.get("theorems"), str(row.get("says")), str(row.get("coverage"))
    differs, covers = str(row.get("differs", "")), str(row.get("covers", ""))
    unknown = set(row) - {"theorems", "says", "coverage", "differs", "covers"}
    if reading.count("#") != 1 or unknown or not isinstance(theorems, list) or not theorems:
        raise BadStatements(f"{reading}: needs theorems, says, coverage and optionally differs, covers; has {row}")
    if says not in ("proves", "refutes") or coverage not in ("full", "part") or (coverage == "part" and not differs):
        raise BadStatements(f"{reading}: says is proves or refutes, coverage is full, or part with a line in differs")
    return Entry(reading, tuple(map(str, theorems)), says, coverage, differs, covers)


def theorems_for(readings: Iterable[str]) -> list[str]:
    """The theorems that these readings name, without repetition, in order."""
    known = entries()
    return list(dict.fromkeys(t for r in readings for e in known.get(r, ()) for t in e.theorems))


def assess(reading: str, results: Mapping[str, KernelResult]) -> Assessment:
    """What the kernel's results amount to for one reading.

    A theorem that was not asked about counts as rejected. An entry with a rejected theorem says nothing; the strongest
    remaining entry wins, refutations before proofs (a full proof beside a full refutation would be a contradiction in
    the kernel and is reported as the refutation, which the other routes then dispute).
    """
    rejected: list[str] = []
    accepted: list[Entry] = []
    for entry in entries().get(reading, ()):
        missing = [t for t in entry.theorems if not _ok(t, results)]
        bad = [f"{t}: {results[t].reason if t in results else 'not asked'}" for t in missing]
        rejected += bad
        if not bad:
            accepted.append(entry)
    order = sorted(accepted, key=lambda e: (e.coverage != "full", e.says != "refutes"))
    if not order:
        return Assessment(reading, "nothing", False, "", tuple(rejected))
    best = order[0]
    scope = "; ".join(filter(None, (best.covers, best.differs))) or "as stated"
    return Assessment(reading, best.says, best.coverage == "full", scope, tuple(rejected))


def _ok(theorem: str, results: Mapping[str, KernelResult]) -> bool:
    return theorem in results and results[theorem].ok


@functools.cache
def glossary() -> Mapping[str, str]:
    """Rocq names (definitions and variables of the statements) in the claims' notation."""
    data: dict[str, str] = tomllib.loads((HOME / "glossary.toml").read_text(encoding="utf-8"))
    return data


def glossary_of(statement: str) -> dict[str, str]:
    """The lines of the glossary that a printed statement needs, in order of first occurrence."""
    words = dict.fromkeys(_words(statement))
    return {w: glossary()[w] for w in words if w in glossary()}


def _words(statement: str) -> Iterable[str]:
    word = ""
    for character in statement + " ":
        if character.isalnum() or character in "_'":
            word += character
        else:
            if word:
                yield word
            word = ""
