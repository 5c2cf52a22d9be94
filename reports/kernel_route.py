"""The kernel route of a run: what Coq's kernel says of the theorems that readings name.

Verify never compiles: it asks about a build that `make proofs` left in `.lemmata/rocq`. Without Coq, or a fresh
build, every reading that has a theorem gets UNSUPPORTED with the reason, visibly, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from properties.verdict import Evidence, Outcome
from reports.build import Kernel
from reports.records import KernelTheorem
from theorems.claim import Claim
from theorems.rocq import build, kernel, statements, toolchain
from theorems.rocq.kernel import KernelResult


def kernel_evidence(claims: Sequence[Claim], console: Console, folder: Path = build.DEFAULT) -> tuple[Kernel, bool]:
    """(by reading key: evidence and theorems; whether the kernel answered)."""
    keys = [r.key for c in claims for r in c.readings.values() if r.key in statements.entries()]
    if not keys:
        return {}, False
    reason = kernel.reason() or build.fresh(folder)
    if not reason:
        try:
            results = kernel.check(statements.theorems_for(keys), folder=folder, rebuild=False)
            return {key: _of(key, results) for key in keys}, True
        except (kernel.KernelUnavailable, toolchain.KernelTimeout, build.BuildFailed, OSError) as error:
            reason = str(error)
    console.print(f"Kernel route UNSUPPORTED: {reason} (`make proofs` builds the proofs).", markup=False)
    detail = f"{reason}; run make proofs"
    unsupported = Evidence(route="kernel", outcome=Outcome.UNSUPPORTED, detail=detail)
    return dict.fromkeys(keys, ((unsupported,), ())), False


def _of(key: str, results: Mapping[str, KernelResult]) -> tuple[tuple[Evidence, ...], tuple[KernelTheorem, ...]]:
    assessed = statements.assess(key, results)
    mine = [results[t] for t in statements.theorems_for([key]) if t in results]
    if assessed.rejected and assessed.says == "nothing":
        outcome = Outcome.ERROR
    elif assessed.says == "proves":
        outcome = Outcome.PROVED
    elif assessed.says == "refutes" and assessed.complete:
        outcome = Outcome.REFUTED
    else:
        outcome = Outcome.INCONCLUSIVE
    evidence = Evidence(
        route="kernel",
        outcome=outcome,
        scope=assessed.scope,
        complete=assessed.complete,
        cases=len(mine),
        seconds=sum(r.seconds for r in mine),
        detail="; ".join(assessed.rejected)[:400],
        cached=all(r.cached for r in mine),
    )
    return (evidence,), tuple(_theorem(key, r) for r in mine)


def _theorem(key: str, result: KernelResult) -> KernelTheorem:
    entry = next(e for e in statements.entries()[key] if result.name in e.theorems)
    glossary = "\n".join(f"{name}: {meaning}" for name, meaning in statements.glossary_of(result.statement).items())
    return KernelTheorem(
        name=result.name,
        statement=result.statement + (f"\n\n{glossary}" if glossary else ""),
        assumptions=result.assumptions,
        together=result.together,
        coverage=entry.coverage,
        difference=entry.differs,
    )
