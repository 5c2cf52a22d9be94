"""Closed forms against mpmath, and the distance of the one-layer path from rank one against SciPy."""

from fractions import Fraction as F

import mpmath
import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from numerics.arithmetic import Rationals
from numerics.arithmetic.ends import ends
from numerics.second import Second
from numerics.two_layer import closed_form


@pytest.mark.parametrize("A", [Rationals(64), Second(64)], ids=lambda A: A.name)
@pytest.mark.parametrize(
    ("sigma", "lam", "w0", "t"), [(2, 1, F(1, 9), 3), (1, 5, F(1, 4), F(1, 7)), (F(1, 3), 0, 1, 2)]
)
def test_component_encloses_the_printed_formula(A, sigma, lam, w0, t):
    with mpmath.workdps(40):
        s, l, w, time = (mpmath.mpf(F(x).numerator) / F(x).denominator for x in (sigma, lam, w0, t))
        E = w * mpmath.exp(2 * s * time)
        expected = s * E / (l * (E - w) + s)
        with A.context():
            low, high = ends(closed_form.component(A, *(A.number(F(x)) for x in (sigma, lam, w0, t))))
        assert mpmath.mpf(low.numerator) / low.denominator <= expected + mpmath.mpf(10) ** -35
        assert mpmath.mpf(high.numerator) / high.denominator >= expected - mpmath.mpf(10) ** -35
        assert high - low < F(1, 10**14)


def test_absent_component_is_the_limit():
    A = Rationals(64)
    with A.context():
        near = closed_form.component(A, A.number(F(1, 10**9)), A.number(2), A.number(F(1, 3)), A.number(5))
        assert A.certain(
            A.absolute(near - closed_form.component(A, A.number(0), A.number(2), A.number(F(1, 3)), 5)), "<", 1
        )
        assert closed_form.component(A, A.number(0), A.number(2), A.number(F(1, 3)), A.number(5)) == A.number(F(1, 23))


@pytest.mark.parametrize("A", [Rationals(64), Second(64)], ids=lambda A: A.name)
@pytest.mark.parametrize(("first", "second"), [(2, 1), (4, 1), (16, 1)])
def test_nearest_rank_one(A, first, second):
    with A.context():
        low, high = ends(closed_form.closest_to_rank_one(A, A.number(first), A.number(second)))
    assert high - low < F(1, 10**12)
    found = minimize_scalar(
        lambda x: max(np.exp(-first * x), 1 - np.exp(-second * x)),
        bounds=(1e-6, 5),
        method="bounded",
        options={"xatol": 1e-12},
    )
    assert abs(float(low) - found.fun) < 1e-6
    if first == 2:
        assert abs(float(low) - (3 - 5**0.5) / 2) < 1e-12
