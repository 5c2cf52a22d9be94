"""From a finished run to the record. What the record says of verdicts is `properties.verdict.fold` and nothing else."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from properties.cache import engine_versions
from properties.evidence import counts, gather, tightness, verdict_of_variant
from properties.plan import Result
from properties.probability import summary
from properties.run import Run
from properties.verdict import Decision, Evidence, fold
from properties.witness import CONFIRMED
from reports.figures.record import illustrated
from reports.records import (
    SCHEMA,
    ClaimEntry,
    Derived,
    FalseVariant,
    HypothesisShare,
    KernelTheorem,
    Provenance,
    ReadingEntry,
    Record,
    SourceEntry,
    Tightness,
    TrialRow,
    WitnessEntry,
)
from theorems import registry
from theorems.claim import Claim, Reading

Kernel = Mapping[str, tuple[Sequence[Evidence], Sequence[KernelTheorem]]]


def record_of(run: Run, kernel: Kernel, extra: tuple[str, ...], started: str, seconds: float) -> Record:
    """The record of a run; kernel: by reading key, what the kernel route found."""
    users = registry.used_by(registry.claims(extra))
    return Record(
        schema=SCHEMA,
        provenance=Provenance(
            version=project_version(),
            commit=commit(),
            seed=run.seed,
            budget=run.budget.option,
            libraries={"python": platform.python_version(), **engine_versions()},
            started=started,
            seconds=seconds,
        ),
        claims=tuple(_claim(c, users[c.id]) for c in run.claims),
        readings=tuple(
            illustrated(
                reading_entry(reading, run.results(reading), kernel.get(reading.key, ((), ()))), run.results(reading)
            )
            for c in run.claims
            for reading in c.readings.values()
        ),
    )


def _claim(claim: Claim, used_by: tuple[str, ...]) -> ClaimEntry:
    return ClaimEntry(
        id=claim.id,
        title=claim.title,
        source=SourceEntry(claim.source.document, claim.source.place),
        subject=claim.subject,
        about=claim.about,
        rests_on=claim.rests_on,
        used_by=used_by,
    )


def reading_entry(
    reading: Reading,
    results: dict[str, list[Result]],
    kernel: tuple[Sequence[Evidence], Sequence[KernelTheorem]] = ((), ()),
) -> ReadingEntry:
    """The entry of one reading, from the results of its tasks."""
    evidence = gather(reading, results, kernel[0])
    decision = fold(evidence)
    tight = tightness(results)
    everything = [r for kind in results.values() for r in kind]
    return ReadingEntry(
        claim=reading.claim,
        reading=reading.name,
        statement=reading.statement,
        note=reading.note,
        verdict=decision.verdict,
        flags=decision.flags,
        hypotheses=_hypotheses(results.get("cases", [])),
        tightness=None if tight is None else msgspec.convert(tight, Tightness),
        evidence=tuple(evidence),
        witness=_witness(results),
        false_variants=tuple(_variant(v, results) for v in reading.false_variants),
        derivations=tuple(
            Derived(label, latex) for r in results.get("symbolic", []) for label, latex in r.get("latex", [])
        ),
        kernel=tuple(kernel[1]),
        trials=_trials(results.get("probability", [])),
        reproduce=f"lemmata verify {reading.claim}",
        seconds=sum(float(r["seconds"]) for r in everything),
        cached=bool(everything) and all(r.get("cached", False) for r in everything),
    )


def _trials(results: Sequence[Result]) -> tuple[TrialRow, ...]:
    """One row a regime in which samples were drawn."""
    return tuple(msgspec.convert(summary(c), TrialRow) for c in counts(results) if "error" not in c)


def _hypotheses(results: Sequence[Result]) -> tuple[HypothesisShare, ...]:
    counts: dict[str, list[int]] = {}
    for r in results:
        for label, (met, total) in r.get("hypotheses", {}).items():
            known = counts.setdefault(label, [0, 0])
            known[0] += met
            known[1] += total
    return tuple(HypothesisShare(label, met, total) for label, (met, total) in counts.items())


def _witness(results: dict[str, list[Result]]) -> WitnessEntry | None:
    """The smallest confirmed witness: the search shrinks its own, random instances do not."""
    found = [
        r["violation"]
        for kind in ("search", "cases", "statistical")
        for r in results.get(kind, [])
        if r.get("violation") is not None and r["violation"]["outcome"] == CONFIRMED
    ]
    return _entry(min(found, key=lambda w: len(w["one_line"]))) if found else None


def _entry(found: dict[str, Any]) -> WitnessEntry:
    return msgspec.convert({k: v for k, v in found.items() if k not in ("outcome", "exact")}, WitnessEntry)


def _variant(variant: Reading, results: dict[str, list[Result]]) -> FalseVariant:
    result = next((r for r in results.get("variant", []) if r["key"] == variant.key), None)
    label = variant.name.partition("/")[2]
    if result is None:
        return FalseVariant(name=label, statement=variant.statement, verdict=fold([]).verdict)
    decision: Decision = verdict_of_variant(result)
    found = result.get("violation")
    return FalseVariant(
        name=label,
        statement=variant.statement,
        verdict=decision.verdict,
        flags=decision.flags,
        witness=_entry(found) if found is not None and found["outcome"] == CONFIRMED else None,
        seconds=float(result["seconds"]),
    )


def project_version() -> str:
    try:
        return version("lemmata")
    except PackageNotFoundError:
        return "unknown"


def commit() -> str:
    """The commit of the checkout that runs, or "" outside of one."""
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
