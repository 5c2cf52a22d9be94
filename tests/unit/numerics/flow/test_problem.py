"""The exact initial value problem against the network module and against first principles."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic.rationals import Rationals
from numerics.flow import DegenerateStart, FlowProblem, SingularCovariance
from numerics.instance import BadInstance, network_instance
from numerics.network import Network

F = Fraction
X = [[1, 2], [3, -1], [F(1, 2), 4]]
y = [1, F(-2, 3), 5]
LAYERS = [[[F(1, 2), 1], [2, F(-1, 3)]], [[F(1, 5), 3]]]


def test_agrees_with_the_network_exactly() -> None:
    instance = network_instance(X, y, LAYERS)
    problem, net = FlowProblem.from_instance(instance), Network.of(instance, Rationals())
    assert problem.excess(problem.W0) == _plain(net.excess)
    assert problem.R_min == _plain(net.minimal_risk)
    assert problem.E_ref == _plain(net.risk_of_zero) - problem.R_min
    for k, g in enumerate(problem.gradient(problem.W0), 1):
        other = net.gradient(k)
        assert [list(row) for row in g] == [
            [_plain(other[i, j]) for j in range(other.ncols())] for i in range(other.nrows())
        ]


def test_minimal_norm_for_singular_covariance() -> None:
    instance = network_instance([[1, 2], [2, 4]], [1, 3], [[[1, 1]]])
    problem = FlowProblem.from_instance(instance)
    expected = np.linalg.lstsq(np.array([[1.0, 2.0], [2.0, 4.0]]), np.array([1.0, 3.0]), rcond=None)[0]
    assert np.allclose([float(v) for v in problem.pi_star], expected, atol=1e-12)
    assert 2 * problem.pi_star[0] == problem.pi_star[1]  # orthogonal to the kernel (2, -1)
    assert problem.sigma_rank == 1


def test_named_errors() -> None:
    with pytest.raises(SingularCovariance):
        FlowProblem.from_instance(network_instance([[0]], [1], [[[1]]]))
    zero = FlowProblem.from_instance(network_instance([[1]], [1], [[[0]], [[0]]]))
    with pytest.raises(DegenerateStart):
        zero.check_start()
    with pytest.raises(BadInstance):
        FlowProblem.from_instance(network_instance([[1]], [1, 2], [[[1]]]))


def test_standing_assumption_is_decided_exactly() -> None:
    make = lambda w: FlowProblem(((F(1),),), (F(1),), (F(1),), (((w,),), ((F(0),),)))  # noqa: E731
    assert make(F(1)).admissible()  # E(0) = E_ref, gradient not zero
    assert not make(F(0)).admissible()  # gradient zero
    assert not FlowProblem(((F(1),),), (F(1),), (F(1),), (((F(-1),),), ((F(1),),))).admissible()


def _plain(x: object) -> Fraction:
    return Fraction(int(x.p), int(x.q))  # type: ignore[attr-defined]
