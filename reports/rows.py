"""Evidence as rows of a table: pieces that differ in numbers only are added up."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from properties.verdict import Evidence, Outcome


class Row(NamedTuple):
    """Evidence rows that differ in numbers only, added up."""

    route: str
    outcome: Outcome
    scope: str
    complete: bool
    detail: str
    cached: bool
    rows: int
    cases: int
    violated: int
    undecided: int
    met: int
    looked_at: int
    seconds: float


def merged(evidence: tuple[Evidence, ...]) -> list[Row]:
    """One row for all evidence of the same route, outcome, scope and detail, in the order of first appearance."""
    groups: dict[tuple[Any, ...], list[Evidence]] = {}
    for e in evidence:
        groups.setdefault((e.route, e.outcome, e.scope, e.complete, e.detail, e.cached), []).append(e)
    rows = []
    for key, es in groups.items():
        counts = (sum(getattr(e, n) for e in es) for n in ("cases", "violated", "undecided", "met", "looked_at"))
        rows.append(Row._make((*key, len(es), *counts, math.fsum(e.seconds for e in es))))
    return rows
