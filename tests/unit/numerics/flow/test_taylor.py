"""Plain recurrences against the exact gradient, a closed form, and the defining equation."""

from fractions import Fraction

from numerics.flow.taylor import evaluate, taylor_coefficients
from tests.unit.numerics.flow.cases import random_problem, scalar_problem

F = Fraction


def coefficients(problem, order):  # type: ignore[no-untyped-def]
    return taylor_coefficients(problem.W0, problem.Sigma, problem.pi_star, problem.p, order)


def test_first_coefficient_is_minus_the_gradient() -> None:
    problem = random_problem((2, 3, 2), 4)
    for c, g in zip(coefficients(problem, 1), problem.gradient(problem.W0)):
        assert c[1] == [[-x for x in row] for row in g]


def test_exponential_for_depth_one() -> None:
    problem = scalar_problem([F(2)], F(1, 2), F(3))
    got = [c[0][0] for c in coefficients(problem, 6)[0]]
    value, expected = F(3, 2), [F(2)]
    for m in range(1, 7):  # w - target = 3/2 exp(-2 sigma t)
        value = value * -6 / m
        expected.append(value)
    assert got == expected


def test_polynomial_satisfies_the_flow_to_its_order() -> None:
    problem = random_problem((2, 2, 1), 5)
    order, t = 7, F(1, 1000)
    c = coefficients(problem, order)
    now = tuple(tuple(tuple(r) for r in evaluate(ck, t)) for ck in c)
    for ck, g in zip(c, problem.gradient(now)):
        slope = evaluate([[[(m + 1) * x for x in r] for r in ck[m + 1]] for m in range(order)], t)
        for a, b in zip(slope, g):
            assert all(abs(x + y) < F(1, 10**14) for x, y in zip(a, b))
