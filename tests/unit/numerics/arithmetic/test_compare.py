"""No comparison guesses: certain means certain, in every pair of worlds."""

import itertools
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq, fmpq_mat

from numerics.arithmetic.compare import certain, compare, to_float, to_fraction, to_text
from numerics.arithmetic.radical import monomial
from numerics.spectra import Eigenvalue

SENSES = {"<=": (-1, 0), ">=": (0, 1), "<": (-1,), ">": (1,), "==": (0,), "!=": (-1, 1)}


def golden(shift=0):  # (1 + sqrt 5)/2 + shift as an eigenvalue
    return Eigenvalue(fmpq_mat(2, 2, [1 + shift, 1, 1, shift]))


def numbers():
    """(number, real value as a pair to compare by) in increasing order, equal ones beside each other."""
    return [
        (fmpq(-3, 2), -1.5),
        (0, 0),
        (fmpq(1, 2), 0.5),
        (golden(), 1.618033988749895),
        (monomial(1, 3, 2), 1.7320508),
        (2, 2),
        (fmpq(2), 2),
        (Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 1])), 2),
        (monomial(1, 5, 2), 2.2360679),
        (golden(1), 2.618033988749895),
    ]


@pytest.mark.parametrize("sense", SENSES)
def test_all_pairs_and_senses(sense):
    with ctx.workprec(64):
        for (a, x), (b, y) in itertools.product(numbers(), repeat=2):
            sign = (x > y) - (x < y)
            assert certain(a, sense, b) is (sign in SENSES[sense]), (a, sense, b)


def test_equal_eigenvalues_of_different_matrices():
    big = fmpq_mat(3, 3, [1, 1, 0, 1, 0, 0, 0, 0, -1])
    assert compare(golden(), Eigenvalue(big)) == 0
    near = Eigenvalue(fmpq_mat(2, 2, [1 + fmpq(1, 10**40), 1, 1, 0]))
    with ctx.workprec(64):
        assert compare(golden(), near) is None
    with ctx.workprec(256):
        assert compare(golden(), near) == -1


def test_eigenvalue_against_root():
    """The n-th powers are compared: of a semidefinite matrix they are eigenvalues again."""
    gram = Eigenvalue(fmpq_mat(2, 2, [2, 2, 2, 2]))  # 4, rational
    assert compare(gram, monomial(1, 15, 2)) == 1 and compare(gram, monomial(1, 17, 2)) == -1
    third = Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 1])) ** 3
    assert compare(third, 8) == 0


def test_balls_touch_and_overlap():
    half = arb(1).union(arb(2))
    assert compare(half, arb(2).union(arb(3))) is None and compare(half, 3) == -1 and compare(half, 0) == 1
    assert compare(half, half) is None and certain(half, "==", half) is None
    assert compare(arb(1), 1) == 0 and compare(arb(1), fmpq(1, 3)) == 1


@pytest.mark.parametrize("other", [0, fmpq(1, 2), arb(1), monomial(1, 2, 2), arb("nan")])
@pytest.mark.parametrize("sense", SENSES)
def test_nan_and_infinity_are_never_certain_of_anything_false(other, sense):
    assert certain(arb("nan"), sense, other) is None and certain(other, sense, arb("nan")) is None


def test_unknown_sense():
    with pytest.raises(KeyError):
        certain(1, "=<", 2)


def test_display():
    assert to_fraction(fmpq(1, 3)) == Fraction(1, 3) and to_fraction(arb(1)) is None and to_fraction(4) == 4
    assert to_float(fmpq(1, 4)) == 0.25 and abs(to_float(golden()) - 1.618033988749895) < 1e-12
    assert to_float(10**400) != to_float(10**400)  # NaN, not an exception
    assert to_text(fmpq(-1, 3)) == "-1/3" and "= [1.41421" in to_text(monomial(1, 2, 2))
    assert to_text(fmpq(1, 7**60)).endswith(")") and "eigenvalue" in to_text(golden())
