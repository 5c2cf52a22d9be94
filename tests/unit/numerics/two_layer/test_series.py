"""Taylor coefficients of formulas against SymPy, and of the matrix flow against the closed form."""

from fractions import Fraction as F

import pytest
import sympy

from numerics.arithmetic import Rationals
from numerics.two_layer import series

t = sympy.Symbol("t")


def sympy_coefficients(f, order):
    expansion = sympy.series(f, t, 0, order + 1).removeO()
    return [F(str(sympy.nsimplify(expansion.coeff(t, k)))) for k in range(order + 1)]


@pytest.mark.parametrize(("sigma", "lam", "w0"), [(2, 3, F(1, 4)), (1, 1, 1), (3, 0, F(1, 2)), (0, 2, F(1, 9))])
def test_component_series_is_the_expansion_of_the_formula(sigma, lam, w0):
    A = Rationals()
    s, l, w = sympy.Rational(sigma), sympy.Rational(lam), sympy.Rational(str(w0))
    E = w * sympy.exp(2 * s * t)
    formula = s * E / (l * (E - w) + s) if sigma else w / (1 + 2 * l * w * t)
    with A.context():
        ours = series.component_series(A, A.number(sigma), A.number(lam), A.number(w0), 4)
    assert [F(str(c)) for c in ours] == sympy_coefficients(formula, 4)


def test_one_layer_series():
    A = Rationals()
    with A.context():
        ours = series.one_layer_series(A, A.number(3), A.number(2), 4)
        assert [F(str(c)) for c in ours] == sympy_coefficients(sympy.Rational(3, 2) * (1 - sympy.exp(-2 * t)), 4)
        assert [F(str(c)) for c in series.one_layer_series(A, A.number(3), A.number(0), 3)] == [0, 3, 0, 0]


def test_division_and_root_undo_multiplication():
    A = Rationals()
    with A.context():
        a, b = [A.number(x) for x in (4, 1, 3, F(1, 2))], [A.number(x) for x in (2, 5, F(1, 3), 7)]
        assert series.divide(series.times(a, b), b) == a
        assert series.root(A, series.times(b, b)) == b


def test_flow_of_scalars_has_the_coefficients_of_the_closed_form():
    A = Rationals()
    with A.context():
        one = A.matrix(((F(3),),)), A.matrix(((F(2),),)), A.matrix(((F(1, 2),),))
        first, second = series.flow_series(A, one[0], one[1], one[2], one[2], 6)
        product = [series.cauchy(A, first, second, k)[0, 0] for k in range(7)]
        assert product == series.component_series(A, A.number(2), A.number(3), A.number(F(1, 4)), 6)
