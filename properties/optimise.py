"""The float64 part of the search: populations of free scalars, ranked by the ratio of the worst relation, and mutated.

Only proposals come out of here. A hypothesis that is an equality counts as met within a relative 1e-9, which cannot
harm:
the exact decision that follows looks at the exact equality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.arithmetic import NotExpressible
from properties.budget import Budget
from properties.strategies import Family, Shape
from theorems.claim import Reading, Relation

_SCALES = (0.3, 1.0, 3.0)


@dataclass
class Proposals:
    """Points in order of ratio, best first, and how many were evaluated."""

    best: list[tuple[Any, float]]
    evaluated: int


def ratios(reading: Reading, family: Family, shape: Shape, theta: Any) -> Any:
    """The largest ratio lhs/rhs of the conclusion; -inf where a hypothesis fails or nothing is defined."""
    size = len(theta)
    with np.errstate(all="ignore"):
        try:
            quantities = family.evaluate(shape, theta)
            met = np.ones(size, dtype=bool)
            for relation in reading.given(quantities):
                met &= _met(relation, size)
                if not met.any():
                    return np.full(size, -np.inf)
            worst = np.full(size, -np.inf)
            for relation in reading.then(quantities):
                worst = np.fmax(worst, _ratio(relation, size))
        except (NotExpressible, ZeroDivisionError, np.linalg.LinAlgError):
            return np.full(size, -np.inf)
    return np.where(met & np.isfinite(worst), worst, -np.inf)


def _sides(relation: Relation, size: int) -> tuple[Any, Any]:
    return (
        np.broadcast_to(np.asarray(relation.lhs, dtype=float), (size,)),
        np.broadcast_to(np.asarray(relation.rhs, dtype=float), (size,)),
    )


def _met(relation: Relation, size: int) -> Any:
    lhs, rhs = _sides(relation, size)
    near = np.abs(lhs - rhs) <= 1e-9 * (1 + np.abs(lhs) + np.abs(rhs))
    return {
        "<=": lhs <= rhs,
        ">=": lhs >= rhs,
        "<": lhs < rhs,
        ">": lhs > rhs,
        "==": near,
        "!=": ~near,
    }[relation.sense]


def _ratio(relation: Relation, size: int) -> Any:
    """The vectorised twin of `decision.tightness`."""
    lhs, rhs = _sides(relation, size)
    if relation.sense == "!=":
        return np.full(size, np.nan)
    if relation.sense in (">=", ">"):
        lhs, rhs = rhs, lhs
    total = np.abs(lhs) + np.abs(rhs)
    gap = (lhs - rhs) / np.where(total > 0, total, 1.0)
    if relation.sense == "==":
        return np.where(np.abs(gap) < 1e-9, 1.0, 1.0 + np.abs(gap))
    return np.where((lhs >= 0) & (rhs > 0), lhs / np.where(rhs > 0, rhs, 1.0), 1.0 + gap)


def best_of_shape(
    reading: Reading, family: Family, shape: Shape, rng: np.random.Generator, budget: Budget
) -> Proposals:
    """Sample, keep the best, mutate them with shrinking steps, and return the best few."""
    count = family.parameters(shape)
    population = max(32, int(budget.batch / family.cost))
    theta = rng.standard_normal((population, count)) * rng.choice(_SCALES, size=(population, 1))
    theta[: population // 4] = rng.integers(-3, 4, size=(population // 4, count))
    value = ratios(reading, family, shape, theta)
    evaluated, keep, step = population, max(8, population // 8), 0.5
    for _ in range(budget.generations):
        order = np.argsort(-value)[:keep]
        theta, value = theta[order], value[order]
        if not np.isfinite(value[0]) or value[0] > 1.02:
            break  # nothing to climb from, or plainly beyond equality already
        parents = theta[rng.integers(len(theta), size=population - keep)]
        partners = theta[rng.integers(len(theta), size=population - keep)]
        noise = rng.standard_normal(parents.shape) * (rng.random(parents.shape) < 0.5)
        children = parents + step * noise * (0.1 + np.abs(parents)) + 0.5 * rng.random((len(parents), 1)) * (
            partners - parents
        )
        theta = np.concatenate([theta, children])
        value = np.concatenate([value, ratios(reading, family, shape, children)])
        evaluated += len(children)
        step *= 0.8
    leaders = [int(i) for i in np.argsort(-value)[:3] if np.isfinite(value[i])]
    return Proposals([(theta[i], float(value[i])) for i in leaders], evaluated)
