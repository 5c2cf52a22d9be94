"""`lemmata verify --certify`: witnesses of refuted readings are put to Coq's kernel, which decides them once more.

The kernel gets the instance and recomputes everything by
programs proved correct (theorems/rocq/refutations.py). An accepted witness becomes kernel evidence of its reading and
is marked in the record; a rejected one, or one without a certificate, leaves the verdict as it is and says so.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from rich.console import Console

from numerics.instance import Instance
from properties.verdict import Evidence, Outcome, Verdict, fold
from reports.records import ReadingEntry, Record, WitnessEntry
from theorems.rocq import build, refutations, toolchain
from theorems.rocq.certificates import Decided, NoCertificate


def certified(record: Record, console: Console, folder: Path = build.DEFAULT) -> Record:
    """The record with what the kernel says of the witnesses of refuted readings."""
    keys = [i for i, r in enumerate(record.readings) if r.verdict is Verdict.REFUTED and r.witness is not None]
    reason = toolchain.reason() or build.fresh(folder)
    if reason:
        console.print(f"Certificates UNSUPPORTED: {reason} (`make proofs` builds the proofs).", markup=False)
        return record
    found: list[tuple[int, str, refutations.Refutation]] = []
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
    try:
        decided = refutations.decide([(key, r) for _, key, r in found], folder)
    except toolchain.KernelTimeout as late:
        console.print(f"Certificates UNSUPPORTED: {late}.", markup=False)
        return record
    for (i, _, _), d in zip(found, decided):
        said[i] = f"the kernel accepts it: {d.statement}" if d.ok else f"the kernel does not accept it: {d.reason}"
        readings[i] = with_evidence(readings[i], d)
    for i, words in said.items():
        readings[i] = msgspec.structs.replace(readings[i], witness=_marked(readings[i], words))
    accepted = sum(d.ok for d in decided)
    console.print(f"Coq's kernel accepts {accepted} of {len(found)} witnesses put to it.", markup=False)
    return msgspec.structs.replace(record, readings=tuple(readings))


def _marked(reading: ReadingEntry, words: str) -> WitnessEntry:
    assert reading.witness is not None
    return msgspec.structs.replace(reading.witness, kernel=words)


def with_evidence(reading: ReadingEntry, decided: Decided) -> ReadingEntry:
    """The reading with one more piece of evidence, and its verdict folded again by the rules of properties.verdict."""
    evidence = Evidence(
        route="kernel",
        outcome=Outcome.REFUTED if decided.ok else Outcome.INCONCLUSIVE,
        scope="the witness, as data" if decided.ok else "",
        complete=decided.ok,
        cases=1,
        seconds=decided.seconds,
        detail=decided.statement if decided.ok else decided.reason[:400],
    )
    everything = (evidence, *reading.evidence)
    decision = fold(everything)
    return msgspec.structs.replace(reading, evidence=everything, verdict=decision.verdict, flags=decision.flags)
