"""Counts over decided instances: statuses, shares of the hypotheses, ratios, and the first violation."""

from __future__ import annotations

from typing import Any

from properties.decision import HOLDS, NOT_MET, UNDECIDED, VIOLATED, Case

EDGES = tuple(i / 20 for i in range(21))  # of the histogram of ratios; beyond 1 is a violation


class Tally:
    """Counts over decided instances."""

    def __init__(self) -> None:
        self.status = {HOLDS: 0, VIOLATED: 0, NOT_MET: 0, UNDECIDED: 0}
        self.exact = self.undefined = 0
        self.hypotheses: dict[str, list[int]] = {}
        self.by_relation: dict[str, float] = {}
        self.histogram = [0] * (len(EDGES))
        self.best, self.best_at = float("-inf"), ""
        self.undecided_example = ""
        self.violation: dict[str, Any] | None = None

    def add(self, case: Case, shown: str) -> None:
        self.status[case.status] += 1
        for label, met in case.met.items():
            counts = self.hypotheses.setdefault(label, [0, 0])
            counts[0] += met
            counts[1] += 1
        if case.status == UNDECIDED and not self.undecided_example:
            self.undecided_example = f"{shown} ({case.detail})"
        if case.status not in (HOLDS, VIOLATED):
            return
        self.exact += case.exact
        for relation in case.conclusions:
            if relation.ratio == relation.ratio:
                known = self.by_relation.get(relation.label, float("-inf"))
                self.by_relation[relation.label] = max(relation.ratio, known)
        if case.ratio == case.ratio:
            self.histogram[min(len(EDGES) - 1, max(0, int(case.ratio * 20)))] += 1
            if case.ratio > self.best:
                self.best, self.best_at = case.ratio, shown

    def plain(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "exact": self.exact,
            "undefined": self.undefined,
            "hypotheses": self.hypotheses,
            "by_relation": self.by_relation,
            "histogram": self.histogram,
            "best": self.best if self.best > float("-inf") else None,
            "best_at": self.best_at,
            "undecided_example": self.undecided_example,
            "violation": self.violation,
        }
