"""The Hessian's formula against the definition (second evaluator) on many shapes, and its parts against known cases."""

import random
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetic import Rationals
from numerics.hessian import gauss_newton, jacobian, output_hessian, parameters
from numerics.instance import network_instance
from numerics.network import Network
from numerics.second.definition import hessian_from_risk
from tests.helpers import SHAPES, random_network, to_rows


@given(st.sampled_from(SHAPES), st.integers(0, 10**6))
def test_formula_is_the_derivative_of_the_risk(shape, seed):
    instance = random_network(random.Random(seed), shape[0], shape[1], size=3)
    net = Network.of(instance, Rationals())
    layers = {k: [list(row) for row in w] for k, w in enumerate(instance.layers, 1)}
    X, y, p = ([list(row) for row in instance.matrices[name]] for name in ("X", "y", "p"))
    assert to_rows(net.hessian) == hessian_from_risk(X, y, p, layers)
    assert net.hessian == net.hessian.transpose()


def test_order_of_the_parameters_and_jacobian():
    net = Network.of(network_instance([[1, 2]], [0], [[[1, 2], [3, 4]], [[5, 6]]], [7]), Rationals())
    assert parameters(net) == [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1), (2, 0, 0), (2, 0, 1)]
    assert to_rows(jacobian(net)) == [[35, 0, 42, 0, 7, 21], [0, 35, 0, 42, 14, 28]]
    assert to_rows(output_hessian(net)) == to_rows(
        net.A.scale(2, net.covariance * jacobian(net) * jacobian(net).transpose())
    )


def test_second_derivative_of_the_regressor_is_there():
    """Away from minimizers the Gauss-Newton form is not the Hessian; at a minimizer it is."""
    away = Network.of(network_instance([[1]], [5], [[[2]], [[1]]]), Rationals())
    assert to_rows(away.hessian) == [[2, -2], [-2, 8]]  # R = (5 - ab)^2: 2 b^2, 2(2ab - 5), 2 a^2
    assert to_rows(gauss_newton(away)) == [[2, 4], [4, 8]]
    at = Network.of(network_instance([[1]], [2], [[[2]], [[1]]]), Rationals())
    assert at.hessian == gauss_newton(at)
    assert at.sharpness == Fraction(10).numerator
