"""Deciding one reading on one exact instance. Floats never take part.

    decide(reading, instance)   holds | violated | not met | undecided, with the sides of every relation

Hypotheses and conclusion are evaluated in exact rational arithmetic; irrational values are balls, and when a ball
does not
tell, everything is evaluated again with twice the precision, up to the last of PRECISIONS. What is not told apart
there is
undecided, counted, and shown. A quantity that does not exist on an instance (division by zero, root of a negative
number)
leaves the instance undecided as well, unless a hypothesis before it already failed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite
from typing import Any

from numerics.arithmetic import Arithmetic, NotExpressible, Rationals
from numerics.instance import Instance
from numerics.second.interval import Undefined
from properties.strategies import lookup
from theorems.claim import Reading, Relation

PRECISIONS = (64, 128, 256, 512)
HOLDS, VIOLATED, NOT_MET, UNDECIDED = "holds", "violated", "not met", "undecided"


@dataclass(frozen=True)
class Decided:
    """One relation as decided: plain data."""

    label: str
    sense: str
    lhs: str
    rhs: str
    holds: bool | None
    ratio: float  # 1 is equality, above 1 a violation; NaN where no ratio makes sense
    exact: bool  # both sides rational, or an eigenvalue compared exactly


@dataclass(frozen=True)
class Case:
    """One decided instance. exact: no ball was needed."""

    status: str
    hypotheses: tuple[Decided, ...] = ()
    conclusions: tuple[Decided, ...] = ()
    detail: str = ""
    precision: int = 0
    exact: bool = True
    met: dict[str, bool] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """The largest ratio of the conclusion's relations."""
        ratios = [c.ratio for c in self.conclusions if c.ratio == c.ratio]
        return max(ratios, default=float("nan"))

    @property
    def violated(self) -> tuple[Decided, ...]:
        return tuple(c for c in self.conclusions if c.holds is False)


def tightness(lhs: float, sense: str, rhs: float) -> float:
    """How near `lhs sense rhs` is to failing: 1 at equality, above 1 beyond. Source: the ratio lhs/rhs of design."""
    if sense in (">=", ">"):
        lhs, rhs = rhs, lhs
    if not (isfinite(lhs) and isfinite(rhs)):
        return float("nan")
    if sense in ("==", "!="):
        gap = abs(lhs - rhs) / (abs(lhs) + abs(rhs)) if lhs != rhs else 0.0
        return 1.0 + gap if sense == "==" else float("nan")
    if lhs >= 0 and rhs > 0:
        return lhs / rhs if lhs <= rhs * 1e300 else float("nan")
    if lhs == rhs:
        return float("nan") if lhs == 0 else 1.0
    return 1.0 + (lhs - rhs) / (abs(lhs) + abs(rhs))


def _decided(relation: Relation, A: Arithmetic) -> Decided:
    lhs, rhs = relation.lhs, relation.rhs
    return Decided(
        label=relation.label or f"{relation.sense}",
        sense=relation.sense,
        lhs=A.to_text(lhs),
        rhs=A.to_text(rhs),
        holds=A.certain(lhs, relation.sense, rhs),
        ratio=tightness(A.to_float(lhs), relation.sense, A.to_float(rhs)),
        exact=A.is_exact(lhs) and A.is_exact(rhs),
    )


def decide(
    reading: Reading,
    instance: Instance,
    precisions: tuple[int, ...] = PRECISIONS,
    world: Callable[[int], Arithmetic] = Rationals,
) -> Case:
    """Decide the reading on the instance. Raises BadInstance when the instance is not one of the reading's subject.

    world: the arithmetic at a number of bits; replay decides again in `numerics.second.Second`.
    """
    case = Case(UNDECIDED)
    for precision in precisions:
        case = _decide_at(reading, instance, world(precision), precision)
        if case.status != UNDECIDED:
            return case
    return case


def _decide_at(reading: Reading, instance: Instance, arithmetic: Arithmetic, precision: int) -> Case:
    hypotheses: list[Decided] = []
    conclusions: list[Decided] = []
    with arithmetic.context():
        try:
            quantities = _quantities(reading.subject, instance, arithmetic, precision)
            for relation in reading.given(quantities):
                hypotheses.append(_decided(relation, arithmetic))
                if hypotheses[-1].holds is False:
                    return _case(NOT_MET, hypotheses, conclusions, precision)
            for relation in reading.then(quantities):
                conclusions.append(_decided(relation, arithmetic))
        except (ZeroDivisionError, NotExpressible, Undefined) as error:
            return _case(UNDECIDED, hypotheses, conclusions, precision, f"{type(error).__name__}: {error}")
    if any(h.holds is None for h in hypotheses):
        return _case(UNDECIDED, hypotheses, conclusions, precision, "a hypothesis is not decided")
    if any(c.holds is False for c in conclusions):
        return _case(VIOLATED, hypotheses, conclusions, precision)
    if any(c.holds is None for c in conclusions):
        return _case(UNDECIDED, hypotheses, conclusions, precision, "a relation is not decided")
    if not conclusions:
        return _case(UNDECIDED, hypotheses, conclusions, precision, "the conclusion says nothing here")
    return _case(HOLDS, hypotheses, conclusions, precision)


def _quantities(subject: str, instance: Instance, arithmetic: Arithmetic, precision: int) -> Any:
    if isinstance(arithmetic, Rationals):
        return _shared(subject, instance, precision)
    return lookup(subject).of(instance, arithmetic)


@lru_cache(maxsize=512)
def _shared(subject: str, instance: Instance, precision: int) -> Any:
    """Quantities of an instance, kept for the other readings that are decided on it."""
    return lookup(subject).of(instance, Rationals(precision))


def _case(status: str, hypotheses: list[Decided], conclusions: list[Decided], precision: int, detail: str = "") -> Case:
    return Case(
        status=status,
        hypotheses=tuple(hypotheses),
        conclusions=tuple(conclusions),
        detail=detail,
        precision=precision,
        exact=all(r.exact for r in [*hypotheses, *conclusions]),
        met={h.label: h.holds is True for h in hypotheses},
    )
