"""Rational functions as they were written, for the kernel: trees, in Python and in Rocq.

Main statements
    Term                 variables, rationals, + * powers and inverses; operators build trees and expand nothing
    Terms(names)         an arithmetic whose scalars are trees: formulas of `numerics` come out as they are programmed
    from_sympy(e)        a SymPy expression as a tree. Raises NotRational for a root, an exponential, ..
    fraction(t, A)       numerator and denominator, by the same rule as the Rocq program `fraction`

Folding two rational constants into one is the only simplification. theories/rational_identities.v gives the trees
their meaning, and decides them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from theorems.polynomials import Polynomials
from theorems.symbolic.rational import NotRational

Number = int | Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """kind: "variable" (of: its name), "number" (of: a Fraction), "sum", "product", "power", "inverse"."""

    kind: str
    of: tuple[Any, ...]

    def __add__(self, other: Term | Number) -> Term:
        return _folded("sum", self, _term(other))

    def __mul__(self, other: Term | Number) -> Term:
        return _folded("product", self, _term(other))

    def __neg__(self) -> Term:
        return self * -1

    def __sub__(self, other: Term | Number) -> Term:
        return self + -_term(other)

    def __pow__(self, n: int) -> Term:
        return Term("power", (self, n)) if n >= 0 else Term("inverse", (Term("power", (self, -n)),))

    def __truediv__(self, other: Term | Number) -> Term:
        by = _term(other)
        return self * (number(1 / by.of[0]) if by.kind == "number" else Term("inverse", (by,)))

    def __rsub__(self, other: Number) -> Term:
        return -self + other

    def __rtruediv__(self, other: Number) -> Term:
        return number(other) / self

    __radd__ = __add__
    __rmul__ = __mul__


def number(value: Number) -> Term:
    return Term("number", (Fraction(value),))


def variable(name: str) -> Term:
    return Term("variable", (name,))


def _term(x: Term | Number) -> Term:
    return x if isinstance(x, Term) else number(x)


def _folded(kind: str, a: Term, b: Term) -> Term:
    if a.kind == b.kind == "number":
        return number(a.of[0] + b.of[0] if kind == "sum" else a.of[0] * b.of[0])
    return Term(kind, (a, b))


class Terms(Polynomials):
    """Matrices as for polynomials, scalars as trees."""

    name = "terms"

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    def variable(self, name: str) -> Any:
        return variable(name)

    def number(self, value: Number) -> Any:
        return number(value)


def from_sympy(expression: Any) -> Term:
    e = sympy.sympify(expression)
    if e.is_Rational:
        return number(Fraction(int(e.p), int(e.q)))
    if e.is_Symbol:
        return variable(e.name)
    if e.is_Pow and e.exp.is_Integer:
        return from_sympy(e.base) ** int(e.exp)
    if e.is_Add or e.is_Mul:
        first, *others = (from_sympy(part) for part in e.args)
        for other in others:
            first = Term("sum" if e.is_Add else "product", (first, other))
        return first
    raise NotRational(f"{e} is not a rational function of its symbols")


def names(t: Term) -> set[str]:
    if t.kind == "variable":
        return {t.of[0]}
    return {n for part in t.of if isinstance(part, Term) for n in names(part)}


def polynomial(t: Term) -> bool:
    """No inverse anywhere: the term has a value for all values of its variables."""
    return t.kind != "inverse" and all(polynomial(part) for part in t.of if isinstance(part, Term))


def fraction(t: Term, A: Polynomials) -> tuple[Any, Any]:
    """p, q with t = p / q, both with integer coefficients, not reduced."""
    if t.kind == "variable":
        return A.variable(t.of[0]), A.number(1)
    if t.kind == "number":
        return A.number(t.of[0].numerator), A.number(t.of[0].denominator)
    p, q = fraction(t.of[0], A)
    if t.kind == "power":
        return p ** t.of[1], q ** t.of[1]
    if t.kind == "inverse":
        return q, p
    r, s = fraction(t.of[1], A)
    return (p * s + r * q, q * s) if t.kind == "sum" else (p * r, q * s)


def rocq(t: Term, order: Sequence[str]) -> str:
    """The term in Rocq; variables are numbered from 1 as in `order`."""
    if t.kind == "variable":
        return f"(Var {order.index(t.of[0]) + 1})"
    if t.kind == "number":
        return f"(Rat ({t.of[0].numerator}) {t.of[0].denominator})"
    if t.kind == "power":
        return f"(Power {rocq(t.of[0], order)} {t.of[1]})"
    head = {"sum": "Sum", "product": "Prod", "inverse": "Inverse"}[t.kind]
    return f"({head} {' '.join(rocq(part, order) for part in t.of)})"
