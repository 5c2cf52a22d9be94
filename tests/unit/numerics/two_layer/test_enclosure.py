"""The validated matrix flow against the closed form, SciPy, and with its remainder taken away."""

from fractions import Fraction as F

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from numerics.arithmetic import Rationals
from numerics.arithmetic.ends import between, ends
from numerics.second import Second
from numerics.two_layer import closed_form, enclosure

T = [F(1, 3), F(2)]


def scalar_case(A, t, prec=64, bits=30, lam=F(3, 2)):
    one = [A.matrix(((F(x),),)) for x in (lam, 2, F(1, 3), F(1, 3))]
    first, _ = enclosure.enclose(A, *one, t, bits, prec)
    low, high = ends(first[0, 0] if A.name == "exact" else first[0][0])
    with Rationals(200).context():
        B = Rationals(200)
        root = B.root(closed_form.component(B, B.number(2), B.number(lam), B.number(F(1, 9)), B.number(t)), 2)
        return low, high, ends(root)


@pytest.mark.parametrize("t", T)
def test_contains_the_closed_form(t):
    low, high, (true_low, true_high) = scalar_case(Rationals(64), t)
    assert low <= true_low and true_high <= high and high - low < F(1, 2**29)


def test_second_evaluator_contains_it_too():
    low, high, (true_low, true_high) = scalar_case(Second(64), F(1, 4))
    assert low <= true_low and true_high <= high


def test_without_the_remainder_it_misses(monkeypatch):
    """For lam < 0 the flow is its own majorant. With steps of half of its radius the remainder is far above the
    rounding: with it the enclosure holds the flow, without it it does not."""
    monkeypatch.setattr(enclosure, "RATIO", 2)
    low, high, (true_low, true_high) = scalar_case(Rationals(64), F(1, 4), bits=10, lam=F(-1))
    assert low <= true_low and true_high <= high
    monkeypatch.setattr(enclosure, "between", lambda A, a, b: A.number(F(0)) if a == -b != 0 else between(A, a, b))
    low, high, (true_low, true_high) = scalar_case(Rationals(64), F(1, 4), bits=10, lam=F(-1))
    assert high < true_low or true_high < low


def test_matrix_flow_against_scipy():
    rng = np.random.default_rng(1)
    parts = [rng.integers(-3, 4, size=s) / 4 for s in ((3, 3), (3, 2), (3, 2), (2, 2))]
    Sx, Sxy, W1, W2 = parts[0] @ parts[0].T, parts[1], parts[2], parts[3]

    def field(_, v):
        a, b = v[:6].reshape(3, 2), v[6:].reshape(2, 2)
        g = Sxy - Sx @ a @ b
        return np.concatenate([(g @ b.T).ravel(), (a.T @ g).ravel()])

    end = solve_ivp(field, (0, 0.5), np.concatenate([W1.ravel(), W2.ravel()]), rtol=1e-12, atol=1e-13).y[:, -1]
    A = Rationals(64)
    with A.context():
        exact = [A.matrix(tuple(tuple(F(x) for x in row) for row in m.tolist())) for m in (Sx, Sxy, W1, W2)]
        first, second = enclosure.enclose(A, *exact, F(1, 2), 30, 64)
    found = [float(x.mid()) for m in (first, second) for x in m.entries()]
    assert np.abs(np.array(found) - end).max() < 1e-9


def test_wide_starts_are_refused_by_name():
    A = Rationals(64)
    with A.context():
        wide = enclosure.between(A, F(-1), F(1))
        one, ball = A.matrix(((F(1),),)), A.assemble(1, 1, lambda i, j: wide)
        with pytest.raises(enclosure.EnclosureTooWide, match="not reached at t"):
            enclosure.enclose(A, one, one, ball, ball, F(1), 30, 64)
        with pytest.raises(ValueError, match="forward in time"):
            enclosure.enclose(A, one, one, one, one, F(-1))
