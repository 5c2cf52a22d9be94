"""The constants of the perturbation bound: the scalar case by hand, and a deviation below the bound."""

from fractions import Fraction as F

from numerics.arithmetic import Rationals
from numerics.instance import Instance, matrix
from numerics.subjects.two_layer_descent import Perturbed


def quantities(A):
    one = {name: matrix([[1]]) for name in ("U", "V", "W1", "W2", "Q", "R")}
    data = one | {"X": matrix([[1], ["1/10"]]), "Y": matrix([[1], [0]]), "D": matrix([["1/2"]])}
    return Perturbed.of(Instance("two-layer", data, {"eps": F(1, 200), "t": F(1, 4096), "c": F(1)}), A)


def test_scalar_constants_by_hand():
    """D = sigma = 1/2, w(0) = 1, Sigma_x = 101/200: W* = 100/101, D_0 = 1/101, r^2 = 1, K = 1, K_1 = sqrt 2."""
    A = Rationals(96)
    with A.context():
        c = quantities(A).constants
        for value, expected in ((c.r_squared, F(1)), (c.K, F(1)), (c.K1 * c.K1, F(2))):
            assert A.certain(A.absolute(value - A.number(expected)), "<", A.number(F(1, 10**15))) is True


def test_deviation_is_below_the_bound_and_near_it():
    A = Rationals(96)
    with A.context():
        m = quantities(A)
        both = m.deviation_squared(1) + m.deviation_squared(2)
        bound = m.eps * m.constants.sharp(A, m.numbers["t"])
        assert A.certain(both, "<=", bound * bound) is True
        assert A.certain(both * 1000, ">=", bound * bound * 999) is True
