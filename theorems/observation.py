"""Statements about experiments: what a claim file says about runs, so that counted runs can be put against it.

A reading class may carry `observation`, a function of a laboratory that yields statements:

    def observation(lab):
        runs = lab.runs("linear_mlp")
        yield chance(lab, "linear_mlp", runs.cell(0, 3), Runs.succeeded, ">=", Fraction(4, 5), "eta = .005, scale .37")
        yield Fact("thresholds by depth", holds=..., detail="...")

    Chance   in a cell of the grid, the probability of an event is >= q or <= q: `count` of `n` independent runs
    Fact     something computed from the runs with an interval of its own: True, False, or None when the interval leaves
             it open

The laboratory (properties.experiments.Lab) runs sweeps with a seed and keeps them. What this is not: a test. The
decision rule is in properties.experiments; a reading that has an observation and no inequalities says `then =
no_inequality`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theorems.claim import Reading, Relation

Event = Callable[[Any], Any]  # Runs -> boolean array


@dataclass(frozen=True)
class Chance:
    """P(event) sense q for the runs of one experiment in a cell; lanes: which runs (indices), event: decides each."""

    label: str
    experiment: str
    lanes: tuple[int, ...]
    event: Event
    count: int
    sense: str
    q: Fraction

    @property
    def n(self) -> int:
        return len(self.lanes)


@dataclass(frozen=True)
class Fact:
    """A statement with an interval of its own; statistical: False for what no draw can change."""

    label: str
    holds: bool | None
    detail: str = ""


Statement = Chance | Fact
Observation = Callable[[Any], Iterator[Statement]]


def chance(lab: Any, experiment: str, cell: Any, event: Event, sense: str, q: Fraction, label: str) -> Chance:
    """The statement `P(event) sense q` about the runs selected by the mask `cell`."""
    if sense not in ("<=", ">="):
        raise ValueError(f"a chance is compared by <= or >=, got {sense!r}")
    lanes = np.flatnonzero(cell)
    count = int(np.count_nonzero(event(lab.runs(experiment))[lanes]))
    return Chance(label, experiment, tuple(int(i) for i in lanes), event, count, sense, q)


def no_inequality(_: Any) -> Iterator[Relation]:
    """The conclusion of a reading that speaks of runs only."""
    return iter(())


def observation_of(reading: Reading) -> Observation | None:
    """The observation of a reading or false variant, its own or inherited."""
    found = getattr(reading.body, "observation", None)
    return found if callable(found) else None
