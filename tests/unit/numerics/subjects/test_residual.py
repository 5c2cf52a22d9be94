"""Residual starts and flows: bounds by hand, flows against float integration, enclosures that enclose."""

from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
from flint import arb

from numerics.arithmetic import NotExpressible, Rationals
from numerics.instance import BadInstance, network_instance
from numerics.second import Second
from numerics.subjects.residual import ResidualNetwork
from numerics.subjects.residual_flow import ResidualFlow


def scalar(target="27/25", L=3, w=1):
    return network_instance([[1]], [target], [[[w]]] * L)


def example():
    return network_instance(
        [[1, 0], [0, 1]], ["1.5", "-0.25"], [[[1, "1/4"], [0, 1]], [[1, 0], ["-1/2", "3/4"]]], p=(1, 1)
    )


def test_two_sided_bounds_include_the_products_from_the_end():
    A = Rationals()
    with A.context():
        net = ResidualNetwork.of(network_instance([[1]], [1], [[[4]], [["1/2"]]]), A)
        assert (str(net.gamma_squared), str(net.M_squared)) == ("1/4", "16")  # G: 1, 4, 2; B: 1, 1/2, 2
        assert str(ResidualNetwork.of(scalar(), A).reach_squared(A.number(Fraction(1, 2)))) == str(Fraction(3, 2) ** 6)


def test_one_sided_constants_by_hand():
    """W = (4, 1/2): G = 1, 4, 2, so gamma = 1 and M = 4; two-sided gamma = 1/2. E(0) = (2 - 1)^2, Sigma = 1."""
    A = Rationals()
    with A.context():
        net = ResidualNetwork.of(network_instance([[1]], [1], [[[4]], [["1/2"]]]), A)
        assert (str(net.one_sided_gamma_squared), A.to_float(net.one_sided_C5)) == ("1", 1 / 8)
        assert A.to_float(net.one_sided_threshold) == pytest.approx(1 / (64 * np.e * 4.0**10))
        assert A.to_float(net.one_sided_mu) == pytest.approx(2 / 16)
        assert A.to_float(net.one_sided_B) == pytest.approx(4 * np.sqrt(np.e) * 256)
        same = ResidualNetwork.of(example(), A)  # never larger than with two-sided bounds
        assert A.to_float(same.one_sided_threshold) <= A.to_float(same.threshold) * (1 + 1e-12)


def test_velocities_and_hessians_from_the_definition():
    for A in (Rationals(), Second()):
        with A.context():
            net = ResidualNetwork.of(example(), A)
            assert net.velocity_defect(A.number(1)) == 0
            assert net.velocity_defect(A.number(2)) != 0
            assert net.hessian_defect == 0


def test_trapped_starts():
    A = Rationals()
    with A.context():
        assert ResidualNetwork.of(scalar("-1"), A).trapped_excess == 1
        assert ResidualNetwork.of(scalar("1"), A).trapped_excess == 0
        assert ResidualNetwork.of(scalar("-1", L=1), A).trapped_excess == 0


def test_flow_quantities_enclose_a_float_integration():
    eye = [[1, 0], [0, 1]]
    instance = network_instance(eye, ["1.02", "-0.01"], [[[1, "1/50"], [0, 1]], eye], p=(1, 0))
    A = Rationals(64)
    with A.context():
        m = ResidualFlow.of(instance, A)
        X, y = np.eye(2), np.array([1.02, -0.01])
        p, start = np.array([1.0, 0.0]), np.array([[[1, 0.02], [0, 1]], [[1, 0], [0, 1]]], dtype=float)

        def velocity(_, w):
            W = w.reshape(2, 2, 2)
            b = [W[0].T @ W[1].T @ p, W[1].T @ p, p]
            g = 2 * X.T @ (X @ b[0] - y) / 2
            return -np.stack([np.outer(b[1], g), np.outer(b[2], W[0] @ g)]).ravel()

        end = scipy.integrate.solve_ivp(velocity, (0, 60), start.ravel(), rtol=1e-11, atol=1e-13)
        moved = np.abs(np.linalg.norm((end.y - start.ravel()[:, None]).reshape(2, 4, -1), axis=1)) * 2
        limit = float(moved[:, -1].max())
        assert abs(float(arb(m.limit_deviation).mid()) - limit) < 1e-8
        assert float(arb(m.deviation).upper()) >= moved.max() - 1e-9
        assert float(arb(m.deviation).upper()) <= 1.2 * moved.max()
        assert arb(m.slowest_rate) > m.mu
        assert float(arb(m.slowest_rate).lower()) < 4 * 0.5 * 2.1


def test_what_is_refused():
    with pytest.raises(NotExpressible):
        ResidualFlow.of(scalar(), Second())
    with pytest.raises(BadInstance):
        ResidualNetwork.of(network_instance([[1]], [1], [[[1], [1]], [[1, 1]]]), Rationals())


def test_the_norm_of_a_matrix_that_may_be_zero_is_a_ball_and_not_undefined():
    """The union of 0 with an upper end may reach below 0, where a root has no value: the root comes first."""
    from flint import arb_mat

    from numerics.subjects.residual_flow import _norm

    for radius in (1e-3, 1e-9, 3e-17):
        found = _norm(arb_mat(1, 2, [arb(0, radius), arb(0, radius)]))
        assert found.is_finite() and found.overlaps(arb(0)) and found.overlaps(arb(radius) * arb(2).sqrt())
    assert _norm(arb_mat(1, 2, [arb(3), arb(4)])).overlaps(arb(5))
