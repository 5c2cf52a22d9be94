"""`lemmata verify --certify`: witnesses and derived identities are put to Coq's kernel, which decides them once more.

Witnesses of refuted readings and of false variants: the kernel gets the instance and recomputes everything by programs
proved correct (theorems/rocq/refutations.py). An accepted witness becomes kernel evidence of its reading and is marked
in the record; a rejected one, one without a certificate, or without a recipe, leaves the verdict as it is and says so.
A false variant is refuted or not as before; its witness is marked.
Identities that derivations state: the kernel gets both sides as they were written and expands them
(theorems/rocq/identities.py). Accepted ones become kernel evidence for a part of the reading; an identity that the
kernel computes to be false contradicts the derivation, and the reading is disputed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from rich.console import Console

from numerics.instance import Instance
from properties.verdict import Evidence, Outcome, Verdict, fold
from reports.records import ReadingEntry, Record, WitnessEntry
from reports.view import ACCEPTED, NO_RECIPE
from theorems import registry
from theorems.rocq import build, identities, refutations, toolchain
from theorems.rocq.certificates import Decided, NoCertificate
from theorems.rocq.recipe_tools import Refutation


def certified(record: Record, console: Console, folder: Path = build.DEFAULT, extra: tuple[str, ...] = ()) -> Record:
    """The record with what the kernel says of witnesses and identities. extra: where claims of one's own are."""
    reason = toolchain.reason() or build.fresh(folder)
    if reason:
        console.print(f"Certificates UNSUPPORTED: {reason} (`make proofs` builds the proofs).", markup=False)
        return record
    try:
        return _identities(_witnesses(record, console, folder), console, folder, extra)
    except toolchain.KernelTimeout as late:
        console.print(f"Certificates UNSUPPORTED: {late}.", markup=False)
        return record


def _witnesses(record: Record, console: Console, folder: Path) -> Record:
    """What the kernel says of the witnesses of refuted readings and of false variants."""
    found: list[tuple[str, Refutation]] = []
    said: dict[str, str] = {}
    listed = list(_with_witness(record))
    for key, witness in listed:
        try:
            found.append((key, refutations.refutation(key, Instance.from_json(witness.instance))))
        except refutations.NoRecipe:
            said[key] = NO_RECIPE
        except NoCertificate as why:
            said[key] = f"not put to the kernel: {why}"
    decided = dict(zip((key for key, _ in found), refutations.decide(found, folder)))
    for key, d in decided.items():
        said[key] = f"{ACCEPTED}: {d.statement}" if d.ok else f"the kernel does not accept it: {d.reason}"
    readings = tuple(_told(r, said, decided) for r in record.readings)
    accepted, none = sum(d.ok for d in decided.values()), sum(words == NO_RECIPE for words in said.values())
    variants = sum("/" in key.partition("#")[2] for key in decided)
    console.print(
        f"Coq's kernel accepts {accepted} of {len(decided)} witnesses put to it, {variants} of them of false variants; "
        f"{none} of {len(listed)} have no recipe.",
        markup=False,
    )
    return msgspec.structs.replace(record, readings=readings)


def _with_witness(record: Record) -> Iterator[tuple[str, WitnessEntry]]:
    """Witnesses of refuted readings and of false variants, by key."""
    for r in record.readings:
        if r.verdict is Verdict.REFUTED and r.witness is not None:
            yield f"{r.claim}#{r.reading}", r.witness
        for v in r.false_variants:
            if v.witness is not None:
                yield f"{r.claim}#{r.reading}/{v.name}", v.witness


def _told(reading: ReadingEntry, said: Mapping[str, str], decided: Mapping[str, Decided]) -> ReadingEntry:
    """The reading and its false variants with what the kernel says of their witnesses."""
    key = f"{reading.claim}#{reading.reading}"
    variants = tuple(
        msgspec.structs.replace(v, witness=_marked(v.witness, said.get(f"{key}/{v.name}", "")))
        for v in reading.false_variants
    )
    told = msgspec.structs.replace(
        reading, witness=_marked(reading.witness, said.get(key, "")), false_variants=variants
    )
    return with_evidence(told, witness_evidence(decided[key])) if key in decided else told


def _identities(record: Record, console: Console, folder: Path, extra: tuple[str, ...]) -> Record:
    """What the kernel says of the identities that the derivations of readings state."""
    known = {r.key: r.symbolic for claim in registry.claims(extra).values() for r in claim.readings.values()}
    named = [identities.names_for(known.get(f"{r.claim}#{r.reading}", ())) for r in record.readings]
    given = {name: identities.statements_of(name) for names in named for name in names}
    decided = identities.decide(given, folder)
    if given:
        accepted, stated = sum(d.ok for d in decided.values()), sum(map(len, given.values()))
        said = f"Coq's kernel accepts {accepted} of {len(given)} derivations put to it, with {stated} statements."
        console.print(said, markup=False)
    readings = [
        with_evidence(reading, *(identity_evidence(name, len(given[name]), decided[name]) for name in names))
        for reading, names in zip(record.readings, named)
    ]
    return msgspec.structs.replace(record, readings=tuple(readings))


def identity_evidence(name: str, statements: int, decided: Decided) -> Evidence:
    """What the kernel expands and computes to be false contradicts the derivation."""
    if decided.ok:
        outcome = Outcome.PROVED
    else:
        outcome = Outcome.DISAGREES if "computes to false" in decided.reason else Outcome.INCONCLUSIVE
    return Evidence(
        route="kernel",
        outcome=outcome,
        scope=identities.covers(name),
        cases=statements,
        seconds=decided.seconds,
        detail=f"{name}: {decided.statement if decided.ok else decided.reason[:400]}",
    )


def _marked(witness: WitnessEntry | None, words: str) -> WitnessEntry | None:
    return msgspec.structs.replace(witness, kernel=words) if witness is not None and words else witness


def witness_evidence(decided: Decided) -> Evidence:
    return Evidence(
        route="kernel",
        outcome=Outcome.REFUTED if decided.ok else Outcome.INCONCLUSIVE,
        scope="the witness, as data" if decided.ok else "",
        complete=decided.ok,
        cases=1,
        seconds=decided.seconds,
        detail=decided.statement if decided.ok else decided.reason[:400],
    )


def with_evidence(reading: ReadingEntry, *more: Evidence) -> ReadingEntry:
    """The reading with more evidence, and its verdict folded again by the rules of properties.verdict."""
    if not more:
        return reading
    everything = (*more, *reading.evidence)
    decision = fold(everything)
    return msgspec.structs.replace(reading, evidence=everything, verdict=decision.verdict, flags=decision.flags)
