"""Twin tests of theorems/rocq/statements.py: what may prove a reading, and that names exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from theorems.rocq import statements as s
from theorems.rocq.kernel import KernelResult
from theorems.rocq.sources import HOME, load


def result(name: str, ok: bool = True) -> KernelResult:
    return KernelResult(name, "", (), (), ok, "" if ok else "weakened", 0.0)


def test_every_named_theorem_exists_and_is_pinned() -> None:
    named = s.theorems_for(s.entries())
    assert set(named) <= set(load().theorems())
    pins = json.loads((HOME / "pins.json").read_text(encoding="utf-8"))
    assert set(named) <= set(pins["statements"])


def test_partial_entries_say_what_is_missing() -> None:
    for rows in s.entries().values():
        for entry in rows:
            assert entry.coverage == "full" or entry.differs


def test_assess_needs_every_theorem_of_a_full_entry() -> None:
    key = "small-scale/lemma-rank-one#printed"
    names = s.theorems_for([key])
    assert s.assess(key, {n: result(n) for n in names}).complete
    weakened = {n: result(n) for n in names} | {names[0]: result(names[0], ok=False)}
    told = s.assess(key, weakened)
    assert (told.says, told.complete) == ("nothing", False)
    assert "weakened" in told.rejected[0]
    assert s.assess(key, {}).says == "nothing"
    assert s.assess("no/such#reading", {}).says == "nothing"


def test_part_never_completes_and_refutations_refute() -> None:
    key = "random-products/norm#repaired"
    told = s.assess(key, {n: result(n) for n in s.theorems_for([key])})
    assert (told.says, told.complete) == ("proves", False)
    assert "given that |x|^(2q) is a submartingale" in told.scope
    key = "small-scale/low-norm#printed"
    assert s.assess(key, {n: result(n) for n in s.theorems_for([key])}).says == "refutes"


@pytest.mark.parametrize(
    "row",
    [
        {"theorems": [], "says": "proves", "coverage": "full"},
        {"theorems": ["a.b"], "says": "suggests", "coverage": "full"},
        {"theorems": ["a.b"], "says": "proves", "coverage": "part"},
        {"theorems": ["a.b"], "says": "proves", "coverage": "full", "trust": "me"},
    ],
)
def test_bad_entries_are_refused(row: dict[str, object]) -> None:
    with pytest.raises(s.BadStatements):
        s._entry("a/b#printed", row)


def test_glossary_explains_the_definitions_of_statements() -> None:
    text = "small_scale_lemma.eps_of M delta mx <= sqF (W k)"
    assert set(s.glossary_of(text)) == {"eps_of", "delta", "mx", "sqF"}
    defined = {name.partition(".")[2] for name in load().definitions()}
    explained = set(s.glossary())
    assert {"weights", "head", "risk", "hess", "sharp_ub", "op2", "eps_of"} <= explained & defined


@pytest.mark.coq
@pytest.mark.deep
def test_every_named_theorem_is_accepted(compiled: Path) -> None:
    from theorems.rocq.kernel import check

    results = check(s.theorems_for(s.entries()), compiled)
    assert [r.name for r in results.values() if not r.ok] == []
