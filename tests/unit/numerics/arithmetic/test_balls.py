"""Ball arithmetic: containment of the exact values, and refusal instead of approximation."""

import random
from fractions import Fraction

import pytest
from flint import arb, arb_mat, ctx, fmpq

from numerics.arithmetic import Balls, NotExpressible, Rationals, SingularCovariance
from tests.helpers import contains, rows, to_flint, with_spectrum


@pytest.mark.parametrize("prec", [53, 128, 300])
def test_operations_contain_the_exact_ones(prec):
    rng, exact, balls = random.Random(prec), Rationals(), Balls(prec)
    with balls.context():
        assert ctx.prec == prec
        for _ in range(10):
            a, b = rows(rng, 2, 3), rows(rng, 3, 2)
            for op in (
                lambda A, a=a, b=b: A.multiply(A.matrix(a), A.matrix(b)),
                lambda A, a=a, b=b: A.plus(A.transpose(A.matrix(a)), A.matrix(b)),
                lambda A, a=a: A.scale(A.number(Fraction(1, 3)), A.matrix(a)),
                lambda A, a=a: A.minus(A.matrix(a), A.matrix(a)),
            ):
                inside = zip(op(balls).entries(), op(exact).entries(), strict=True)
                assert all(contains(x, y) for x, y in inside)
            x = abs(fmpq(rng.randint(1, 99), rng.randint(1, 99)))
            assert contains(balls.root(arb(x), 3) ** 3, x)


def test_eigenvalues_contain_the_exact_ones():
    values = [Fraction(-2, 3), Fraction(1, 3), 3]
    m = with_spectrum(random.Random(1), values)
    A = Balls(100)
    with A.context():
        ball = arb_mat(m)
        assert A.largest_eigenvalue(ball).contains(arb(3)) and contains(A.smallest_eigenvalue(ball), fmpq(-2, 3))
        assert A.largest_eigenvalue(ball).rad() < arb(2) ** -40


def test_refusals():
    A = Balls(64)
    with A.context():
        with pytest.raises(SingularCovariance):
            A.least_norm_solution(arb_mat([[1, 2], [2, 4]]), arb_mat([[1], [1]]))
        with pytest.raises(NotExpressible):
            A.smallest_nonzero_eigenvalue(arb_mat([[1, 1], [1, 1]]))
        with pytest.raises(NotExpressible):
            A.root(arb(-1), 2)
        assert A.smallest_nonzero_eigenvalue(arb_mat([[2, 1], [1, 2]])).contains(1)
        assert not A.is_exact(arb(1)) and A.largest(1, arb(2)) == 2 and A.absolute(arb(-2)) == 2


def test_least_squares_contains_the_exact_solution():
    rng, A = random.Random(2), Balls(64)
    x, y = rows(rng, 4, 2), rows(rng, 4, 1)
    with A.context():
        exact = Rationals().least_norm_solution(to_flint(x), to_flint(y))
        inside = A.least_norm_solution(A.matrix(x), A.matrix(y))
        assert all(contains(b, e) for b, e in zip(inside.entries(), exact.entries(), strict=True))
