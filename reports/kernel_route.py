"""The kernel route of a run: what Coq's kernel says of the theorems that claims name.

Without a build of the proofs (`make proofs`), or without Coq, the route says UNSUPPORTED, visibly, and nothing else
changes.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from rich.console import Console

from properties.verdict import Evidence, Outcome
from reports.build import Kernel
from theorems.claim import Claim


def kernel_evidence(claims: Sequence[Claim], console: Console) -> tuple[Kernel, bool]:
    """(by reading key: evidence and theorems, whether the kernel was asked)."""
    if importlib.util.find_spec("theorems.rocq.statements") is None:
        return {}, False
    unsupported = Evidence(route="kernel", outcome=Outcome.UNSUPPORTED, detail="run make proofs")
    console.print("Kernel route: not built.")
    return {r.key: ((unsupported,), ()) for c in claims for r in c.readings.values()}, False
