"""Gradients, imbalance and Hessian of explicit small networks, derived in three ways and compared with the formulas.

Main statements
    gradient, imbalance, hessian   Derivations over the shapes below
    judge                          "disagree" if two derivations differ, "failed" if they agree against the formula
Shapes: by exact polynomials (python-flint) all 360 shapes of depth at most 4 and widths at most 3, for the Hessian 150
of them that contain all others; by SymPy and by the word algebra as well the shapes of SYMPY_SHAPES; each from the risk
itself (theorems/symbolic/routes.py). Entries of X, y, p and of all layers are free, so each entry holds for all
networks of that shape. n = 2 samples up to depth 3, n = 1 at depth 4 (risk and formulas are means over samples).
Not covered: other shapes; for every depth and all widths see theorems/symbolic.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from theorems.symbolic.derivation import Derivation, Outcome
from theorems.symbolic.routes import ByPolynomials, BySympy, ByWords, Entries, Formulas, Shape


def _samples(depth: int) -> int:
    return 2 if depth <= 3 else 1


SHAPES = tuple(
    Shape(_samples(depth), widths)
    for depth in (1, 2, 3, 4)
    for widths in itertools.product((1, 2, 3), repeat=depth + 1)
)
# For the Hessian, whose closed form is the slowest part, depth 4 is thinned out; 3-3-3-3-3 contains every narrower
# network of depth 4 (pad with zeros), so nothing is lost but the repetition.
HESSIAN_SHAPES = tuple(s for s in SHAPES if s.depth <= 3 or max(s.widths) <= 2 or min(s.widths) == 3)
SYMPY_SHAPES = tuple(
    Shape(_samples(len(widths) - 1), widths)
    for widths in (
        *itertools.product((1, 2, 3), repeat=2),
        *itertools.product((1, 2), repeat=3),
        (3, 1, 2), (2, 3, 1), (1, 2, 3), (3, 3, 1), (3, 3, 3),
        *itertools.product((1, 2), repeat=4),
        (3, 2, 1, 2), (1, 3, 2, 1), (2, 1, 1, 3),
        (1, 1, 1, 1, 1), (2, 1, 2, 1, 2), (1, 2, 1, 2, 1), (2, 2, 2, 2, 1), (1, 2, 2, 2, 2), (2, 2, 2, 2, 2),
        (3, 1, 1, 2, 1),
    )
)  # fmt: skip


def judge(derived: Mapping[str, Entries], formula: Entries) -> tuple[Outcome, str]:
    """Compare derivations with each other, then with the formula. derived: {route: {entry: polynomial}}."""
    (first, base), *others = derived.items()
    for name, entries in others:
        if entries.keys() != base.keys():
            return "disagree", f"{first} and {name} derive different entries"
        for entry, f in base.items():
            if entries[entry] != f:
                return "disagree", f"{entry}: {first} derives {_short(f)}, {name} derives {_short(entries[entry])}"
    if formula.keys() != base.keys():
        return "failed", "the formula covers other entries than the derivations"
    for entry, f in base.items():
        if formula[entry] != f:
            return "failed", f"{entry}: derived {_short(f)}, formula {_short(formula[entry])}"
    return "proved", ""


def _short(f: Any) -> str:
    text = str(f)
    return text if len(text) <= 120 else f"{text[:117]}..."


def _derive(
    quantity: str,
    shapes: Sequence[Shape] = SHAPES,
    sympy_shapes: Sequence[Shape] = SYMPY_SHAPES,
    latex: tuple[tuple[str, str], ...] = (),
) -> Derivation:
    started = time.process_time()
    full, count, found = set(sympy_shapes), 0, {"disagree": "", "failed": ""}
    for shape in (*shapes, *(s for s in sympy_shapes if s not in set(shapes))):
        A, derived = shape.ring(), {}
        for route in (ByPolynomials, BySympy, ByWords, Formulas) if shape in full else (ByPolynomials, Formulas):
            derived[route.name] = getattr(route(shape, A), quantity)()
        formula = derived.pop(Formulas.name)
        outcome, why = judge(derived, formula)
        count += len(formula)
        if outcome != "proved":
            found[outcome] = found[outcome] or f"{shape}: {why}"
    outcome = next((o for o in ("disagree", "failed") if found[o]), "proved")
    return Derivation(
        name=f"small-networks/{quantity}",
        outcome=outcome,
        scope=describe(shapes, sympy_shapes),
        complete=False,
        identities=count,
        latex=latex,
        seconds=time.process_time() - started,
        detail=found.get(outcome, "polynomials, SymPy and words agree with the formula"),
    )


def describe(shapes: Sequence[Shape], sympy_shapes: Sequence[Shape]) -> str:
    """The listed shapes in words: widths d_0-...-d_L."""
    lots = {
        "all depths <= 4 and widths <= 3": SHAPES,
        "all depths 2..4 and widths <= 3": tuple(s for s in SHAPES if s.depth > 1),
        "all depths <= 3 and widths <= 3; depth 4: widths <= 2, and all widths 3": HESSIAN_SHAPES,
    }
    flint = next((name for name, lot in lots.items() if set(lot) == set(shapes)), ", ".join(map(str, shapes)))
    return f"{flint} by exact polynomials; by SymPy and by words as well: {', '.join(map(str, sympy_shapes))}"


def gradient(shapes: Sequence[Shape] = SHAPES, sympy_shapes: Sequence[Shape] = SYMPY_SHAPES) -> Derivation:
    """dR/dW_k from the risk, against b_k (A_k g)^T as numerics/network.py computes it."""
    return _derive("gradient", shapes, sympy_shapes, _shown("gradient"))


def imbalance(shapes: Sequence[Shape] = SHAPES, sympy_shapes: Sequence[Shape] = SYMPY_SHAPES) -> Derivation:
    """d/dt (W_{k+1}^T W_{k+1} - W_k W_k^T) along the gradient flow, against 0; nothing to show at depth 1."""
    deep, deep_sympy = ([s for s in lot if s.depth > 1] for lot in (shapes, sympy_shapes))
    return _derive("imbalance", deep, deep_sympy, _shown("imbalance"))


def hessian(shapes: Sequence[Shape] = HESSIAN_SHAPES, sympy_shapes: Sequence[Shape] = SYMPY_SHAPES) -> Derivation:
    """d2R/dW dW from the risk, against numerics/hessian.py."""
    return _derive("hessian", shapes, sympy_shapes, _shown("hessian"))


def _shown(quantity: str) -> tuple[tuple[str, str], ...]:
    """The formulas that SymPy derives for the scalar network of depth 2 with one sample, as LaTeX."""
    names = {"W1_1_1": "w_1", "W2_1_1": "w_2", "X_1_1": "x", "y_1_1": "y", "p_1_1": "p"}
    shape = Shape(1, (1, 1, 1))
    route = BySympy(shape, shape.ring())
    neat = {s: sympy.Symbol(names[v], real=True) for v, s in route.symbols.items()}
    risk = route.risk.subs(neat)
    w = sympy.symbols("w_1 w_2", real=True)
    if quantity == "gradient":
        return tuple(
            (f"scalar network, depth 2, layer {k}", rf"\partial_{{w_{k}}}R = {_tex(risk.diff(v))}")
            for k, v in enumerate(w, 1)
        )
    if quantity == "hessian":
        return (
            ("scalar network, depth 2", rf"\nabla^2 R = {sympy.latex(sympy.hessian(risk, w).applyfunc(sympy.factor))}"),
        )
    rate = sympy.expand(2 * w[1] * -risk.diff(w[1]) - 2 * w[0] * -risk.diff(w[0]))
    return (("scalar network, depth 2", rf"\tfrac{{d}}{{dt}}(w_2^2 - w_1^2) = {_tex(rate)}"),)


def _tex(expression: Any) -> str:
    return str(sympy.latex(sympy.factor(expression)))
