"""SymPy as an arithmetic: the derivative of the risk of an explicit network is the gradient formula."""

import pytest
import sympy

from numerics.arithmetic import NotExpressible, Symbols
from numerics.network import Network


def test_gradient_and_hessian_are_derivatives_of_the_risk():
    A = Symbols()
    shapes = {"X": (2, 2), "y": (2, 1), "p": (1, 1), "W1": (1, 2), "W2": (1, 1)}
    net = Network(A, {name: A.symbols(name, *size) for name, size in shapes.items()})
    variables = [*net.W[1], *net.W[2]]
    gradient = [*net.gradient(1), *net.gradient(2)]
    for symbol, entry in zip(variables, gradient, strict=True):
        assert sympy.expand(sympy.diff(net.risk, symbol) - entry) == 0
    hessian = sympy.hessian(net.risk, variables)
    assert (hessian - net.hessian).applyfunc(sympy.expand) == sympy.zeros(3, 3)


def test_refuses_symbolic_spectra():
    A = Symbols()
    with pytest.raises(NotExpressible):
        A.largest_eigenvalue(A.symbols("m", 2, 2))
    x = sympy.Symbol("x")
    assert A.largest_eigenvalue(sympy.Matrix([[x]])) == x and A.root(8, 3) == 2 and A.absolute(sympy.Integer(-1)) == 1
    assert A.largest(1, 2) == 2 and A.power(sympy.Integer(4), sympy.Rational(3, 2)) == 8
