"""Twin of theorems/symbolic/rational.py: what it proves, what it must not prove, and disagreement of its two ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from theorems.symbolic import rational
from theorems.symbolic.rational import NotRational, RationalProof

x, y = sympy.symbols("x y", positive=True)


def outcome(work: Callable[[RationalProof], Any]) -> str:
    proof = RationalProof("planted")
    work(proof)
    return proof.done().outcome


def test_identities() -> None:
    assert outcome(lambda p: p.zero("binomial", (x + y) ** 2 - x**2 - 2 * x * y - y**2)) == "proved"
    assert outcome(lambda p: p.equals("fractions", 1 / x + 1 / y, (x + y) / (x * y))) == "proved"
    assert outcome(lambda p: p.equals("wrong", 1 / x + 1 / y, (x + y) / (x * y**2))) == "failed"
    assert outcome(lambda p: p.zero("small", x / 10**12)) == "failed"


def test_signs_are_sufficient_conditions_and_sound() -> None:
    assert outcome(lambda p: p.nonnegative("sum", (x + y) / (1 + x * y))) == "proved"
    assert outcome(lambda p: p.nonnegative("cancels", (x**2 - 1) / (x - 1))) == "proved"
    assert outcome(lambda p: p.nonnegative("both negative", -x / (-1 - y))) == "proved"
    for negative in (x - y, -x, 1 / (x - 2), (x - y) ** 2 - 1, -x / (1 + y)):
        assert outcome(lambda p, e=negative: p.nonnegative("wrong", e)) == "failed"


def test_growth_from_zero() -> None:
    assert outcome(lambda p: p.at_least_0_from_0("x >= log", x - sympy.log(1 + x), x)) == "proved"
    assert outcome(lambda p: p.at_least_0_from_0("x/2 >= log", x / 2 - sympy.log(1 + x), x)) == "failed"
    assert outcome(lambda p: p.at_least_0_from_0("shifted", x - 1, x)) == "failed"


def test_what_is_not_rational_is_refused() -> None:
    for e in (sympy.exp(x), sympy.sqrt(x), x**y, sympy.log(x)):
        with pytest.raises(NotRational):
            RationalProof("refused").zero("refused", e)


def test_two_ways_that_contradict_each_other_are_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rational.sympy, "cancel", lambda e: sympy.Integer(0))
    proof = RationalProof("planted")
    proof.zero("silent zero", x - y)
    d = proof.done()
    assert d.outcome == "disagree" and "SymPy says True, polynomials says False" in d.detail
