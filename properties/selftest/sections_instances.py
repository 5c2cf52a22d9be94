"""Self-test: what has to hold on generated instances of every reading that instances decide.

kept_relations(task)    metamorphic relations (relations.py), one task each
evaluators(task)        both evaluators decide the same instances, and agree where both decide
hypotheses(task)        a fifth of the generated instances meet all hypotheses of a reading
needed(task)            each hypothesis is met, is violated, and is needed or not (necessity.py)
readings, variants      what is put to these tests; readings that counted draws or runs decide have no instances
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from numerics.second import Second
from properties import tasks
from properties.decision import NOT_MET, UNDECIDED, decide
from properties.search import random_case
from properties.selftest import necessity, relations
from properties.selftest.mutants import TooLong, cpu_limit
from properties.strategies import lookup
from properties.witness import REPLAY_BITS
from theorems import registry
from theorems.claim import Reading
from theorems.observation import observation_of
from theorems.probability import speaks_of_probabilities_only

Task = dict[str, Any]
Result = dict[str, Any]
CHEAP = 2.0  # Family.cost up to which the quick profile looks at a reading
DEAREST = {False: 20.0, True: 600.0}  # Family.cost up to which relations are tried
CASES = 4000  # of cost 1 that the deep profile affords for a relation and a reading: 200 up to cost 20, then fewer
MOST = {False: 3.0, True: 120.0}  # CPU seconds for one instance, by profile


def decided_by_counting(reading: Reading) -> bool:
    """Whether counted draws or runs decide it, and no instance does."""
    return speaks_of_probabilities_only(reading) or observation_of(reading) is not None


@lru_cache(maxsize=1)
def readings() -> tuple[Reading, ...]:
    found = [r for c in registry.claims().values() for r in c.readings.values()]
    return tuple(r for r in found if getattr(r.body, "checkable", True) and not decided_by_counting(r))


@lru_cache(maxsize=2)
def variants(deep: bool) -> tuple[Reading, ...]:
    every = [v for c in registry.claims().values() for r in c.readings.values() for v in r.false_variants]
    if deep:
        return tuple(every)
    return tuple(v for v in every if not decided_by_counting(v) and lookup(v.subject).cost <= CHEAP)


def kept_relations(task: Task) -> Result:
    done, wrong, seen = 0, [], []
    relation = relations.RELATIONS[task["part"]]
    for reading in readings():
        cost = lookup(reading.subject).cost
        if cost <= DEAREST[task["deep"]]:
            count = max(10, min(200, int(CASES / cost))) if task["deep"] else 6
            compared, apart = relations.disagreements(relation, reading, count, task["seed"])
            done += compared
            wrong += apart
            seen += [reading.key] if compared else []
    return {"done": done - len(wrong), "total": done, "wrong": wrong, "readings": seen}


def evaluators(task: Task) -> Result:
    """Both evaluators decide the same random instances; where both decide, they agree."""
    done, long, wrong = 0, 0, []
    for reading in [*readings(), *variants(task["deep"])][task["part"] :: task["parts"]]:
        family = lookup(reading.subject)
        if family.cost > CHEAP and not task["deep"]:
            continue
        rng = np.random.default_rng(tasks.seed_of(task["seed"], reading.key, 77))
        for index in range(60 if task["deep"] else 4):
            shape, values, denominator = random_case(family, 7 * index, rng)
            if shape.size > 12:
                continue
            try:
                instance = family.build(shape, values, denominator)
            except ZeroDivisionError:
                continue
            try:
                with cpu_limit(MOST[task["deep"]]):
                    one, two = decide(reading, instance), decide(reading, instance, REPLAY_BITS[:2], world=Second)
            except TooLong:  # series of flows take minutes in fractions; such an instance is not compared
                long += 1
                continue
            if UNDECIDED in (one.status, two.status):
                continue
            done += 1
            if one.status != two.status:
                wrong.append(f"{reading.key} {instance.one_line()[:200]}: {one.status} and {two.status}")
    return {"done": done - len(wrong), "total": done, "wrong": wrong, "long": long}


def hypotheses(task: Task) -> Result:
    """Not vacuous: the hypotheses of each reading are met by at least a fifth of the generated instances."""
    wrong, count = [], 0
    for reading in readings():
        family = lookup(reading.subject)
        if family.cost > (DEAREST[True] if task["deep"] else CHEAP):
            continue
        rng, met, seen = np.random.default_rng(tasks.seed_of(task["seed"], reading.key, 5)), 0, 0
        bare = Reading(reading.claim, reading.name, "", reading.subject, reading.given, lambda m: iter(()))
        for index in range(40):
            shape, values, denominator = random_case(family, index, rng)
            try:
                case = decide(bare, family.build(shape, values, denominator))
            except ZeroDivisionError:
                continue
            seen += 1
            met += case.status != NOT_MET
        count += 1
        if seen and met < seen / 5:
            wrong.append(f"{reading.key}: hypotheses met by {met} of {seen}")
    return {"done": count - len(wrong), "total": count, "wrong": wrong}


def needed(task: Task) -> Result:
    """Every hypothesis is met, is violated, and is needed or not (properties.selftest.necessity)."""
    rows: list[list[Any]] = []
    total = 0
    chosen = necessity.candidates(readings(), 200.0 if task["deep"] else CHEAP)
    for reading in chosen[task["part"] :: task["parts"]]:
        count = int(200 / max(1.0, lookup(reading.subject).cost)) if task["deep"] else 12
        for h in necessity.examined(reading, max(count, 4), tasks.seed_of(task["seed"], reading.key, 6)):
            total += 1
            rows.append([h.reading, h.label, h.met, h.own, h.broken, h.alone, h.verdict, h.witness])
    good = sum(row[2] >= row[3] / 5 and row[4] > 0 for row in rows)
    return {"done": good, "total": total, "wrong": [], "rows": rows}
