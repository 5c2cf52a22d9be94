"""The plan of a run: which tasks put which readings to the test, in a fixed order.

Kinds of tasks are described in properties.tasks. The plan depends on the claims, the budget and the seed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from properties.budget import Budget
from properties.probability import REGIMES
from properties.strategies import Family, lookup
from theorems.claim import Claim, Reading
from theorems.observation import observation_of
from theorems.probability import speaks_of_probabilities_only, trial_of

Task = dict[str, Any]
Result = dict[str, Any]

PAPER_SHAPES = (
    ("regression", (5, 1)),
    ("regression", (5, 2, 1)),
    ("regression", (5, 3, 2, 1)),
    ("regression", (5, 1, 1, 1, 1, 1)),
    ("underdetermined", (20, 1, 1)),
)


def plan(claims: Sequence[Claim], budget: Budget, seed: int, extra: Sequence[str] = ()) -> list[Task]:
    """All tasks of a run, in a fixed order."""
    tasks: list[Task] = []
    for claim in claims:
        for reading in claim.readings.values():
            tasks += [
                {**task, "seed": seed, "budget": budget.name, "extra": list(extra)} for task in _of(reading, budget)
            ]
    return sorted(tasks, key=_company)


def _company(task: Task) -> tuple[int, str, int]:
    """Tasks on the same instances, or on the same runs, one after the other, so that a worker computes them once."""
    return (0, task["subject"], task["number"]) if "subject" in task else (1, "", 0)


def _of(reading: Reading, budget: Budget) -> Iterator[Task]:
    if not getattr(reading.body, "checkable", True):  # a statement without quantifiers: recorded, decided by no route
        yield from ({"kind": "variant", "key": variant.key, "number": 0} for variant in reading.false_variants)
        return
    family = lookup(reading.subject)
    for name in reading.symbolic:
        yield {"kind": "symbolic", "key": reading.key, "number": 0, "name": name}
    if reading.extremal:
        yield {"kind": "extremal", "key": reading.key, "number": 0}
    if observation_of(reading) is not None:
        runs = f"runs of {reading.claim}"
        yield {"kind": "observation", "key": reading.key, "subject": runs, "number": 0}
        for variant in reading.false_variants:
            yield {"kind": "variant", "key": variant.key, "subject": runs, "number": 0}
        return
    if trial_of(reading) is not None:
        yield from ({"kind": "probability", "key": reading.key, "number": n} for n in range(REGIMES[budget.name]))
    if speaks_of_probabilities_only(reading):
        yield from ({"kind": "variant", "key": variant.key, "number": 0} for variant in reading.false_variants)
        return
    count, chunk = budget.share(family.cost, family.fewest)
    for number, start in enumerate(range(0, count, chunk)):
        yield {
            "kind": "cases",
            "key": reading.key,
            "subject": reading.subject,
            "number": number,
            "start": start,
            "count": min(chunk, count - start),
        }
    if type(family).weights_on is not Family.weights_on:
        for number, (name, widths) in enumerate(PAPER_SHAPES):
            yield {"kind": "data", "key": reading.key, "number": number, "data": name, "widths": widths, "count": 4}
    yield {"kind": "search", "key": reading.key, "number": 0}
    for variant in reading.false_variants:
        yield {"kind": "variant", "key": variant.key, "number": 0}
