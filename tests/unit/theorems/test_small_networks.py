"""Twin of theorems/small_networks.py and theorems/symbolic/routes.py, with planted faults."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from theorems import small_networks
from theorems.small_networks import HESSIAN_SHAPES, SHAPES, SYMPY_SHAPES, judge
from theorems.symbolic import DERIVATIONS
from theorems.symbolic.routes import ByPolynomials, BySympy, ByWords, Entries, Formulas, Shape

FEW = (Shape(2, (1, 1)), Shape(2, (2, 1, 2)), Shape(1, (1, 2, 1, 1)))


@pytest.mark.parametrize("quantity", ["gradient", "imbalance", "hessian"])
def test_three_derivations_and_the_formula_agree(quantity: str) -> None:
    d = getattr(small_networks, quantity)(FEW, FEW)
    assert (d.outcome, d.complete) == ("proved", False), d.detail
    assert "n=2 2-1-2" in d.scope and d.latex
    assert d.identities == {"gradient": 1 + 4 + 5, "imbalance": 1 + 4 + 1, "hessian": 1 + 10 + 15}[quantity]


def test_all_shapes_by_exact_polynomials() -> None:
    assert len(SHAPES) == 9 + 27 + 81 + 243 and set(HESSIAN_SHAPES) <= set(SHAPES) and set(SYMPY_SHAPES) <= set(SHAPES)
    d = small_networks.gradient(sympy_shapes=())
    assert d.outcome == "proved" and d.identities == sum(len(s.parameters) for s in SHAPES)


@pytest.mark.deep
@pytest.mark.parametrize("name", ["gradient", "imbalance", "hessian"])
def test_full_lot(name: str) -> None:
    d = DERIVATIONS[f"small-networks/{name}"]()
    assert d.outcome == "proved", d.detail
    assert d.seconds < 20


@pytest.fixture
def shape() -> Shape:
    return Shape(1, (2, 1, 1))


def test_a_route_that_returns_zero_is_a_disagreement(shape: Shape) -> None:
    A = shape.ring()
    right, formula = ByPolynomials(shape, A).gradient(), Formulas(shape, A).gradient()
    silent = dict.fromkeys(right, A.number(0))
    assert judge({"polynomials": right, "silent": silent}, formula)[0] == "disagree"
    assert judge({"silent": silent, "polynomials": right}, formula)[0] == "disagree"
    missing = {k: v for k, v in right.items() if k != "dR/dW1_1_2"}
    assert judge({"polynomials": right, "missing": missing}, formula)[0] == "disagree"


def test_a_wrong_formula_fails_when_the_derivations_agree(shape: Shape) -> None:
    A = shape.ring()
    derived = {r.name: r(shape, A).hessian() for r in (ByPolynomials, BySympy, ByWords)}
    formula = Formulas(shape, A).hessian()
    assert judge(derived, formula) == ("proved", "")
    halved = {k: f / 2 for k, f in formula.items()}
    outcome, why = judge(derived, halved)
    assert outcome == "failed" and "d2R/dW1_1_1 dW1_1_1" in why
    assert judge(derived, {})[0] == "failed"


def test_the_formula_of_the_project_is_what_is_compared(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    from numerics.network import Network

    right = Network.gradient
    monkeypatch.setattr(Network, "gradient", lambda net, k: net.A.scale(net.A.number(2), right(net, k)))
    assert small_networks.gradient([shape], [shape]).outcome == "failed"


def test_an_asymmetric_hessian_fails(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    from numerics import network

    right = network.hessian_matrix

    def lower_triangle_doubled(net: Any) -> Any:
        full = right(net)
        return net.A.assemble(len(full), len(full), lambda i, j: full[i][j] * (2 if i > j else 1))

    monkeypatch.setattr(network, "hessian_matrix", lower_triangle_doubled)
    d = small_networks.hessian([shape], [])
    assert d.outcome == "failed" and "not symmetric" in d.detail


def test_a_broken_derivation_is_a_disagreement(shape: Shape, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "diff", lambda f, x: sympy.Integer(0))
    d = small_networks.gradient([shape], [shape])
    assert d.outcome == "disagree" and "SymPy derives 0" in d.detail


# SymPy 1.14 differentiates sums of traces, and entries of products, by a MatrixSymbol to 0 without any error
# (sympy/sympy#26585, #26561). Each case: the risk of the linear network W, written in one of the ways that go wrong.


def _matrix_symbols() -> tuple[Any, ...]:
    return sympy.MatrixSymbol("W", 1, 2), sympy.MatrixSymbol("X", 1, 2), sympy.MatrixSymbol("y", 1, 1)


def _sum_of_traces() -> Any:
    W, X, y = _matrix_symbols()
    residual = y - X * W.T
    return sympy.Trace(residual.T * residual) + sympy.Trace(W.T * W), W


def _risk_and_constant() -> Any:
    W, X, y = _matrix_symbols()
    residual = y - X * W.T
    return sympy.Trace(residual.T * residual) + 1, W


def _entry_of_a_product() -> Any:
    W, X, y = _matrix_symbols()
    residual = y - X * W.T
    return (residual.T * residual)[0, 0], W


@pytest.mark.parametrize("case", [_sum_of_traces, _risk_and_constant, _entry_of_a_product])
def test_silent_zeros_of_sympy_are_caught(case: Any) -> None:
    risk, W = case()
    by_symbol = sympy.diff(risk, W)
    shape = Shape(1, (2, 1))
    explicit = BySympy(shape, shape.ring())
    sizes = {"W": (1, 2), "X": (1, 2), "y": (1, 1)}
    written_out = {
        sympy.MatrixSymbol(m, *size)[i, j]: explicit.symbols[f"{'W1' if m == 'W' else m}_{i + 1}_{j + 1}"]
        for m, size in sizes.items()
        for i in range(size[0])
        for j in range(size[1])
    }

    def entries(of: Any) -> Entries:
        return {f"dR/dW1_1_{j + 1}": explicit.convert(of(j)) for j in range(2)}

    claimed = entries(lambda j: by_symbol[0, j].subs(written_out) if hasattr(by_symbol, "shape") else by_symbol)
    explicit_risk = risk.replace(lambda e: isinstance(e, sympy.Trace), lambda e: e.arg.as_explicit().trace())
    explicit_risk = explicit_risk.doit().subs(written_out)
    derived = entries(lambda j: sympy.diff(explicit_risk, explicit.symbols[f"W1_1_{j + 1}"]))
    assert all(f == 0 for f in claimed.values()), "SymPy no longer returns 0 here: move the case to the plain tests"
    assert any(f != 0 for f in derived.values())
    assert judge({"MatrixSymbol": claimed, "SymPy": derived}, derived)[0] == "disagree"
