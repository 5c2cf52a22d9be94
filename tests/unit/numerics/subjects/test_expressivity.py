"""Rank factorisations with prescribed widths."""

from fractions import Fraction as F
from itertools import pairwise

import pytest

from numerics.arithmetic import Rationals
from numerics.instance import BadInstance, Instance, matrix
from numerics.second import Second
from numerics.subjects.expressivity import Products


def products(widths, T, A):
    zeros = {f"W{k}": matrix([[0] * b for _ in range(a)]) for k, (a, b) in enumerate(pairwise(widths), 1)}
    return Products.of(Instance("products", {"T": matrix(T), **zeros}), A)


@pytest.mark.parametrize("A", [Rationals(), Second()], ids=lambda A: A.name)
def test_factorisation_through_any_wide_enough_layers(A):
    T = [[1, 2, F(1, 2)], [2, 4, 1]]  # rank 1
    for widths in ((2, 3), (2, 1, 3), (2, 5, 1, 3), (2, 2, 2, 2, 3)):
        assert A.certain(products(widths, T, A).realisation_defect, "==", 0) is True


def test_too_narrow_is_not_realised():
    A = Rationals()
    p = products((2, 1, 2), [[1, 0], [0, 1]], A)
    assert p.rank(p.T) > p.narrowest
    assert A.certain(p.realisation_defect, "==", 0) is False


def test_zero_target_and_bad_shapes():
    assert Rationals().certain(products((2, 1, 2), [[0, 0], [0, 0]], Rationals()).realisation_defect, "==", 0) is True
    with pytest.raises(BadInstance, match="do not multiply"):
        Products.of(
            Instance("products", {"T": matrix([[1]]), "W1": matrix([[1, 2]]), "W2": matrix([[1]])}), Rationals()
        )
