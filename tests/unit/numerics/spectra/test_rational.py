"""Exact eigenvalues: counting by sign changes, comparison, recognition of rational ones, exact operations."""

import random
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq, fmpq_mat

from numerics.spectra import Eigenvalue, eigenvalues_above, is_positive_semidefinite
from numerics.spectra.rational import sign_changes
from tests.helpers import contains, with_spectrum

SPECTRA = [[1], [0, 0], [-1, 2, 2], [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**30), 7], [-2, -2, -1], [-5, 0, 5]]


@pytest.mark.parametrize("values", SPECTRA)
def test_counts_with_multiplicity(values):
    m = with_spectrum(random.Random(1), values)
    points = sorted({Fraction(v) + d for v in values for d in (0, Fraction(1, 10**40), -Fraction(1, 10**40))})
    for c in points:
        q = fmpq(c.numerator, c.denominator)
        assert eigenvalues_above(m, q) == sum(v > c for v in values)
        for top in (True, False):
            extreme = max(values) if top else min(values)
            assert Eigenvalue(m, top).compare(q) == (extreme > c) - (extreme < c)
    assert is_positive_semidefinite(m) == (min(values) >= 0)


@pytest.mark.parametrize("values", SPECTRA)
def test_rational_ones_are_recognised_and_enclosed(values):
    m = with_spectrum(random.Random(2), values)
    for top in (True, False):
        extreme = Fraction(max(values) if top else min(values))
        value = Eigenvalue(m, top)
        assert value.exact() == fmpq(extreme.numerator, extreme.denominator)
        with ctx.workprec(80):
            assert contains(value.ball(), extreme)


def golden():
    return Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]))


def test_irrational_ones():
    assert golden().exact() is None
    fibonacci = [1, 1]
    for _ in range(60):
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    for i in range(1, 60):  # convergents from both sides in turn
        assert golden().compare(fmpq(fibonacci[i + 1], fibonacci[i])) == (1 if i % 2 == 0 else -1)
    with ctx.workprec(100):
        assert (golden().ball() ** 2 - golden().ball() - 1).contains(0)


def test_operations():
    m = with_spectrum(random.Random(3), [1, 2, 6])
    with ctx.workprec(80):
        top, bottom = Eigenvalue(m), Eigenvalue(m, top=False)
        assert (top**3).exact() == 216 and isinstance(top**3, Eigenvalue) and (top**1) is top
        assert (top * 2).exact() == 12 and (fmpq(1, 2) * top).exact() == 3 and (top / 3).exact() == 2
        assert (top + 1).exact() == 7 and (top - fmpq(1, 2)).exact() == fmpq(11, 2) and (1 + bottom).exact() == 2
        assert (-top).exact() == -6 and (-bottom).exact() == -1 and (-(top * 2)).exact() == -12
        for ball, exact in (
            (top * -1, -6),
            (1 - top, -5),
            (6 / bottom, 6),
            (bottom**2, 1),
            (top - top, 0),
            (top * top, 36),
        ):
            assert isinstance(ball, arb) and contains(ball, exact)
        indefinite = Eigenvalue(with_spectrum(random.Random(4), [-3, 1]))
        square = indefinite**2  # not the top eigenvalue of the square, which is 9
        assert isinstance(square, arb) and contains(square, 1) and not contains(square, 9)


def test_equality_of_two_irrational_ones():
    other = Eigenvalue(fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, fmpq(3, 2)]))
    with ctx.workprec(64):
        assert golden().equals(other) and not golden().equals(golden() + fmpq(1, 10**9))
        assert not golden().equals(golden() + fmpq(1, 10**50))  # not told apart, and not called equal
        below = Eigenvalue(fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, 2]))  # has golden as its second eigenvalue
        assert not golden().equals(below)


def test_symmetric_matrices_only():
    for make in (Eigenvalue, lambda m: eigenvalues_above(m, fmpq(0))):
        with pytest.raises(ValueError, match="symmetric"):
            make(fmpq_mat(2, 2, [0, 1, -1, 0]))


def test_sign_changes_ignore_zeros():
    assert sign_changes([1, 0, -1, 0, 0, -2, 3]) == 2 and sign_changes([0, 0]) == 0 and sign_changes([]) == 0
