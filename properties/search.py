"""Looking for a violation, and for how near a reading comes to one.

Four stages, each from a cold start with the seed it is given; no instance is ever typed in:
  1. small integers on the smallest shapes, decided exactly: where a statement is plainly false, this gives a short
  witness;
  2. Hypothesis with `target` on the ratio lhs/rhs, shrinking by itself;
  3. float64 batches and local optimisation of the ratio, shape by shape;
  4. the best of them rounded to small denominators, decided exactly, and shrunk.

Floats only propose. A violation counts when `decide` says so in exact or ball arithmetic; the best ratio is the ratio
of
decided instances, and what float64 alone saw above it is reported as unconfirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import hypothesis.strategies as st
import numpy as np

from properties.budget import Budget
from properties.decision import HOLDS, NOT_MET, PRECISIONS, VIOLATED, Case, decide
from properties.optimise import best_of_shape
from properties.shrink import Candidate, shrink, violating
from properties.strategies import Family, Shape, integers, lookup
from theorems.claim import Reading


@dataclass
class Search:
    """What a search has seen. best: the largest ratio of a decided instance that meets the hypotheses."""

    reading: Reading
    family: Family
    looked_at: int = 0
    decided: int = 0
    floats: int = 0
    unconfirmed: int = 0
    best: float = float("-inf")
    best_at: str = ""
    by_relation: dict[str, float] = field(default_factory=dict)
    found: Candidate | None = None
    found_by: str = ""

    def look(self, shape: Shape, values: tuple[int, ...], denominator: int, stage: str) -> Case | None:
        """Decide one instance and remember what it says; None where the construction has no value."""
        self.looked_at += 1
        try:
            instance = self.family.build(shape, values, denominator)
            case = decide(self.reading, instance, PRECISIONS[:3])
        except (ZeroDivisionError, ArithmeticError):
            return None
        if case.status in (HOLDS, VIOLATED):
            self.decided += 1
            for relation in case.conclusions:
                if relation.ratio == relation.ratio:
                    self.by_relation[relation.label] = max(
                        relation.ratio, self.by_relation.get(relation.label, float("-inf"))
                    )
            if case.ratio > self.best:
                self.best, self.best_at = case.ratio, instance.one_line()
        if case.status == VIOLATED and self.found is None:
            self.found = Candidate(shape, values, denominator, instance, case)
            self.found_by = stage
        return case


def search(reading: Reading, seed: int, budget: Budget) -> Search:
    """Run the stages until a violation is found or the budget is used up; a found violation is shrunk."""
    result = Search(reading, lookup(reading.subject))
    stages = (_small_integers, _hypothesis, _floats)
    for number, stage in enumerate(stages):
        stage(result, np.random.default_rng([seed, number]), budget)
        if result.found is not None:
            break
    if result.found is not None:
        result.found = shrink(reading, result.family, _smaller_shape(result, np.random.default_rng([seed, 9])))
    return result


def _smaller_shape(result: Search, rng: np.random.Generator, trials: int = 40) -> Candidate:
    """A violation on a smaller shape than the one found, if random small fractions have one; else the one found."""
    found = result.found
    assert found is not None
    for shape in result.family.shapes:
        if shape == found.shape:
            break
        count = result.family.parameters(shape)
        for trial in range(int(trials / max(1.0, result.family.cost))):
            values = tuple(int(x) for x in rng.integers(-4, 5, size=count))
            try:
                smaller = violating(result.reading, result.family, shape, values, (1, 2, 4)[trial % 3])
            except (ZeroDivisionError, ArithmeticError):
                continue
            if smaller is not None:
                return smaller
    return found


def _small_integers(result: Search, rng: np.random.Generator, budget: Budget) -> None:
    trials = max(2, int(budget.small / max(1.0, result.family.cost) ** 0.5))
    limit = max(24, int(60 * budget.small / result.family.cost))
    for shape in result.family.shapes:
        count = result.family.parameters(shape)
        for trial in range(trials):
            if result.looked_at >= limit:
                return
            result.look(shape, tuple(_sparse(rng, count, trial)), 1 + (trial % 3 == 2), "small integers")
            if result.found is not None:
                return


def _sparse(rng: np.random.Generator, count: int, trial: int) -> list[int]:
    """Zeros first, then small integers with more and more nonzero entries."""
    if trial == 0:
        return [0] * count
    keep = rng.random(count) < rng.random()
    return [int(x) for x in np.where(keep, rng.integers(-2, 3, size=count), 0)]


def _hypothesis(result: Search, rng: np.random.Generator, budget: Budget) -> None:
    examples = int(budget.hypothesis / max(1.0, result.family.cost))
    if examples < 5:
        return
    shapes = [s for s in result.family.shapes if s.size <= 16]
    sizes = [result.family.parameters(s) for s in shapes]

    @hypothesis.seed(int(rng.integers(2**31)))
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.target),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(st.data())
    def run(data: Any) -> None:
        index = data.draw(st.integers(0, len(shapes) - 1))
        denominator = data.draw(st.sampled_from([1, 2, 3, 4, 8]))
        count = sizes[index]
        values = data.draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
        case = result.look(shapes[index], tuple(values), denominator, "Hypothesis")
        if case is not None and case.status != NOT_MET and case.ratio == case.ratio:
            hypothesis.target(min(case.ratio, 1e6), label="ratio")
        if result.found is not None:
            raise _Found

    try:
        run()
    except _Found:
        return


class _Found(Exception):
    """A violation stops Hypothesis; our own shrinking follows."""


def _floats(result: Search, rng: np.random.Generator, budget: Budget) -> None:
    family = result.family
    if not family.float_search:
        return
    for shape in family.shapes[: budget.shapes]:
        proposals = best_of_shape(result.reading, family, shape, rng, budget)
        result.floats += proposals.evaluated
        for theta, ratio in proposals.best:
            before = result.best
            for values, denominator in _rounded(theta):
                case = result.look(shape, values, denominator, "float64 search")
                if result.found is not None:
                    return
                if ratio <= 1 and case is not None and case.status == HOLDS and case.ratio > 0.999 * ratio:
                    break
            if ratio > 1 + 1e-6 and result.best <= before:
                result.unconfirmed += 1


def _rounded(theta: Any) -> Iterator[tuple[tuple[int, ...], int]]:
    """The point on finer and finer grids."""
    for denominator in (1, 2, 4, 8, 16, 64, 512, 1 << 14):
        if np.all(np.isfinite(theta)) and np.all(np.abs(theta) < 1e9):
            yield tuple(round(float(x) * denominator) for x in theta), denominator


def random_case(family: Family, index: int, rng: np.random.Generator) -> tuple[Shape, tuple[int, ...], int]:
    """The index-th case of a sweep: shapes in turn, integers of several sizes over a shared denominator."""
    shape = family.shapes[index % len(family.shapes)]
    spread = (2, 3, 5, 9)[index // len(family.shapes) % 4]
    denominator = (1, 2, 3, 4)[int(rng.integers(4))]
    return shape, tuple(integers(rng, family.parameters(shape), spread)), denominator
