"""Exact multivariate polynomials (python-flint) as an arithmetic: the formulas of `numerics` over free entries.

Main statements
    Polynomials(names)   scalars are polynomials over the rationals in the named variables; matrices are tuples of rows
    derivative(f, name)  partial derivative
    terms(f)             {exponents: coefficient}, the form in which two routes are compared

An identity of polynomials with free entries holds for all matrices of that shape. Not covered: roots, eigenvalues,
maxima and division by anything but a number (NotExpressible).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import flint

from numerics.arithmetic.base import Arithmetic, NotExpressible
from numerics.instance import Matrix

Terms = dict[tuple[int, ...], Fraction]


class Polynomials(Arithmetic):
    """names: the variables, in a fixed order; see numerics/arithmetic/base.py for the contract."""

    name = "polynomials"
    rigorous = True

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.ring = flint.fmpq_mpoly_ctx.get(list(self.names), "lex")
        self._variables = dict(zip(self.names, self.ring.gens()))

    def variable(self, name: str) -> Any:
        return self._variables[name]

    def free(self, name: str, rows: int, columns: int) -> Any:
        """The matrix of variables name_i_j, counted from 1."""
        return self.assemble(rows, columns, lambda i, j: self.variable(f"{name}_{i + 1}_{j + 1}"))

    def derivative(self, f: Any, name: str) -> Any:
        return f.derivative(name)

    def terms(self, f: Any) -> Terms:
        return {tuple(map(int, e)): Fraction(int(c.p), int(c.q)) for e, c in f.to_dict().items()}

    def from_terms(self, terms: Terms) -> Any:
        return self.ring.from_dict({e: flint.fmpq(c.numerator, c.denominator) for e, c in terms.items()})

    # The contract.

    def number(self, value: Fraction | int) -> Any:
        return self.ring.constant(flint.fmpq(value.numerator, value.denominator))

    def matrix(self, rows: Matrix) -> Any:
        return tuple(tuple(self.number(x) for x in row) for row in rows)

    def assemble(self, rows: int, columns: int, entry: Callable[[int, int], Any]) -> Any:
        return tuple(tuple(entry(i, j) for j in range(columns)) for i in range(rows))

    def shape(self, m: Any) -> tuple[int, int]:
        return len(m), len(m[0])

    def entry(self, m: Any, i: int, j: int) -> Any:
        return m[i][j]

    def multiply(self, a: Any, b: Any) -> Any:
        if len(a[0]) != len(b):
            raise ValueError(f"{self.shape(a)} times {self.shape(b)} does not fit")
        columns = tuple(zip(*b))
        zero = self.number(0)
        return tuple(tuple(sum((x * z for x, z in zip(row, c)), zero) for c in columns) for row in a)

    def transpose(self, m: Any) -> Any:
        return tuple(zip(*m))

    def plus(self, a: Any, b: Any) -> Any:
        if self.shape(a) != self.shape(b):
            raise ValueError(f"{self.shape(a)} plus {self.shape(b)} does not fit")
        return tuple(tuple(x + z for x, z in zip(r, s)) for r, s in zip(a, b))

    def scale(self, factor: Any, m: Any) -> Any:
        return tuple(tuple(factor * x for x in row) for row in m)

    def root(self, x: Any, n: int) -> Any:
        raise _no("roots")

    def largest_eigenvalue(self, m: Any) -> Any:
        raise _no("eigenvalues")

    smallest_eigenvalue = largest_eigenvalue
    smallest_nonzero_eigenvalue = largest_eigenvalue

    def least_norm_solution(self, X: Any, y: Any) -> Any:
        raise _no("least-squares solutions")

    def largest(self, *xs: Any) -> Any:
        raise _no("maxima")

    def absolute(self, x: Any) -> Any:
        raise _no("absolute values")


def _no(what: str) -> NotExpressible:
    return NotExpressible(f"polynomials have no {what}; use another arithmetic")
