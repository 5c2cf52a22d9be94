"""Containment of certified extreme eigenvalues against exact spectra: clusters, multiple ones, tiny gaps, any scale."""

import random
from fractions import Fraction

import pytest
from flint import arb, arb_mat, ctx, fmpq

from numerics.spectra import balls
from numerics.spectra.balls import eigenvalue_bounds, is_positive_definite, singular_value_bounds
from tests.helpers import contains, rows, to_flint, to_fraction_exactly, with_spectrum

tiny = Fraction(1, 10**25)
SPECTRA = {
    "simple": [-2, Fraction(1, 3), 5],
    "double top": [1, 4, 4],
    "all equal": [Fraction(7, 3)] * 4,
    "cluster of width 1e-25": [1, 1 + tiny, 1 + 2 * tiny, 1 - tiny],
    "negative": [-5, -3, Fraction(-1, 7)],
    "zero": [0, 0, 0],
    "indefinite with equal sizes": [-3, 3],
    "one dominates": [10**12, 1, Fraction(1, 10**12)],
    "large dimension": [Fraction(k, 3) for k in range(-4, 5)],
}


def encloses(low, high, value):
    return to_fraction_exactly(low) <= value <= to_fraction_exactly(high)


@pytest.mark.parametrize("prec", [53, 128])
@pytest.mark.parametrize("exponent", [0, 300, -300])
@pytest.mark.parametrize("name", SPECTRA)
def test_contains_the_exact_eigenvalues(name, exponent, prec):
    values = [Fraction(v) * Fraction(10) ** exponent for v in SPECTRA[name]]
    with ctx.workprec(prec):
        matrix = arb_mat(with_spectrum(random.Random(len(name)), values))
        scale = max(abs(v) for v in values)
        for top, exact in ((True, max(values)), (False, min(values))):
            low, high = eigenvalue_bounds(matrix, top=top, prec=prec)
            assert low.is_exact() and high.is_exact() and encloses(low, high, exact)
            assert to_fraction_exactly(high) - to_fraction_exactly(low) <= scale * Fraction(1, 2 ** (prec // 4))


@pytest.mark.parametrize("radius", [Fraction(1, 2**40), Fraction(1, 8)])
def test_contains_the_eigenvalues_of_every_member(radius):
    """Members at the corners of the matrix ball, with their exact extreme eigenvalues bracketed by sign changes."""
    from numerics.spectra import eigenvalues_above

    rng = random.Random(9)
    middle = with_spectrum(rng, [1, 1, 2])
    with ctx.workprec(64):
        q = fmpq(radius.numerator, radius.denominator)
        wide = arb_mat(3, 3, [arb(middle[i, j]) + arb(0, arb(q)) for i in range(3) for j in range(3)])
        low, high = eigenvalue_bounds(wide, prec=64)
        bottom, ceiling = (fmpq(x.numerator, x.denominator) for x in map(to_fraction_exactly, (low, high)))
        for _ in range(20):
            member = to_flint([[0] * 3] * 3)
            for i in range(3):
                for j in range(i + 1):
                    member[i, j] = member[j, i] = middle[i, j] + q * rng.choice((-1, 1))
            assert eigenvalues_above(member, ceiling) == 0
            assert eigenvalues_above(member, bottom - fmpq(1, 2**200)) > 0


def test_definiteness_is_never_claimed_without_proof():
    with ctx.workprec(64):
        assert is_positive_definite(arb_mat([[2, 1], [1, 2]]))
        assert not is_positive_definite(arb_mat([[1, 1], [1, 1]]))  # singular
        assert not is_positive_definite(arb_mat([[1, 2], [2, 1]]))
        assert not is_positive_definite(arb_mat([[arb(1, 2)]]))  # contains negative numbers
        assert not is_positive_definite(arb_mat([[arb("nan")]])) and not is_positive_definite(arb_mat([[0]]))
        near = arb_mat([[1, 1], [1, arb(1) + arb(2) ** -60]])
        assert is_positive_definite(near)
        near[1, 1] = arb(1, arb(2) ** -60)
        assert not is_positive_definite(near)


def test_bad_guesses_cost_width_and_never_truth(monkeypatch):
    """A candidate eigenvector that is worthless leaves a valid enclosure."""
    monkeypatch.setattr(balls, "_float_eigenvector", lambda A: arb_mat(A.nrows(), 1, [1] + [0] * (A.nrows() - 1)))
    with ctx.workprec(64):
        low, high = eigenvalue_bounds(arb_mat([[0, 0, 0], [0, 1, 1], [0, 1, 3]]), prec=64)
        exact = 2 + arb(2).sqrt()
        assert low < exact < high


def test_refuses_unbounded_entries():
    for bad in ("nan", "inf"):
        with pytest.raises(ArithmeticError):
            eigenvalue_bounds(arb_mat([[arb(bad), 0], [0, 1]]))


def test_one_by_one_and_precision_is_local():
    before = ctx.prec
    low, high = eigenvalue_bounds(arb_mat([[arb(1, 2)]]), prec=200)
    assert low <= -1 and high >= 3 and high - low < 4 + arb(2) ** -20 and ctx.prec == before


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (3, 2), (3, 3)])
def test_singular_values(shape):
    """sigma^2 is the largest eigenvalue of the Gram matrix; a matrix with a known one is built from it."""
    rng = random.Random(sum(shape))
    with ctx.workprec(80):
        m = to_flint(rows(rng, *shape))
        low, high = singular_value_bounds(arb_mat(m), prec=80)
        square = max((low * low).union(high * high).upper(), high * high)
        frobenius = sum(x * x for x in m.entries())
        assert low >= 0 and to_fraction_exactly((high * high).upper()) >= Fraction(
            int(frobenius.p), int(frobenius.q)
        ) / min(shape)
        assert square >= 0 and high - low < arb(2) ** -30 * (1 + high)
        unitary = with_spectrum(rng, [1, -1]) * fmpq(5, 3)  # symmetric orthogonal times 5/3
        low, high = singular_value_bounds(arb_mat(unitary), prec=80)
        assert contains(low.union(high), fmpq(5, 3))
        assert singular_value_bounds(arb_mat(2, 2))[0] == 0
