"""Twin of theorems/polynomials.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.arithmetic.base import NotExpressible
from theorems.polynomials import Polynomials

A = Polynomials(["x_1_1", "x_1_2", "z"])


def test_matrices_of_polynomials() -> None:
    x = A.free("x", 1, 2)
    square = A.multiply(x, A.transpose(x))
    assert A.terms(square[0][0]) == {(2, 0, 0): 1, (0, 2, 0): 1}
    assert A.terms(A.sum_of_squares(x)) == A.terms(square[0][0])
    assert A.shape(A.multiply(A.transpose(x), x)) == (2, 2)
    assert A.terms(A.minus(x, x)[0][0]) == {}


def test_derivative_and_terms() -> None:
    z, half = A.variable("z"), A.number(Fraction(1, 2))
    f = half * z**3 - z * A.variable("x_1_1")
    assert A.terms(A.derivative(f, "z")) == {(0, 0, 2): Fraction(3, 2), (1, 0, 0): -1}
    assert A.from_terms(A.terms(f)) == f


def test_what_polynomials_cannot_do() -> None:
    for wrong in (lambda: A.root(A.variable("z"), 2), lambda: A.largest(A.variable("z")), lambda: A.absolute(1)):
        with pytest.raises(NotExpressible):
            wrong()
    with pytest.raises(ValueError, match="does not fit"):
        A.multiply(A.free("x", 1, 2), A.free("x", 1, 2))
    with pytest.raises(ValueError, match="does not fit"):
        A.plus(A.free("x", 1, 2), A.transpose(A.free("x", 1, 2)))
