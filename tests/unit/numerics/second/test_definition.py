"""Second derivatives of the raw risk: against ones written out by hand, and against exact differences."""

from fractions import Fraction

from numerics.second.definition import hessian_from_risk


def test_two_scalar_layers():
    """R = (y - x w1 w2 p)^2: R_11 = 2 (x w2 p)^2, R_12 = 2 x p (2 x w1 w2 p - y)."""
    x, y, p, a, b = (Fraction(v) for v in (3, 5, 2, Fraction(1, 2), 7))
    h = hessian_from_risk([[x]], [[y]], [[p]], {1: [[a]], 2: [[b]]})
    mixed = 2 * x * p * (2 * x * a * b * p - y)
    assert h == [[2 * (x * b * p) ** 2, mixed], [mixed, 2 * (x * a * p) ** 2]]


def test_one_layer_is_a_tensor_product():
    """L = 1: the Hessian is 2 p p^T x Sigma, whatever the weights."""
    X = [[Fraction(1), Fraction(2)], [Fraction(0), Fraction(3)]]
    p = [[Fraction(1)], [Fraction(-2)]]
    h = hessian_from_risk(
        X, [[Fraction(1)], [Fraction(4)]], p, {1: [[Fraction(5), Fraction(6)], [Fraction(7), Fraction(8)]]}
    )
    sigma = [[sum(r[i] * r[j] for r in X) / 2 for j in range(2)] for i in range(2)]
    for a in range(4):
        for b in range(4):
            assert h[a][b] == 2 * p[a // 2][0] * p[b // 2][0] * sigma[a % 2][b % 2]
