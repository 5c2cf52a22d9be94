"""Twin tests of theorems/rocq/identities.py: what is stated is true; the kernel accepts it, and nothing that is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from numerics.network import Network
from theorems.polynomials import Polynomials
from theorems.rocq import identities as i
from theorems.rocq.identity_text import Statement
from theorems.rocq.terms import fraction, variable
from theorems.rocq.word_terms import Words
from theorems.symbolic import DERIVATIONS
from theorems.symbolic.routes import Shape

FEW = (
    "gradient",
    "small-networks/gradient",
    "small-networks/imbalance",
    "two-layer/closed-form",
    "two-layer/discrete-sandwich",
)


def holds(s: Statement | Words) -> bool:
    """Expanded on this side."""
    assert isinstance(s, Statement)
    p, q = fraction(s.left - s.right, Polynomials(s.order))
    return bool(p == 0 and q != 0)


@pytest.mark.parametrize("name", [*FEW[1:3], "two-layer/one-layer", "two-layer/reduced-rank", "two-layer/step-size"])
def test_identities_hold_on_this_side_too(name: str) -> None:
    stated = i.statements_of(name)
    assert stated
    assert all(holds(s) for s in stated if isinstance(s, Statement) and s.sense == "equal")


def test_every_entry_of_every_shape_is_stated() -> None:
    parameters = sum(len(shape.parameters) for shape in i.SHAPES)
    assert len(i.statements_of("small-networks/gradient")) == parameters
    pairs = sum(len(shape.parameters) * (len(shape.parameters) + 1) // 2 for shape in i.SHAPES)
    assert len(i.statements_of("small-networks/hessian")) == pairs


def test_wrong_formulas_make_false_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Network.gradient
    monkeypatch.setattr(Network, "gradient", lambda net, k: net.A.scale(net.A.number(3), right(net, k)))
    monkeypatch.setattr(i, "SHAPES", (Shape(1, (1, 2, 1)),))
    assert not any(holds(s) for s in i._small("gradient"))
    monkeypatch.setattr(Network, "gradient", lambda net, k: net.A.scale(net.A.number(k), right(net, k)))
    assert not all(holds(s) for s in i._small("imbalance"))


def test_names_are_those_of_derivations() -> None:
    assert set(i.NAMES) <= set(DERIVATIONS)
    assert i.names_for(("gradient", "every-layer-pair", "two-layer/closed-form")) == [
        "gradient",
        "small-networks/gradient",
        "every-layer-pair",
        "two-layer/closed-form",
    ]
    assert [n for n in DERIVATIONS if n not in i.NAMES] == ["residual-constants"]


def test_what_the_statements_cover_is_said() -> None:
    assert i.covers("every-layer-pair") == "every layer and layer pair of depth 1 to 4, all widths"
    assert i.covers("gradient") == "all widths; the other layers enter as arbitrary products"
    assert "n=2 2-2-1" in i.covers("small-networks/hessian")
    labels = [s.label for s in i.statements_of("every-layer-pair")]
    assert all(any(label.startswith(f"depth {depth}, block ({depth}, 1)") for label in labels) for depth in i.DEPTHS)


def test_a_derivative_is_stated_once() -> None:
    stated = [replace(s, label="") for s in i.statements_of("balancedness")]
    assert len(stated) == len(set(stated)) == 15


@pytest.mark.coq
def test_the_kernel_accepts_what_holds(compiled: Path) -> None:
    decided = i.decide({n: i.statements_of(n) for n in FEW}, compiled)
    assert {n: d.reason for n, d in decided.items()} == dict.fromkeys(FEW, "")
    assert decided["two-layer/closed-form"].statement == "10 identities and 4 signs, expanded and compared"


@pytest.mark.coq
@pytest.mark.deep
def test_the_kernel_accepts_everything(compiled: Path) -> None:
    decided = i.decide({n: i.statements_of(n) for n in i.NAMES}, compiled)
    assert {n: d.reason for n, d in decided.items()} == dict.fromkeys(i.NAMES, "")
    assert sum(len(i.statements_of(n)) for n in i.NAMES) >= 200


@pytest.mark.coq
def test_a_corrupted_statement_is_rejected_by_its_label(compiled: Path) -> None:
    good = [s for s in i.statements_of("small-networks/gradient")[:2] if isinstance(s, Statement)]
    decided = i.decide({"corrupted": (good[0], replace(good[1], right=good[1].right * 2))}, compiled)["corrupted"]
    assert not decided.ok
    assert "computes to false" in decided.reason
    assert good[1].label in decided.reason


@pytest.mark.coq
@pytest.mark.deep
def test_what_does_not_hold_is_rejected(compiled: Path) -> None:
    x, y = variable("x"), variable("y")
    good = [s for s in i.statements_of("small-networks/gradient")[:2] if isinstance(s, Statement)]
    wrong = {
        "another entry": (replace(good[0], right=good[1].right),),
        "a sign": (Statement("negative", "at least", (x - y) / (x + y)),),
        "a sign for some values": (Statement("square minus", "at least", (x - y) ** 2 - y**2),),
        "a quotient": (Statement("quotient", "equal", 1 / (x + y), 1 / x + 1 / y),),
    }
    decided = i.decide({**wrong, "right": good}, compiled)
    assert [n for n, d in decided.items() if d.ok] == ["right"]
    assert all("computes to false" in decided[n].reason for n in wrong)


@pytest.mark.coq
def test_a_stale_build_decides_nothing(coq: str, tmp_path: Path) -> None:
    good = i.statements_of("two-layer/closed-form")
    assert i.decide({"closed form": good}, tmp_path)["closed form"].reason == "stale: not compiled yet"


@pytest.mark.parametrize("report", ["Axioms:\nfoo : 1 = 2", ""])
def test_an_axiom_or_no_report_at_all_is_not_accepted(report: str) -> None:
    decided = i._judged([], report, 0.0)
    assert not decided.ok and decided.reason.startswith("assumes")
    assert i._judged([], "Closed under the global context", 0.0).ok
