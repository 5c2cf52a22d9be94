"""Roots are exact or refused, decimals are cut and say so."""

from fractions import Fraction

import pytest

from reports.by_hand_numbers import power, root, written


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_roots(n):
    for x in (Fraction(0), Fraction(1), Fraction(22, 7), Fraction(10**30 + 57, 3)):
        assert root(x**n, n) == x
        assert n == 1 or x == 0 or root(x**n + Fraction(1, 11**40), n) is None
    assert power(Fraction(4, 9), 3, 2) == Fraction(8, 27) and power(Fraction(2), 1, 2) == pytest.approx(2**0.5)


def test_written():
    assert written(Fraction(-1, 3)) == "-1/3"
    assert written(2 / 3) == "0.666666666…" and written(-1e-20 / 3) == "-3.33333333E-21…".replace("E", "e")
