"""SymPy: formulas over symbols, for derivations on explicit small networks and for display. Not for bulk work."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.instance import Matrix


class Symbols(Arithmetic):
    name = "symbols"
    rigorous = True

    def number(self, value: Fraction | int) -> Any:
        return sympy.Rational(value.numerator, value.denominator)

    def matrix(self, rows: Matrix) -> Any:
        return sympy.Matrix([[self.number(x) for x in row] for row in rows])

    def symbols(self, name: str, rows: int, columns: int) -> Any:
        """A matrix of real symbols name_ij."""
        return sympy.Matrix(rows, columns, lambda i, j: sympy.Symbol(f"{name}_{i + 1}{j + 1}", real=True))

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        return sympy.Matrix(rows, columns, lambda i, j: entry(int(i), int(j)))

    def shape(self, m: Any) -> tuple[int, int]:
        return m.rows, m.cols

    def entry(self, m: Any, i: int, j: int) -> Any:
        return m[i, j]

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def transpose(self, m: Any) -> Any:
        return m.T

    def plus(self, a: Any, b: Any) -> Any:
        return a + b

    def scale(self, factor: Any, m: Any) -> Any:
        return factor * m

    def root(self, x: Any, n: int) -> Any:
        return sympy.root(x, n)

    def largest_eigenvalue(self, m: Any) -> Any:
        if m.rows == 1:
            return m[0, 0]
        raise NotExpressible("SymPy has no ordered eigenvalues of symbolic matrices")

    smallest_eigenvalue = largest_eigenvalue
    smallest_nonzero_eigenvalue = largest_eigenvalue

    def least_norm_solution(self, X: Any, y: Any) -> Any:
        return (X.T * X).LUsolve(X.T * y)

    def largest(self, *xs: Any) -> Any:
        return sympy.Max(*xs)

    def exp(self, x: Any) -> Any:
        return sympy.exp(x)

    def log(self, x: Any) -> Any:
        return sympy.log(x)

    def absolute(self, x: Any) -> Any:
        return sympy.Abs(x)
