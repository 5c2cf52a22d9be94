"""Checks of what turns instances into verdicts: deciding, replay, witnesses, search, evidence, counts, cache, tasks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from flint import arb

from numerics.arithmetic import NotExpressible, Rationals
from numerics.instance import BadInstance, Instance, network_instance
from numerics.second import Second
from properties.budget import BUDGETS
from properties.decision import HOLDS, NOT_MET, UNDECIDED, VIOLATED, decide, tightness
from properties.search import search
from properties.selftest.need import need, refuses
from properties.selftest.rules import differences
from properties.verdict import Verdict
from properties.witness import CONFIRMED, CONTRADICTED, UNCONFIRMED, BadWitness, load, replay
from theorems.claim import Reading, Relation, at_least, at_most, equal, greater, less, nonzero

ONE = network_instance([[1]], [2], [[[1]], [[1]]])  # R = 1, pi = 1, pi* = 2
QUICK = replace(BUDGETS["quick"], hypothesis=10, shapes=2, generations=3)
Then = Callable[[Any], Iterator[Relation]]


def reading(then: Then, given: Then = lambda m: iter(()), **more: Any) -> Reading:
    return Reading("selftest/claim", "printed", "", "network", given, then, **more)


def says(*relations: Relation) -> Then:
    return lambda m: iter(relations)


def verdict_rules() -> None:
    """The rules against the rules written a second time, on every combination of up to three pieces of evidence."""
    wrong = differences(3)
    need(not wrong, f"{len(wrong)} combinations, for example {wrong[:1]}")
    for verdict in Verdict:
        refuses(TypeError, lambda verdict=verdict: bool(verdict), "truth value")  # type: ignore[misc]


def deciding() -> None:
    unknown = Relation(arb(0, 1), ">", 0, "unknown")
    for relation, status in (
        (at_most(1, 1), HOLDS),
        (at_least(1, 1), HOLDS),
        (less(1, 1), VIOLATED),
        (greater(1, 1), VIOLATED),
        (equal(1, 2), VIOLATED),
        (nonzero(0), VIOLATED),
        (nonzero(1), HOLDS),
        (at_most(2, 1), VIOLATED),
        (Relation(arb("nan"), "<=", 1), UNDECIDED),
        (unknown, UNDECIDED),
    ):
        need(decide(reading(says(relation)), ONE).status == status, f"{relation}")

    def broken(m: Any) -> Iterator[Relation]:
        yield equal(1 // 0, 0)

    def missing(m: Any) -> Iterator[Relation]:
        raise NotExpressible("no value")
        yield

    need(decide(reading(lambda m: iter([equal(m.risk, 1), equal(m.L, 2)])), ONE).status == HOLDS, "reads the instance")
    need(decide(reading(broken, says(at_most(2, 1))), ONE).status == NOT_MET, "hypotheses come first")
    need(decide(reading(broken, says(at_most(1, 1))), ONE).status == UNDECIDED, "what does not exist is undecided")
    need(decide(reading(missing), ONE).status == UNDECIDED, "what has no value is undecided")
    need(decide(reading(says(at_most(2, 1)), says(unknown)), ONE).status == UNDECIDED, "an unknown hypothesis")
    need(decide(reading(says(unknown, at_most(2, 1))), ONE).status == VIOLATED, "one violation is enough")
    need(decide(reading(says(at_most(1, 1), unknown)), ONE).status == UNDECIDED, "one unknown is not support")
    need(decide(reading(says()), ONE).status == UNDECIDED, "nothing said")
    refuses(BadInstance, lambda: decide(reading(says(at_most(1, 1))), Instance("network", {})), "another subject")

    def close(bits: int) -> Then:
        def then(m: Any) -> Iterator[Relation]:
            x = m.A.root(m.A.number(2), 2) + m.A.root(m.A.number(3), 2)
            yield less(x, x + m.A.number(Fraction(1, 2**bits)))

        return then

    for bits, status in ((40, HOLDS), (300, HOLDS), (900, UNDECIDED)):
        case = decide(reading(close(bits)), ONE)
        need(case.status == status and not case.exact and case.precision > min(bits, 500), "precision rises")
    need(decide(reading(lambda m: iter([equal(m.risk, 1)])), ONE).exact, "exactness is reported")
    ball = Relation(arb(0), "<=", arb(1), "ball")
    need(not decide(reading(says(at_most(0, 1), ball)), ONE).exact, "one ball is enough not to be exact")
    need(not decide(reading(says(Relation(0, "<=", arb(1)))), ONE).exact, "on either side")
    case = decide(reading(says(at_most(1, 2, "a"), at_most(3, 2, "b")), says(at_most(0, 1, "h"))), ONE)
    need(case.ratio == 1.5 and [v.label for v in case.violated] == ["b"] and case.met == {"h": True}, "what is kept")
    ratios = [
        tightness(*x) for x in ((1, "<=", 2), (2, ">=", 1), (3, "<", 2), (1, "==", 3), (-1, "<=", -2), (1, "==", 1))
    ]
    need(all(abs(r - e) < 1e-12 for r, e in zip(ratios, (0.5, 0.5, 1.5, 1.5, 4 / 3, 1.0))), "ratios")


FALSE = reading(lambda m: iter([at_most(m.risk, Fraction(1, 2))]), lambda m: iter([equal(m.L, 2)]))


def replaying() -> None:
    """Confirmed, contradicted, not decided: by the second evaluator, whatever the first one says."""
    need(replay(FALSE, ONE).outcome == CONFIRMED, "a violation is confirmed")
    need(
        replay(reading(lambda m: iter([at_most(m.risk, 1)])), ONE).outcome == CONTRADICTED, "what holds is contradicted"
    )
    other = reading(FALSE.then, lambda m: iter([equal(m.L, 3)]))
    need(replay(other, ONE).outcome == CONTRADICTED, "hypotheses that fail are contradicted")
    root = reading(lambda m: iter([less(m.A.root(m.A.number(2), 2), m.A.root(m.A.number(2), 2))]))
    need(replay(root, ONE).outcome == UNCONFIRMED, "what intervals do not tell is not confirmed")
    worlds: list[str] = []

    def spy(m: Any) -> Iterator[Relation]:
        worlds.append(type(m.A).__name__)
        yield at_most(2, 1)

    replay(reading(spy), ONE)
    decide(reading(spy), ONE)
    need(worlds == [Second.__name__, Rationals.__name__], "each evaluator in its own arithmetic")


def witness_files() -> None:
    good = {"schema": "lemmata-witness-1", "claim": "a/b", "reading": "printed", "instance": ONE.to_json()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.json"
        path.write_text(json.dumps(good))
        need(load(path)[:2] == ("a/b#printed", ONE), "there and back")
        text = json.dumps(good)
        many = {"kind": "network", "matrices": {"W1": [["1"] * 60] * 60}, "numbers": {}}
        long = {"kind": "network", "matrices": {"W1": [["1"]], "X": [["1"] * 90] * 90}, "numbers": {}}
        for bad in (
            text[:-9],
            "",
            "[]",
            "[" * 100000,
            json.dumps({**good, "schema": "other"}),
            json.dumps({**good, "claim": 3}),
            json.dumps({**good, "reading": None}),
            json.dumps({**good, "instance": {}}),
            json.dumps({**good, "instance": many}),
            json.dumps({**good, "instance": long}),
            text.replace('"2"', "2.0"),
            text.replace('"2"', '"1/0"'),
            text.replace('"2"', "NaN"),
            " " * 3_000_000,
        ):
            path.write_text(bad)
            refuses(BadWitness, lambda: load(path), "a damaged witness")
        refuses(BadWitness, lambda: load(Path(folder) / "none"), "a missing file")


def searching() -> None:
    """Finds a plain violation and shrinks it; a lying float64 search finds nothing; one seed gives one result."""
    false = reading(lambda m: iter([at_most(m.frobenius_squared(1), 3, "small")]))
    found = search(false, 1, QUICK)
    need(found.found is not None and found.found.case.status == VIOLATED, "found")
    assert found.found is not None
    need(
        decide(false, found.found.instance).status == VIOLATED and found.found.instance.largest_dimension <= 2, "small"
    )
    true = reading(lambda m: iter([at_least(m.risk, 0), at_most(m.minimal_risk, m.risk)]))
    one, two = search(true, 3, QUICK), search(true, 3, QUICK)
    need(one.found is None and one.decided > 0 and one.best <= 1, "nothing to find")
    need((one.looked_at, one.best, one.best_at) == (two.looked_at, two.best, two.best_at), "repeats itself")
    equality = search(reading(lambda m: iter([less(0, m.risk)])), 1, QUICK)
    need(equality.found is not None, "strictness matters")
    never = search(reading(says(at_most(1, 0)), lambda m: iter([equal(m.L, 99)])), 1, QUICK)
    need(never.found is None and never.decided == 0, "hypotheses never met")
