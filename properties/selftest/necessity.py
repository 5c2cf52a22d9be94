"""Hypotheses put to the test one by one: met often enough, violated by some cases, and needed or not.

Cases: the instances that a reading's own family makes, and, since families meet hypotheses by construction, the same
instances damaged (entries set to 0, moved or scaled; rows repeated) and those of the free networks. A hypothesis is

    needed        an instance that violates it alone violates the conclusion, and the second evaluator confirms it
    not needed    instances violate it alone, and on none of them the conclusion fails: reported, not an error
    unseparated   no instance of ours violates it alone (it guards what the others speak of, or needs rarer data)

Relations with one label, up to the number of a layer or component, count as one hypothesis. What is not covered:
readings about probabilities and experiments, and printed readings of claims that have a repaired one (false already).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np

from numerics.arithmetic import NotExpressible, Rationals
from numerics.instance import BadInstance, Instance
from numerics.second.interval import Undefined
from properties.decision import VIOLATED, decide
from properties.search import random_case
from properties.selftest.mutants import TooLong, cpu_limit
from properties.strategies import lookup
from properties.witness import CONFIRMED, replay
from theorems.claim import Reading, Relation

MET = Fraction(1, 5)  # of the generated cases have to meet a hypothesis
SECONDS = 2.0  # for one instance
STUBBORN = 60  # instances more, three damaged ones each, for hypotheses that nothing has violated yet


FACTORS = tuple(Fraction(x) for x in ("0", "-1", "1/100", "10", "3/2", "1000"))


@dataclass
class Hypothesis:
    """Counts over the cases. own, met: the family's cases and those that meet it; broken: violated, in all cases;
    alone: by instances that meet all others; witness: one of them that refutes the reading without it."""

    reading: str
    label: str
    own: int = 0
    met: int = 0
    broken: int = 0
    alone: int = 0
    witness: str = ""

    @property
    def verdict(self) -> str:
        return "needed" if self.witness else "not needed" if self.alone else "unseparated"

    @property
    def often(self) -> bool:
        return self.met >= MET * self.own


def name_of(relation: Relation) -> str:
    """Its label, whatever the layer or the component: sigma_1 > 0 and sigma_2 > 0 are one hypothesis."""
    label = relation.label or relation.sense
    return re.sub(r"(?<=_)\d+(?=\W|$)", "k", label)


def damaged(instance: Instance, rng: np.random.Generator) -> Instance:
    """The instance with something changed in one matrix or number."""
    matrices, numbers = dict(instance.matrices), dict(instance.numbers)
    if numbers and (not matrices or rng.random() < 0.4):
        name = sorted(numbers)[int(rng.integers(len(numbers)))]
        numbers[name] = numbers[name] * FACTORS[int(rng.integers(len(FACTORS)))]
        return replace(instance, numbers=numbers)
    if not matrices:
        return instance
    name = sorted(matrices)[int(rng.integers(len(matrices)))]
    rows = [list(row) for row in matrices[name]]
    way, i, j = int(rng.integers(6)), int(rng.integers(len(rows))), int(rng.integers(len(rows[0])))
    if way == 0:
        rows = [[Fraction(0)] * len(row) for row in rows]
    elif way == 1:
        rows[i][j] = Fraction(0)
    elif way == 2:
        rows[i][j] += int(rng.integers(1, 4))
    elif way == 3:
        rows[i] = list(rows[0])
    elif way == 4:
        rows = [[x * (Fraction(1, 4), Fraction(3))[j % 2] for x in row] for row in rows]
    else:
        rows = [[-x for x in row] for row in rows]
    return replace(instance, matrices=matrices | {name: tuple(tuple(row) for row in rows)})


def cases(reading: Reading, count: int, seed: int) -> Iterator[tuple[Instance, bool]]:
    """(instance, made by the reading's own family as it is)."""
    family, rng = lookup(reading.subject), np.random.default_rng(seed)
    others = [family] if family.kind != "network" else [family, lookup("network")]
    for index in range(count):
        for source in others if index % 3 == 0 else [family]:
            shape, values, denominator = random_case(source, index, rng)
            try:
                instance = source.build(shape, values, denominator)
            except (ZeroDivisionError, ArithmeticError):
                continue
            yield instance, source is family
            if source is family:
                for _ in range(3):
                    yield damaged(instance, rng), False


def _relations(reading: Reading, instance: Instance) -> dict[str, bool | None] | None:
    """Label -> whether all its relations hold; None when the instance is none of the subject or too much work."""
    A, found = Rationals(64), dict[str, bool | None]()
    with A.context():
        try:
            with cpu_limit(SECONDS):
                for relation in reading.given(lookup(reading.subject).of(instance, A)):
                    label, holds = name_of(relation), A.certain(relation.lhs, relation.sense, relation.rhs)
                    before = found.get(label, True)
                    found[label] = False if before is False or holds is False else before if holds else holds
        except (BadInstance, TooLong, OverflowError, ValueError, LookupError):
            return None
        except (ZeroDivisionError, NotExpressible, Undefined, ArithmeticError):
            return found  # what the first hypotheses guard against; those that were reached count
    return found


def without(reading: Reading, label: str) -> Reading:
    def given(m: Any) -> Iterator[Relation]:
        return (r for r in reading.given(m) if name_of(r) != label)

    return replace(reading, given=given)


def examined(reading: Reading, count: int, seed: int) -> list[Hypothesis]:
    """Every hypothesis of one reading; damage goes on while there is one that nothing has violated."""
    found: dict[str, Hypothesis] = {}
    more = ((instance, False) for instance, own in cases(reading, STUBBORN, seed + 1) if not own)
    for index, (instance, own) in enumerate(chain(cases(reading, count, seed), more)):
        if index > 5 * count and all(h.broken for h in found.values()):
            break
        held = _relations(reading, instance)
        if held is None:
            continue
        failing = [label for label, holds in held.items() if holds is not True]
        for label, holds in held.items():
            h = found.setdefault(label, Hypothesis(reading.key, label))
            h.own, h.met = h.own + own, h.met + (own and holds is True)
            h.broken += holds is False
        if len(failing) == 1 and held[failing[0]] is False:
            h = found[failing[0]]
            if not h.witness:
                h.alone += 1
                h.witness = _refuted(without(reading, failing[0]), instance)
    return list(found.values())


def candidates(readings: Iterable[Reading], most_cost: float) -> list[Reading]:
    """Readings whose hypotheses are examined, in the same order everywhere."""
    several = [r for r in readings if lookup(r.subject).cost <= most_cost]
    better = {r.claim for r in several if r.name == "repaired"}
    return [r for r in several if r.name != "printed" or r.claim not in better]


def _refuted(reading: Reading, instance: Instance) -> str:
    try:
        with cpu_limit(2 * SECONDS):
            if decide(reading, instance, (64, 128)).status == VIOLATED:
                return instance.one_line()[:160] if replay(reading, instance).outcome == CONFIRMED else ""
    except (BadInstance, ArithmeticError, TooLong, ValueError, LookupError):
        pass
    return ""
