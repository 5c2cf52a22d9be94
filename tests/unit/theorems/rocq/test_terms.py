"""Twin tests of theorems/rocq/terms.py: trees are what was written, and mean it."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from numerics.network import Network
from theorems.polynomials import Polynomials
from theorems.rocq import terms as t
from theorems.symbolic.rational import NotRational
from theorems.symbolic.routes import Shape

x, y = t.variable("x"), t.variable("y")


def test_operators_expand_nothing() -> None:
    assert ((x + y) * (x - y)).kind == "product"
    assert t.rocq((x + y) ** 2 / 3, ["x", "y"]) == "(Prod (Power (Sum (Var 1) (Var 2)) 2) (Rat (1) 3))"
    assert t.rocq(1 - x, ["x"]) == "(Sum (Prod (Var 1) (Rat (-1) 1)) (Rat (1) 1))"
    assert t.number(2) * Fraction(3, 4) == t.number(Fraction(3, 2))
    assert not t.polynomial(1 / (x + y))
    assert t.polynomial(x**2 / 2 - y)


def test_fraction_has_the_value_of_the_tree() -> None:
    A = Polynomials(["x", "y"])
    a, b = A.variable("x"), A.variable("y")
    p, q = t.fraction((x / (x + y)) ** 2 - 3 * y**-1, A)
    assert p * (a + b) ** 2 * b == q * (a**2 * b - 3 * (a + b) ** 2)


def test_sympy_expressions_keep_their_shape() -> None:
    u, v = sympy.symbols("u v")
    given = (u + v) / (1 - u) ** 2 - sympy.Rational(2, 3)
    tree = t.from_sympy(given)
    assert t.names(tree) == {"u", "v"}
    A = Polynomials(["u", "v"])
    p, q = t.fraction(tree, A)
    U, V = A.variable("u"), A.variable("v")
    assert p * 3 * (1 - U) ** 2 == q * (3 * (U + V) - 2 * (1 - U) ** 2)
    for outside in (sympy.log(u), sympy.sqrt(u), sympy.exp(u), u**v):
        with pytest.raises(NotRational):
            t.from_sympy(outside)


def test_formulas_of_numerics_as_trees_are_their_polynomials() -> None:
    shape = Shape(2, (2, 1, 1))
    A, B = t.Terms(shape.parameters + shape.data), shape.ring()
    trees, polynomials = (Network(a, shape.matrices(a)) for a in (A, B))
    for tree_row, row in zip(trees.hessian, polynomials.hessian):
        for tree, entry in zip(tree_row, row):
            p, q = t.fraction(t._term(tree), B)
            assert p == q * entry
