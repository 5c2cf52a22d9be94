"""Identities and signs of rational functions, each decided in two ways: SymPy, and fractions of exact polynomials.

Main statements
    RationalProof.zero          an expression is 0: sympy.cancel, and cross-multiplied python-flint polynomials
    RationalProof.nonnegative   numerator and denominator have coefficients >= 0 only, so the expression is >= 0 where
                                all its symbols are positive; a sufficient condition, "failed" does not mean negative
    RationalProof.at_least_0_from_0   f(0) = 0 and f' >= 0 for positive arguments, hence f >= 0 there
    fraction                    (numerator, denominator) of an expression tree, without any help of SymPy's algebra
Expressions are made of symbols, rationals, + - * / and integer powers; exponentials enter as symbols with the chain
rule. Raises NotRational on anything else.
"""

from __future__ import annotations

from typing import Any

import sympy

from theorems.polynomials import Polynomials
from theorems.symbolic.derivation import Proof, state


class NotRational(ValueError):
    """The expression is not a rational function of its symbols."""


def fraction(expression: Any, A: Polynomials) -> tuple[Any, Any]:
    """Walk the tree; sums over the product of the denominators, no cancellation."""
    e = sympy.sympify(expression)
    if e.is_Rational:
        return A.number(int(e.p)), A.number(int(e.q))
    if e.is_Symbol:
        return A.variable(e.name), A.number(1)
    if e.is_Pow and e.exp.is_Integer:
        (top, bottom), k = fraction(e.base, A), int(e.exp)
        return (top**k, bottom**k) if k >= 0 else (bottom**-k, top**-k)
    if e.is_Add or e.is_Mul:
        top, bottom = A.number(int(e.is_Mul)), A.number(1)
        for part in e.args:
            p, q = fraction(part, A)
            top, bottom = (top * p, bottom * q) if e.is_Mul else (top * q + p * bottom, bottom * q)
        return top, bottom
    raise NotRational(f"{e} is not a rational function of its symbols")


class RationalProof(Proof):
    def zero(self, label: str, expression: Any, *, show: str = "") -> None:
        """The expression is 0 as a rational function."""
        self.equals(label, expression, 0, show=show)

    def equals(self, label: str, left: Any, right: Any, *, show: str = "") -> None:
        left, right = sympy.sympify(left), sympy.sympify(right)
        state(label, "equal", left, right)
        e = left - right
        top, bottom = fraction(e, _ring(e))
        if bottom == 0:
            raise NotRational(f"{label}: division by 0")
        rest = sympy.cancel(sympy.together(e))
        self.decided(label, {"SymPy": rest == 0, "polynomials": top == 0}, f"{rest} instead of 0")
        if show:
            self.show(label, show)

    def nonnegative(self, label: str, expression: Any, *, show: str = "") -> None:
        """The expression is >= 0 for all positive values of its symbols, because all coefficients are >= 0."""
        e = sympy.sympify(expression)
        state(label, "at least", e, sympy.Integer(0))
        A = _ring(e)
        top, bottom = fraction(e, A)
        common = top.gcd(bottom)
        top, bottom = top / common, bottom / common
        by_flint = _one_sign(A.terms(top).values(), A.terms(bottom).values())
        p, q = (sympy.Poly(x, *_symbols(e)) for x in sympy.fraction(sympy.cancel(sympy.together(e))))
        by_sympy = _one_sign(p.coeffs(), q.coeffs())
        self.decided(label, {"SymPy": by_sympy, "polynomials": by_flint}, f"{sympy.factor(e)} has terms of both signs")
        if show:
            self.show(label, show)

    def at_least_0_from_0(self, label: str, f: Any, s: Any, *, show: str = "") -> None:
        """f(0) = 0 and the derivative of f in s is >= 0 for s > 0, hence f >= 0 for s >= 0."""
        self.zero(f"{label}: value at 0", f.subs(s, 0))
        self.nonnegative(f"{label}: derivative", sympy.diff(f, s), show=show)


def _one_sign(top: Any, bottom: Any) -> bool:
    """p / q with all coefficients >= 0, or all <= 0 in both."""
    top, bottom = list(top), list(bottom)
    return any(all(sign * c >= 0 for c in (*top, *bottom)) for sign in (1, -1))


def _symbols(e: Any) -> list[Any]:
    return sorted(e.free_symbols, key=str) or [sympy.Symbol("unused")]


def _ring(e: Any) -> Polynomials:
    return Polynomials([x.name for x in _symbols(e)])
