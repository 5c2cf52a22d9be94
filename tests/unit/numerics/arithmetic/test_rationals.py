"""Exact arithmetic that turns into balls: exact where promised, containing the truth elsewhere."""

import random
from fractions import Fraction

import pytest
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat

from numerics.arithmetic import NotExpressible, Rationals
from numerics.arithmetic.rationals import ball_root
from numerics.spectra import Eigenvalue
from tests.helpers import contains, to_flint, with_spectrum


@pytest.fixture
def A():
    arithmetic = Rationals(64)
    with arithmetic.context():
        yield arithmetic


def test_the_precision_is_set_inside_and_restored():
    before = ctx.prec
    with Rationals(200).context():
        assert ctx.prec == 200
    assert ctx.prec == before


def test_roots(A):
    assert A.root(fmpq(9, 4), 2) == fmpq(3, 2) and A.root(0, 3) == 0 and A.root(fmpq(8, 27), 3) == fmpq(2, 3)
    assert A.certain(A.root(2, 2) ** 2, "==", 2) is True
    assert A.root(Eigenvalue(fmpq_mat(2, 2, [2, 2, 2, 2])), 2) == 2  # a rational eigenvalue is recognised
    golden = A.root(Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0])), 2)
    assert isinstance(golden, arb) and (golden**4 - golden**2 - 1).contains(0)
    assert A.root(A.root(5, 2), 3).compare(A.root(5, 6)) == 0
    for bad in (fmpq(-1), -1, arb(-2), -A.root(2, 2)):
        with pytest.raises(NotExpressible):
            A.root(bad, 2)


def test_ball_root_of_a_ball_that_touches_zero():
    root = ball_root(arb(1, 2), 2)  # [-1, 3]: members in [0, 3]
    assert root.contains(arb(0)) and root.contains(arb(3).sqrt().mid()) and root.is_finite()


def test_power(A):
    assert A.power(fmpq(4), Fraction(3, 2)) == 8 and A.power(fmpq(4), Fraction(-1, 2)) == fmpq(1, 2)
    assert A.power(fmpq(2), Fraction(0)) == 1 and A.certain(A.power(fmpq(2), Fraction(-2, 3)) ** 3, "==", fmpq(1, 4))


def test_extreme_eigenvalues(A):
    m = with_spectrum(random.Random(1), [Fraction(-7, 3), 0, Fraction(5, 2), Fraction(5, 2)])
    assert A.largest_eigenvalue(m) == fmpq(5, 2) and A.smallest_eigenvalue(m) == fmpq(-7, 3)
    golden = A.largest_eigenvalue(to_flint([[1, 1], [1, 0]]))
    assert isinstance(golden, Eigenvalue) and A.is_exact(golden)
    inside = A.largest_eigenvalue(arb_mat([[arb(1, 1e-9), arb(1)], [arb(1), arb(0)]]))
    assert isinstance(inside, arb) and inside.contains(golden.ball().mid()) and not A.is_exact(inside)


@pytest.mark.parametrize("small", [Fraction(1, 10**12), Fraction(1, 3), 2])
@pytest.mark.parametrize("zeros", [0, 1, 3])
def test_smallest_nonzero_eigenvalue(A, small, zeros):
    m = with_spectrum(random.Random(zeros), [0] * zeros + [small, 5, 5])
    value = A.smallest_nonzero_eigenvalue(m)
    small = fmpq(Fraction(small).numerator, Fraction(small).denominator)
    assert value == small or (isinstance(value, arb) and contains(value, small) and value > small / 2)


def test_smallest_nonzero_eigenvalue_does_not_exist(A):
    with pytest.raises(NotExpressible):
        A.smallest_nonzero_eigenvalue(fmpq_mat(2, 2))
    with pytest.raises(NotExpressible):
        A.smallest_nonzero_eigenvalue(arb_mat(2, 2))


@pytest.mark.parametrize("kind", ["full", "rank one", "zero", "wide"])
def test_least_norm_solution(A, kind):
    """Normal equations, and orthogonality to the kernel: together they say it is the least-norm minimiser."""
    rng = random.Random(4)
    X = {
        "full": [[1, 2], [0, 1], [1, 1]],
        "rank one": [[1, 2], [2, 4]],
        "zero": [[0, 0]],
        "wide": [[1, 2, 3], [0, 1, 1]],
    }
    x = to_flint(X[kind])
    y = to_flint([[rng.randint(-5, 5)] for _ in X[kind]])
    w = A.least_norm_solution(x, y)
    assert x.transpose() * (x * w) == x.transpose() * y
    kernel = [[-2, 1], [-1, 2]] if kind == "rank one" else [[1, 0], [0, 1]] if kind == "zero" else [[-1, -1, 1]]
    if kind == "rank one":
        assert to_flint([kernel[0]]) * w == fmpq_mat(1, 1)
    elif kind in ("zero", "wide"):
        assert all((to_flint([k]) * w)[0, 0] == 0 for k in kernel)


def test_largest_and_absolute(A):
    assert A.largest(1, fmpq(3, 2), -2) == fmpq(3, 2)
    mixed = A.largest(1, A.root(2, 2))
    assert mixed > fmpq(7, 5) and mixed < fmpq(3, 2)
    assert A.absolute(fmpq(-1, 2)) == fmpq(1, 2) and A.absolute(Eigenvalue(fmpq_mat(2, 2, [1, 1, 1, 0]))) > 1


def test_assemble_and_scale_with_irrational_entries(A):
    m = A.assemble(1, 2, lambda i, j: A.root(2, 2) if j else fmpq(1))
    assert isinstance(m, arb_mat) and (m[0, 1] ** 2).contains(2)
    assert isinstance(A.assemble(1, 1, lambda i, j: fmpq(1)), fmpq_mat)
    scaled = A.scale(A.root(2, 2), fmpq_mat(1, 1, [3]))
    assert (scaled[0, 0] ** 2).contains(18)
