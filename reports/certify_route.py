"""`lemmata verify --certify`: witnesses and derived identities are put to Coq's kernel, which decides them once more.

Witnesses of refuted readings: the kernel gets the instance and recomputes everything by programs proved correct
(theorems/rocq/refutations.py). An accepted witness becomes kernel evidence of its reading and is marked in the record;
a rejected one, or one without a certificate, leaves the verdict as it is and says so.
Identities that derivations state: the kernel gets both sides as they were written and expands them
(theorems/rocq/identities.py). Accepted ones become kernel evidence for a part of the reading; an identity that the
kernel computes to be false contradicts the derivation, and the reading is disputed.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console

from numerics.instance import Instance
from properties.verdict import Evidence, Outcome, Verdict, fold
from reports.records import ReadingEntry, Record, WitnessEntry
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
    """What the kernel says of the witnesses of refuted readings."""
    keys = [i for i, r in enumerate(record.readings) if r.verdict is Verdict.REFUTED and r.witness is not None]
    found: list[tuple[int, str, Refutation]] = []
    said: dict[int, str] = {}
    for i in keys:
        key, witness = f"{record.readings[i].claim}#{record.readings[i].reading}", record.readings[i].witness
        try:
            if witness is not None:
                instance = Instance.from_json(witness.instance)
                found.append((i, key, refutations.refutation(key, instance)))
        except refutations.NoRecipe:
            continue
        except NoCertificate as why:
            said[i] = f"not put to the kernel: {why}"
    readings = list(record.readings)
    decided = refutations.decide([(key, r) for _, key, r in found], folder)
    for (i, _, _), d in zip(found, decided):
        said[i] = f"the kernel accepts it: {d.statement}" if d.ok else f"the kernel does not accept it: {d.reason}"
        readings[i] = with_evidence(readings[i], witness_evidence(d))
    for i, words in said.items():
        readings[i] = msgspec.structs.replace(readings[i], witness=_marked(readings[i], words))
    accepted = sum(d.ok for d in decided)
    console.print(f"Coq's kernel accepts {accepted} of {len(found)} witnesses put to it.", markup=False)
    return msgspec.structs.replace(record, readings=tuple(readings))


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


def _marked(reading: ReadingEntry, words: str) -> WitnessEntry:
    assert reading.witness is not None
    return msgspec.structs.replace(reading.witness, kernel=words)


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
