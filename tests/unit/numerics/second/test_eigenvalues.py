"""The second evaluator's spectra against exact ones and against the first evaluator's."""

import random
from fractions import Fraction

import pytest
from flint import ctx

from numerics.second.eigenvalues import (
    characteristic_polynomial,
    enclose_largest,
    largest_eigenvalue,
    roots_above,
    value_at,
)
from numerics.second.interval import Interval
from numerics.spectra import Eigenvalue
from tests.helpers import rows, to_flint, to_rows, with_spectrum

SPECTRA = [
    [2],
    [0, 0],
    [-1, 2, 2],
    [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**12), Fraction(22, 7)],
    [-2, -2, -1],
    [-5, 0, 5],
    [10**9, 1],
    [Fraction(1, 10**9), -1],
]


@pytest.mark.parametrize("values", SPECTRA)
def test_known_spectra(values):
    m = to_rows(with_spectrum(random.Random(1), values))
    chi = characteristic_polynomial(m)
    assert all(value_at(chi, Fraction(v)) == 0 for v in values) and chi[-1] == 1
    for c in {Fraction(v) + d for v in values for d in (-1, 0, Fraction(1, 10**20))}:
        assert roots_above(chi, c) == sum(v > c for v in values)
    top = largest_eigenvalue(m, 64)
    exact = Fraction(max(values))
    assert top == exact if isinstance(top, Fraction) else top.low <= exact <= top.high


def test_against_the_first_evaluator():
    rng = random.Random(2)
    for n in (2, 3, 4):
        half = to_flint(rows(rng, n, n))
        m = half + half.transpose()
        mine, theirs = largest_eigenvalue(to_rows(m), 64), Eigenvalue(m)
        low, high = (mine, mine) if isinstance(mine, Fraction) else (mine.low, mine.high)
        assert high - low <= (1 + abs(high)) / 2**50
        flint = [to_flint([[x]])[0, 0] for x in (low, high)]
        assert theirs.compare(flint[0]) >= 0 and theirs.compare(flint[1]) <= 0
        assert list(to_flint([characteristic_polynomial(to_rows(m))]).entries()) == list(m.charpoly().coeffs())


def test_intervals_enclose_every_member():
    rng = random.Random(3)
    middle = to_rows(with_spectrum(rng, [1, 2, 2]))
    radius = Fraction(1, 100)
    wide = [[Interval(x - radius, x + radius, 40) for x in row] for row in middle]
    bounds = enclose_largest(wide, 40)
    for _ in range(10):
        member = [row[:] for row in middle]
        for i in range(3):
            for j in range(i + 1):
                member[i][j] = member[j][i] = middle[i][j] + radius * rng.choice((-1, 1))
        top = largest_eigenvalue(member, 40)
        low, high = (top, top) if isinstance(top, Fraction) else (top.low, top.high)
        assert bounds.low <= low and high <= bounds.high
    assert bounds.high - bounds.low < 10 * radius
    with ctx.workprec(64):
        assert enclose_largest(middle, 40) == 2
