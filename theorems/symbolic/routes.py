"""Derivatives of the risk of one explicit network, entry by entry, derived in three ways that share no code.

Main statements
    by_polynomials   python-flint: the risk as a polynomial in all entries of X, y, p, W_k, differentiated term by term
    by_sympy         SymPy: the risk as an expression in symbols, sympy.diff, then converted to polynomials
    by_words         the word algebra: the risk in words, differentiated there, then evaluated at matrices of variables
    formulas         what numerics/network.py and numerics/hessian.py compute; compared with the above, not a derivation

Each gives {name: polynomial} with names "dR/dW1_1_2", "d2R/dW1_1_1 dW2_1_1" (parameters in the order W_1 row by row,
W_2, ...) and "d/dt D1_1_2" (rate of change of an entry of D_k = W_{k+1}^T W_{k+1} - W_k W_k^T along the gradient flow).
The two explicit routes write the risk out from its definition, (1/n) sum_i (y_i - x_i . W_1^T ... W_L^T p)^2.
SymPy's derivative by a MatrixSymbol is not used anywhere: SymPy 1.14 returns 0 for the derivative of a sum of two
traces without any error (sympy/sympy#26585, #26561); tests keep such cases as ones that the comparison catches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from numerics.network import Network
from theorems.polynomials import Polynomials
from theorems.symbolic.evaluate import evaluate
from theorems.symbolic.layers import PER_SAMPLE, X, Y
from theorems.words import Polynomial, derivative, gradient, inner, letter

Entries = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """n samples, widths (d_0, ..., d_L)."""

    n: int
    widths: tuple[int, ...]

    @property
    def depth(self) -> int:
        return len(self.widths) - 1

    def __str__(self) -> str:
        return f"n={self.n} {'-'.join(map(str, self.widths))}"

    def layer(self, k: int) -> tuple[int, int]:
        return self.widths[k], self.widths[k - 1]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(
            f"W{k}_{i}_{j}"
            for k in range(1, self.depth + 1)
            for i in range(1, self.widths[k] + 1)
            for j in range(1, self.widths[k - 1] + 1)
        )

    @cached_property
    def data(self) -> tuple[str, ...]:
        samples = range(1, self.n + 1)
        return (
            *(f"X_{i}_{j}" for i in samples for j in range(1, self.widths[0] + 1)),
            *(f"y_{i}_1" for i in samples),
            *(f"p_{i}_1" for i in range(1, self.widths[-1] + 1)),
        )

    def ring(self) -> Polynomials:
        return Polynomials(self.parameters + self.data)

    def matrices(self, A: Polynomials) -> dict[str, Any]:
        layers = {f"W{k}": A.free(f"W{k}", *self.layer(k)) for k in range(1, self.depth + 1)}
        return layers | {
            "X": A.free("X", self.n, self.widths[0]),
            "y": A.free("y", self.n, 1),
            "p": A.free("p", self.widths[-1], 1),
        }


def risk_written_out(shape: Shape, variable: Callable[[str], Any]) -> Any:
    """The risk from its definition, over anything that has + - *."""
    out = [variable(f"p_{i}_1") for i in range(1, shape.widths[-1] + 1)]
    for k in range(shape.depth, 0, -1):
        rows, columns = shape.layer(k)
        out = [sum(variable(f"W{k}_{i}_{j}") * out[i - 1] for i in range(1, rows + 1)) for j in range(1, columns + 1)]
    total: Any = 0
    for s in range(1, shape.n + 1):
        predicted = sum(variable(f"X_{s}_{j}") * out[j - 1] for j in range(1, shape.widths[0] + 1))
        total = total + (variable(f"y_{s}_1") - predicted) ** 2
    return total / shape.n


def imbalance_written_out(shape: Shape, variable: Callable[[str], Any]) -> Entries:
    """Entries of every D_k, over anything that has + - *."""
    found: Entries = {}
    for k in range(1, shape.depth):
        top, size, below = shape.widths[k + 1], shape.widths[k], shape.widths[k - 1]
        for i in range(1, size + 1):
            for j in range(1, size + 1):
                above = sum(variable(f"W{k + 1}_{s}_{i}") * variable(f"W{k + 1}_{s}_{j}") for s in range(1, top + 1))
                under = sum(variable(f"W{k}_{i}_{s}") * variable(f"W{k}_{j}_{s}") for s in range(1, below + 1))
                found[f"d/dt D{k}_{i}_{j}"] = above - under
    return found


def _pairs(shape: Shape) -> list[tuple[str, str]]:
    names = shape.parameters
    return [(v, w) for i, v in enumerate(names) for w in names[i:]]


class ByPolynomials:
    name = "polynomials"

    def __init__(self, shape: Shape, A: Polynomials) -> None:
        self.shape, self.A = shape, A
        self.risk = risk_written_out(shape, A.variable)
        self._first = {v: self.risk.derivative(v) for v in shape.parameters}

    def gradient(self) -> Entries:
        return {f"dR/d{v}": f for v, f in self._first.items()}

    def hessian(self) -> Entries:
        return {f"d2R/d{v} d{w}": self._first[v].derivative(w) for v, w in _pairs(self.shape)}

    def imbalance(self) -> Entries:
        zero = self.A.number(0)
        return {
            name: sum((slope * -f for v, f in self._first.items() if (slope := d.derivative(v)) != 0), zero)
            for name, d in imbalance_written_out(self.shape, self.A.variable).items()
        }


class BySympy:
    name = "SymPy"

    def __init__(self, shape: Shape, A: Polynomials) -> None:
        self.shape, self.A = shape, A
        self.symbols = {v: sympy.Symbol(v, real=True) for v in A.names}
        self._ring = sympy.QQ.poly_ring(*self.symbols.values())
        self.risk = risk_written_out(shape, self.symbols.__getitem__)
        self._first = {v: sympy.diff(self.risk, self.symbols[v]) for v in shape.parameters}

    def convert(self, expression: Any) -> Any:
        """A SymPy expression as a polynomial of `A`."""
        rational = self._ring.from_sympy(sympy.sympify(expression))
        return self.A.from_terms({tuple(e): _fraction(c) for e, c in rational.terms() if c})

    def gradient(self) -> Entries:
        return {f"dR/d{v}": self.convert(f) for v, f in self._first.items()}

    def hessian(self) -> Entries:
        return {
            f"d2R/d{v} d{w}": self.convert(sympy.diff(self._first[v], self.symbols[w])) for v, w in _pairs(self.shape)
        }

    def imbalance(self) -> Entries:
        return {
            name: self.convert(sum(sympy.diff(d, self.symbols[v]) * -f for v, f in self._first.items()))
            for name, d in imbalance_written_out(self.shape, self.symbols.__getitem__).items()
        }


class ByWords:
    name = "words"

    def __init__(self, shape: Shape, A: Polynomials) -> None:
        self.shape, self.A = shape, A
        self.matrices = shape.matrices(A)
        self.sizes = {f"d{k}": w for k, w in enumerate(shape.widths)} | {"n": shape.n, "q": 1, "d": shape.widths[0]}
        layers = range(1, shape.depth + 1)
        self._W = {k: letter(f"W{k}", f"d{k}", f"d{k - 1}" if k > 1 else "d") for k in layers}
        pi = letter("p", f"d{shape.depth}", "q")
        for k in reversed(layers):
            pi = self._W[k].T @ pi
        residual = Y - X @ pi
        risk = inner(residual, residual) * PER_SAMPLE
        self._G = {k: gradient(risk, w) for k, w in self._W.items()}

    def _at(self, f: Polynomial, **more: Any) -> Any:
        return evaluate(f, self.A, self.matrices | more, self.sizes, {"n": self.A.number(self.shape.n)})

    def gradient(self) -> Entries:
        return {
            f"dR/dW{k}_{i + 1}_{j + 1}": entry
            for k, f in self._G.items()
            for i, row in enumerate(self._at(f))
            for j, entry in enumerate(row)
        }

    def hessian(self) -> Entries:
        order, found = {v: i for i, v in enumerate(self.shape.parameters)}, {}
        for l, x in self._W.items():
            h = letter("H", x.rows, x.columns)
            slopes = {k: derivative(f, x, h) for k, f in self._G.items() if k <= l}
            rows, columns = self.shape.layer(l)
            for a in range(rows):
                for c in range(columns):
                    w = f"W{l}_{a + 1}_{c + 1}"
                    unit = self.A.assemble(rows, columns, lambda i, j: self.A.number(int((i, j) == (a, c))))  # noqa: B023
                    for k, slope in slopes.items():
                        for i, row in enumerate(self._at(slope, H=unit)):
                            for j, entry in enumerate(row):
                                v = f"W{k}_{i + 1}_{j + 1}"
                                if order[v] <= order[w]:
                                    found[f"d2R/d{v} d{w}"] = entry
        return found

    def imbalance(self) -> Entries:
        found: Entries = {}
        for k in range(1, self.shape.depth):
            below, above = self._W[k], self._W[k + 1]
            D = above.T @ above - below @ below.T
            rate = derivative(D, above, self._G[k + 1] * -1) + derivative(D, below, self._G[k] * -1)
            for i, row in enumerate(self._at(rate)):
                for j, entry in enumerate(row):
                    found[f"d/dt D{k}_{i + 1}_{j + 1}"] = entry
        return found


class Formulas:
    """The closed forms that the project computes with, over polynomials; the imbalance is claimed to be conserved."""

    name = "formula"

    def __init__(self, shape: Shape, A: Polynomials) -> None:
        self.shape, self.A, self.net = shape, A, Network(A, shape.matrices(A))

    def gradient(self) -> Entries:
        return {
            f"dR/dW{k}_{i + 1}_{j + 1}": entry
            for k in self.net.layers
            for i, row in enumerate(self.net.gradient(k))
            for j, entry in enumerate(row)
        }

    def hessian(self) -> Entries:
        """Both triangles: an entry that differs from its mirror image is reported in place of the value."""
        index, full = {v: i for i, v in enumerate(self.shape.parameters)}, self.net.hessian
        found: Entries = {}
        for v, w in _pairs(self.shape):
            here, mirrored = full[index[v]][index[w]], full[index[w]][index[v]]
            found[f"d2R/d{v} d{w}"] = here if here == mirrored else f"not symmetric: {here} and {mirrored}"
        return found

    def imbalance(self) -> Entries:
        return {name: self.A.number(0) for name in imbalance_written_out(self.shape, self.A.variable)}


def _fraction(c: Any) -> Fraction:
    return Fraction(int(c.numerator), int(c.denominator))
